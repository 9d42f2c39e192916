"""A plan of the full size goes out and comes in within a minute, and a file asks no more of the database for it."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.archive.export import export
from planning.archive.tables import Kind, tables_for
from planning.models import Plan
from tests.benchmarks.big import make_large
from tests.fixtures import Town, add_places

from .conftest import emptied, made_of

pytestmark = pytest.mark.django_db
SECONDS = 60
BESIDE = 8  # the plan and its lock, people, towns, and the transaction's own


@pytest.mark.services
@pytest.mark.parametrize("kind", Kind)
def test_a_large_plan_comes_back_the_same(kind: Kind) -> None:
    content = export(make_large("large").plan, kind)
    emptied()
    begun = time.monotonic()
    plan = made_of(content)
    took = time.monotonic() - begun
    print(f"{kind.value}: {len(content):,} bytes read in in {took:.1f} s")
    assert took < SECONDS
    assert export(plan, kind) == content


def queries(plan: Plan, kind: Kind) -> int:
    with CaptureQueriesContext(connection) as captured:
        export(plan, kind)
    return len(captured)


@pytest.mark.services
@pytest.mark.parametrize("kind", Kind)
def test_a_large_plan_asks_one_question_a_table(kind: Kind, town: Town) -> None:
    add_places(town)
    few = queries(town.plan, kind)
    assert few <= len(tables_for(kind)) + BESIDE
    assert queries(make_large("large").plan, kind) == few
