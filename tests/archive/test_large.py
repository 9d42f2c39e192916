"""A plan of the full size goes out and comes in within a minute, and asks no more of the database than a small one."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.archive.export import export
from planning.archive.tables import FileKind, tables_for
from planning.models import Plan
from tests.benchmarks.big import make_large
from tests.copies import emptied
from tests.fixtures import Town, add_places, example

from .conftest import made_of

pytestmark = pytest.mark.django_db
SECONDS = 60
BESIDE = 5  # the plan, people, towns, and where the transaction begins and ends


def asked(plan: Plan, kind: FileKind) -> tuple[int, bytes]:
    with CaptureQueriesContext(connection) as captured:
        content = export(plan, kind)
    return len(captured), content


def test_a_plan_asks_one_question_a_table_however_many_rows_there_are(town: Town) -> None:
    add_places(town)
    few = {kind: asked(town.plan, kind)[0] for kind in FileKind}
    assert {kind: count for kind, count in few.items() if count > len(tables_for(kind)) + BESIDE} == {}
    larger = example("en")
    assert {kind: asked(larger, kind)[0] for kind in FileKind} == few


@pytest.mark.heavy
def test_a_large_plan_comes_back_the_same_and_asks_no_more(town: Town) -> None:
    add_places(town)
    few = {kind: asked(town.plan, kind)[0] for kind in FileKind}
    large = make_large("large").plan
    many = {kind: asked(large, kind) for kind in FileKind}
    assert {kind: count for kind, (count, _content) in many.items()} == few
    for kind, (_count, content) in many.items():
        emptied()
        begun = time.process_time()
        plan = made_of(content)
        assert time.process_time() - begun < SECONDS
        assert export(plan, kind) == content
