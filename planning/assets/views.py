from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from planning.people.http import HttpRequest

from ..goals.access import goal_door
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.permissions import Permission
from ..plans.prepared import Reading
from .actions import rate_oneself
from .forms import OwnRatingForm
from .models import Availability, GoalAsset, Importance, OwnRating
from .places import by_place, places
from .rules import spread
from .section import grid_table


@goal_door(Permission.SEE_WORKSHEETS)
def priority_grid(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Table 2: the goal's assets in their cells (A6)."""
    table = grid_table(goal)
    values = {"access": access, "plan": access.plan, "goal": goal, "grid": table}
    return render(request, "assets/grid.html", values)


@goal_door(Permission.SEE_WORKSHEETS)
def rating_detail(request: HttpRequest, access: Access, goal: Goal, pk: int) -> HttpResponse:
    """Behind a name in the grid: what is known of the asset, and how the group came to its place (A5, A6)."""
    row: GoalAsset = get_object_or_404(
        GoalAsset.objects.select_related("asset__locality", "agreed_by"), goal=goal, pk=pk
    )
    own = list(OwnRating.objects.filter(goal_asset=row))
    spreads = {"availability": spread(o.availability for o in own), "importance": spread(o.importance for o in own)}
    values = {
        "access": access,
        "plan": access.plan,
        "goal": goal,
        "row": row,
        "spreads": spreads,
        "by_place": by_place(row),
    }
    return render(request, "assets/rating_detail.html", values)


@goal_door(Permission.SEE_WORKSHEETS)
def goal_places(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Which asset is there in which locality, and what is missing where (A7)."""
    values = {
        "access": access,
        "plan": access.plan,
        "goal": goal,
        "places": places(goal),
        "may_edit": access.may_edit_goal(goal.group_id),
        "tiles": settings.MAP_TILES_URL,
        "tiles_from": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, "assets/places.html", values)


READ_LISTED = Reading(GoalAsset, "goal", "pk", "asset__name", "asset__kind")


@goal_door(Permission.EDIT_OWN_GOALS)
def own_ratings(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """Each member rates alone first (A5). The ratings of others do not stand here."""
    if not access.may_edit_goal(goal.group_id):
        raise PermissionDenied(Permission.EDIT_OWN_GOALS)
    own = OwnRating.objects.filter(goal_asset__goal=goal, user=access.user)
    mine = {pk: levels for pk, *levels in own.values_list("goal_asset", "availability", "importance")}
    rows = [(one.pk, one.asset_name, one.asset_kind, *mine.get(one.pk, (None, None))) for one in READ_LISTED(goal.pk)]
    values = {
        "access": access,
        "plan": access.plan,
        "goal": goal,
        "rows": rows,
        "done": sum(1 for levels in mine.values() if all(levels)),
        "availabilities": Availability.choices[::-1],
        "importances": Importance.choices[::-1],
    }
    return render(request, "assets/own_ratings.html", values)


@goal_door(Permission.EDIT_OWN_GOALS)
def own_rating(request: HttpRequest, access: Access, goal: Goal, pk: int) -> HttpResponse:
    """Stores one member's rating of one asset. Only the goal's group and the task force rate: others would count in
    a spread that is not theirs."""
    if not access.may_edit_goal(goal.group_id):
        raise PermissionDenied(Permission.EDIT_OWN_GOALS)
    row: GoalAsset = get_object_or_404(GoalAsset.objects.filter(goal=goal), pk=pk)
    form = OwnRatingForm(request.POST)
    if not form.is_valid():
        return render(request, "assets/own_refused.html", {"access": access, "form": form, "goal": goal}, status=422)
    rate_oneself(row, by=access.user, **{name: value or None for name, value in form.cleaned_data.items()})
    if request.htmx:
        return render(request, "assets/own_saved.html")
    return redirect(f"{reverse('own_ratings', args=[access.plan.slug, goal.pk])}#row-{row.pk}")
