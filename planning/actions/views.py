from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from targets.section import lines as target_lines

from ..goals.access import goal_door
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.permissions import Permission
from . import rules, section
from .actions import change_links
from .forms import LinksForm
from .models import Action, ActionLink


def shown(access: Access, goal: Goal, **values: Any) -> dict[str, Any]:
    may_edit, confidant = access.may_edit_goal(goal.group_id), access.is_confidant(goal.group_id)
    return {"access": access, "plan": access.plan, "goal": goal, "may_edit": may_edit, "confidant": confidant, **values}


@goal_door(Permission.SEE_WORKSHEETS, confidential=True)
def action_page(request: HttpRequest, access: Access, goal: Goal, pk: int) -> HttpResponse:
    """One action: the module's four questions about it with their answers, and what it serves and builds on (C3)."""
    line = next((one for one in section.action_lines(access.plan.pk, goal.pk) if one.action.pk == pk), None)
    if line is None:
        raise Http404
    line.action.goal = goal
    linked = {link.place for link in ActionLink.objects.filter(action=pk)}
    form = LinksForm(request.POST or None, action=line.action, linked=linked)
    if request.method == "POST":
        if not access.may_edit_goal(goal.group_id):
            raise PermissionDenied(Permission.EDIT_WORKSHEETS)
        if form.is_valid() and _linked(form, line.action, access):
            messages.success(request, _("Saved."))
            return redirect("action", slug=access.plan.slug, goal=goal.pk, pk=pk)
    urls = {name: reverse(name, args=[access.plan.slug, goal.pk]) for name in ("action_parts", "resources")}
    signed = line.action.commitments.filter(secret=False).order_by("position", "pk")
    values = shown(access, goal, line=line, form=form, parts_url=urls["action_parts"], means_url=urls["resources"])
    values["commitments"] = list(signed)
    return render(request, "actions/action.html", values, status=422 if form.errors else 200)


def _linked(form: LinksForm, action: Action, access: Access) -> bool:
    try:
        with transaction.atomic():
            change_links(action, seen=form.cleaned_data["seen"], wanted=form.wanted, by=access.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@goal_door(Permission.SEE_WORKSHEETS)
def balance(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """What each action of a goal needs, has and lacks, with and without external means (C4)."""
    lines = section.action_lines(access.plan.pk, goal.pk)
    account = rules.account(line.means for one in lines for line in one.lines)
    return render(request, "actions/balance.html", shown(access, goal, lines=lines, account=account))


@goal_door(Permission.SEE_WORKSHEETS)
def monitoring_plan(request: HttpRequest, access: Access, goal: Goal) -> HttpResponse:
    """The monitoring plan in its two layers, made of actions, means and indicators (C5)."""
    lines, targets = section.action_lines(access.plan.pk, goal.pk), target_lines(goal.pk)
    return render(request, "actions/monitoring_plan.html", shown(access, goal, lines=lines, targets=targets))
