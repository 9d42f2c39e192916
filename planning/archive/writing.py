"""Writing the rows of a checked file into the database: table by table, many rows in one statement.

The keys are taken from the tables' own sequences beforehand, so that rows may lead to rows that come later; the
database checks links at the end of the transaction. All triggers run: those that write the history, and those that
refuse circles."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from ..people.models import Municipality, User
from ..plans.models import Plan
from ..swot.models import SwotEntry
from .checking import Draft
from .faults import MOST_FAULTS, FileFault, place_of
from .origins import with_key
from .tables import ArchiveTable, tables

AT_ONCE = 500


def write_rows(
    draft: Draft, plan: Plan, people: Sequence[User], towns: Sequence[Municipality], by: User | None
) -> list[FileFault]:
    """Writes all rows of all tables into the plan in scope, by that person; returns what the database refused, which
    the caller's transaction must not outlive."""
    keys = {User: [user.pk for user in people], Municipality: [town.pk for town in towns]}
    for table in tables():
        keys[table.model] = new_keys(table.model, len(draft.lines[table.model]))
    faults: list[FileFault] = []
    for table in tables():
        rows = []
        for pk, line in zip(keys[table.model], draft.lines[table.model], strict=True):
            row = line.row
            row.pk, row.plan = pk, plan
            if hasattr(row, "changed_by_id"):
                row.changed_by = by
            for column in table.columns:
                if column.leads_to and (number := line.links.get(column.name)):
                    setattr(row, column.attname, keys[column.leads_to][number - 1])
            if isinstance(row, SwotEntry):
                with_key(row)
            rows.append(row)
        faults += [
            FileFault(place_of(("tables", table.name, keys[table.model].index(row.pk))), words)
            for row, words in _insert(table, rows, [])
        ]
    return faults


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """So many keys that nobody else will have, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _insert(table: ArchiveTable, rows: list[Any], refused: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    """Inserts the rows; where one is refused, by halves until it is found, so that its place can be said."""
    if not rows or len(refused) >= MOST_FAULTS:
        return refused
    try:
        with transaction.atomic():
            table.model._base_manager.bulk_create(rows, batch_size=AT_ONCE)
    except IntegrityError as error:
        if len(rows) == 1:
            refused.append((rows[0], _words(table.model, error)))
        else:
            half = len(rows) // 2
            _insert(table, rows[:half], refused)
            _insert(table, rows[half:], refused)
    return refused


def _words(model: Any, error: IntegrityError) -> str:
    """The constraint's own message, which says what to do; else its name."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    constraints: Iterable[Any] = (one for one in model._meta.constraints if one.name == name)
    said = next((one.get_violation_error_message() for one in constraints if one.violation_error_message), None)
    refusals = getattr(model, "refusals", {})
    if name in refusals:
        return str(refusals[name])
    return str(said) if said and name not in str(said) else f"It breaks the rule “{name.replace('_', ' ')}”."
