"""Rows that only a goal's working group and the secretariat know (B8), until they are released.

    class Position(Confidential): …

The plain managers know the reader who stands in the scope that the door opens: `objects` and `everything` give the rows
that are confided to them, and nothing where nobody reads (a task, a command). So whatever forgets to ask shows nothing.
`unguarded` gives every live row of the plan; it serves counts, the integrity of the tables, and what has been released.

    class SwotEntry(PartlyConfidential): …

Of such a table single rows are `secret`, and only they are kept so; the others are for all who read the plan.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager, get_scope, scope

from ..plans.models import Plan
from ..plans.permissions import Permission
from ..worksheets.models import LiveManager, Row

TRUSTED = object()  # stands for a reader to whom everything is confided: the installation itself


@contextmanager
def trusted(plan: Plan) -> Iterator[None]:
    """The plan's scope for the installation's own work on all of its rows: loading an example, a whole archive."""
    with scope(plan=plan, reader=TRUSTED):
        yield


def confided() -> Q:
    """The rows that are confided to the reader in scope."""
    reader: Any = get_scope().get("reader")
    if reader is TRUSTED:
        return Q()
    if reader is None:
        return Q(pk__in=())
    return Q() if reader.may(Permission.SEE_CONFIDENTIAL) else Q(goal__group__in=reader.group_ids)


def open_or_confided() -> Q:
    """Of a table that is confidential in part: what is open, and what is confided to the reader in scope."""
    told = confided()
    return Q(secret=False) | told if told else Q()  # "or" with an empty condition would leave only the other one


class ConfidedManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(confided())


class LiveConfidedManager(LiveManager):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(confided())


class Confidential(Row):
    """The base of such rows. `goal` is the one whose working group knows them."""

    goal = models.ForeignKey(
        "planning.Goal", models.PROTECT, related_name="+", editable=False, verbose_name=_("strategic goal")
    )

    objects = ScopedManager(plan="plan", _manager_class=LiveConfidedManager)
    everything = ScopedManager(plan="plan", _manager_class=ConfidedManager)
    unguarded = ScopedManager(plan="plan", _manager_class=LiveManager)

    is_confidential = True

    class Meta(Row.Meta):
        abstract = True


class OpenOrConfidedManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(open_or_confided())


class LiveOpenOrConfidedManager(LiveManager):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(open_or_confided())


class OpenManager(LiveManager):
    """What may leave the plan's pages (documents, spreadsheets), whoever asks."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(secret=False)


class PartlyConfidential(Row):
    """The base of rows of which each is open or `secret`. A row that nobody has called open is secret."""

    goal = models.ForeignKey(
        "planning.Goal", models.PROTECT, related_name="+", editable=False, verbose_name=_("strategic goal")
    )
    secret = models.BooleanField(_("confidential"), default=True)

    objects = ScopedManager(plan="plan", _manager_class=LiveOpenOrConfidedManager)
    everything = ScopedManager(plan="plan", _manager_class=OpenOrConfidedManager)
    for_all = ScopedManager(plan="plan", _manager_class=OpenManager)
    unguarded = ScopedManager(plan="plan", _manager_class=LiveManager)

    is_partly_confidential = True

    class Meta(Row.Meta):
        abstract = True
