"""Leaving a finding of the readiness check open, with a reason, and taking that back (C6)."""

from django.db import transaction
from django.utils import timezone

from ..people.models import User
from ..plans.models import Plan, lock_plan
from .models import Waiver, fields_of
from .points import Point


class LeftOpen(Exception):
    """It has been left open with another reason; nothing was written."""


@transaction.atomic
def waive(plan: Plan, point: Point, reason: str, *, known: int | None = None, by: User) -> Waiver:
    """For as many as the point has. Raises LeftOpen where why it stays open has been said in the meantime, and
    otherwise: `known` is for how many that had been said before."""
    lock_plan(plan.pk)
    there = Waiver.objects.filter(plan=plan, ended_at=None, **fields_of(point.key)).first()
    if there and there.number != known and (there.reason, there.by_id) != (reason, by.pk):
        raise LeftOpen
    said = {"title": point.title[:300], "number": point.number, "reason": reason, "by": by, "at": timezone.now()}
    waiver, _new = Waiver.objects.update_or_create(plan=plan, ended_at=None, **fields_of(point.key), defaults=said)
    return waiver


def take_back(plan: Plan, key: str) -> bool:
    """False where it was taken back before."""
    found = [waiver.pk for waiver in Waiver.objects.filter(ended_at=None) if waiver.key == key]
    return bool(Waiver.objects.filter(pk__in=found, ended_at=None).update(ended_at=timezone.now()))
