"""Which tables of a plan go into its file, with which columns (C8).

All of them do, and all their columns, without being listed: whatever belongs to a plan (`OfPlan`) is content unless the
table itself says why not (`InFile`). So a table of a room to come is in the file as soon as it is in the database.
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
from ..plans.models import Membership
from ..plans.tenancy import InFile, OfPlan
from .origins import SAYS
from .values import Value, nullable, value_of

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
        return not is_confidential(self.model) and not self.model.in_file.why_not_shared

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
        said: InFile = self.model.in_file
        if kind is FileKind.SHAREABLE and said.unshared_rows:
            found = found.exclude(**said.unshared_rows)
        return found.filter(**{said.over: None}) if said.over else found  # what is deleted the managers have left out

    def is_kept_back(self, columns: Iterable[ArchiveColumn], values: Iterable[Any]) -> bool:
        """Whether the shareable file leaves out a row that has these values in these columns."""
        if not (kept_back := self.model.in_file.unshared_rows):
            return False
        said = {column.name: value for column, value in zip(columns, values, strict=True)}
        return all(said[name] == value for name, value in kept_back.items())


def models_of_plan() -> Iterator[type[OfPlan]]:
    return (model for model in apps.get_models() if issubclass(model, OfPlan))


@cache
def tables() -> tuple[ArchiveTable, ...]:
    """All tables of the whole file, each after those that its rows need."""
    left = [_table(model) for model in models_of_plan() if not model.in_file.why_not]
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
    """An office, too, though nobody may answer for a row: the database asks whether it is held."""
    return {one.leads_to for one in table.columns if one.is_needed or one.leads_to is Membership} - {table.model}


def _table(model: Any) -> ArchiveTable:
    without = left_out(model)
    columns = tuple(_column(field) for field in model._meta.concrete_fields if field.name not in without)
    return ArchiveTable(model, re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower(), columns)


def left_out(model: type[OfPlan]) -> dict[str, str]:
    """The columns of a table that are not in the file, its bases' too, with the reason."""
    found: dict[str, str] = {}
    for base in model.__mro__:
        said = vars(base).get("in_file")
        found |= said.without if said else {}
    return found


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
    if field.name in field.model.in_file.unshared:
        return False
    untold = field.name in getattr(field.model, "untold", ())
    return not untold or bool(field.related_model and is_partly_confidential(field.related_model))


def _number(field: Any) -> Value:
    """A link to a row: its number in its table or list, counted from one."""
    schema = {"type": "integer", "minimum": 1}
    return Value(nullable(schema) if field.null else schema, lambda value: value, lambda value: value)
