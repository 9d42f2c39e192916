from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.goals.access import goal_door
from planning.goals.models import Goal
from planning.goals.section import named_goals
from planning.people.http import HttpRequest
from planning.plans.access import Access, door
from planning.plans.permissions import Permission

from . import actions, rules, section
from .drawing import MonthCells
from .fields import parse_month
from .forms import read_mark
from .models import Activity
from .sheets import ACTIVITIES

LENGTHS = (12, 18, 24, 36, 60)
MOST_LINES = 60  # of the plan's timeline at a time
SHOWN_SECONDS = 10 * 60  # a new address waits that long for the page that shows it, once


@goal_door(Permission.SEE_WORKSHEETS)
def timeline(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Table 6 of a goal; a POST marks a month of an activity, or takes the mark away (T5)."""
    if request.method == "POST":
        return _mark(request, access, goal)
    return _page(request, access, goal)


def _page(request: HttpRequest, access: Access, goal: Goal, problem: str = "", status: int = 200) -> HttpResponse:
    found = section.timeline_of(goal, access.plan)
    values = _values(request, access, found, may_edit=access.may_edit_goal(goal.group_id))
    values |= {
        "rows": values["part"].drawn_rows,
        "goal": goal,
        "problem": problem,
        "lengths": LENGTHS,
    }
    template = "targets/timeline_rows.html" if request.htmx else "targets/timeline.html"
    return render(request, template, values, status=status)


def _values(request: HttpRequest, access: Access, found: section.Timeline, *, may_edit: bool = False) -> dict[str, Any]:
    """The months that the reader wants to see, as the address says; what it says wrongly is as if it said nothing."""
    count = request.GET.get("count", "")
    shown = rules.span(
        found.marks,
        timezone.localdate(),
        parse_month(request.GET.get("from", "")),
        int(count) if count.isascii() and count.isdigit() and len(count) < 4 else None,
    )
    part, this_month = section.TimelinePart(found, shown.months), rules.month_of(timezone.localdate())
    return {
        "access": access,
        "plan": access.plan,
        "timeline": found,
        "span": shown,
        "part": part,
        "this_month": this_month,
        "may_edit": may_edit,
        "query": request.GET.urlencode(),
        "cells": MonthCells(shown.months, this_month, may_edit),
    }


def _mark(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    ACTIVITIES.demand_edit(access, goal)
    mark = read_mark(request.POST.get("mark", ""))
    activity = Activity.objects.filter(goal=goal, pk=mark.activity).first() if mark else None
    if mark is None:
        return _page(request, access, goal, _("This month could not be marked. Please try again."), 422)
    if activity is None:
        return _page(request, access, goal, _("Somebody has deleted this activity in the meantime."), 409)
    actions.mark_month(activity, mark, by=access.user)
    if not request.htmx:
        return redirect(f"{request.get_full_path()}#a{activity.pk}")
    found = section.timeline_of(goal, access.plan)
    values = _values(request, access, found, may_edit=True) | {"goal": goal}
    touched = section.touched(found, activity.pk)
    values["rows"] = [(line, stretches) for line, stretches in values["part"].drawn_rows if line.key in touched]
    return render(request, "targets/timeline_rows.html", values)


@door(Permission.SEE_WORKSHEETS)
def plan_timeline(request: HttpRequest, access: Access) -> HttpResponse:
    """All goals below one another, to read and to print; those of a large plan some at a time, or all when asked."""
    every = section.timelines(named_goals(access.plan), access.plan)
    whole = section.Timeline(None, [line for one in every for line in one.lines], [], [])
    values = _values(request, access, whole)
    pages = Paginator(section.batches(every, MOST_LINES), 1)
    page, whole_plan = pages.get_page(request.GET.get("page")), request.GET.get("page") == "all"
    shown = every if whole_plan else [one for batch in page for one in batch]
    parts = [section.TimelinePart(one, values["span"].months) for one in shown]
    values |= {"parts": parts, "lengths": LENGTHS, "page": page, "whole_plan": whole_plan}
    return render(request, "targets/plan_timeline.html", values)
