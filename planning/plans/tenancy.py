"""The net under the door: rows of a plan can only be read inside that plan's scope (django-scopes).

Outside a scope every query raises `ScopeError`; `planning.plans.access.door` opens the scope for a request,
tasks and commands open it with `django_scopes.scope(plan=plan)`.
"""

from typing import TypeVar

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


class OfPlan(models.Model):
    """Every row of a plan carries its plan."""

    plan = models.ForeignKey("planning.Plan", models.CASCADE, related_name="+")

    objects = ScopedManager(plan="plan")

    class Meta:
        abstract = True
