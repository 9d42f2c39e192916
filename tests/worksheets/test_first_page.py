"""The first page comes by a query of its own where a worksheet names what it shows of other tables."""

import pytest
from django_scopes import scope

from planning.assets import sheets as assets
from planning.goals.models import Goal, SubObjective
from planning.plans.access import enter
from planning.worksheets.fetching import PAGE_SIZE
from planning.worksheets.sheet import Worksheet
from stakeholders import sheets as stakeholders
from tests.fixtures import Town
from tests.overview.test_budgets import grow

pytestmark = pytest.mark.django_db
SHEETS = [
    sheet
    for room in (assets, stakeholders)
    for sheet in vars(room).values()
    if isinstance(sheet, Worksheet) and sheet.shows
]


def test_it_has_what_all_pages_have(town: Town, other_town: Town) -> None:
    """The same rows in the same order with the same words; none that was deleted, none of another plan."""
    grow(town, 6)
    grow(other_town, 2)
    access = enter(town.people["s"], town.plan.slug)
    compared = 0
    with scope(plan=town.plan, reader=access):
        parents = {None: None, Goal: town.rows["goal"], SubObjective: town.rows["sub_objective"]}
        for sheet in SHEETS:
            parent = parents[sheet.parent and sheet.parent.model]
            gone = sheet.rows.every(parent).values("pk")[:1]
            sheet.model.everything.filter(pk__in=gone).update(deleted_at=town.rows["goal"].changed_at)
            first, every = sheet.rows.page(access, parent), list(sheet.rows.every(parent)[: PAGE_SIZE + 1])
            names = [field.attname for field in sheet.model._meta.concrete_fields] + list(sheet.shows)
            assert [[getattr(r, n) for n in names] for r in first] == [[getattr(r, n) for n in names] for r in every]
            compared += len(first)
    assert len(SHEETS) >= 6
    assert compared > 20
