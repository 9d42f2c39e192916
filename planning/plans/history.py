"""Who changed what and when (D9), out of the rows that the database's own triggers write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import DateField, DecimalField, Field, ForeignKey, Model
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_scopes import get_scope

from ..people import words
from ..people.models import User
from .access import Access
from .events import Event, events_of_plan, events_of_row, rows_by_key

# What the machinery changes with every save; the history tells of what people did.
MACHINERY = frozenset(
    {"id", "version", "changed_at", "changed_by", "position", "key", "plan", "digest", "deleted_at", "moved_at", "step"}
    | {"steps", "content_hash", "attempts", "file", "sha256", "scan_sha256"}
    | {"table", "columns", "report", "stage", "claims", "finding"}
    | {"email"}  # where the secretariat wrote to is not for all who may read the history
)
# The words for the fields that no form shows. Where a table gives a field words of its own, these stand.
LABELS: dict[str, Promise] = {
    "goal": gettext_lazy("strategic goal"),
    "sub_objective": gettext_lazy("sub-objective"),
    "agreed_by": gettext_lazy("agreed value recorded by"),
    "agreed_at": gettext_lazy("agreed value recorded on"),
    "released_by": gettext_lazy("released by"),
    "released_at": gettext_lazy("released on"),
    "user": gettext_lazy("person"),
    "since": gettext_lazy("since"),
    "ended_at": gettext_lazy("ended on"),
    "invited_by": gettext_lazy("invited by"),
    "expires_at": gettext_lazy("valid until"),
    "used_at": gettext_lazy("used on"),
    "used_by": gettext_lazy("used by"),
    "revoked_at": gettext_lazy("withdrawn on"),
    "state": gettext_lazy("state"),
    "number": gettext_lazy("number of the draft"),
    "pages": gettext_lazy("number of pages"),
    "problem": gettext_lazy("problem"),
    "asked_by": gettext_lazy("asked for by"),
    "asked_at": gettext_lazy("asked for on"),
    "done_at": gettext_lazy("ready on"),
    "by": gettext_lazy("by"),
    "at": gettext_lazy("on"),
    "step": gettext_lazy("step"),
    "recorded_by": gettext_lazy("recorded by"),
    "recorded_at": gettext_lazy("recorded on"),
    "resolved_by": gettext_lazy("answered by"),
    "resolved_at": gettext_lazy("answered on"),
}
LENT = frozenset({"goal", "asset", "stakeholder"})  # what a row may be called after
PAGE = 20

Names = dict[tuple[type[Model], int], str]


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One save: when, who, which row (as it was called then), what was done, and the fields before and after."""

    at: datetime
    who: str
    kind: str
    name: str
    what: str
    fields: list[FieldChange] = field(default_factory=list)


def changes_of_row(row: Model, page: int = 1) -> tuple[list[Change], bool]:
    """The row's changes, newest first, PAGE at a time, and whether there are older ones."""
    return _page(events_of_row(row, (page - 1) * PAGE, page * PAGE + 1))


def changes_of_plan(access: Access, page: int = 1) -> tuple[list[Change], bool]:
    """The changes in all tables of the plan that the reader may know of, newest first, PAGE at a time, and whether
    there are older ones."""
    return _page(events_of_plan(access, (page - 1) * PAGE, page * PAGE + 1))


def _page(events: list[Event]) -> tuple[list[Change], bool]:
    shown = events[:PAGE]
    names = _names(shown)
    changes = [_change(event, names) for event in shown]
    return [change for change in changes if change.fields or change.what != "changed"], len(events) > PAGE


def _change(event: Event, names: Names) -> Change:
    return Change(
        at=event.at,
        who=names.get((User, _author(event)), ""),
        kind=str(event.model._meta.verbose_name),
        name=_row_name(event.model, event.after, names),
        what=_what(event.before, event.after),
        fields=_differences(event.model, event.before or {}, event.after, names),
    )


def _what(before: dict[str, Any] | None, now: dict[str, Any]) -> str:
    if before is None:
        return "added"
    if bool(now.get("deleted_at")) != bool(before.get("deleted_at")):
        return "deleted" if now["deleted_at"] else "restored"
    return "moved" if now.get("position") != before.get("position") else "changed"


