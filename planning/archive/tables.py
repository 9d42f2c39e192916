"""Which tables of a plan go into its file, with which columns (C8).

All of them do, and all their columns, without being listed: whatever belongs to a plan (`OfPlan`) is content unless it
is named here with the reason. So a table of a room to come is in the file as soon as it is in the database.

What is confidential (B8) is not said here a second time either: the bases of the tables say it, and their `untold`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from ..people.models import Municipality, User
from ..plans.events import is_confidential, is_partly_confidential
from ..plans.tenancy import OfPlan
from ..plans.work import Work
from ..worksheets.models import Row
from .origins import SAYS
from .values import Value, nullable, value_of

# What of a plan is no content of it, by table and by column.
NO_CONTENT: dict[str, str] = {
    "planning.Invitation": "invites to this installation, with a secret",
    "planning.OwnRating": "what a member thinks before the group talks is for nobody else's eyes (A5)",
    "planning.Transfer": "tells of files of this installation",
    "planning.FrozenPage": "is a document of this installation",
    "planning.Version": "freezes the plan itself, and stands where it was decided on",
    "planning.StatusChange": "tells what was done with a version here",
    "planning.Decision": "is about a version of this installation",
    "planning.Comment": "is about a version of this installation",
    "planning.Publication": "is about versions of this installation",
    "planning.Extract": "is about a version of this installation",
    "targets.CalendarAddress": "a secret address of this installation",
}
WORK = "work of this installation's workers, with its files"
EVERYWHERE = ("id", "plan")
NO_VALUES: dict[str, str] = {  # without a table: of every `Row`
    "id": "rows are numbered within the file",
    "plan": "the file is of one plan",
    "version": "counts the saves in this installation",
    "changed_at": "stands in the history",
    "changed_by": "stands in the history",
    "deleted_at": "only what is not deleted is content",
    "key": "serves devices of this installation",
    "planning.Brainstorm.version": "counts the saves in this installation",
    "planning.Participant.version": "counts the saves in this installation",
    "planning.Proof.removed_at": "only what is not removed is content",
    "stakeholders.Release.revoked_at": "only what is not taken back is content",
    "planning.LeftOpen.at": "stands in the history",
    "planning.LeftOpen.ended_at": "only what is still left open is content",
    "planning.DocumentSection.deleted_at": "only what is not deleted is content",
    "planning.Membership.since": "stands in the history",
    "planning.Membership.ended_at": "only roles that are held are content",
    "stakeholders.Release.released_at": "when this installation released it",
    "planning.Commitment.digest": "opens a page of this installation",
    "planning.Commitment.expires_at": "is about a link of this installation",
}
# A row of which this is set is over.
OVER = {
    "planning.LeftOpen": "ended_at",
    "planning.Proof": "removed_at",
    "stakeholders.Release": "revoked_at",
    "planning.Membership": "ended_at",
    "planning.DocumentSection": "deleted_at",
}
# What the shareable file leaves out beside what is confidential.
NOT_SHARED: dict[str, str] = {
    "planning.Membership.occupation": "of people only their name, role and group are needed",
    "planning.Membership.deputy": "of people only their name, role and group are needed",
    "stakeholders.Stakeholder.contact": "a person’s telephone or address is not published",
    "planning.Commitment.stakeholder": "who of the register is behind a signature is the task force's own note",
    "planning.Commitment.recorded_by": "of people only their name, role and group are needed",
    "stakeholders.Release": "says who may see rows that are not in that file",
}
# Single rows that the shareable file leaves out too: what their columns say.
ROWS_NOT_SHARED: dict[str, dict[str, Any]] = {
    "planning.Commitment": {"may_name": False},  # somebody has to agree to being named in public
    "planning.DocumentSection": {"kind": "free", "is_shown": False},  # stays in the plan and out of the document (E1)
}
IN_OTHER_WORDS: dict[str, Value] = {"planning.SwotEntry.origin": SAYS}  # what would hold a key
OUTSIDE = {User: "people", Municipality: "municipalities"}  # lists of their own, before the tables


class FileKind(Enum):
    """Which file of a plan."""

    WHOLE = "whole"  # the secretariat's archive, confidential parts included
    SHAREABLE = "shareable"  # what may be published


@dataclass(frozen=True)
class ArchiveColumn:
    """`leads_to`: the table or list whose number stands in it. `is_needed`: without what it leads to, the row makes no
    sense. `is_shared`: whether the shareable file has it."""

    field: Any
    name: str
    leads_to: type[models.Model] | None
    is_needed: bool
    is_shared: bool
    value: Value

    @property
    def attname(self) -> str:
        return str(self.field.attname)

    @property
    def is_asked(self) -> bool:
        """Whether a file without it is refused; of others an older file may lack what came later."""
        field = self.field
        return self.name == "position" or not (field.null or field.has_default() or field.blank)


@dataclass(frozen=True)
class ArchiveTable:
    model: type[Any]
    name: str
    columns: tuple[ArchiveColumn, ...]

    @property
    def is_shared(self) -> bool:
        return not is_confidential(self.model) and self.model._meta.label not in NOT_SHARED

    def columns_for(self, kind: FileKind) -> list[ArchiveColumn]:
        return [column for column in self.columns if kind is FileKind.WHOLE or column.is_shared]

    @property
    def place_of_secret(self) -> int | None:
        """Where the column stands that makes single rows confidential."""
        names = [column.name for column in self.columns]
        return names.index("secret") if is_partly_confidential(self.model) else None

    def rows(self, kind: FileKind) -> Any:
        """The table's rows of the plan in scope that such a file has. The shareable one asks the managers that know
        what may leave the plan's pages."""
        manager = "objects"
        if is_partly_confidential(self.model) or is_confidential(self.model):
            manager = "unguarded" if kind is FileKind.WHOLE else "for_all"
        found = getattr(self.model, manager).all()
        over = OVER.get(self.model._meta.label)  # the managers of a `Row` have left out what is deleted
        if kind is FileKind.SHAREABLE and (kept_back := ROWS_NOT_SHARED.get(self.model._meta.label)):
            found = found.exclude(**kept_back)
        return found.filter(**{over: None}) if over else found

    def is_kept_back(self, columns: Iterable[ArchiveColumn], values: Iterable[Any]) -> bool:
        """Whether the shareable file leaves out a row that has these values in these columns."""
        if not (kept_back := ROWS_NOT_SHARED.get(self.model._meta.label)):
            return False
        said = {column.name: value for column, value in zip(columns, values, strict=True)}
        return all(said[name] == value for name, value in kept_back.items())


