"""Freezing, approving, amending by several at the same moment (C7)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django_scopes import scope

from planning.approval import actions
from planning.approval.actions import StepRefused
from planning.approval.models import Comment, Decision, StatusChange, Version
from planning.approval.rules import VersionState
from planning.plans.access import Access
from planning.plans.models import Plan
from tests.fixtures import Town, make_town
from tests.patience import PATIENCE

from .conftest import access_of, add_clerk, decision, leave_open, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(town: Town, *steps: Callable[[], object]) -> list[str]:
    """What becomes of steps that begin at the same moment: "done", "refused" by the rules, or by the "database"."""
    start = Barrier(len(steps))

    def attempt(step: Callable[[], object]) -> str:
        try:
            with scope(plan=town.plan):
                start.wait(timeout=PATIENCE)
                step()
        except StepRefused:
            return "refused"
        except DatabaseError:
            return "database"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(attempt, steps))


def council(name: str) -> tuple[Town, Access, Access]:
    town = make_town(name)
    add_clerk(town)
    with scope(plan=town.plan):
        leave_open(town)
    return town, access_of(town, "s"), access_of(town, "m")


def test_one_of_many_begins_a_version() -> None:
    town, secretary, _clerk = council("open")
    assert at_once(town, *[lambda: actions.open_review(secretary, None)] * 4) == ["done", *["refused"] * 3]
    with scope(plan=town.plan):
        assert [one.number for one in Version.objects.all()] == [1]


def test_a_version_is_submitted_once() -> None:
    town, secretary, _clerk = council("submit")
    with scope(plan=town.plan):
        actions.open_review(secretary, None)
    assert at_once(town, *[lambda: actions.submit(secretary, 1)] * 3) == ["done", "refused", "refused"]
    with scope(plan=town.plan):
        assert StatusChange.objects.filter(step="submit").count() == 1
        assert Version.objects.get().documents.count() == 2


@pytest.mark.parametrize("number", range(3))
def test_what_was_withdrawn_is_never_approved(number: int) -> None:
    town, secretary, clerk = council(f"withdraw{number}")
    submitted(town)
    steps = [lambda: actions.withdraw(secretary, 1, "wrong"), lambda: actions.decide(clerk, 1, decision())]
    assert at_once(town, *steps) == ["done", "refused"]
    with scope(plan=town.plan):
        approved = Version.objects.get().rules_state is VersionState.APPROVED
        assert Decision.objects.count() == (1 if approved else 0)


def test_two_clerks_record_one_decision() -> None:
    town, _secretary, clerk = council("decide")
    submitted(town)
    steps = [
        lambda outcome=outcome: actions.decide(clerk, 1, decision(outcome)) for outcome in ("approved", "rejected")
    ]
    assert at_once(town, *steps) == ["done", "refused"]
    with scope(plan=town.plan):
        assert Decision.objects.get().outcome == Version.objects.get().state


def test_one_amendment_is_begun() -> None:
    town, secretary, clerk = council("amend")
    submitted(town)
    with scope(plan=town.plan):
        actions.decide(clerk, 1, decision())
    assert at_once(town, *[lambda: actions.open_review(secretary, 1)] * 3) == ["done", "refused", "refused"]


def without_lock(looked: Barrier, access: Access, step: actions.ApprovalStep, seen: int | None) -> Version | None:
    """The look at the version, as it would be without holding the plan, until another has looked too."""
    access = replace(access, plan=Plan.objects.get(pk=access.plan.pk))
    version = actions.newest_version(access.plan)
    if why := actions.rules.refusal(actions.case_of(access, version), step):
        raise StepRefused(why)
    looked.wait(PATIENCE)
    return version


@pytest.mark.parametrize("what", ["open", "withdraw"])
def test_the_control_without_the_lock_only_the_database_stands_in_the_way(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, secretary, clerk = council(f"careless-{what}")
    steps: list[Any] = [lambda: actions.open_review(secretary, None)] * 2
    if what == "withdraw":
        submitted(town)
        steps = [lambda: actions.withdraw(secretary, 1, "wrong"), lambda: actions.decide(clerk, 1, decision())]
    monkeypatch.setattr(actions, "_locked", partial(without_lock, Barrier(2)))
    assert at_once(town, *steps) == ["database", "done"]


def test_a_comment_is_answered_once() -> None:
    """The second answer must not take the place of the first."""
    town, secretary, _clerk = council("answer")
    with scope(plan=town.plan):
        actions.open_review(secretary, None)
        comment = actions.add_comment(secretary, Comment(text="Too many targets."))
    answers: list[bool] = []
    steps = [lambda n=n: answers.append(actions.resolve(comment, str(n), by=secretary.user)) for n in range(4)]
    assert at_once(town, *steps) == ["done"] * 4
    assert sorted(answers) == [False, False, False, True]