def _author(event: Event) -> int:
    return event.by or event.after.get("changed_by_id") or 0


@cache
def _shown_fields(model: type[Model]) -> list[Field[Any, Any]]:
    hidden = MACHINERY | getattr(model, "untold", frozenset())  # what a person may take back for good
    return [f for f in model._meta.concrete_fields if f.name not in hidden]


def _differences(model: type[Model], before: dict[str, Any], now: dict[str, Any], names: Names) -> list[FieldChange]:
    released = bool(before.get("secret")) and not now.get("secret")  # what it said before that stays confidential
    return [
        FieldChange(
            label_of(f),
            _words(f, before.get(f.attname), names),
            _words(f, now.get(f.attname), names),
        )
        for f in _shown_fields(model)
        if _said(before.get(f.attname)) != _said(now.get(f.attname)) and (f.name == "secret" or not released)
    ]


def label_of(f: Field[Any, Any]) -> str:
    """Words that a table gives are to be translated; those that Django makes of the field's name are not."""
    return str(f.verbose_name if isinstance(f.verbose_name, Promise) else LABELS.get(f.name, f.verbose_name))


def _said(value: Any) -> Any:
    """None for whatever leaves a field empty. A zero is a figure."""
    return None if value is False or value in (None, "", [], ()) else value


def _words(f: Field[Any, Any], value: Any, names: Names) -> str:
    if isinstance(f, ForeignKey) and value is not None:
        return names.get((f.related_model, value), _("(deleted)"))
    return value_in_words(f, value)


def value_in_words(f: Field[Any, Any], value: Any) -> str:
    """A value that links to nothing, as people read it; a day may be the text that a file or the history has."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(f, DateField):
        return words.day(datetime.fromisoformat(value) if isinstance(value, str) else value, _locale())
    if in_words := getattr(f, "in_words", None):  # a field whose values nobody reads as they are stored
        return str(in_words(value))
    if isinstance(f, DecimalField):
        return words.number(Decimal(str(value)), _locale())
    return words.labels(f.model, f.name).get(value, str(value))


def _locale() -> str:
    """The reader's language with the months of the town whose plan is in scope."""
    return words.locale_for(get_language() or words.FALLBACK, get_scope()["plan"].municipality.locale)


def _row_name(model: type[Model], now: dict[str, Any], names: Names) -> str:
    """What the row was called: its first field that people type or choose."""
    for f in _shown_fields(model):
        value = now.get(f.attname)
        if isinstance(value, bool) or not value:
            continue
        if not isinstance(f, ForeignKey) or f.name in {"asset", "user", "municipality"}:
            return _words(f, value, names)
    return ""


def _names(events: list[Event]) -> Names:
    """The names of all rows that the events point to, in two queries at the most."""
    wanted: defaultdict[type[Model], set[int]] = defaultdict(set)
    for event in events:
        wanted[User].add(_author(event))
        for f in _shown_fields(event.model):
            if isinstance(f, ForeignKey):
                ends = (event.after.get(f.attname), (event.before or {}).get(f.attname))
                wanted[f.related_model].update(end for end in ends if end)
    rows = rows_by_key(wanted)
    by_key = {(type(row), row.pk): row for row in rows}
    lent: defaultdict[type[Model], set[int]] = defaultdict(set)
    for row in rows:
        for model, key, _name in _lenders(row):
            if (model, key) not in by_key:
                lent[model].add(key)
    by_key |= {(type(row), row.pk): row for row in rows_by_key(lent)}
    for row in rows:
        for model, key, name in _lenders(row):
            setattr(row, name, by_key[model, key])
    return {(type(row), row.pk): str(row) for row in rows}


def _lenders(row: Model) -> list[tuple[type[Model], int, str]]:
    """What the row is called after, where that is another row: table, key, name of the field."""
    keys = ((f.related_model, getattr(row, f.attname), f.name) for f in _named_after(type(row)))
    return [found for found in keys if found[1]]


@cache
def _named_after(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey) and f.name in LENT]
