"""How far the targets are (T1 to T4). The guided path is read by all members: nothing here comes from the analysis of
stakeholders."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.goals.models import Goal
from planning.goals.rooms import Room, Survey
from planning.plans.addresses import address
from planning.plans.findings import Finding, Part, Tallies, progress, tally

from .models import Indicator, Target


def tallies(plan: int) -> list[QuerySet[Any]]:
    """For each goal how many targets it has, how many of them are settled (a date, somebody who answers, talked over),
    and how many have an indicator."""
    targets = Target.objects.filter(plan=plan)
    figures = {
        "targets": Q(),
        "settled_targets": Q(due__isnull=False, owner__isnull=False, consulted_on__isnull=False),
        "measured_targets": Q(pk__in=Indicator.objects.filter(plan=plan).values("target")),
        "strategic_targets": Q(level=Target.Level.STRATEGIC),
    }
    return [tally(targets, "goal", **figures)]


def parts(survey: Survey) -> list[Part]:
    found = []
    for goal in survey.goals:
        name, place, number = {"code": goal.code}, (survey.slug, goal.pk), survey.numbers["targets", goal.pk]
        state = progress(survey.numbers["settled_targets", goal.pk], number, begun=number > 0)
        figure = ngettext("%(n)d target", "%(n)d targets", number) % {"n": number}
        found.append(Part(2, _("Targets, goal %(code)s") % name, address("targets", *place), state, figure))
        measured = survey.numbers["measured_targets", goal.pk]
        figure = _("%(done)d of %(of)d targets have an indicator") % {"done": measured, "of": number}
        state = progress(measured, number)
        found.append(Part(2, _("Indicators, goal %(code)s") % name, address("indicators", *place), state, figure))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        if said := _gap(survey.slug, goal, survey.numbers):
            what, title, url, minutes, number = said
            key, none = f"{what} goal:{goal.pk}", not survey.numbers["targets", goal.pk]
            found.append(Finding(2, key, title, goal.statement, url, minutes, goal.group_id, grave=none, number=number))
    return found


def _gap(slug: str, goal: Goal, counted: Tallies) -> tuple[str, str, str, int, int] | None:
    """The first thing that a goal's targets lack: which it is, its words, the place where it is mended, the minutes,
    and how many lack it."""
    number, name, place = counted["targets", goal.pk], {"code": goal.code}, (slug, goal.pk)
    if not number:
        return "targets", _("Set the first target of goal %(code)s") % name, address("target_grid", *place), 15, 1
    if counted["strategic_targets", goal.pk] in (0, number):
        return "levels", _("Goal %(code)s has targets of one level only") % name, address("target_grid", *place), 10, 1
    if left := number - counted["settled_targets", goal.pk]:
        title = ngettext(
            "%(n)d target of goal %(code)s has no date, no one responsible, or has not been discussed yet",
            "%(n)d targets of goal %(code)s have no date, no one responsible, or have not been discussed yet",
            left,
        ) % {"n": left, "code": goal.code}
        return "settled-targets", title, address("targets", *place), 3 * left, left
    if left := number - counted["measured_targets", goal.pk]:
        title = ngettext(
            "%(n)d target of goal %(code)s has no indicator", "%(n)d targets of goal %(code)s have no indicator", left
        ) % {"n": left, "code": goal.code}
        return "indicators", title, address("indicators", *place), 5 * left, left
    return None


ROOM = Room("targets", tallies, parts, findings)
