"""Thirty members in one room, each with a phone, on a real server: nothing lost, one entry a turn, seen in time."""

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier, Event, Lock
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django_scopes import scope

from planning.brainstorm.rules import kind_for
from planning.models import BrainstormEntry, Membership, Participant
from tests.fixtures import Town, as_user, make_town, person
from tests.patience import PATIENCE, wait_until
from tests.services.product import free_port

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
MEMBERS, ROUNDS = 30, 4
POLL = 2.0  # seconds between two looks, as the page has them
TURN = re.compile(r'data-turn="(\d+)\.(\d+)\.True\.(True|False)\.(\d+)"')


@contextmanager
def server(log: Path) -> Iterator[str]:
    """The product's web server on this test's own database."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "config.wsgi:application",
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdout=out,
            stderr=out,
            env={**os.environ, "DATABASE_URL": urlunsplit(database)},
        )
    try:
        wait_until(lambda: answers(process, f"http://127.0.0.1:{port}/accounts/login/"), log.read_text, every=0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def answers(process: subprocess.Popen[bytes], url: str) -> bool:
    assert process.poll() is None
    try:
        urllib.request.urlopen(url, timeout=5).read()
    except OSError:
        return False
    return True


@dataclass
class Phone:
    """A member's browser: a session and a token of its own, nothing shared with the others."""

    base: str
    session: str
    token: str = ""
    etag: str = ""

    def __post_init__(self) -> None:
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )

    def ask(self, path: str, data: dict[str, object] | None = None, **headers: str) -> tuple[int, str]:
        cookie = f"sessionid={self.session}" + (f"; csrftoken={self.token}" if self.token else "")
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(self.base + path, body, {"Cookie": cookie, **headers})
        if data is not None:
            request.add_header("X-CSRFToken", self.token)
            request.add_header("HX-Request", "true")  # as the page's script sends it
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                self.etag = answer.headers.get("ETag") or self.etag
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def arrive(self, url: str) -> None:
        """Opens the page, which gives the token, and joins."""
        status, page = self.ask(url)
        assert status == 200
        assert "data-turn" in page, page[:2000]
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        self.token = found.group(1)
        for cookie in self.jar:
            if cookie.name == "csrftoken":
                self.token = str(cookie.value)
        self.jar.clear()
        assert self.ask(f"{url}join/", {})[0] == 204  # … which is told where to go on


@dataclass
class Record:
    """What was confirmed, refused and seen, by all phones together."""

    confirmed: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    sent_at: dict[str, float] = field(default_factory=dict)
    confirmed_at: dict[str, float] = field(default_factory=dict)
    seen_after: list[float] = field(default_factory=list)
    late: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)


def member(phone: Phone, url: str, number: int, record: Record, over: Event) -> None:
    """Names something whenever it is their turn: every third one sends the form twice at once, another third sends
    two different names for the same turn at once (two devices of one person)."""
    with ThreadPoolExecutor(2) as pool:
        while not over.is_set():
            status, page = phone.ask(f"{url}changes/", None, **{"If-None-Match": phone.etag} if phone.etag else {})
            found = TURN.search(page) if status == 200 else None
            if found is None or found.group(1) != found.group(4) or int(found.group(2)) >= ROUNDS:
                if found and int(found.group(2)) >= ROUNDS:
                    return
                time.sleep(0.15)
                continue
            turn, round = int(found.group(1)), int(found.group(2))
            send(phone, url, turn, round, number, record, pool)


def send(phone: Phone, url: str, turn: int, round: int, number: int, record: Record, pool: ThreadPoolExecutor) -> None:
    key, names = uuid.uuid4(), [f"m{number} r{round}"]
    names += [[], [names[0]], [f"{names[0]} other"]][number % 3]
    both = Barrier(len(names))

    def post(name: str) -> None:
        both.wait(PATIENCE)
        with record.lock:
            record.sent_at.setdefault(name, time.monotonic())
        status, _page = phone.ask(f"{url}turn/", {"number": turn, "round": round, "name": name, "key": key})
        with record.lock:
            if status == 200:
                record.confirmed.append(name)
                record.confirmed_at.setdefault(name, time.monotonic())
            else:
                record.refused[f"{status}"] += 1

    list(pool.map(post, names))


