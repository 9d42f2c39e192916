"""The net under the door: rows of a plan can only be read inside that plan's scope (django-scopes).

Outside a scope every query raises `ScopeError`; `planning.plans.access.door` opens the scope for a request,
tasks and commands open it with `django_scopes.scope(plan=plan)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import pghistory
from django.db import models
from django_scopes import ScopedManager
from pghistory.models import Event

M = TypeVar("M", bound=models.Model)


class PlanEvent(Event):
    """A line of a plan's history, append-only, and as much inside the plan as the row that it tells of."""

    objects = ScopedManager(plan="plan")

    class Meta:
        abstract = True
        # pghistory makes the names of its tables and of the way from a row to its events out of these
        verbose_name = "event"
        verbose_name_plural = "events"


def tracked(model: type[M]) -> type[M]:
    """Lets the database write a history of the table, which is read from the newest on."""
    newest_first = models.Index(fields=["plan", "-pgh_created_at", "-pgh_id"], name=f"{model.__name__.lower()}_newest")
    decorated: type[M] = pghistory.track(base_model=PlanEvent, meta={"indexes": [newest_first]})(model)
    return decorated


@dataclass(frozen=True)
class InFile:
    """What of a table stands in the file of its plan (planning.archive): all of it, but for what is named here with the
    reason. What is confidential is not said a second time: the bases of such tables say it, and their `untold`."""

    why_not: str = ""  # nothing of it does
    without: Mapping[str, str] = field(default_factory=dict)  # columns that do not, beside those of the table's bases
    over: str = ""  # a column; a row in which it is set is over, and does not
    # what the shareable file leaves out: all of it, columns, or the rows of which these columns have these values
    why_not_shared: str = ""
    unshared: Mapping[str, str] = field(default_factory=dict)
    unshared_rows: Mapping[str, Any] = field(default_factory=dict)


class OfPlan(models.Model):
    """Every row of a plan carries its plan."""

    in_file: ClassVar[InFile] = InFile(without={"id": "rows are numbered within the file", "plan": "it is of one plan"})

    plan = models.ForeignKey("planning.Plan", models.CASCADE, related_name="+")

    objects = ScopedManager(plan="plan")

    class Meta:
        abstract = True


def events_of(model: type[models.Model]) -> models.Manager[Any]:
    """The history of a tracked table."""
    found: models.Manager[Any] = model.pgh_event_model.objects  # type: ignore[attr-defined]  # put there by pghistory
    return found


def history_of(row: models.Model) -> models.Manager[Any]:
    """The history of one row."""
    found: models.Manager[Any] = row.events  # type: ignore[attr-defined]  # put there by pghistory
    return found
