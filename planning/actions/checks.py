"""What the actions of a goal still lack (C3, C4)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.models import Goal
from ..plans.findings import Finding, Part, Tallies, progress, tally
from .models import Action, ResourceLine
from .rules import Horizon


def tallies(plan: int) -> list[QuerySet[Any]]:
    return [tally("lines", ResourceLine.objects.filter(plan=plan, action__deleted_at=None), "action__goal")]


def parts(slug: str, goals: Sequence[Goal], actions: Sequence[Action], counted: Tallies) -> list[Part]:
    found = []
    for goal in goals:
        mine = [action for action in actions if action.goal_id == goal.pk]
        name, place = {"code": goal.code}, [slug, goal.pk]
        state = progress(sum(not action.is_open for action in mine), len(mine))
        figure = ngettext("%(n)d action", "%(n)d actions", len(mine)) % {"n": len(mine)}
        found.append(Part(3, _("Actions, goal %(code)s") % name, reverse("actions", args=place), state, figure))
        lines = counted["lines", goal.pk]
        figure = ngettext("%(n)d entry", "%(n)d entries", lines) % {"n": lines}
        state = progress(lines, 1)
        found.append(Part(3, _("Resources, goal %(code)s") % name, reverse("resources", args=place), state, figure))
    return found


def findings(slug: str, goals: Sequence[Goal], actions: Sequence[Action]) -> list[Finding]:
    found = []
    for goal in goals:
        mine = [action for action in actions if action.goal_id == goal.pk]
        url = reverse("actions", args=[slug, goal.pk])
        if not mine:
            title = _("Write the first action of goal %(code)s") % {"code": goal.code}
            found.append(Finding(3, title, goal.statement, url, 10, goal.group_id))
        for action in mine:
            if title := _gap(action):
                found.append(
                    Finding(3, title, action.title, f"{url}?row={action.pk}#row-{action.pk}", 3, goal.group_id)
                )
    return found


def _gap(action: Action) -> str:
    """The first thing that the action lacks, or ""."""
    name = {"code": action.code}
    if not (action.start and action.end):
        return _("Action %(code)s has no dates") % name
    if action.horizon in (Horizon.TOO_SHORT, Horizon.TOO_LONG):
        return _("Action %(code)s takes less than a month or more than two years") % name
    if not action.main_actor_id:
        return _("Action %(code)s has no main actor") % name
    return "" if action.owner_id else _("Nobody answers for action %(code)s") % name
