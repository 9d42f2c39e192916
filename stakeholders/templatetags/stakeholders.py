"""What the notice on confidential pages says."""

from django import template
from django.db.models import QuerySet

from planning.goals.models import Goal, SubObjective

from ..models import Release

register = template.Library()


@register.simple_tag
def released_of(place: Goal | SubObjective) -> QuerySet[Release]:
    """What is open of a sub-objective, or of any sub-objective of a goal."""
    of = {"sub_objective__goal": place} if isinstance(place, Goal) else {"sub_objective": place}
    rows = Release.objects.filter(revoked_at=None, **of).select_related("sub_objective__goal")
    return rows.order_by("sub_objective__position", "audience", "pk")
