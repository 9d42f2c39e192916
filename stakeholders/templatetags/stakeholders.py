"""What confidential pages say of what is released."""

from django import template
from django.db.models import QuerySet

from planning.goals.models import Goal, SubObjective

from ..models import Release

register = template.Library()


@register.simple_tag
def released_of(place: Goal | SubObjective) -> QuerySet[Release]:
    """What is open of a sub-objective, or of any sub-objective of a goal: by audience, so that it can be regrouped."""
    of = {"sub_objective__goal": place} if isinstance(place, Goal) else {"sub_objective": place}
    rows = Release.objects.open().filter(**of).select_related("sub_objective__goal", "released_by")
    return rows.order_by("sub_objective__position", "audience", "pk")
