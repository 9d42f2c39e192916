from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..goals.access import goal_door
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.permissions import Permission
from .section import grid_table


@goal_door(Permission.SEE_WORKSHEETS)
def priority_grid(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Table 2: the goal's assets in their cells (A6)."""
    table = grid_table(goal)
    values = {"access": access, "plan": access.plan, "goal": goal, "grid": table}
    return render(request, "assets/grid.html", values)
