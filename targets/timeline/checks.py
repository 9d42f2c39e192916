"""How far the timeline and the meetings are (T5, T6)."""

from typing import Any

from django.db.models import DateField, F, Func, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.goals.models import Goal
from planning.goals.rooms import Room, Survey
from planning.plans.addresses import address
from planning.plans.findings import WHOLE_PLAN, Finding, Part, Progress, Tallies, progress, tally

from .models import Activity, Meeting, Precedence


def _end(field: str, at: str) -> Func:
    """The first or the last month of a sorted array; NULL where it is empty."""
    return Func(F(field), template=f"(%(expressions)s)[{at}]", output_field=DateField())


def tallies(plan: int) -> list[QuerySet[Any]]:
    """For each goal how many activities it has, how many of them have months and somebody who answers for them, and how
    many begin too early; how many series of meetings there are, by goal and by kind."""
    activities, meetings = Activity.objects.filter(plan=plan), Meeting.objects.filter(plan=plan)
    links = Precedence.objects.filter(plan=plan).annotate(
        begins=_end("activity__months", "1"), ends=_end("needs__months", "cardinality(%(expressions)s)")
    )
    early = Q(pk__in=links.filter(begins__lte=F("ends")).values("activity"))
    dated = Q(owner__isnull=False) & ~Q(months=())
    return [
        tally(activities, "goal", activities=Q(), dated_activities=dated, early_activities=early),
        tally(meetings, "goal", meetings=Q()),
        tally(meetings, "", **{f"meetings_{kind}": Q(kind=kind) for kind in Meeting.Kind.values}),
    ]


def parts(survey: Survey) -> list[Part]:
    found = []
    for goal in survey.goals:
        number = survey.numbers["activities", goal.pk]
        done = survey.numbers["dated_activities", goal.pk] - survey.numbers["early_activities", goal.pk]
        state = progress(done, number, begun=number > 0)
        figure = ngettext("%(n)d activity", "%(n)d activities", number) % {"n": number}
        url = address("timeline", survey.slug, goal.pk)
        found.append(Part(2, _("Timeline, goal %(code)s") % {"code": goal.code}, url, state, figure))
    kinds = sum(survey.numbers[f"meetings_{kind}", WHOLE_PLAN] > 0 for kind in Meeting.Kind.values)
    watched = sum(_is_watched(goal, survey.numbers) for goal in survey.goals)
    figure = _("%(done)d of %(of)d goals") % {"done": watched, "of": len(survey.goals)}
    state = Progress.PART if kinds else Progress.NOTHING
    if kinds == len(Meeting.Kind.values) and watched == len(survey.goals):
        state = Progress.DONE
    return [*found, Part(2, _("Meetings about the targets"), address("meetings", survey.slug), state, figure)]


def _is_watched(goal: Goal, counted: Tallies) -> bool:
    """Whether there is a meeting about the goal, or one about the whole plan."""
    return bool(counted["meetings", goal.pk] or counted["meetings", WHOLE_PLAN])


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        if said := _gap(survey.slug, goal, survey.numbers):
            what, title, url, minutes, number = said
            key, early = f"{what} goal:{goal.pk}", bool(survey.numbers["early_activities", goal.pk])
            found.append(
                Finding(2, key, title, goal.statement, url, minutes, goal.group_id, grave=early, number=number)
            )
    meetings = address("meetings", survey.slug)
    for goal in survey.goals:
        if survey.numbers["targets", goal.pk] and not _is_watched(goal, survey.numbers):
            title = _("No meeting reviews the targets of goal %(code)s") % {"code": goal.code}
            url = f"{meetings}?goal={goal.pk}#add"
            found.append(Finding(2, f"meetings goal:{goal.pk}", title, goal.statement, url, 5, goal.group_id))
    if any(survey.numbers["targets", goal.pk] for goal in survey.goals):
        why = _("Three kinds of meetings keep targets in sight.")
        found += [
            Finding(2, f"meetings-{kind}", title, why, f"{meetings}?kind={kind}#add", 5)
            for kind, title in _missing_kinds().items()
            if not survey.numbers[f"meetings_{kind}", WHOLE_PLAN]
        ]
    return found


def _missing_kinds() -> dict[Meeting.Kind, str]:
    return {
        Meeting.Kind.SECTORS: _("No regular meeting with the sectors that work on the targets"),
        Meeting.Kind.GROUPS: _("No regular meeting with the groups that the targets concern"),
        Meeting.Kind.BRIEFING: _("No briefing of those who finance, support or carry out"),
    }


def _gap(slug: str, goal: Goal, counted: Tallies) -> tuple[str, str, str, int, int] | None:
    """The first thing that a goal's timeline lacks: which it is, its words, the place where it is mended, the minutes,
    and how many lack it."""
    number, name, place = counted["activities", goal.pk], {"code": goal.code}, (slug, goal.pk)
    if not number:
        title = _("Write down the activities of goal %(code)s") % name
        return "activities", title, address("activities", *place), 15, 1
    if early := counted["early_activities", goal.pk]:
        title = ngettext(
            "%(n)d activity of goal %(code)s begins too early",
            "%(n)d activities of goal %(code)s begin too early",
            early,
        ) % {"n": early, "code": goal.code}
        return "early-activities", title, address("timeline", *place), 5 * early, early
    if left := number - counted["dated_activities", goal.pk]:
        title = ngettext(
            "%(n)d activity of goal %(code)s has no months or no one responsible",
            "%(n)d activities of goal %(code)s have no months or no one responsible",
            left,
        ) % {"n": left, "code": goal.code}
        return "dated-activities", title, address("activities", *place), 3 * left, left
    return None


ROOM = Room("timeline", tallies, parts, findings)
