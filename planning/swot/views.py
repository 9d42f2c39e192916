from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.access import goal_door
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.permissions import Permission
from ..plans.sealed import between_submissions, in_form, versions_with_row, warning
from . import actions, section
from .forms import SureForm
from .sheets import SWOT_ENTRIES


def shown(access: Access, goal: Goal, **values: Any) -> dict[str, Any]:
    """What every page of a goal's SWOT shows."""
    may_edit = SWOT_ENTRIES.may_edit(access, goal)
    return {"access": access, "plan": access.plan, "goal": goal, "may_edit": may_edit, **values}


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def swot(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The table of two rows and three columns, with what Step 1 offers for it."""
    lines, confidant = section.of_goal(goal), access.is_confidant(goal.group_id)
    for entry in (entry for line in lines for place in line.places for entry in place.entries):
        told = confidant or entry.from_rating_id
        entry.way_back = section.way_back(entry, access.plan.slug) if told else ""  # type: ignore[attr-defined]  # for the cell
    values = shown(access, goal, lines=lines, confidant=confidant, may_release=access.may(Permission.SEE_CONFIDENTIAL))
    if values["may_edit"]:
        values["offers"] = section.in_words(section.offers(goal))
    return render(request, "swot/swot.html", values)


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def swot_take(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """POST `origin` (once or several times), or `all`: makes entries of these offers."""
    SWOT_ENTRIES.demand_edit(access, goal)
    offered, wanted = section.offers(goal), set(request.POST.getlist("origin"))
    made = actions.take(goal, [one for one in offered if "all" in request.POST or one.origin in wanted], by=access.user)
    if made:
        said = ngettext("%(n)d entry was adopted.", "%(n)d entries were adopted.", len(made))
        messages.success(request, said % {"n": len(made)})
    else:
        messages.info(request, _("Nothing was adopted: it is already in the table, or no longer proposed."))
    return redirect("swot", slug=access.plan.slug, goal=goal.pk)


@goal_door(Permission.SEE_CONFIDENTIAL, confidential=True)
def swot_release(request: HttpRequest, access: Access, goal: Goal, pk: int) -> HttpResponse:
    """Shows one entry to all who read the plan; says beforehand what that is, and to whom (B8)."""
    entry = SWOT_ENTRIES.rows.one(access, goal, pk)
    form = SureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.release(entry, by=access.user)
        messages.success(request, _("Released."))
        return redirect("swot", slug=access.plan.slug, goal=goal.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "swot/release.html", shown(access, goal, entry=entry, form=form), status=status)


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
@between_submissions
def swot_withhold(request: HttpRequest, access: Access, goal: Goal, pk: int) -> HttpResponse:
    """POST keeps an entry to the confidants of the goal. Where it stands in submitted versions, that is said first;
    `sealed`: the versions that the reader has been told of."""
    SWOT_ENTRIES.demand_edit(access, goal)
    if not access.is_confidant(goal.group_id):
        raise PermissionDenied(Permission.SEE_CONFIDENTIAL)
    entry = SWOT_ENTRIES.rows.one(access, goal, pk)
    sealed = versions_with_row("swot_entry", entry)
    if in_form(sealed) != request.POST.get("sealed", ""):
        values = shown(access, goal, entry=entry, sealed=in_form(sealed), warning=warning(sealed))
        return render(request, "swot/withhold.html", values, status=409)
    actions.withhold(entry, by=access.user)
    messages.success(request, _("Confidential from now on. People who have read it still know it."))
    return redirect("swot", slug=access.plan.slug, goal=goal.pk)
