"""What differs between two frozen versions, worksheet by worksheet and row by row (C7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from ..archive.export import PLAN_FIELDS, plan_value
from ..archive.tables import OUTSIDE, Column, Kind, Table, tables, tables_for
from ..plans.history import label_of, value_in_words
from ..plans.models import Plan
from . import rules
from .models import Version

UNSAID = frozenset({"position"})  # another row before it moves a row; it says the same
File = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that differs: `fields` of a changed one; what was added or has gone is named alone."""

    name: str
    added: bool
    gone: bool
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    lines: list[Line]


def differences(before: Version, after: Version) -> list[Sheet]:
    """Both frozen. Rows are matched by their keys, so that one that was renamed or moved is the same row."""
    old, new = Read(before), Read(after)
    found = _of_plan(old, new)
    for table in tables_for(Kind.SHAREABLE):
        lines = [
            _line(table, one, old, new)
            for one in rules.compare(old.keyed(table), new.keyed(table), old.links(table), new.links(table), UNSAID)
        ]
        if lines:
            found.append(Sheet(str(capfirst(table.model._meta.verbose_name)), lines))
    return found


def _of_plan(old: "Read", new: "Read") -> list[Sheet]:
    """What the plan says of itself."""
    fields = [
        Field(str(capfirst(label_of(field))), old.of_plan(field), new.of_plan(field))
        for field in Plan._meta.concrete_fields
        if field.name in PLAN_FIELDS and field.name != "slug" and old.of_plan(field) != new.of_plan(field)
    ]
    line = Line(new.file["plan"]["title"], added=False, gone=False, fields=fields)
    return [Sheet(str(capfirst(Plan._meta.verbose_name)), [line])] if fields else []


class Read:
    """A version's file, with the keys that its numbers stand for."""

    def __init__(self, version: Version) -> None:
        self.file: File = json.loads(bytes(version.data or b"{}"))
        self.keys: Mapping[str, list[int]] = version.row_keys or {}

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.file["tables"].get(table, []) if table not in self.file else self.file[table]

    def keyed(self, table: Table) -> dict[int, dict[str, Any]]:
        keys = self.keys.get(table.name, [])
        return {key: row for key, row in zip(keys, self.rows(table.name), strict=False)}

    def links(self, table: Table) -> dict[str, list[Any]]:
        """By column that leads to other rows, what its numbers stand for: the keys, or the names of people."""
        found: dict[str, list[Any]] = {}
        for column in table.columns:
            if column.leads_to in OUTSIDE:
                found[column.name] = [row["name"] for row in self.rows(OUTSIDE[column.leads_to])]
            elif column.leads_to:
                found[column.name] = self.keys.get(_name(column), [])
        return found

    def words(self, column: Column, value: Any) -> str:
        """A value as people read it."""
        if value in (None, "", [], {}):
            return ""
        if column.leads_to:
            rows = self.rows(OUTSIDE[column.leads_to] if column.leads_to in OUTSIDE else _name(column))
            return rules.name_of(rows[value - 1]) if value <= len(rows) else ""
        return value_in_words(column.field, column.value.read(value))

    def of_plan(self, field: Any) -> str:
        value = self.file["plan"].get(field.name)
        if field.name == "municipality":
            return str(self.file["municipalities"][value - 1]["name"])
        return value_in_words(field, plan_value(field.name).read(value))


def _name(column: Column) -> str:
    return next((table.name for table in tables() if table.model is column.leads_to), "")


def _line(table: Table, one: rules.Compared, old: Read, new: Read) -> Line:
    row = one.after or one.before or {}
    columns = {column.name: column for column in table.columns}
    fields = [
        Field(
            str(capfirst(label_of(columns[name].field))),
            old.words(columns[name], (one.before or {}).get(name)),
            new.words(columns[name], (one.after or {}).get(name)),
        )
        for name in one.changed
    ]
    name = rules.name_of(row) or _by_links(columns, row, new if one.after else old)
    return Line(name, one.before is None, one.after is None, fields)


def _by_links(columns: Mapping[str, Column], row: Mapping[str, Any], read: Read) -> str:
    """Of a row without a name of its own, the names of what it links."""
    words = (read.words(column, row.get(name)) for name, column in columns.items() if column.leads_to)
    return " – ".join(word for word in words if word)
