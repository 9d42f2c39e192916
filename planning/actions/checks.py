"""What the actions of a goal still lack (C3, C4)."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import Finding, Part, progress, tally
from ..plans.prepared import Reading
from .models import Action, ResourceLine
from .rules import Horizon, horizon


class Written(NamedTuple):
    """What the path asks about an action: with a hundred of them, rows of the table would be a third of its page."""

    goal: int
    key: int
    position: int
    title: str
    start: date | None
    end: date | None
    main_actor: int | None
    owner: int | None

    @property
    def is_open(self) -> bool:
        return not (self.start and self.end and self.main_actor and self.owner)


READ_ACTIONS = Reading(Action, "goal", "pk", *Written._fields[2:])


def written() -> dict[int, list[Written]]:
    """The actions of the plan in scope by their goals, in one query."""
    found: defaultdict[int, list[Written]] = defaultdict(list)
    for values in READ_ACTIONS(None):
        action = Written(*values)
        found[action.goal].append(action)
    return found


def tallies(plan: int) -> list[QuerySet[Any]]:
    return [tally(ResourceLine.objects.filter(plan=plan, action__deleted_at=None), "action__goal", lines=Q())]


def parts(survey: Survey) -> list[Part]:
    found = []
    for goal in survey.goals:
        mine = survey.of(written).get(goal.pk, [])
        name, place = {"code": goal.code}, (survey.slug, goal.pk)
        state = progress(sum(not action.is_open for action in mine), len(mine), begun=bool(mine))
        figure = ngettext("%(n)d action", "%(n)d actions", len(mine)) % {"n": len(mine)}
        found.append(Part(3, _("Actions, goal %(code)s") % name, address("actions", *place), state, figure))
        lines = survey.numbers["lines", goal.pk]
        figure = ngettext("%(n)d resource", "%(n)d resources", lines) % {"n": lines}
        state = progress(lines, 1)
        found.append(Part(3, _("Resources, goal %(code)s") % name, address("resources", *place), state, figure))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        mine, url = survey.of(written).get(goal.pk, []), address("actions", survey.slug, goal.pk)
        if not mine:
            title = _("Write the first action of goal %(code)s") % {"code": goal.code}
            key = f"actions goal:{goal.pk}"
            found.append(Finding(3, key, title, goal.statement, url, 10, goal.group_id, grave=True))
        for action in mine:
            if said := _gap(action, f"{goal.code}.{action.position}"):
                what, title = said
                at = f"{url}?row={action.key}#row-{action.key}"
                grave = not (action.start and action.end and action.main_actor)
                key = f"{what} action:{action.key}"
                found.append(Finding(3, key, title, action.title, at, 3, goal.group_id, grave=grave))
    return found


def _gap(action: Written, code: str) -> tuple[str, str] | None:
    """The first thing that the action lacks: which it is, and its words."""
    name = {"code": code}
    if not (action.start and action.end):
        return "dates", _("Action %(code)s has no dates") % name
    if horizon(action.start, action.end) in (Horizon.TOO_SHORT, Horizon.TOO_LONG):
        return "horizon", _("Action %(code)s takes less than a month or more than two years") % name
    if not action.main_actor:
        return "main-actor", _("Action %(code)s has no main actor") % name
    return None if action.owner else ("owner", _("Nobody is responsible for action %(code)s") % name)


ROOM = Room("actions", tallies, parts, findings)
