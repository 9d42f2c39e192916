"""Behind the link: who holds it sees one commitment, and a press on a button answers once (C9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.commitments import actions
from planning.commitments.actions import CommitmentRefused
from planning.commitments.rules import CommitmentStep
from planning.goals.confidential import trusted
from planning.models import Commitment
from planning.plans.models import clean_code
from tests.fixtures import Town, as_user, make_town
from tests.patience import PATIENCE

from .conftest import confirm, link_of, now

pytestmark = pytest.mark.django_db


def test_looking_confirms_nothing(town: Town) -> None:
    """Programs that check mail follow every link in it, and some ask in other ways than GET."""
    url, robot = link_of(town), Client()
    for ask in (robot.get, robot.head, robot.options):
        for _time in range(2):
            assert ask(url).status_code in {200, 405}
    assert robot.post(url, {}).status_code == 200  # without the button
    assert robot.get(url + "?do=confirm&seen=1").status_code == 200
    assert robot.post(url, {"do": "confirm"}).status_code == 200  # without what was read
    assert now(town).state == "asked"
    assert now(town).signed_on is None


def test_it_shows_this_commitment_and_nothing_else_of_the_plan(town: Town) -> None:
    with trusted(town.plan):
        Commitment.objects.filter(pk=now(town).pk).update(stakeholder=town.rows["stakeholder"])
    page = Client().get(link_of(town))
    content = page.content.decode()
    for words in ("Gives bread to the helpers", "Baker", "Clean-up week", "Plan rihan", "Town of rihan"):
        assert words in content
    for words in (
        "Drivers",
        "Sister Mariam",
        "The town is clean",
        "Lorries",
        "Every child",
        "secretary-rihan",
        "union",
    ):
        assert words not in content
    assert f"/plans/{town.plan.slug}" not in content
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("may_name", [True, False])
def test_confirming(town: Town, may_name: bool) -> None:
    url = link_of(town)
    done = Client().post(url, confirm(**({"may_name": "on"} if may_name else {})))
    assert done.status_code == 200
    assert b"Your commitment has been recorded" in done.content
    row = now(town)
    assert (row.state, row.secret, row.may_name) == ("confirmed", False, may_name)
    assert row.signed_on == timezone.localdate()
    assert row.recorded_by is None


def test_declining(town: Town) -> None:
    done = Client().post(link_of(town), {"do": "decline", "seen": 1, "may_name": "on"})
    assert b"Nothing has been recorded" in done.content
    row = now(town)
    assert (row.state, row.secret, row.may_name, row.signed_on) == ("declined", True, False, None)


def gone(url: str) -> bool:
    """Neither the page nor the button says anything; what was there stays unsaid."""
    answers = [Client().get(url), Client().post(url, confirm())]
    assert [b"bread" in one.content for one in answers] == [False, False]
    assert all(b"no longer works" in one.content for one in answers)
    return [one.status_code for one in answers] == [404, 404]


def test_wrong_used_replaced_withdrawn_and_old_links(town: Town) -> None:
    old = link_of(town)
    assert gone("/c/NOCODENOCO/")
    fresh = link_of(town)
    assert gone(old)
    Client().post(fresh, confirm())
    assert gone(fresh)


def test_a_link_that_is_too_old(town: Town) -> None:
    url = link_of(town)
    with scope(plan=town.plan):
        Commitment.unguarded.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert gone(url)
    assert now(town).state == "asked"


def test_a_withdrawn_commitment_has_no_link(town: Town) -> None:
    url = link_of(town)
    as_user(town.people["s"]).post(town.url(f"commitments/{now(town).pk}/withdraw/"), {"reason": "Moved away"})
    assert gone(url)
    assert now(town).state == "withdrawn"


@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_guessing_is_slowed_down(town: Town, method: str) -> None:
    url, guesser = link_of(town), Client()
    statuses = [getattr(guesser, method)(f"/c/GUESS{number}/").status_code for number in range(25)]
    assert statuses == [404] * 20 + [429] * 5
    assert guesser.post(url, confirm()).status_code == 429
    assert now(town).state == "asked"
    assert Client(REMOTE_ADDR="10.9.8.7").get(url).status_code == 200


def test_a_hall_that_opens_its_links_does_not_wait(town: Town) -> None:
    """Neither those that work nor those by which somebody has answered are guesses."""
    url, hall = link_of(town), Client()
    assert {hall.get(url).status_code for _times in range(30)} == {200}
    hall.post(url, confirm())
    assert {hall.get(url).status_code for _times in range(30)} == {404}
    assert hall.get("/c/GUESS/").status_code == 404


def test_words_that_were_edited_meanwhile_are_not_confirmed(town: Town) -> None:
    url, holder = link_of(town), Client()
    assert 'name="seen" value="1"' in holder.get(url).content.decode()
    with trusted(town.plan):
        actions.edit(now(town), {"text": "Gives his whole shop"}, seen=1, by=town.people["s"])
    answer = holder.post(url, confirm(1, may_name="on"))
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "Gives his whole shop" in content
    assert 'name="seen" value="2"' in content
    assert "checked" in content  # what was ticked
    assert now(town).state == "asked"
    assert holder.post(url, confirm(2)).status_code == 200
    assert now(town).state == "confirmed"


def test_the_database_keeps_no_code(town: Town) -> None:
    code = clean_code(link_of(town).split("/")[2])
    with connection.cursor() as cursor:
        for table in ("planning_commitment", "planning_commitmentplanevent"):
            cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE t::text LIKE %s) FROM {table} t", [f"%{code}%"])
            rows, found = cursor.fetchone()
            assert rows
            assert not found
    assert now(town).digest


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_answers() -> None:
    town = make_town("twice")
    code = link_of(town).split("/")[2]
    start = Barrier(2)

    def answer(step: CommitmentStep) -> str:
        try:
            row = actions.find(code)
            assert row
            start.wait(timeout=PATIENCE)
            actions.answer(row, step, seen=1, may_name=False)
        except CommitmentRefused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, (CommitmentStep.CONFIRM, CommitmentStep.DECLINE))) == ["done", "refused"]
    with scope(plan=town.plan):
        events: Any = Commitment.unguarded.get(pk=town.rows["commitment"].pk).events
        assert events.exclude(state="asked").count() == 1


def test_wrong_csrf_confirms_nothing(town: Town) -> None:
    url = link_of(town)
    assert Client(enforce_csrf_checks=True).post(url, confirm()).status_code == 403
    assert now(town).state == "asked"
