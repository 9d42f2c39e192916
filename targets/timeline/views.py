import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django_scopes import scope

from planning.goals.access import goal_door
from planning.goals.models import Goal
from planning.goals.section import named_goals
from planning.people.access import public
from planning.plans.access import Access, door
from planning.plans.permissions import Permission

from . import actions, rules, section
from . import calendar as ics
from .drawing import MonthCells
from .fields import parse_month
from .forms import read_mark
from .models import Activity, CalendarAddress
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
    template = "targets/timeline_rows.html" if request.htmx else "targets/timeline.html"  # type: ignore[attr-defined]
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
    if not request.htmx:  # type: ignore[attr-defined]
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


# Calendars -----------------------------------------------------------------------------------------------------------


@door(Permission.SEE_WORKSHEETS, confidential=True)
def calendar(request: HttpRequest, access: Access) -> HttpResponse:
    """One's own secret addresses for calendar programs; a POST makes, renews or withdraws one (T5)."""
    what, do = request.POST.get("what", ""), request.POST.get("do", "")
    if request.method != "POST":
        return _calendars(request, access)
    if what not in CalendarAddress.What.values or do not in {"make", "revoke"}:
        return _calendars(request, access, _("Please choose one of the calendars below."), 422)
    if do == "make":
        token = actions.make_address(access.plan, what, by=access.user)
        cache.set(_shown_once(request, access, what), token, SHOWN_SECONDS)
    else:
        actions.revoke_address(access.plan, what, by=access.user)
        messages.success(request, _("The address no longer works."))
    return redirect("calendar", slug=access.plan.slug)


def _shown_once(request: HttpRequest, access: Access, what: str) -> str:
    """Where a new address waits for the page that shows it: in the cache, not in the session, which is backed up."""
    return f"calendar:{request.session.session_key}:{access.plan.pk}:{what}"


def _calendars(request: HttpRequest, access: Access, problem: str = "", status: int = 200) -> HttpResponse:
    made = CalendarAddress.objects.filter(user=access.user, revoked_at=None).values_list("what", "made_at")
    made_at, shown = dict(made), []
    for what, words in CalendarAddress.What.choices:
        key = _shown_once(request, access, what)
        token = cache.get(key)
        cache.delete(key)
        url = settings.SITE_URL + reverse("calendar_feed", args=[token]) if token else ""
        shown.append({"what": what, "words": words, "made_at": made_at.get(what), "url": url})
    values = {"access": access, "plan": access.plan, "calendars": shown, "problem": problem}
    return render(request, "targets/calendar.html", values, status=status)


@door(Permission.SEE_WORKSHEETS)
def calendar_file(request: HttpRequest, access: Access) -> HttpResponse:
    """The calendar as a file to download: one's own with `?mine`, else the whole plan's."""
    own = access.user if "mine" in request.GET else None
    response = _file(request, ics.calendar_of(access.plan, own))
    response["Content-Disposition"] = f'attachment; filename="{ics.file_name(access.plan)}"'
    return response


@public
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar at its secret address, for programs that cannot sign in; 404 as soon as the address has ended."""
    address = actions.find_address(token)
    if address is None:
        raise Http404
    with scope(plan=address.plan):
        own = address.user if address.what == CalendarAddress.What.MINE else None
        response = _file(request, ics.calendar_of(address.plan, own))
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, content: bytes) -> HttpResponse:
    """The file, or 304 where the program has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    whole = HttpResponse(content, content_type=ics.MIME, headers={"ETag": etag})
    found = get_conditional_response(request, etag=etag, response=whole)
    assert isinstance(found, HttpResponse)  # it makes the response that it is given, or one of its own
    found["Cache-Control"] = "private, no-cache"
    return found
