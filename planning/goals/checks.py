"""What is missing before anything else can begin: goals, groups, localities (P2, P3)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..plans.addresses import address
from ..plans.findings import WHOLE_PLAN, Finding, Part, progress, tally
from .models import Locality
from .rooms import Room, Survey


def tallies(plan: int) -> list[QuerySet[Any]]:
    return [tally(Locality.objects.filter(plan=plan), localities=Q())]


def parts(survey: Survey) -> list[Part]:
    places = survey.numbers["localities", WHOLE_PLAN]
    goals_figure = ngettext("%(n)d goal", "%(n)d goals", len(survey.goals)) % {"n": len(survey.goals)}
    places_figure = ngettext("%(n)d place", "%(n)d places", places) % {"n": places}
    return [
        Part(0, _("Strategic goals"), address("goals", survey.slug), progress(len(survey.goals), 1), goals_figure),
        Part(0, _("Localities"), address("localities", survey.slug), progress(places, 1), places_figure),
    ]


def findings(survey: Survey) -> list[Finding]:
    url = address("goals", survey.slug)
    if not survey.goals:
        title, why = _("Write the first strategic goal"), _("Everything else builds on it.")
        return [Finding(0, "first-goal", title, why, url, manages=True, grave=True)]
    title = _("Goal %(code)s has no working group")
    empty = _("Goal %(code)s has no sub-objectives")
    return [
        Finding(
            0,
            f"steps goal:{goal.pk}",
            empty % {"code": goal.code},
            goal.statement,
            address("sub_objectives", survey.slug, goal.pk),
            1,
            goal.group_id,
            grave=True,
        )
        for goal in survey.goals
        if not survey.numbers["steps", goal.pk]
    ] + [
        Finding(0, f"group goal:{goal.pk}", title % {"code": goal.code}, goal.statement, url, 2, None, True)
        for goal in survey.goals
        if goal.group_id is None
    ]


ROOM = Room("goals", tallies, parts, findings)
