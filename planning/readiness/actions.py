"""Leaving a finding of the readiness check open, with a reason, and taking that back (C6)."""

from django.db import transaction
from django.utils import timezone

from ..council.models import Waiver
from ..people.models import User
from ..plans.models import Plan
from .points import Point


@transaction.atomic
def waive(plan: Plan, point: Point, reason: str, *, by: User) -> Waiver:
    """A reason that is given again takes the place of the first."""
    Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
    said = {"title": point.title[:300], "reason": reason, "by": by}
    waiver, _new = Waiver.objects.update_or_create(plan=plan, key=point.key, ended_at=None, defaults=said)
    return waiver


def take_back(plan: Plan, key: str) -> bool:
    """False where it was taken back before."""
    open_still = Waiver.objects.filter(plan=plan, key=key, ended_at=None).exclude(key="")
    return bool(open_still.update(ended_at=timezone.now()))