def models_of_plan() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if issubclass(model, OfPlan))


def why_not(model: type[models.Model]) -> str:
    """Why a table of the plan is not in the file; "" for those that are."""
    return WORK if issubclass(model, Work) else NO_CONTENT.get(model._meta.label, "")


@cache
def tables() -> tuple[ArchiveTable, ...]:
    """All tables of the whole file, each after those that its rows need."""
    left = [_table(model) for model in models_of_plan() if not why_not(model)]
    found: list[ArchiveTable] = []
    while left:
        waiting = {table.model for table in left}
        free = next(table for table in left if not (_needs(table) & waiting))
        found.append(free)
        left.remove(free)
    return tuple(found)


def tables_for(kind: FileKind) -> list[ArchiveTable]:
    return [table for table in tables() if kind is FileKind.WHOLE or table.is_shared]


def _needs(table: ArchiveTable) -> set[Any]:
    return {column.leads_to for column in table.columns if column.is_needed} - {table.model}


def _table(model: Any) -> ArchiveTable:
    columns = tuple(_column(field) for field in model._meta.concrete_fields if not _no_value(field))
    return ArchiveTable(model, re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower(), columns)


def _no_value(field: Any) -> bool:
    everywhere = issubclass(field.model, Row) or field.name in EVERYWHERE
    return _label(field) in NO_VALUES or (everywhere and field.name in NO_VALUES)


def _label(field: Any) -> str:
    return f"{field.model._meta.label}.{field.name}"


def _column(field: Any) -> ArchiveColumn:
    leads_to = field.related_model
    value = _number(field) if leads_to else IN_OTHER_WORDS.get(_label(field)) or value_of(field)
    needed = bool(leads_to) and (not field.null or field.name in getattr(field.model, "ENDS", ()))
    return ArchiveColumn(field, field.name, leads_to, needed, _is_shared(field), value)


def _is_shared(field: Any) -> bool:
    """An untold link to a table of which single rows are confidential is told where the row itself is: a file is of
    one moment, unlike the history, in which that row may have been open and be secret now."""
    if _label(field) in NOT_SHARED:
        return False
    untold = field.name in getattr(field.model, "untold", ())
    return not untold or bool(field.related_model and is_partly_confidential(field.related_model))


def _number(field: Any) -> Value:
    """A link to a row: its number in its table or list, counted from one."""
    schema = {"type": "integer", "minimum": 1}
    return Value(nullable(schema) if field.null else schema, lambda value: value, lambda value: value)
