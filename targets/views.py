from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from planning.goals.access import goal_door
from planning.goals.models import Goal
from planning.people.http import HttpRequest
from planning.plans.access import Access
from planning.plans.permissions import Permission

from . import section


@goal_door(Permission.SEE_WORKSHEETS)
def target_grid(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Table 5: the goal's targets by level and dimension, with what to think about where none stands (T1)."""
    may_edit = access.may_edit_goal(goal.group_id)
    lines = section.grid(section.lines(goal.pk))
    values = {"access": access, "plan": access.plan, "goal": goal, "lines": lines, "may_edit": may_edit}
    return render(request, "targets/grid.html", values)


@goal_door(Permission.SEE_WORKSHEETS)
def target_pairs(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """What is reached with external means and what without them, side by side (T2)."""
    values = {"access": access, "plan": access.plan, "goal": goal, "pairs": section.pairs(goal)}
    return render(request, "targets/pairs.html", values)


@goal_door(Permission.SEE_WORKSHEETS)
def target_check(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The check alone, which the page of the list asks for again after each change (T3); whoever comes by a link is
    led to that page."""
    if not request.htmx:
        return redirect(reverse("targets", args=[access.plan.slug, goal.pk]) + "#target-check")
    findings = section.findings_of(goal.pk)
    values = {"access": access, "plan": access.plan, "goal": goal, "findings": findings}
    return render(request, "targets/check.html", values)
