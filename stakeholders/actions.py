"""Releasing what is confidential, and taking it back (B8)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from planning.goals.models import SubObjective
from planning.people.models import User

from .models import Release


@transaction.atomic
def release(step: SubObjective, chosen: Iterable[tuple[str, str]], *, by: User) -> None:
    """Shows exactly these (part, audience) of the sub-objective's analysis. Without the stances, which say who is
    meant, no other part is shown; the form asks for them. What is released already stays as it is."""
    wanted = set(chosen)
    SubObjective.objects.select_for_update().get(pk=step.pk)  # two clicks release once
    open_now = Release.objects.open().filter(sub_objective=step)
    wanted -= set(open_now.values_list("part", "audience"))
    for part, audience in sorted(wanted):
        Release.objects.create(plan_id=step.plan_id, sub_objective=step, part=part, audience=audience, released_by=by)


def withdraw(step: SubObjective, audience: str, part: str = "") -> int:
    """Takes back one part that was released to the audience, or everything: with the stances no other part stays. How
    many parts it was. What somebody has read or printed meanwhile cannot be taken back."""
    rows = Release.objects.open().filter(sub_objective=step, audience=audience)
    if part and part != Release.Part.STANCES:
        rows = rows.filter(part=part)
    return rows.update(revoked_at=timezone.now())
