"""What the notice on confidential pages says."""

from itertools import groupby

from django import template

from planning.goals.models import Goal, SubObjective

from ..models import Release

register = template.Library()


@register.simple_tag
def released_of(place: Goal | SubObjective) -> list[tuple[str, str, str]]:
    """What is open of a sub-objective, or of any sub-objective of a goal: its code, to whom, and which parts."""
    of = {"sub_objective__goal": place} if isinstance(place, Goal) else {"sub_objective": place}
    rows = Release.objects.filter(revoked_at=None, **of).select_related("sub_objective__goal")
    rows = rows.order_by("sub_objective__position", "audience", "pk")
    groups = groupby(rows, lambda one: (one.sub_objective.code, one.get_audience_display()))
    return [(*group, " · ".join(one.get_part_display() for one in parts)) for group, parts in groups]