def onlooker(phone: Phone, url: str, record: Record, over: Event) -> None:
    """Looks every two seconds, as the page does, and once more when all is over; notes how long each name took to get
    here, and what was confirmed before a look and not to be seen by it."""
    seen: set[str] = set()
    ended = False
    while not ended:
        ended = over.wait(POLL)
        with record.lock:
            due = set(record.confirmed_at)
        _status, page = phone.ask(f"{url}changes/", None, **{"If-None-Match": phone.etag} if phone.etag else {})
        now = time.monotonic()
        for name in set(re.findall(r"m\d+ r\d+(?: other)?", page)) - seen:
            seen.add(name)
            record.seen_after.append(now - record.sent_at[name])
        record.late |= due - seen


def people_of(town: Town) -> list[str]:
    """The sessions of thirty members of the task force."""
    with scope(plan=town.plan):
        users = [person(f"member{n:02}") for n in range(MEMBERS)]
        for user in users:
            Membership.objects.create(plan=town.plan, user=user, role="task-force")
    return [as_user(user).cookies["sessionid"].value for user in users]


@pytest.mark.heavy
def test_thirty_members_lose_nothing(tmp_path: Path) -> None:
    town = make_town("thirty")
    session = town.rows["brainstorm"]
    with scope(plan=town.plan):
        Participant.objects.update(left_at=session.started_at)  # the secretary only watches
    sessions, watching = people_of(town), as_user(town.people["v"]).cookies["sessionid"].value
    url, record, over = town.url(f"brainstorms/{session.pk}/"), Record(), Event()
    with server(tmp_path / "server.log") as base, ThreadPoolExecutor(MEMBERS + 1) as pool:
        phones = [Phone(base, cookie) for cookie in sessions]
        for _joined in pool.map(lambda phone: phone.arrive(url), phones):
            pass
        with scope(plan=town.plan):
            first = Participant.objects.filter(left_at=None).order_by("number").first()
            assert first
            rounds_from = first.next_round
        begun = time.monotonic()
        watcher = pool.submit(onlooker, Phone(base, watching), url, record, over)
        for done in [pool.submit(member, p, url, n, record, over) for n, p in enumerate(phones)]:
            done.result(4 * PATIENCE)
        took = time.monotonic() - begun
        over.set()
        watcher.result(PATIENCE)
    check(town, record, rounds_from)
    seen = sorted(record.seen_after)
    print(f"{len(seen)} entries in {took:.1f} s; seen after {statistics.median(seen):.2f} s, at most {seen[-1]:.2f} s")
    assert len(seen) == len(set(record.confirmed))
    assert record.late == set()  # the next look shows it


def check(town: Town, record: Record, rounds_from: int) -> None:
    with scope(plan=town.plan):
        rows = BrainstormEntry.objects.filter(brainstorm=town.rows["brainstorm"]).select_related("participant")
        entries = [e for e in rows.order_by("position") if e.name != "Brooms"]
    turns = [(e.round, e.participant.number) for e in entries]
    assert len(turns) == MEMBERS * (ROUNDS - rounds_from)
    assert len(set(turns)) == len(turns)  # exactly one entry for each turn
    assert turns == sorted(turns)  # in the order of the turns
    assert [e.position for e in entries] == list(range(2, len(entries) + 2))
    assert [e.kind for e in entries] == [kind_for(e.participant.number, e.round) for e in entries]
    assert {e.name for e in entries} == set(record.confirmed)  # what was confirmed is there, and nothing else
    assert set(record.refused) == {"409"}  # of two names for one turn the other is told
    assert record.refused["409"] == sum(number % 3 == 2 for number in range(MEMBERS)) * (ROUNDS - rounds_from)
