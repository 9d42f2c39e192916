"""Many hands on one timeline: no mark is lost, no circle closes; each with a control that fails."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django_scopes import scope

from planning.models import User
from planning.worksheets.actions import add_row, save_row
from targets.models import Activity, Precedence
from targets.timeline.actions import mark_month
from targets.timeline.forms import MonthMark
from targets.timeline.rules import circle, months_from
from tests.fixtures import Town, make_town
from tests.patience import PATIENCE

AT_ONCE = 8
MONTHS = months_from(date(2027, 1, 1), 24)


def careless(activity: Activity, mark: MonthMark, *, by: User) -> None:
    """The merge left out: the last one wins."""
    months = tuple(sorted({*activity.months, mark.month}))
    Activity.objects.filter(pk=activity.pk).update(months=months, version=F("version") + 1)


def mark_all(town: Town, write: Callable[..., object]) -> set[date]:
    """Everybody reads the activity at the same moment, and marks a month of their own."""
    start, pk, by = Barrier(AT_ONCE), town.rows["activity"].pk, town.people["s"]

    def writer(number: int) -> None:
        try:
            with scope(plan=town.plan):
                for month in MONTHS[number::AT_ONCE]:
                    seen = Activity.objects.get(pk=pk)
                    start.wait(timeout=PATIENCE)
                    write(seen, MonthMark(pk, month, True), by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(writer, range(AT_ONCE)))
    with scope(plan=town.plan):
        return set(Activity.objects.get(pk=pk).months)


@pytest.mark.django_db(transaction=True)
def test_no_mark_is_lost() -> None:
    town = make_town("marks")
    assert mark_all(town, mark_month) == {date(2026, 8, 1), *MONTHS}
    with scope(plan=town.plan):
        activity = Activity.objects.get(pk=town.rows["activity"].pk)
        assert activity.version == len(MONTHS) + 1
        assert activity.events.count() == len(MONTHS) + 1


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_merge_does_lose() -> None:
    assert mark_all(make_town("careless"), careless) < {date(2026, 8, 1), *MONTHS}


def opposite_links(town: Town, saves: bool) -> list[tuple[int, int]]:
    """Two people at once let each of two activities wait for the other; returns the links that hold in the end.
    `saves`: by changing links that are there, which no lock of the plan keeps apart."""
    plan, goal, by = town.plan, town.rows["goal"], town.people["s"]
    a, b, c, d = (town.add(Activity(plan=plan, goal=goal, name=name), goal=goal) for name in "abcd")
    if saves:
        pairs = [(a, c, b), (b, d, a)]
        rows = [town.add(Precedence(plan=plan, activity=one, needs=old), activity__goal=goal) for one, old, _n in pairs]
    start = Barrier(2)

    def writer(number: int) -> None:
        try:
            with scope(plan=plan):
                start.wait(timeout=PATIENCE)
                if saves:
                    save_row(rows[number], {"needs_id": pairs[number][2].pk}, seen_version=1, by=by)
                else:
                    one, other = (a, b) if number else (b, a)
                    add_row(Precedence(plan=plan, activity=one, needs=other), key=None, by=by, activity__goal=goal)
        except ValidationError as error:
            assert "wait for itself" in str(error)  # noqa: PT017
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(writer, range(2)))
    with scope(plan=plan):
        keys = (a.pk, b.pk)
        return list(Precedence.objects.filter(activity__in=keys, needs__in=keys).values_list("activity", "needs"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("saves", [True, False])
def test_of_two_opposite_links_one_is_refused(saves: bool) -> None:
    for number in range(6):
        links = opposite_links(make_town(f"links{number}"), saves)
        assert len(links) == 1


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_trigger_closes_a_circle() -> None:
    """The form's own check is not enough: it looks before the other has written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'targets_precedence'::regclass AND tgname LIKE '%no_circle%'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f'ALTER TABLE targets_precedence DISABLE TRIGGER "{name}"')
    try:
        links = opposite_links(make_town("open"), saves=True)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE targets_precedence ENABLE TRIGGER "{name}"')
    assert len(links) == 2
    assert circle(links[:1], links[1])
