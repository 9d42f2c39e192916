"""How far the register and the ratings are (A2 to A6)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import WHOLE_PLAN, Finding, Part, progress, tally
from .models import Asset, GoalAsset
from .rules import HIGH_PRIORITY


def tallies(plan: int) -> list[QuerySet[Any]]:
    """The register, and for each goal how many assets it lists, how many have both ratings, and high priority."""
    rated = Q(availability__isnull=False, importance__isnull=False)
    return [
        tally(Asset.objects.filter(plan=plan), assets=Q()),
        tally(GoalAsset.objects.filter(plan=plan), "goal", listed=Q(), rated=rated, high=Q(**HIGH_PRIORITY)),
    ]


def parts(survey: Survey) -> list[Part]:
    assets = survey.numbers["assets", WHOLE_PLAN]
    figure = ngettext("%(n)d asset", "%(n)d assets", assets) % {"n": assets}
    found = [Part(1, _("Asset register"), address("assets", survey.slug), progress(assets, 1), figure)]
    for goal in survey.goals:
        listed, done = survey.numbers["listed", goal.pk], survey.numbers["rated", goal.pk]
        name, place = {"code": goal.code}, (survey.slug, goal.pk)
        rated = _("%(rated)d of %(listed)d rated") % {"rated": done, "listed": listed}
        high = _("%(n)d high priority") % {"n": survey.numbers["high", goal.pk]}
        state = progress(done, listed)
        found.append(Part(1, _("Asset ratings, goal %(code)s") % name, address("ratings", *place), state, rated))
        found.append(Part(1, _("Priority grid, goal %(code)s") % name, address("priority_grid", *place), state, high))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        listed, rated = survey.numbers["listed", goal.pk], survey.numbers["rated", goal.pk]
        url = address("ratings", survey.slug, goal.pk)
        if not listed:
            title = _("List the assets of goal %(code)s") % {"code": goal.code}
            found.append(Finding(1, f"assets goal:{goal.pk}", title, goal.statement, url, 15, goal.group_id))
        elif rated < listed:
            left = listed - rated
            title = ngettext("Rate %(n)d asset of goal %(code)s", "Rate %(n)d assets of goal %(code)s", left) % {
                "n": left,
                "code": goal.code,
            }
            done = _("%(rated)d of %(listed)d are rated.") % {"rated": rated, "listed": listed}
            minutes = max(1, round(left * 1.5))
            found.append(Finding(1, f"ratings goal:{goal.pk}", title, done, url, minutes, goal.group_id, number=left))
    return found


ROOM = Room("assets", tallies, parts, findings)
