"""PostgreSQL itself killed under a running product: at each step of a submission, and in the middle of a version's
document. It comes back on the same data, and what was under way has happened or has not (C7)."""

import hashlib
import os
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django_scopes import scope

from config.launcher import binaries, servers
from config.launcher.bootstrap import ROOT
from config.launcher.folder import Folder, fingerprint, reachable, write_private
from planning.approval import actions
from tests.council.conftest import pages_of
from tests.council.test_real_worker import LAYOUT, worker_environment
from tests.fixtures import as_user, make_town
from tests.patience import PATIENCE
from tests.services.product import Launched, launcher

from .conftest import access_of, leave_open

pytestmark = pytest.mark.services
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
SUBMITTED = "SELECT state, data_sha256, sha256(data) FROM planning_version"
DOCUMENTS = "SELECT language, state, step, attempts, sha256, file FROM planning_rendering ORDER BY language"
COUNTS = "SELECT (SELECT count(*) FROM planning_rendering), (SELECT count(*) FROM planning_frozenpage)"
CSRF = "c" * 32
# What a submission is held at: the reading of the plan, the first of its writes, and the last
HOLDS = (
    b"LOCK TABLE planning_goal IN ACCESS EXCLUSIVE MODE",
    b"LOCK TABLE planning_version IN EXCLUSIVE MODE",
    b"LOCK TABLE planning_frozenpage IN EXCLUSIVE MODE",
)


@contextmanager
def database(data: Path) -> Iterator[psycopg.Connection]:
    """The product's own, beside the product."""
    with reachable(data / "postgres", servers.POSTGRES_SOCKET) as at:
        opened = psycopg.connect(host=str(at), user=servers.NAME, dbname=servers.NAME, autocommit=True)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def copied_product(data: Path) -> Iterator[Launched]:
    """A product whose database is a copy of the tests' own, which spares it the time of all migrations."""
    folder = Folder(data).create()
    folder.static.mkdir()
    write_private(folder.path / "secret-key", settings.SECRET_KEY)
    write_private(folder.prepared, fingerprint(ROOT))
    programs = binaries.postgres_programs()
    with launcher(data, STATIC_MANIFEST="no") as start:
        product = start()
        product.wait_until_healthy()
        copy = subprocess.run(
            [programs / "pg_dump", worker_environment()["DATABASE_URL"]], capture_output=True, check=True
        )
        with reachable(data / "postgres", servers.POSTGRES_SOCKET) as at:
            psql = [programs / "psql", "-XqbAt", "-v", "ON_ERROR_STOP=1", "-h", at, "-U", servers.NAME]
            subprocess.run(psql, input=copy.stdout, stdout=subprocess.DEVNULL, check=True)
        yield product


def read(product: Launched, query: str) -> list[tuple[Any, ...]]:
    with database(product.data) as asked:
        return asked.execute(query.encode()).fetchall()


def post(product: Launched, session: str, path: str, **values: str) -> tuple[int, str]:
    """As a form of the page does; gives the status and the page, without following where it leads."""
    data = urllib.parse.urlencode(values | {"csrfmiddlewaretoken": CSRF}).encode()
    headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}
    request = urllib.request.Request(f"http://127.0.0.1:{product.port}{path}", data, headers)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def in_the_middle(document: tuple[Any, ...]) -> bool:
    return document[1] == "running" and document[2] >= LAYOUT


def kill_postgres(product: Launched) -> None:
    os.kill(product.child("postgres", "-D"), signal.SIGKILL)


def submit(product: Launched, session: str) -> tuple[int, str]:
    return post(product, session, "/plans/killed/approval/submit/", seen="1")


def killed_while_it_submits(product: Launched, session: str, hold: bytes) -> tuple[int, str]:
    """Submits, and kills the server once the submission waits for what another connection holds."""
    with ThreadPoolExecutor() as pool, database(product.data) as holding:
        holding.autocommit = False
        holding.execute(hold)
        answer = pool.submit(submit, product, session)
        product.wait_until(lambda: read(product, WAITING) == [(1,)], "submission that waits")
        kill_postgres(product)
        return answer.result(PATIENCE)


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_the_database_is_killed_at_a_submission_and_at_its_document(tmp_path: Path) -> None:
    """In one product, whose start costs as much as the rest. Its launcher starts the server again."""
    town = make_town("killed")
    with scope(plan=town.plan):
        actions.open_review(access_of(town, "s"), None)
        leave_open(town)
    session = as_user(town.people["s"]).cookies[settings.SESSION_COOKIE_NAME].value
    with copied_product(tmp_path / "data") as product:
        for hold in HOLDS:
            status, page = killed_while_it_submits(product, session, hold)
            assert status in (500, 503), hold  # 503: the database is away, and nothing was saved
            assert "Nothing that was saved is lost" in page
            product.wait_until(lambda: product.health().get("healthy") is True, "server again")
            assert read(product, SUBMITTED) == [("review", "", None)], hold
            assert read(product, COUNTS) == [(0, 0)], hold

        assert submit(product, session)[0] == 302  # what is said to be submitted is, whatever comes next
        product.wait_until(lambda: any(map(in_the_middle, read(product, DOCUMENTS))), "document at work")
        kill_postgres(product)
        product.wait_until(lambda: product.health().get("healthy") is True, "server again")
        ((state, sha256, of_data),) = read(product, SUBMITTED)
        assert (state, sha256) == ("submitted", of_data.hex())
        assert read(product, COUNTS) == [(2, 2)]

        # no look for what was left behind is waited for: it comes after minutes
        product.wait_until(lambda: [row[1] for row in read(product, DOCUMENTS)] == ["done"] * 2, "documents")
        documents = read(product, DOCUMENTS)
        assert max(row[3] for row in documents) == 2
        for _language, _state, _step, _attempts, sha256, file in documents:
            made = (product.data / "media" / file).read_bytes()
            assert hashlib.sha256(made).hexdigest() == sha256
        assert "The town is clean." in " ".join(pages_of(made))
