"""What confidential pages say of what is released."""

from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django import template

from planning.goals.models import Goal, SubObjective
from planning.people.words import labels

from ..models import Release

register = template.Library()


class Opened(NamedTuple):
    """What is open of a sub-objective to one audience, since when, and by whom."""

    code: str
    audience: str
    to_whom: str
    parts: str
    by: str
    at: datetime


@register.simple_tag
def released_of(place: Goal | SubObjective) -> list[Opened]:
    """What is open of a sub-objective, or of any sub-objective of a goal."""
    of = {"sub_objective__goal": place} if isinstance(place, Goal) else {"sub_objective": place}
    rows = Release.objects.open().filter(**of).order_by("sub_objective__position", "audience", "pk")
    found = rows.values_list(
        "sub_objective__goal__position", "sub_objective__position", "audience", "part", "released_by__name",
        "released_at",
    )  # fmt: skip
    to_whom, words = labels(Release, "audience"), labels(Release, "part")
    opened = []
    for (goal, step, audience), group in groupby(found, itemgetter(0, 1, 2)):
        (*_place, first, by, at), *others = group
        parts = " · ".join(words[part] for part in (first, *(row[3] for row in others)))
        opened.append(Opened(f"{goal}.{step}", audience, to_whom[audience], parts, by, at))
    return opened
