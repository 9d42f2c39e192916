"""Reading the history that the database's triggers write: in SQL of its own, two statements for all tables.

Path not taken: the same out of Django's querysets. A union of as many branches as the plan has tables, each with a
snapshot of all its fields and of the event before, took Python four times as long to put together as PostgreSQL
to answer.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django_scopes import get_scope

from .access import Access
from .permissions import Permission
from .prepared import planned_cursor
from .tenancy import PlanEvent


@dataclass(frozen=True)
class Event:
    """One write: the table, when, by whom (the key of a user), and the row after it and before it, by column."""

    model: type[Model]
    at: datetime
    by: int | None
    after: dict[str, Any]
    before: dict[str, Any] | None


@cache
def tracked_models() -> dict[str, type[Model]]:
    """The tables whose rows belong to a plan and have a history, by label."""
    found: list[type[Model]] = [event.pgh_tracked_model for event in apps.get_models() if issubclass(event, PlanEvent)]
    return {model._meta.label: model for model in found}


def events_of_plan(access: Access, start: int, stop: int) -> list[Event]:
    """The plan's events from `start` to `stop`, newest first; the confidential ones of the goals whose confidant the
    reader is (B8), and those that are reserved for who has a permission where the reader has it."""
    values: list[Any] = []
    for model in tracked_models().values():
        values.append(access.plan.pk)
        if is_guarded(model):
            values += known_to(access)
        if permission := reserved_for(model):
            values.append(access.may(permission))
        values.append(stop)
    return _read(_of_plan(), values, start, stop)


def is_confidential(model: type[Model]) -> bool:
    return bool(getattr(model, "is_confidential", False))


def is_partly_confidential(model: type[Model]) -> bool:
    return bool(getattr(model, "is_partly_confidential", False))


def is_guarded(model: type[Model]) -> bool:
    return is_confidential(model) or is_partly_confidential(model)


def reserved_for(model: type[Model]) -> Permission | None:
    """What somebody must be permitted to read the rows of this table, beside the worksheets."""
    return getattr(model, "reserved_for", None)


def known_to(reader: Any) -> list[Any]:
    """The values of a guard: whether the reader knows everything, and the groups in whose goals they do. Where nobody
    reads, nothing is known."""
    if not isinstance(reader, Access):
        return [False, []]
    return [reader.may(Permission.SEE_CONFIDENTIAL), list(reader.group_ids)]


def events_of_row(row: Model, start: int, stop: int) -> list[Event]:
    """The row's events from `start` to `stop`, newest first. Who may read the row now was asked before; of a row that
    has been secret, others than the confidants get only what was written while it was open."""
    guarded = is_partly_confidential(type(row))
    who = known_to(get_scope().get("reader")) if guarded else []
    branch = _branch(row._meta.label, "pgh_obj_id", _guard(type(row)) if guarded else "")
    return _read(branch, [row.pk, *who, stop], start, stop)


@cache
def _of_plan() -> str:
    return " UNION ALL ".join(_branch(label, "plan_id", _guard(model)) for label, model in tracked_models().items())


def _guard(model: type[Model]) -> str:
    """Narrows the events of a confidential table to the goals of the reader's groups; of one that is so in part, to
    these and to what was written while its row was open, unless that has become secret since. The events of a reserved
    table are told all or not at all. No table is both."""
    if reserved_for(model):
        return "AND %s"
    if not is_guarded(model):
        return ""
    goals = connection.ops.quote_name(model._meta.get_field("goal").related_model._meta.db_table)  # type: ignore[union-attr]  # a link
    confided = f"%s OR e.goal_id IN (SELECT id FROM {goals} WHERE group_id = ANY(%s))"
    if is_confidential(model):
        return f"AND ({confided})"
    rows = connection.ops.quote_name(model._meta.db_table)
    still_open = f"EXISTS (SELECT 1 FROM {rows} r WHERE r.id = e.pgh_obj_id AND NOT r.secret)"
    return f"AND ({confided} OR (NOT e.secret AND {still_open}))"


@cache
def _branch(label: str, column: str, guard: str = "") -> str:
    """Which events of one table are the newest; every name in it is one of our own."""
    return (
        f"(SELECT '{label}' AS label, e.pgh_id, e.pgh_created_at FROM {_table(label)} e"
        f" WHERE e.{column} = %s {guard} ORDER BY e.pgh_created_at DESC, e.pgh_id DESC LIMIT %s)"
    )


@cache
def _table(label: str) -> str:
    event = tracked_models()[label].pgh_event_model  # type: ignore[attr-defined]  # put there by pghistory
    return connection.ops.quote_name(event._meta.db_table)


def _read(branches: str, values: list[Any], start: int, stop: int) -> list[Event]:
    """First which events they are, out of all tables, then what those say: a plan has thirty tables with a history, and
    a page of it comes from a few of them."""
    order = " ORDER BY pgh_created_at DESC, pgh_id DESC OFFSET %s LIMIT %s"
    with planned_cursor() as cursor:
        cursor.execute(f"SELECT label, pgh_id FROM ({branches}) AS events{order}", [*values, start, stop - start])
        found = cursor.fetchall()
        wanted: dict[str, list[int]] = {}
        for label, key in found:
            wanted.setdefault(label, []).append(key)
        said: dict[tuple[str, int], Event] = {}
        if wanted:
            cursor.execute(" UNION ALL ".join(map(_telling, wanted)), list(wanted.values()))
            for label, key, at, by, after, before in cursor.fetchall():
                said[label, key] = Event(tracked_models()[label], at, by, _json(after), _json(before))
    return [said[label, key] for label, key in found]


@cache
def _telling(label: str) -> str:
    """Of single events of one table: when, by whom, and the row after and before."""
    table = _table(label)
    return (
        f"SELECT '{label}', e.pgh_id, e.pgh_created_at, (e.pgh_context->>'user')::bigint, to_jsonb(e),"
        f" (SELECT to_jsonb(b) FROM {table} b WHERE b.pgh_obj_id = e.pgh_obj_id AND b.pgh_id < e.pgh_id"
        f" ORDER BY b.pgh_id DESC LIMIT 1) FROM {table} e WHERE e.pgh_id = ANY(%s)"
    )


def rows_by_key(wanted: Mapping[type[Model], Collection[int]]) -> list[Model]:
    """The rows with these keys, of all tables in one statement; of each only what is needed to name it is converted:
    texts and figures are what Python has for them, dates and amounts are texts."""
    keys = {model._meta.db_table: (model, sorted(keys)) for model, keys in wanted.items() if keys}
    if not keys:
        return []
    branches = (
        f"SELECT '{table}', to_jsonb(t) FROM {connection.ops.quote_name(table)} t WHERE t.id = ANY(%s)"
        for table in keys
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(branches), [found for _model, found in keys.values()])
        rows = cursor.fetchall()
    return [keys[table][0](**_columns(keys[table][0], _json(row))) for table, row in rows]


def _columns(model: type[Model], row: dict[str, Any]) -> dict[str, Any]:
    return {f.attname: row[str(f.column)] for f in model._meta.concrete_fields}


def _json(value: Any) -> Any:
    """Django leaves jsonb to its own fields, so that it arrives here as text."""

    return json.loads(value) if isinstance(value, str) else value
