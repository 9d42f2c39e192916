"""What a room gives to the calendars: events with a lasting key, read from its own tables (T5)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ..people.models import User
from ..plans.models import Plan
from .models import Goal


@dataclass(frozen=True)
class Dated:
    """One event. `first` a moment: a meeting of `length`; a day: whole days from it to `last`."""

    uid: str
    summary: str
    details: str
    page: str
    first: date
    last: date
    version: int
    changed_at: datetime
    place: str = ""
    length: timedelta | None = None


Source = Callable[
    [Plan, User | None], Iterator[Dated]
]  # what the user is responsible for; None: all of the plan in scope


def own(rows: QuerySet[Any], user: User | None) -> QuerySet[Any]:
    """The rows for which somebody is responsible, None: all of them."""
    return rows.filter(owner__user=user) if user else rows


def page_of(name: str, plan: Plan, *keys: int) -> str:
    return str(settings.SITE_URL) + reverse(name, args=[plan.slug, *keys])


def goal_line(goal: Goal) -> str:
    return _("Goal %(code)s: %(name)s") % {"code": goal.position, "name": goal.statement}
