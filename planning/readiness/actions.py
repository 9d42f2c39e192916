"""Leaving a finding of the readiness check open, with a reason, and taking that back (C6)."""

from django.db import transaction
from django.utils import timezone

from ..people.models import User
from ..plans.models import Plan, lock_plan
from .models import LeftOpen, fields_of
from .points import Point


class AnotherReason(Exception):
    """It has been left open with another reason; nothing was written."""


@transaction.atomic
def leave_open(plan: Plan, point: Point, reason: str, *, known: int | None = None, by: User) -> LeftOpen:
    """For as many as the point has. Raises AnotherReason where why it stays open has been said in the meantime, and
    otherwise: `known` is for how many that had been said before."""
    lock_plan(plan.pk)
    there = LeftOpen.objects.filter(plan=plan, ended_at=None, **fields_of(point.key)).first()
    if there and there.number != known and (there.reason, there.by_id) != (reason, by.pk):
        raise AnotherReason
    said = {"title": point.title[:300], "number": point.number, "reason": reason, "by": by, "at": timezone.now()}
    row, _new = LeftOpen.objects.update_or_create(plan=plan, ended_at=None, **fields_of(point.key), defaults=said)
    return row


def take_back(plan: Plan, key: str) -> bool:
    """False where it was taken back before."""
    found = [said.pk for said in LeftOpen.objects.filter(ended_at=None) if said.key == key]
    return bool(LeftOpen.objects.filter(pk__in=found, ended_at=None).update(ended_at=timezone.now()))
