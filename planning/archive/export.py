"""A plan as one JSON file (C8): the same bytes for the same content, whatever keys its rows have.

    export(plan, Kind.SHAREABLE) → bytes

A table is read in one query. Then rows whose needs are not in the file go, as do links to them; what stays is numbered
in an order of its own, and keys become numbers. So nothing in the file leads out of it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django_scopes import scope

from ..people.models import Municipality
from ..plans.models import Plan
from ..plans.moment import one_moment
from .tables import OUTSIDE, ArchiveColumn, ArchiveTable, FileKind, tables_for
from .values import Value, value_of

FORMAT, VERSION = "common-plan", 1
PLAN_FIELDS = ("slug", "title", "municipality", "first_year", "last_year", "currency", "session_date", "encloses_data")
Row = tuple[Any, ...]  # the key, then the values of the table's columns


@dataclass
class TablePart:
    """The rows of one table that the file has, in its order. `numbers`: of each key the number in the file; `secret`:
    the keys of rows that the shareable file does not have."""

    table: ArchiveTable
    columns: list[ArchiveColumn]
    rows: list[Row]
    numbers: dict[int, int] = field(default_factory=dict)
    secret: set[int] = field(default_factory=set)


Parts = dict[Any, TablePart]
Needs = list[
    tuple[int, TablePart | None]
]  # the place of a link in a row, and the rows that it leads to, if there are any


def export(plan: Plan, kind: FileKind) -> bytes:
    """The file, of one moment. Raises RuntimeError inside a transaction."""
    with one_moment():
        return export_with_keys(plan, kind)[0]


def export_with_keys(plan: Plan, kind: FileKind) -> tuple[bytes, dict[str, list[int]]]:
    """The file, and for each of its tables the keys of the rows in their order: what the numbers stand for here. The
    caller reads in `one_moment`, else a row may need one that came after its table was read."""
    with scope(plan=plan):
        fresh = Plan.objects.select_related("municipality").get(pk=plan.pk)
        parts: Parts = {}
        for table in tables_for(kind):
            parts[table.model] = _part(table, kind, parts)
        lists = {model: _listed(model, parts, fresh) for model in OUTSIDE}
    numbers = {model: part.numbers for model, part in parts.items()}
    numbers |= {model: {row[0]: at for at, row in enumerate(rows, 1)} for model, rows in lists.items()}
    content: dict[str, Any] = {"format": FORMAT, "version": VERSION, "kind": kind.value}
    content["plan"] = {name: _of_plan(fresh, name, numbers) for name in PLAN_FIELDS}
    for model, name in OUTSIDE.items():
        names = outside_fields(model)
        content[name] = [{"row": at} | dict(zip(names, row[1:], strict=True)) for at, row in enumerate(lists[model], 1)]
    content["tables"] = {part.table.name: _told(part, parts, numbers) for part in parts.values()}
    keys = {part.table.name: [row[0] for row in part.rows] for part in parts.values()}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), keys


def _part(table: ArchiveTable, kind: FileKind, before: Parts) -> TablePart:
    columns = table.columns_for(kind)
    needs = [
        (at, before.get(column.leads_to))
        for at, column in enumerate(columns, 1)
        if column.is_needed and column.leads_to not in OUTSIDE
    ]
    # what a row needs must be there; it may also be a column that this file does not have
    hidden = [column.attname for column in table.columns if column.is_needed and column not in columns]
    found = table.rows(kind).filter(**dict.fromkeys((f"{name}__isnull" for name in hidden), True))
    names = ("pk", *(column.attname for column in columns))
    rows = [row for row in found.values_list(*names) if _stands(row, needs)]
    position = next((at for at, column in enumerate(columns, 1) if column.name == "position"), 0)

    def place(row: Row) -> tuple[Any, ...]:
        of = tuple(part.numbers[row[at]] if part and row[at] else 0 for at, part in needs)
        return (*of, row[position] if position else 0, row[0])

    rows.sort(key=place)
    part = TablePart(table, columns, rows, {row[0]: at for at, row in enumerate(rows, 1)})
    part.secret = {row[0] for row in rows if _is_secret(row, table, needs) or table.is_kept_back(columns, row[1:])}
    return part


def _stands(row: Row, needs: Needs) -> bool:
    return all(row[at] is None or (part and row[at] in part.numbers) for at, part in needs)


def _is_secret(row: Row, table: ArchiveTable, needs: Needs) -> bool:
    """Whether the shareable file leaves the row out: it is confidential, or needs one that is."""
    if not table.is_shared:
        return True
    at = table.place_of_secret
    return bool(at is not None and row[at + 1]) or any(part and row[at] in part.secret for at, part in needs)


def _listed(model: Any, parts: Parts, plan: Plan) -> list[Row]:
    """The people or municipalities that rows of the file name, by name."""
    wanted = {plan.municipality_id} if model is Municipality else set()
    for part in parts.values():
        for at, column in enumerate(part.columns, 1):
            if column.leads_to is model:
                wanted |= {row[at] for row in part.rows}
    rows = model.objects.filter(pk__in=wanted - {None}).values_list("pk", *outside_fields(model))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def outside_fields(model: type[models.Model]) -> tuple[str, ...]:
    """What is told of a person or a municipality; no e-mail, user name or password."""
    return ("name", "locale") if model is Municipality else ("name",)


def plan_value(name: str) -> Value:
    return value_of(Plan._meta.get_field(name))


def _of_plan(plan: Plan, name: str, numbers: dict[Any, dict[int, int]]) -> Any:
    if name == "municipality":
        return numbers[Municipality][plan.municipality_id]
    return plan_value(name).write(getattr(plan, name))


def _told(part: TablePart, parts: Parts, numbers: dict[Any, dict[int, int]]) -> list[dict[str, Any]]:
    return [_row(row, part, parts, numbers) for row in part.rows]


def _row(row: Row, part: TablePart, parts: Parts, numbers: dict[Any, dict[int, int]]) -> dict[str, Any]:
    told: dict[str, Any] = {"row": part.numbers[row[0]]}
    values: dict[str, Any] = {}
    secret = []
    for column, value in zip(part.columns, row[1:], strict=True):
        if column.leads_to:
            values[column.name] = numbers.get(column.leads_to, {}).get(value)
            part_of = parts.get(column.leads_to)
            hidden = part_of is not None and value in part_of.secret
        else:
            values[column.name], hidden = column.value.write(value), False
        if values[column.name] not in (None, "") and (hidden or not column.is_shared):
            secret.append(column.name)
    if row[0] in part.secret:
        told["confidential"] = True
    elif secret:
        told["confidential"] = secret
    return told | values
