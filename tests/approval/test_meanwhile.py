"""What is made confidential while a version is being submitted (B8, C7): whoever does so is told of the version that
holds it, or the version does not hold it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.approval import actions
from planning.approval.models import Version
from planning.council.models import FrozenPage
from planning.plans.models import Membership
from stakeholders.actions import release
from tests.fixtures import Town, as_user
from tests.patience import PATIENCE
from tests.plans.names import address

from .conftest import access_of, leave_open

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[Client], HttpResponse]


def open_entry(town: Town) -> tuple[Act, str]:
    as_user(town.people["s"]).post(address("swot_release", town), {"sure": "on"})
    return lambda client: client.post(address("swot_withhold", town)), "canaryswot"


def open_name(town: Town) -> tuple[Act, str]:
    return lambda client: client.post(town.url(f"commitments/{town.rows['signed'].pk}/unname/")), "Sister Mariam"


def open_release(town: Town) -> tuple[Act, str]:
    with scope(plan=town.plan):
        release(town.rows["sub_objective"], [("stances", "document"), ("reasons", "document")], by=town.people["s"])
    return lambda client: client.post(address("release", town), {"withdraw": "document"}), "canaryreason"


every_way = pytest.mark.parametrize("opened", [open_entry, open_name, open_release])


def under_review(town: Town) -> None:
    with scope(plan=town.plan):
        actions.open_review(access_of(town, "s"), None)
        leave_open(town)


def submit(town: Town) -> HttpResponse:
    return as_user(town.people["s"]).post(town.url("approval/submit/"), {"seen": "1"})


def at_another_desk(act: Callable[[], Any]) -> "Future[Any]":
    def acting() -> Any:
        try:
            return act()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    found = pool.submit(acting)
    pool.shutdown(wait=False)
    return found


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], Any], times: int = 1) -> None:
    """The act is done, by somebody else, while the plan is read for the first times."""
    stamp_of, number = actions.stamp_of, count()

    def beside(version: Version) -> Any:
        if next(number) < times:
            at_another_desk(act).result()
        return stamp_of(version)

    monkeypatch.setattr(actions, "stamp_of", beside)


def sealed(town: Town) -> str:
    with scope(plan=town.plan):
        version = Version.objects.get()
        return " ".join([bytes(version.data or b"").decode(), *(page.html for page in FrozenPage.objects.all())])


@every_way
@pytest.mark.parametrize("asks", [True, False])
def test_what_is_made_confidential_while_the_plan_is_read_is_not_sealed(
    asks: bool, opened: Callable[[Town], tuple[Act, str]], loud: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control does not ask whether anything was."""
    act, words = opened(loud)
    other, status = as_user(loud.people["s"]), []
    under_review(loud)
    meanwhile(monkeypatch, lambda: status.append(act(other).status_code))
    if not asks:
        monkeypatch.setattr(actions, "_taken_back", list)
    assert submit(loud).status_code == status[0] == 302
    assert (words in sealed(loud)) is not asks


@every_way
def test_who_makes_it_confidential_while_it_is_sealed_is_told(
    opened: Callable[[Town], tuple[Act, str]], loud: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, words = opened(loud)
    other, freeze = as_user(loud.people["s"]), actions._freeze
    answers: list[Future[Any]] = []
    under_review(loud)

    def frozen(*args: Any) -> None:
        answers.append(at_another_desk(lambda: act(other)))
        time.sleep(0.5)
        assert not answers[0].done()  # it waits for the plan
        freeze(*args)

    monkeypatch.setattr(actions, "_freeze", frozen)
    assert submit(loud).status_code == 302
    assert words in sealed(loud)
    answer = answers[0].result(timeout=PATIENCE)
    assert answer.status_code == 409
    assert "version 1" in answer.content.decode()


def test_a_submission_gives_up_where_that_happens_again_and_again(loud: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    open_entry(loud)
    other = as_user(loud.people["s"])
    under_review(loud)

    def to_and_fro() -> None:
        assert other.post(address("swot_release", loud), {"sure": "on"}).status_code == 302
        assert other.post(address("swot_withhold", loud)).status_code == 302

    meanwhile(monkeypatch, to_and_fro, times=9)
    answer = submit(loud)
    assert answer.status_code == 409
    assert "Parts of the plan are being made confidential" in answer.content.decode()
    assert sealed(loud) == ""


def test_whose_role_ended_while_the_plan_is_read_does_not_submit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    under_review(town)

    def end() -> None:
        with scope(plan=town.plan):
            Membership.objects.filter(user=town.people["s"]).update(ended_at=timezone.now())

    meanwhile(monkeypatch, end)
    assert submit(town).status_code == 403
    assert sealed(town) == ""
