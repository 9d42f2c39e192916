"""Fifty writers on one worksheet: nothing is lost; and a control that loses, so that the test can fail."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django_scopes import scope

from planning.models import Action, Asset, GoalAsset, User
from planning.worksheets import actions
from planning.worksheets.actions import Conflict, InUse, add_row, delete_row, holders, save_row
from planning.worksheets.models import Row
from tests.fixtures import Town, make_town
from tests.patience import PATIENCE

WRITERS = 50
AT_ONCE = 10


def careful(asset: Asset, mark: str, by: User) -> bool:
    """As the worksheet does it: names the version that was seen."""
    try:
        save_row(asset, {"description": f"{asset.description} {mark}"}, seen_version=asset.version, by=by)
    except Conflict:
        return False
    return True


def careless(asset: Asset, mark: str, by: User) -> bool:
    """The check switched off: the last one wins."""
    Asset.objects.filter(pk=asset.pk).update(description=f"{asset.description} {mark}", version=F("version") + 1)
    return True


def write_all(town: Town, save: Callable[[Asset, str, User], bool]) -> tuple[list[str], list[str]]:
    """Every writer reads the cell, adds a mark of their own, and saves; tries anew where the save is refused.
    Returns the marks that were confirmed, and those that stand in the cell at the end."""
    pk, by, start = town.rows["asset"].pk, town.people["s"], Barrier(AT_ONCE)

    def writer(number: int) -> str:
        mark = f"w{number:02}"
        try:
            with scope(plan=town.plan):
                if number < AT_ONCE:
                    start.wait(timeout=PATIENCE)
                while not save(Asset.objects.get(pk=pk), mark, by):
                    pass
        finally:
            connection.close()
        return mark

    with ThreadPoolExecutor(AT_ONCE) as pool:
        confirmed = list(pool.map(writer, range(WRITERS)))
    with scope(plan=town.plan):
        return confirmed, Asset.objects.get(pk=pk).description.split()


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_lose_nothing() -> None:
    town = make_town("busy")
    confirmed, stored = write_all(town, careful)
    assert sorted(stored) == sorted(confirmed)
    with scope(plan=town.plan):
        asset = Asset.objects.get(pk=town.rows["asset"].pk)
        assert asset.version == WRITERS + 1
        assert asset.events.count() == WRITERS + 1


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_check_does_lose() -> None:
    confirmed, stored = write_all(make_town("careless"), careless)
    assert len(stored) < len(confirmed)


@pytest.mark.django_db(transaction=True)
def test_rows_added_at_once_get_a_place_each() -> None:
    town = make_town("adding")

    def writer(number: int) -> None:
        try:
            with scope(plan=town.plan):
                add_row(Asset(plan=town.plan, name=f"a{number}", kind="built"), key=None, by=town.people["s"])
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(writer, range(20)))
    with scope(plan=town.plan):
        positions = list(Asset.objects.values_list("position", flat=True))
    assert sorted(positions) == list(range(1, 22))


def both(town: Town, *writes: Callable[[], object]) -> list[bool]:
    """Which of the two went through that begin at the same moment."""
    start = Barrier(len(writes))

    def attempt(write: Callable[[], object]) -> bool:
        try:
            with scope(plan=town.plan):
                start.wait(timeout=PATIENCE)
                write()
        except (InUse, ValidationError):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(attempt, writes))


@pytest.mark.django_db(transaction=True)
def test_no_row_is_hung_on_one_that_is_being_deleted() -> None:
    """One person deletes an asset while another puts it on a goal's list: one of the two is refused."""
    for _round in range(8):
        town = make_town(f"race{_round}")
        by, goal = town.people["s"], town.rows["goal"]
        with scope(plan=town.plan):
            asset = add_row(Asset(plan=town.plan, name="Bins", kind="built"), key=None, by=by)
        listed = GoalAsset(plan=town.plan, goal=goal, asset=asset)
        done = both(town, partial(delete_row, asset, by=by), partial(add_row, listed, key=None, by=by, goal=goal))
        assert sorted(done) == [False, True]


@pytest.fixture
def slow_deletions(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is time for another between the look whether something hangs on the row and its deletion."""

    def slowly(row: Row) -> list[tuple[str, int]]:
        found = holders(row)
        time.sleep(0.2)
        return found

    monkeypatch.setattr(actions, "holders", slowly)


def choose_a_deleted_one(town: Town) -> list[bool]:
    """One person deletes an action while another moves a resource line to it."""
    by, line = town.people["s"], town.rows["resource"]
    other = town.add(Action(plan=town.plan, goal=town.rows["goal"], title="Paint"), goal=town.rows["goal"])

    def choose() -> None:
        time.sleep(0.1)  # the deletion has looked by then
        save_row(line, {"action_id": other.pk}, seen_version=line.version, by=by)

    return both(town, partial(delete_row, other, by=by), choose)


@pytest.mark.django_db(transaction=True)
def test_no_row_is_moved_to_one_that_is_being_deleted(slow_deletions: None) -> None:
    for _round in range(4):
        town = make_town(f"race{_round}")
        assert sorted(choose_a_deleted_one(town)) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_control_without_a_look_at_what_is_chosen_loses_the_row(
    slow_deletions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_refuse_gone", lambda row, changes: None)
    assert choose_a_deleted_one(make_town("careless")) == [True, True]


@pytest.mark.django_db
def test_what_was_deleted_before_cannot_be_chosen(town: Town) -> None:
    other = town.add(Action(plan=town.plan, goal=town.rows["goal"], title="Paint"), goal=town.rows["goal"])
    with scope(plan=town.plan):
        delete_row(other, by=town.people["s"])
        with pytest.raises(ValidationError, match="has been deleted in the meantime"):
            save_row(town.rows["resource"], {"action_id": other.pk}, seen_version=1, by=town.people["s"])
