"""Fifty writers on one worksheet: nothing is lost; and a control that loses, so that the test can fail."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django_scopes import scope

from planning.models import Asset, GoalAsset, User
from planning.worksheets.actions import Conflict, InUse, add_row, delete_row, save_row
from tests.fixtures import Town, make_town

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
                    start.wait(timeout=20)
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
        assert asset.events.count() == WRITERS + 1  # type: ignore[attr-defined]


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


@pytest.mark.django_db(transaction=True)
def test_no_row_is_hung_on_one_that_is_being_deleted() -> None:
    """One person deletes an asset while another puts it on a goal's list: one of the two is refused."""
    for _round in range(8):
        town = make_town(f"race{_round}")
        with scope(plan=town.plan):
            asset = add_row(Asset(plan=town.plan, name="Bins", kind="built"), key=None, by=town.people["s"])
        start = Barrier(2)

        def attempt(write: Callable[[], object], town: Town = town, start: Barrier = start) -> bool:
            try:
                with scope(plan=town.plan):
                    start.wait(timeout=20)
                    write()
            except (InUse, ValidationError):
                return False
            finally:
                connection.close()
            return True

        by, goal = town.people["s"], town.rows["goal"]
        listed = GoalAsset(plan=town.plan, goal=goal, asset=asset)
        with ThreadPoolExecutor(2) as pool:
            deleted = pool.submit(attempt, partial(delete_row, asset, by=by))
            added = pool.submit(attempt, partial(add_row, listed, key=None, by=by, goal=goal))
        assert {deleted.result(), added.result()} == {True, False}
