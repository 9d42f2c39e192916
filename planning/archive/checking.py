"""Reading a plan's file and finding what is wrong in it, each with its place, before anything is written (C8).

In this order, as what comes later stands on what came before: the size, the text, the schema; then row by row the
numbers, the links, and the values by the models' own validation."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from jsonschema import Draft202012Validator

from ..people.models import Municipality, User
from ..people.text import validate_printable
from ..plans.models import Plan
from ..swot.models import SwotEntry
from .export import FORMAT, PLAN_FIELDS, VERSION, plan_value
from .faults import Faulty, FileFault, fault_of, place_of
from .origins import has_source
from .schema import schema
from .tables import OUTSIDE, ArchiveTable, FileKind, tables
from .trees import circles, misgrown, other_goals, overlong

MOST_BYTES = 32 * 1024 * 1024
MOST_ERRORS = 1000  # are looked for; a wrong file may have one in every cell


@dataclass
class ReadRow:
    """A row as it was read. `links`: by column, the number that it leads to."""

    row: Any
    links: dict[str, int]


@dataclass
class Draft:
    """A plan as it stands in a file, checked; nothing of it is in the database. Lists and tables are in the order of
    the file, so that number n is at n - 1."""

    kind: FileKind
    plan: Plan
    municipality: int
    people: list[User]
    municipalities: list[Municipality]
    lines: dict[Any, list[ReadRow]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # what was decided where the file says nothing


def read(content: bytes) -> Draft:
    """The plan in a file. Raises Faulty."""
    data = _parsed(content)
    _check_head(data)
    _check_schema(data)
    return _drafted(data)


# The text --------------------------------------------------------------------------------------------------------


def _parsed(content: bytes) -> Any:
    check_size(len(content))
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        _refuse(f"byte {error.start + 1}", "This is not UTF-8 text.")
    except json.JSONDecodeError as error:
        _refuse(f"line {error.lineno}, column {error.colno}", f"This is not JSON: {error.msg}.")
    except RecursionError:
        _refuse("the file", "Lists are nested too deeply.")
    except ValueError as error:  # a number of thousands of digits, or what `_once` refuses
        _refuse("the file", f"{error}.")


def check_size(size: int) -> None:
    if size > MOST_BYTES:
        _refuse("the file", f"It has {size:,} bytes; at most {MOST_BYTES:,} are allowed.")


def _refuse(place: str, words: str) -> NoReturn:
    raise Faulty([FileFault(place, words)])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice[:40]}” is given twice for one thing")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _check_head(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        _refuse("format", f"This is not a plan of Common Plan: “format” has to be “{FORMAT}”.")
    if data.get("version") != VERSION:
        _refuse("version", f"This file is in another version of the format; only version {VERSION} can be read.")


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def _check_schema(data: Any) -> None:
    errors = islice(validator().iter_errors(data), MOST_ERRORS)
    faults = [fault_of(error) for error in errors]
    if faults:
        raise Faulty(faults)


# The rows --------------------------------------------------------------------------------------------------------


def _drafted(data: dict[str, Any]) -> Draft:
    faults: list[FileFault] = []
    counts = {model: len(data[name]) for model, name in OUTSIDE.items()}
    counts |= {table.model: len(_rows(data, table)) for table in tables()}
    people = [User(name=item["name"]) for item in data["people"]]
    towns = [Municipality(name=item["name"], locale=item["locale"]) for item in data["municipalities"]]
    for name in OUTSIDE.values():
        faults += _numbered(name, data[name])
        for at, item in enumerate(data[name]):
            faults += [FileFault(place_of((name, at, "name")), words) for words in _unprintable(item["name"])]
    plan, found = _plan(data["plan"], counts)
    faults += found
    draft = Draft(FileKind(data["kind"]), plan, int(data["plan"]["municipality"]), people, towns)
    for table in tables():
        lines = []
        rows = _rows(data, table)
        draft.notes += _settle_secrecy(table, rows, draft.kind)
        for line, found in _lines(table, rows, counts):
            lines.append(line)
            faults += found
        draft.lines[table.model] = lines
    if not faults:  # links lead somewhere: now where
        faults += circles(draft.lines) or misgrown(draft.lines)
        faults += other_goals(draft.lines) + overlong(draft.lines)
    if faults:
        raise Faulty(faults)
    return draft


def _rows(data: dict[str, Any], table: ArchiveTable) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data["tables"].get(table.name, [])
    return rows


def _settle_secrecy(table: ArchiveTable, rows: list[dict[str, Any]], kind: FileKind) -> list[str]:
    """Rows that do not say whether they are confidential: open in a shareable file, which has no others; else kept
    confidential, which is told."""
    if table.place_of_secret is None:
        return []
    silent = [row for row in rows if row.get("secret") is None]
    for row in silent:
        row["secret"] = kind is FileKind.WHOLE
    if not silent or kind is FileKind.SHAREABLE:
        return []
    said = "row does not say whether it is confidential; it is now." if len(silent) == 1 else ""
    return [f"{table.name}: {len(silent)} {said or 'rows do not say whether they are confidential; they are now.'}"]


def _plan(found: dict[str, Any], counts: dict[Any, int]) -> tuple[Plan, list[FileFault]]:
    plan, faults = Plan(), []
    for name in PLAN_FIELDS:
        if name == "municipality":
            faults += _dangling(("plan", name), found[name], counts[Municipality])
            continue
        if name not in found:
            continue
        try:
            setattr(plan, name, plan_value(name).read(found[name]))
        except (ValueError, ValidationError) as error:
            faults.append(FileFault(place_of(("plan", name)), _said(error)))
    if not faults:
        faults += [FileFault(place_of(("plan", name)), words) for name, words in _invalid(plan, {"municipality"})]
        if plan.first_year > plan.last_year:
            faults.append(FileFault(place_of(("plan", "last_year")), "The last year is before the first."))
    return plan, faults


def _numbered(name: str, rows: Iterable[dict[str, Any]], *before: str) -> list[FileFault]:
    return [
        FileFault(place_of((*before, name, at - 1, "row")), f"It has to be {at}: rows are numbered from one.")
        for at, row in enumerate(rows, 1)
        if row["row"] != at
    ]


def _lines(
    table: ArchiveTable, rows: list[dict[str, Any]], counts: dict[Any, int]
) -> Iterator[tuple[ReadRow, list[FileFault]]]:
    wrong = _numbered(table.name, rows, "tables")
    left_alone = {f.name for f in table.model._meta.fields} - {c.name for c in table.columns if not c.leads_to}
    for at, found in enumerate(rows):
        place, faults, links, values = ("tables", table.name, at), wrong if at == 0 else [], {}, {}
        for column in table.columns:
            if (value := found.get(column.name)) is None:
                continue
            if column.leads_to:
                links[column.name] = int(value)
                faults += _dangling((*place, column.name), value, counts[column.leads_to])
                continue
            try:
                values[column.attname] = column.value.read(value)
            except (ValueError, ValidationError) as error:
                faults.append(FileFault(place_of((*place, column.name)), _said(error)))
        row = table.model(**values)
        empty = {column.name for column in table.columns if column.name not in values}
        faults += [FileFault(place_of((*place, name)), words) for name, words in _invalid(row, left_alone | empty)]
        if isinstance(row, SwotEntry) and not has_source(row, set(links)):
            faults.append(FileFault(place_of((*place, "origin")), "What the entry was made from is not named."))
        yield ReadRow(row, links), faults


def _dangling(place: tuple[Any, ...], number: int, count: int) -> list[FileFault]:
    return [] if number <= count else [FileFault(place_of(place), f"There is no number {number}; there are {count}.")]


def _invalid(row: Any, left_alone: set[str]) -> Iterator[tuple[str, str]]:
    """What the model's own validation says of the row's values, and which texts no document can show."""
    try:
        row.clean_fields(exclude=left_alone)
    except ValidationError as error:
        yield from ((name, " ".join(words)) for name, words in error.message_dict.items())
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if column.name not in left_alone and isinstance(value, str) and not column.choices:
            yield from ((column.name, words) for words in _unprintable(value))


def _unprintable(text: str) -> list[str]:
    try:
        validate_printable(text)
    except ValidationError as error:
        return error.messages
    return []


def _said(error: ValueError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else "This is not such a value."
