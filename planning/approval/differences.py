"""What differs between two frozen versions, worksheet by worksheet and row by row (C7)."""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stakeholders.models import Stakeholder

from ..actions.models import Action
from ..archive.export import PLAN_FIELDS, plan_value
from ..archive.tables import OUTSIDE, Column, Kind, Table, tables, tables_for
from ..assets.models import Asset
from ..commitments.models import Commitment
from ..commitments.section import Held, held_at, names_to_be_told
from ..council.models import DocumentSection
from ..council.registered import heading
from ..council.rules import Placed, arranged
from ..goals.models import Goal, SubObjective
from ..plans.history import label_of, value_in_words
from ..plans.models import Plan
from . import rules
from .models import Version

UNSAID = frozenset({"position"})  # another row before it moves a row; it says the same
REGISTERS = (Asset, Stakeholder)  # what rows name and do not stand under
CODED = (Goal, SubObjective, Action)  # people speak of them by numbers, which the paper has too
File = dict[str, Any]
Group = tuple[Hashable, ...]  # the keys of what rows stand under


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that differs, and `what` has become of it; `fields` of a changed one, what was added or has gone is named
    alone."""

    name: str
    what: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Number:
    """A row that has another number now: "1.2"."""

    kind: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differences:
    numbers: list[Number]
    sheets: list[Sheet]


def differences(before: Version, after: Version) -> Differences:
    """Both frozen. Rows are matched by their keys, so that one that was renamed or moved is the same row."""
    old, new = Read(before), Read(after)
    sheets = _of_plan(old, new)
    for table in tables_for(Kind.SHAREABLE):
        if lines := LINES.get(table.model, _lines)(table, old, new):
            sheets.append(Sheet(str(capfirst(table.model._meta.verbose_name)), lines))
    return Differences(_new_numbers(old, new), sheets)


def _of_plan(old: "Read", new: "Read") -> list[Sheet]:
    """What the plan says of itself."""
    fields = [
        Field(str(capfirst(label_of(field))), old.of_plan(field), new.of_plan(field))
        for field in Plan._meta.concrete_fields
        if field.name in PLAN_FIELDS and field.name != "slug" and old.of_plan(field) != new.of_plan(field)
    ]
    line = Line(new.file["plan"]["title"], _("changed"), fields)
    return [Sheet(str(capfirst(Plan._meta.verbose_name)), [line])] if fields else []


class Read:
    """A version's file, with the keys that its numbers stand for."""

    def __init__(self, version: Version) -> None:
        self.version = version
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

    def in_order(self, table: Table) -> dict[Group, list[int]]:
        """The keys of the rows as they stand one after the other, by what they stand under."""
        under = [column.name for column in table.columns if _is_above(column)]
        links, found = self.links(table), defaultdict(list)
        for key, row in sorted(self.keyed(table).items(), key=lambda one: one[1].get("position") or 0):
            found[tuple(rules.stands_for(row, name, links) for name in under)].append(key)
        return dict(found)

    @cached_property
    def goal_numbers(self) -> list[str]:
        return [str(row["position"]) for row in self.rows("goal")]

    def number(self, row: Mapping[str, Any]) -> str:
        """What a coded row is called by: "2", and "2.1" under a goal."""
        goal = row.get("goal")
        return f"{self.goal_numbers[goal - 1]}.{row['position']}" if goal else str(row["position"])

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

    def sections(self, table: Table) -> list[Placed]:
        """Those of the document in their order; what the file does not tell stands as the method has it."""
        rows = sorted(self.keyed(table).items(), key=lambda one: one[1]["position"])
        return arranged(Placed(row["kind"], row["is_shown"], row["title"], row["text"], key) for key, row in rows)


def _name(column: Column) -> str:
    return next((table.name for table in tables() if table.model is column.leads_to), "")


def _is_above(column: Column) -> bool:
    """Whether rows stand one after the other under what the column leads to."""
    named = column.leads_to in REGISTERS or column.leads_to in OUTSIDE
    return column.name == "parent" or (column.is_needed and not named)


# The rows of a worksheet ---------------------------------------------------------------------------------------------


def _lines(table: Table, old: Read, new: Read) -> list[Line]:
    before, after = old.keyed(table), new.keyed(table)
    compared = rules.compare(before, after, old.links(table), new.links(table), UNSAID)
    found = [(one.key, _line(table, one, old, new)) for one in compared]
    if table.model in CODED:  # whose numbers say that they were moved
        return [line for _key, line in found]
    places = _new_places(table, old, new)
    for key, line in found:
        line.fields.extend(places.pop(key, []))
    columns = {column.name: column for column in table.columns}
    moved = [Line(_named(columns, after[key], new), _("moved"), fields) for key, fields in places.items()]
    return [line for _key, line in found] + moved


def _line(table: Table, one: rules.Compared, old: Read, new: Read) -> Line:
    columns = {column.name: column for column in table.columns}
    fields = [
        Field(
            str(capfirst(label_of(columns[name].field))),
            old.words(columns[name], (one.before or {}).get(name)),
            new.words(columns[name], (one.after or {}).get(name)),
        )
        for name in one.changed
    ]
    what = _("added") if one.before is None else _("removed") if one.after is None else _("changed")
    return Line(_named(columns, one.after or one.before or {}, new if one.after else old), what, fields)


