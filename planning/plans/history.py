"""Who changed what and when (D9), out of the rows that the database's own triggers write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import DateField, DecimalField, F, Field, ForeignKey, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_scopes import get_scope

from ..people import words
from ..people.models import User
from .tenancy import PlanEvent

# What the machinery changes with every save; the history tells of what people did.
MACHINERY = frozenset(
    "id version changed_at changed_by position key plan digest deleted_at moved_at step steps content_hash attempts"
    .split()
) | {"file"}
# The words for the fields that no form shows, and whose tables therefore give them none.
LABELS: dict[str, Promise] = {
    "goal": gettext_lazy("strategic goal"),
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
}
PAGE = 50


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


def tracked_models() -> dict[str, type[Model]]:
    """The tables whose rows belong to a plan and have a history, by label."""
    found = [event.pgh_tracked_model for event in apps.get_models() if issubclass(event, PlanEvent)]  # type: ignore[attr-defined]
    return {model._meta.label: model for model in found}


def changes_of_row(row: Model, page: int = 1) -> list[Change]:
    """The row's changes, newest first, PAGE at a time."""
    events = _events(type(row)).filter(pgh_obj=row.pk).order_by("-pgh_created_at", "-pgh_id")
    return _changes(events[(page - 1) * PAGE : page * PAGE])


def changes_of_plan(page: int = 1) -> list[Change]:
    """The changes in all tables of the plan in scope, newest first, PAGE at a time, in one query (and one a kind
    of row that they name)."""
    branches = [
        _events(model).order_by("-pgh_created_at", "-pgh_id")[: page * PAGE] for model in tracked_models().values()
    ]
    newest = branches[0].union(*branches[1:], all=True).order_by("-pgh_created_at", "-pgh_id")
    return _changes(newest[(page - 1) * PAGE : page * PAGE])


def _events(model: type[Model]) -> QuerySet[Any, dict[str, Any]]:
    events = model.pgh_event_model.objects.all()  # type: ignore[attr-defined]
    snapshot = JSONObject(**{f.attname: F(f.attname) for f in model._meta.concrete_fields})
    earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    return events.annotate(
        of_table=Value(model._meta.label),
        after_it=snapshot,
        before_it=Subquery(earlier.annotate(snapshot=snapshot).values("snapshot")[:1]),
        by_user=KT("pgh_context__user"),
    ).values("of_table", "pgh_created_at", "pgh_id", "after_it", "before_it", "by_user")


def _changes(events: Iterable[dict[str, Any]]) -> list[Change]:
    found = list(events)
    names = _names(found)
    changes = [_change(event, names) for event in found]
    return [change for change in changes if change.fields or change.what != "changed"]


def _change(event: dict[str, Any], names: dict[tuple[type[Model], int], str]) -> Change:
    model, now, before = tracked_models()[event["of_table"]], event["after_it"], event["before_it"]
    return Change(
        at=event["pgh_created_at"],
        who=names.get((User, _author(event)), ""),
        kind=str(model._meta.verbose_name),
        name=_row_name(model, now, names),
        what=_what(before, now),
        fields=_differences(model, before or {}, now, names),
    )


def _what(before: dict[str, Any] | None, now: dict[str, Any]) -> str:
    if before is None:
        return "added"
    if bool(now.get("deleted_at")) != bool(before.get("deleted_at")):
        return "deleted" if now["deleted_at"] else "restored"
    return "moved" if now.get("position") != before.get("position") else "changed"


def _author(event: dict[str, Any]) -> int:
    return int(event["by_user"] or event["after_it"].get("changed_by_id") or 0)


def _shown_fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [f for f in model._meta.concrete_fields if f.name not in MACHINERY]


def _differences(
    model: type[Model], before: dict[str, Any], now: dict[str, Any], names: dict[tuple[type[Model], int], str]
) -> list[FieldChange]:
    return [
        FieldChange(
            str(LABELS.get(f.name, f.verbose_name)),
            _words(f, before.get(f.attname), names),
            _words(f, now.get(f.attname), names),
        )
        for f in _shown_fields(model)
        if (before.get(f.attname) or None) != (now.get(f.attname) or None)
    ]


def _words(f: Field[Any, Any], value: Any, names: dict[tuple[type[Model], int], str]) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(f, ForeignKey):
        return names.get((f.related_model, value), _("(deleted)"))  # type: ignore[arg-type]
    if isinstance(f, DateField):
        return words.day(datetime.fromisoformat(value), _locale())
    if isinstance(f, DecimalField) and f.decimal_places == 2:
        return words.number(Decimal(str(value)), _locale())
    return str(dict(f.flatchoices).get(value, value))  # type: ignore[attr-defined]


def _locale() -> str:
    """The reader's language with the months of the town whose plan is in scope."""
    return words.locale_for(get_language() or words.FALLBACK, get_scope()["plan"].municipality.locale)


def _row_name(model: type[Model], now: dict[str, Any], names: dict[tuple[type[Model], int], str]) -> str:
    """What the row was called: its first field that people type or choose."""
    for f in _shown_fields(model):
        if now.get(f.attname) and (not isinstance(f, ForeignKey) or f.name in {"asset", "user", "municipality"}):
            return _words(f, now[f.attname], names)
    return ""


def _names(events: list[dict[str, Any]]) -> dict[tuple[type[Model], int], str]:
    """The names of all rows that the events point to, in one query a table."""
    wanted: defaultdict[type[Model], set[int]] = defaultdict(set)
    for event in events:
        wanted[User].add(_author(event))
        for f in _shown_fields(tracked_models()[event["of_table"]]):
            if isinstance(f, ForeignKey):
                ends = (event["after_it"].get(f.attname), (event["before_it"] or {}).get(f.attname))
                wanted[f.related_model].update(end for end in ends if end)  # type: ignore[index]
    found: dict[tuple[type[Model], int], str] = {}
    for model, keys in wanted.items():
        rows = model._base_manager.filter(pk__in=keys)
        to_name = [f.name for f in model._meta.concrete_fields if f.name in {"goal", "asset"}]
        found |= {(model, row.pk): str(row) for row in rows.select_related(*to_name)} if keys else {}
    return found
