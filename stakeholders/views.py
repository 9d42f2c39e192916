from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from planning.goals.access import goal_door
from planning.goals.models import Goal, SubObjective
from planning.plans.access import Access, door_with
from planning.plans.permissions import Permission
from planning.plans.sealed import between_submissions, in_form, warning

from .actions import release, withdraw
from .checks import coverage
from .forms import ReleaseForm
from .models import Interview, Position, Release, Stakeholder
from .network import network
from .section import ALL_PARTS, Analysis, analysis_of, matrix, pins, released_parts, sealed_with
from .sheets import POSITIONS


def step_door(permission: Permission) -> Any:
    """Guards a view whose URL has a sub-objective; the view receives it. All of its pages are confidential."""

    return door_with(
        "sub_objective", lambda pk: POSITIONS.rows.find_parent({"sub_objective": pk}), permission, confidential=True
    )


def demand_confidant(access: Access, group_id: int | None) -> None:
    if not access.is_confidant(group_id):
        raise PermissionDenied(Permission.SEE_CONFIDENTIAL)


def readable(access: Access, step: SubObjective) -> Analysis:
    """The sub-objective's analysis as far as the reader may know it; PermissionDenied where that is nothing."""
    parts: frozenset[str] = ALL_PARTS
    confidant = access.is_confidant(step.group_id)
    if not confidant:
        parts = released_parts(Release.Audience.MEMBERS).get(step.pk, frozenset())
        if not parts:
            raise PermissionDenied(Permission.SEE_CONFIDENTIAL)
    return analysis_of(step, parts, whole=confidant)


def shown(access: Access, step: SubObjective, **values: Any) -> dict[str, Any]:
    """What every page of a sub-objective's analysis shows."""
    confidant = access.is_confidant(step.group_id)
    return {"access": access, "plan": access.plan, "goal": step.goal, "parent": step, "confidant": confidant, **values}


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def analysis(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The way into the analysis of a goal: its sub-objectives, one after the other."""
    steps = list(SubObjective.objects.filter(goal=goal))
    released = released_parts(Release.Audience.MEMBERS)
    listed: dict[int, list[str]] = {step.pk: [] for step in steps}
    for key, name in Position.objects.filter(goal=goal).values_list("sub_objective", "stakeholder__name"):
        listed[key].append(name)
    for step in steps:
        step.goal = goal
        step.listed, step.is_released = listed[step.pk], step.pk in released  # type: ignore[attr-defined]  # for the template
    confidant = access.is_confidant(goal.group_id)
    values = {"access": access, "plan": access.plan, "goal": goal, "steps": steps, "confidant": confidant}
    values["base"] = reverse("overview", args=[access.plan.slug]) + "sub-objectives/"
    return render(request, "stakeholders/analysis.html", values)


@step_door(Permission.SEE_WORKSHEETS)
def stakeholder_map(request: HttpRequest, access: Access, step: SubObjective) -> HttpResponse:
    """Influence × interest as a picture, and the same as a list with the advice of each place (B4)."""
    found = readable(access, step)
    values = shown(access, step, analysis=found, pins=pins(found.lines))
    values["may_release"] = access.may(Permission.SEE_CONFIDENTIAL)
    return render(request, "stakeholders/map.html", values)


@step_door(Permission.SEE_WORKSHEETS)
def stakeholder_network(request: HttpRequest, access: Access, step: SubObjective) -> HttpResponse:
    """Who has whose ear, and the shortest ways to strong opponents (B6)."""
    demand_confidant(access, step.group_id)
    lines = analysis_of(step, frozenset({Release.Part.STANCES}), whole=True).lines
    values = shown(access, step, network=network(step, lines))
    return render(request, "stakeholders/network.html", values)


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def promote(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Who can promote and who can oppose, asset by asset (B5)."""
    demand_confidant(access, goal.group_id)
    values = {"access": access, "plan": access.plan, "goal": goal, "matrix": matrix(goal), "confidant": True}
    return render(request, "stakeholders/promote.html", values)


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def interview_guide(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The three sets of questions, to be printed (B7), and which types of stakeholders have been heard."""
    demand_confidant(access, goal.group_id)
    steps = SubObjective.objects.filter(goal=goal).select_related("goal")
    kinds = Interview.objects.filter(goal=goal).values_list("kind", flat=True)
    known = Stakeholder.objects.values_list("kind", flat=True)
    values = {"access": access, "plan": access.plan, "goal": goal, "steps": steps, "coverage": coverage(known, kinds)}
    return render(request, "stakeholders/interview_guide.html", values)


def _taken_back(request: HttpRequest, access: Access, step: SubObjective, audience: str, part: str) -> HttpResponse:
    withdraw(step, audience, part)
    messages.success(
        request,
        _(
            "The release was taken back; drafts that contain it can no longer be opened. People who have "
            "read it still know it."
        ),
    )
    return redirect("release", slug=access.plan.slug, sub_objective=step.pk)


@step_door(Permission.SEE_CONFIDENTIAL)
@between_submissions
def release_analysis(request: HttpRequest, access: Access, step: SubObjective) -> HttpResponse:
    """Shows parts of the analysis to more people; says beforehand what that is, and to whom (B8)."""
    back = request.POST.get("withdraw")
    open_now = list(Release.objects.open().filter(sub_objective=step).values_list("part", "audience"))
    form = ReleaseForm(request.POST if request.method == "POST" and back is None else None, open_now=open_now)
    sealed = sealed_with(step)
    audience, _dash, part = (back or "").partition(":")
    told = request.POST.get("sealed", "") == in_form(sealed)  # of the versions that keep showing it
    known = audience in Release.Audience.values and part in ("", *Release.Part.values)
    if known and (told or audience != Release.Audience.DOCUMENT):
        return _taken_back(request, access, step, audience, part)
    valid = form.is_bound and form.is_valid()
    if valid and "confirm" in request.POST:
        release(step, form.chosen(), by=access.user)
        messages.success(request, _("Released."))
        return redirect("release", slug=access.plan.slug, sub_objective=step.pk)
    values = shown(access, step, form=form, analysis=readable(access, step), back=audience)
    if valid or "confirm" in request.POST:  # the very text, as its readers would see it
        values["preview"] = analysis_of(step, form.will_read(), whole=False) if valid else None
    values |= {"sealed": in_form(sealed), "warning": warning(sealed)}
    status = 409 if known else 422 if form.errors or back is not None else 200
    return render(request, "stakeholders/release.html", values, status=status)