def _named(columns: Mapping[str, Column], row: Mapping[str, Any], read: Read) -> str:
    """Of a row without a name of its own, the names of what it links."""
    words = (read.words(column, row.get(name)) for name, column in columns.items() if column.leads_to)
    return rules.name_of(row) or " – ".join(word for word in words if word)


def _new_places(table: Table, old: Read, new: Read) -> dict[int, list[Field]]:
    """By key of a row that was moved among those beside it, behind what it stood and stands."""
    if not any(column.name == "position" for column in table.columns):
        return {}
    before, after, found = old.in_order(table), new.in_order(table), {}
    columns = {column.name: column for column in table.columns}
    names = {key: _named(columns, row, old) for key, row in old.keyed(table).items()}
    now = {key: _named(columns, row, new) for key, row in new.keyed(table).items()}
    for group, keys in after.items():
        was = before.get(group, [])
        moved = rules.moved(was, keys)
        found.update({key: [_place(was, keys, key, names, now)] for key in keys if key in moved})
    return found


def _place(before: list[Any], after: list[Any], key: Any, names: Mapping[Any, str], now: Mapping[Any, str]) -> Field:
    def behind(keys: list[Any], named: Mapping[Any, str]) -> str:
        at = keys.index(key)
        return named[keys[at - 1]] if at else _("– at the beginning –")

    return Field(_("Comes after"), behind(before, names), behind(after, now))


# What is called by its number ----------------------------------------------------------------------------------------


def _new_numbers(old: Read, new: Read) -> list[Number]:
    """Goals, sub-objectives and actions that have another number now. Those that stand under their goal as before, and
    whose numbers only begin with another one as the goal's has changed, are not named one by one."""
    found = []
    for table in (table for table in tables_for(Kind.SHAREABLE) if table.model in CODED):
        was, links = old.keyed(table), (old.links(table), new.links(table))
        both = {key: row for key, row in new.keyed(table).items() if key in was}
        kind = str(capfirst(table.model._meta.verbose_name))
        found += [
            Number(kind, rules.name_of(row), old.number(was[key]), new.number(row))
            for key, row in both.items()
            if _is_moved(was[key], row, *links)
        ]
    return found


def _is_moved(before: Any, after: Any, old_links: Any, new_links: Any) -> bool:
    """Within its goal, or to another one."""
    goals = rules.stands_for(before, "goal", old_links), rules.stands_for(after, "goal", new_links)
    return bool(before["position"] != after["position"] or goals[0] != goals[1])


# The sections of the document ----------------------------------------------------------------------------------------


def _sections(table: Table, old: Read, new: Read) -> list[Line]:
    """Of the document as it is printed: a plan that has never arranged its sections has those of the method, in its
    order and without rows."""
    before, after = ({one.token: one for one in read.sections(table)} for read in (old, new))
    was, now = ([token for token, one in places.items() if one.is_shown] for places in (before, after))
    moved = rules.moved(was, now)
    words = [{token: _title(one) for token, one in places.items()} for places in (before, after)]
    found = []
    for token, one in after.items():
        if token not in before:
            found.append(Line(_title(one), _("added"), []))
            continue
        fields = _section_fields(before[token], one)
        what = _("changed") if fields else _("moved")
        if token in moved:
            fields.append(_place(was, now, token, words[0], words[1]))
        if fields:
            found.append(Line(_title(one), what, fields))
    return found + [Line(_title(one), _("removed"), []) for token, one in before.items() if token not in after]


def _title(section: Placed) -> str:
    return section.title or heading(section.kind)


def _section_fields(before: Placed, after: Placed) -> list[Field]:
    found = []
    for field in DocumentSection._meta.concrete_fields:
        if field.name not in ("is_shown", "title", "text"):
            continue
        was, now = getattr(before, field.name), getattr(after, field.name)
        if was != now:
            found.append(Field(str(capfirst(label_of(field))), value_in_words(field, was), value_in_words(field, now)))
    return found


# Commitments ---------------------------------------------------------------------------------------------------------


def _commitments(table: Table, old: Read, new: Read) -> list[Line]:
    """What holds, as the annex has it, with names or without; the frozen files have those with names alone. Who does
    not want to be named now is not, though they were in an earlier version."""
    before, after, named = _held(table, old), _held(table, new), names_to_be_told()
    found = [(key, one, _what_became(before.get(key), one)) for key, one in after.items()]
    found += [(key, one, _("removed")) for key, one in before.items() if key not in after]
    return [Line(" – ".join(filter(None, (named.get(key), one.text))), what, []) for key, one, what in found if what]


def _held(table: Table, read: Read) -> dict[int, Held]:
    moment = read.version.submitted_at
    assert moment is not None  # it is frozen
    return held_at(moment) | {key: Held(row["text"], True) for key, row in read.keyed(table).items()}


def _what_became(before: Held | None, after: Held) -> str:
    if before is None:
        return _("added") if after.may_name else _("added, without a name")
    if before.may_name == after.may_name:
        return ""
    return _("is now named") if after.may_name else _("is no longer named")


LINES: dict[Any, Callable[[Table, Read, Read], list[Line]]] = {
    DocumentSection: _sections,
    Commitment: _commitments,
}
