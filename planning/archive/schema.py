"""The form of a plan's file as a JSON Schema, made of the same description of the tables as the file (C8).

It is published as `docs/plan.schema.json` and at an address of its own. `manage.py planschema --to FILE` writes it."""

import json
from functools import cache
from typing import Any

from django.utils.translation import override

from ..goals.confidential import Confidential
from ..people.models import Municipality
from .export import FORMAT, PLAN_FIELDS, VERSION, outside_fields, plan_value
from .tables import OUTSIDE, ArchiveColumn, ArchiveTable, FileKind, tables
from .values import Schema, value_of

NUMBER: Schema = {"type": "integer", "minimum": 1}
CURRENCY = "^[A-Z]{3}$"  # as the form of the plan asks for it
LOCALE = "^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$"
NONE: Schema = {"not": {}}
NOT_ASKED = {"session_date", "encloses_data"}  # of the plan: an older file may lack what came later
MARK: Schema = {
    "description": "true: the whole row is confidential; otherwise the names of its confidential columns",
    "anyOf": [{"const": True}, {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}],
}


@cache
def schema() -> Schema:
    with override("en"):
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:{FORMAT}:plan:{VERSION}",
            "title": "A plan of Common Plan",
            "description": (
                "One plan. Links between rows are numbers, counted from one within each list. A “whole” plan holds "
                "confidential parts, each of them marked; a “shareable” one holds nothing confidential."
            ),
            **_object(_top(), ["format", "version", "kind", "plan", "people", "municipalities", "tables"]),
            "if": {"properties": {"kind": {"const": FileKind.SHAREABLE.value}}},
            "then": {"properties": {"tables": {"properties": {table.name: NONE for table in _kept_back()}}}},
            "$defs": {table.name: _row(table) for table in tables()},
        }


def text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _kept_back() -> list[ArchiveTable]:
    return [table for table in tables() if not table.is_shared]


def _top() -> Schema:
    rows = {table.name: {"type": "array", "items": {"$ref": f"#/$defs/{table.name}"}} for table in tables()}
    plan = {name: _of_plan(name) for name in PLAN_FIELDS}
    return {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "kind": {"enum": [kind.value for kind in FileKind]},
        "plan": _object(plan, [name for name in PLAN_FIELDS if name not in NOT_ASKED]),
        **{name: {"type": "array", "items": _listed(model)} for model, name in OUTSIDE.items()},
        "tables": _object(rows, []),
    }


def _object(properties: Schema, asked: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": asked, "additionalProperties": False}


def _of_plan(name: str) -> Schema:
    if name == "municipality":
        return NUMBER | {"description": "its number in municipalities"}
    return plan_value(name).schema | ({"pattern": CURRENCY} if name == "currency" else {})


def _listed(model: Any) -> Schema:
    """A person may have no name of their own; a town always has one."""
    names = outside_fields(model)
    values = {name: dict(value_of(model._meta.get_field(name)).schema) for name in names}
    if model is Municipality:
        values["locale"]["pattern"] = LOCALE
    else:
        values["name"].pop("minLength")
    return _object({"row": NUMBER} | values, ["row", *names])


def _row(table: ArchiveTable) -> Schema:
    columns = {column.name: column.value.schema | {"description": _words(column)} for column in table.columns}
    asked = [column.name for column in table.columns if column.is_asked]
    found = _object({"row": NUMBER, "confidential": MARK} | columns, ["row", *asked])
    about = "; all of it is confidential" if issubclass(table.model, Confidential) else ""
    return {"description": f"{table.model._meta.verbose_name}{about}"} | found


def _words(column: ArchiveColumn) -> str:
    if not column.leads_to:
        return str(column.field.verbose_name)
    named = {table.model: table.name for table in tables()} | OUTSIDE
    return f"{column.field.verbose_name}: its number in {named[column.leads_to]}"
