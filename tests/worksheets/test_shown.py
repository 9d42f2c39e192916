"""What the cells of a worksheet show of other tables is fetched with its rows, and a change there is seen by its poll.

Whoever forgets to say what a worksheet shows is told here, and no reader gets a stale page."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import F, Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from planning.assets.models import GoalAsset, OwnRating
from planning.goals.models import Goal
from planning.plans.access import Access, enter
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role
from planning.plans.prepared import model_at
from planning.templatetags.worksheet import worksheet_rows
from planning.worksheets.models import Row
from planning.worksheets.page import context
from planning.worksheets.sheet import Worksheet
from tests.fixtures import every_sheet, example

pytestmark = pytest.mark.django_db
SHEETS = every_sheet()
# the frame of every page: who reads, and where
FRAME = {"planning_user", "planning_plan", "planning_membership", "planning_municipality"}


@pytest.fixture
def access() -> Iterator[Access]:
    plan = example("en")
    with scope(plan=plan):
        secretary = Membership.objects.get(role=Role.SECRETARIAT)
    entered = enter(secretary.user, plan.slug)
    with scope(plan=plan, reader=entered):
        yield entered


def parent_of(sheet: Worksheet) -> Row | None:
    goal = Goal.objects.get(position=1)
    keys = {"goal": goal.pk, "sub_objective": goal.sub_objectives.get(position=1).pk}
    return sheet.rows.find_parent(keys)


def figure(sheet: Worksheet, plan: Plan, parent: Row | None) -> str:
    key = {sheet.parent.key: parent.pk} if sheet.parent and parent else {}
    held = Membership.objects.filter(plan=plan).annotate(f=sheet.rows.fingerprint(**key))
    return str(held.values_list("f", flat=True)[0])


def on_the_way(model: type[Model], path: str) -> set[str]:
    names = path.split("__") if path else []
    return {model_at(model, "__".join(names[:end]))._meta.db_table for end in range(1, len(names) + 1)}


def known(sheet: Worksheet) -> set[str]:
    """The tables whose changes the poll of a worksheet sees; and those on the way to them, which only lead there."""
    tables = {sheet.model._meta.db_table} | FRAME
    tables |= on_the_way(sheet.model, sheet.parent.path) if sheet.parent else set()
    for way in sheet.rows.ways:
        tables |= on_the_way(sheet.model, way)
    for seen in sheet.rows.seen:
        tables.add(seen.model._meta.db_table)
        for way in (seen.path, *seen.ways):
            tables |= on_the_way(seen.model, way)
    return tables


@pytest.mark.parametrize("name", SHEETS)
def test_cells_show_nothing_whose_change_the_poll_does_not_see(name: str, access: Access) -> None:
    sheet = SHEETS[name]
    parent = parent_of(sheet)
    sheet.rows.page(access, parent)  # what is put together once is no query of this page
    values = context(access, sheet, parent)
    with CaptureQueriesContext(connection) as asked:
        rows = sheet.rows.page(access, parent)
        html = worksheet_rows(values | {"rows": rows})
    assert rows
    assert html.count("<tr") >= len(rows)
    read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert sheet.model._meta.db_table in read
    assert read <= known(sheet), read - known(sheet)
    each = [query["sql"] for query in asked]
    assert len(each) == len(set(each)), "asked for each row"


WAYS = [(name, way) for name, sheet in SHEETS.items() for way in sheet.rows.ways]


@pytest.mark.parametrize(("name", "way"), WAYS)
def test_a_change_of_what_is_shown_is_polled(name: str, way: str, access: Access) -> None:
    sheet = SHEETS[name]
    parent = parent_of(sheet)
    row = sheet.rows.every(parent).exclude(**{way: None}).first()
    assert row is not None, "the example has none that shows it"
    before, now = figure(sheet, access.plan, parent), timezone.now()
    other = row
    for step in way.split("__"):
        other = getattr(other, step)
    type(other)._base_manager.filter(pk=other.pk).update(version=F("version") + 1, changed_at=now)
    assert figure(sheet, access.plan, parent) != before
    assert row in sheet.rows.changed(parent, now)


GATHERED = [(name, at) for name, sheet in SHEETS.items() for at in range(len(sheet.rows.seen))]


@pytest.mark.parametrize(("name", "at"), GATHERED)
def test_a_change_of_what_is_gathered_is_polled(name: str, at: int, access: Access) -> None:
    sheet = SHEETS[name]
    parent, seen = parent_of(sheet), SHEETS[name].rows.seen[at]
    OwnRating.objects.create(plan=access.plan, goal_asset=GoalAsset.objects.first(), user=access.user, importance=1)
    before, now = figure(sheet, access.plan, parent), timezone.now()
    hung = seen.model._base_manager.filter(plan=access.plan, **({seen.path: parent} if seen.path else {}))
    changes = {seen.changed: now} | ({} if seen.figure else {"version": F("version") + 1})
    assert hung.filter(pk=hung.values("pk")[:1]).update(**changes) == 1
    assert figure(sheet, access.plan, parent) != before
    assert set(sheet.rows.changed(parent, now)) >= set(sheet.rows.every(parent))


def test_a_row_that_went_to_an_older_one_is_polled(access: Access) -> None:
    """One more in its own version, one less in the other's: a single sum would say that nothing has changed."""
    sheet = SHEETS["ratings"]
    parent = parent_of(sheet)
    old, new = sheet.rows.every(parent)[:2]
    before = figure(sheet, access.plan, parent)
    type(new.asset)._base_manager.filter(pk=new.asset_id).update(version=F("version") - 1)
    sheet.model._base_manager.filter(pk=old.pk).update(version=F("version") + 1)
    assert figure(sheet, access.plan, parent) != before
