"""Nothing of a plan is forgotten: each table and each column is in the file, or named with the reason."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from pghistory.models import Event

from planning.archive.tables import IN_OTHER_WORDS, OUTSIDE, ArchiveTable, left_out, tables
from planning.archive.trees import WALKED
from planning.archive.values import UnknownKind, value_of
from planning.models import Plan
from planning.plans.events import is_guarded


def of_the_plan() -> set[Any]:
    """Whatever has a key to a plan, but for the lines of the history."""
    found = {m for m in apps.get_models() if any(f.related_model is Plan for f in m._meta.concrete_fields)}
    return {model for model in found if not issubclass(model, Event)}


def test_every_table_of_a_plan_is_in_the_file_or_says_why_not() -> None:
    inside = {table.model for table in tables()}
    named = {model for model in of_the_plan() if model.in_file.why_not}
    assert inside & named == set()
    assert inside | named == of_the_plan()
    assert len(inside) > 25


def test_every_column_is_in_the_file_or_named() -> None:
    for table in tables():
        names = {field.name for field in table.model._meta.concrete_fields}
        assert {column.name for column in table.columns} | left_out(table.model).keys() == names, table.name


def test_what_is_named_is_there() -> None:
    """A column that was renamed would come into the file, or out of it, unseen."""
    for model in of_the_plan():
        names, said = {field.name for field in model._meta.concrete_fields}, model.in_file
        assert {*left_out(model), *said.unshared, *said.unshared_rows, *filter(None, [said.over])} <= names, model
        assert all((*left_out(model).values(), *said.unshared.values()))
    columns = {f"{m._meta.label}.{f.name}" for m in of_the_plan() for f in m._meta.concrete_fields}
    assert set(IN_OTHER_WORDS) <= columns
    assert {(table.name, column.name) for table in tables() for column in table.columns} >= WALKED


def test_no_name_is_taken_twice() -> None:
    names = [table.name for table in tables()]
    assert len(names) == len(set(names))
    for table in tables():
        assert not {"row", "confidential"} & {column.name for column in table.columns}, table.name


def test_links_lead_into_the_file() -> None:
    inside = {table.model for table in tables()} | set(OUTSIDE)
    for table in tables():
        assert {c.name for c in table.columns if c.leads_to and c.leads_to not in inside} == set(), table.name


def test_a_table_stands_after_what_its_rows_need() -> None:
    seen: set[object] = set(OUTSIDE)
    for table in tables():
        assert {c.name for c in table.columns if c.is_needed and c.leads_to not in seen} == set(), table.name
        seen.add(table.model)


@pytest.mark.parametrize("table", [t for t in tables() if t.is_shared], ids=lambda table: table.name)
def test_what_the_shareable_file_leaves_empty_may_be_empty(table: ArchiveTable) -> None:
    """A link that may be taken away is in no constraint, unless it is one of the ends of which one is needed."""
    ends = getattr(table.model, "ENDS", ())
    checks = [str(one.condition) for one in table.model._meta.constraints if isinstance(one, models.CheckConstraint)]
    for column in table.columns:
        if not column.is_shared:
            assert not column.is_asked, column.name
        if column.leads_to and is_guarded(column.leads_to) and column.name not in ends and not column.is_needed:
            assert not any(f"'{column.name}'" in check for check in checks), column.name


@isolate_apps("planning")
def test_a_column_of_a_new_kind_is_not_passed_over() -> None:
    class Scan(models.Model):
        file = models.FileField()

        class Meta:
            app_label = "planning"

        def __str__(self) -> str:
            return "scan"

    with pytest.raises(UnknownKind, match=r"Scan\.file"):
        value_of(Scan._meta.get_field("file"))
