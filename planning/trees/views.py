from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..goals.access import goal_door
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.permissions import Permission
from . import section


@goal_door(Permission.SEE_WORKSHEETS)
def trees(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The trees of a goal as a drawing; with `side=objectives` turned over."""
    turned = request.GET.get("side") == "objectives"
    values = {"access": access, "plan": access.plan, "goal": goal, "cores": section.trees(goal), "turned": turned}
    return render(request, "trees/trees.html", values | {"may_edit": access.may_edit_goal(goal.group_id)})
