"""What confidential pages say of what is released."""

from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django import template
from django.db.models import QuerySet

from planning.goals.models import Goal, SubObjective
from planning.people.words import labels
from planning.plans.prepared import Prepared

from ..models import Release

register = template.Library()


class Opened(NamedTuple):
    """What is open of a sub-objective to one audience, since when, and by whom."""

    code: str
    audience: str
    to_whom: str
    each: list[tuple[str, str]]  # key and words of each part
    by: str
    at: datetime

    @property
    def parts(self) -> str:
        return " · ".join(word for _key, word in self.each)


def open_releases(way: str) -> Prepared:
    """The query for what has not been taken back, of the row at that end of the way."""

    def build(plan: Any, one: Any) -> QuerySet[Any]:
        rows = Release._base_manager.filter(plan=plan, revoked_at=None, **{way: one})
        return rows.order_by("sub_objective__position", "audience", "pk").values_list(
            "sub_objective__goal__position",
            "sub_objective__position",
            "audience",
            "part",
            "released_by__name",
            "released_at",
        )

    return Prepared(build, "plan", "one")


OF_GOAL, OF_STEP = open_releases("sub_objective__goal"), open_releases("sub_objective")


@register.simple_tag
def released_of(place: Goal | SubObjective) -> list[Opened]:
    """What is open of a sub-objective, or of any sub-objective of a goal."""
    found = (OF_GOAL if isinstance(place, Goal) else OF_STEP)(one=place.pk)
    to_whom, words = labels(Release, "audience"), labels(Release, "part")
    opened = []
    for (goal, step, audience), group in groupby(found, itemgetter(0, 1, 2)):
        (*_place, first, by, at), *others = group
        each = [(part, words[part]) for part in (first, *(row[3] for row in others))]
        opened.append(Opened(f"{goal}.{step}", audience, to_whom[audience], each, by, at))
    return opened
