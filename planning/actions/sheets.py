"""The worksheets of this room: a goal's actions (C3, Table 7), what others add, groups of actions, how opponents are
accommodated, and the means (C4, Table 8)."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Position, StanceChoices

from ..goals.models import Goal
from ..worksheets.models import Row
from ..worksheets.sheet import Gathered, Parent, Seen, Worksheet
from . import rules, section
from .forms import (
    AccommodationForm,
    ActionForm,
    ActionGroupForm,
    ActionPartForm,
    NewActionPartForm,
    ResourceForm,
)
from .models import Accommodation, Action, ActionGroup, ActionPart, ResourceLine
from .rules import Call, accommodation

ACTION = {"action_number": "action__position", "action_title": "action__title"}


def with_parts(goal: Row | None, rows: list[Any]) -> None:
    """Puts on each action who adds what to it, as plain values."""
    found: defaultdict[int, list[section.PartLine]] = defaultdict(list)
    for part in section.READ_PARTS(rows[0].goal_id):
        found[part.action].append(section.PartLine(part.stakeholder_name, part.adds, part.readiness))
    for row in rows:
        row.others = found[row.pk]


def by_action(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(action__deleted_at=None).order_by("action__position", "position")


def resource_sums(goal: Any, _rows: list[ResourceLine] | None) -> dict[str, Any]:
    """What the goal's means come to, by currency."""
    lines = (section.MeansLine(*line) for _goal, _action, *line in section.READ_LINES(goal.pk))
    return {"account": rules.account(line.means for line in lines)}


def with_members(goal: Row | None, rows: list[Any]) -> None:
    """Puts on each group the numbers and titles of its actions."""
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    of_group = Action.objects.filter(goal=rows[0].goal_id).exclude(together=None)
    for group, number, title in of_group.values_list("together", "position", "title"):
        found[group].append((number, title))
    for row in rows:
        row.members = found[row.pk]


class Opponent(NamedTuple):
    """An opponent who can stop what a sub-objective needs. `must`: their interest has to be accommodated, not only
    considered; `actions`: which do."""

    key: int
    who: str
    step: str
    must: bool
    actions: list[str]


def strongest_influence() -> Max:
    """Of a position: its influence over all assets together (B4), None where none is noted."""
    return Max("influences__strength", filter=Q(influences__deleted_at=None))


def influential(goal: Any, _rows: list[Any] | None) -> dict[str, Any]:
    """The goal's influential opponents, each with the actions that accommodate their interest (C3); as far as they are
    confided to the reader."""
    met: defaultdict[int, list[str]] = defaultdict(list)
    for opponent, title in Accommodation.objects.filter(goal=goal).values_list("opponent", "action__title"):
        met[opponent].append(title)
    against = Position.objects.filter(goal=goal, stance=StanceChoices.OPPONENT).annotate(
        strongest=strongest_influence()
    )
    columns = ("pk", "stakeholder__name", "sub_objective__position", "interest", "strongest")
    found = []
    for pk, who, step, interest, influence in against.order_by("sub_objective__position", "pk").values_list(*columns):
        if call := accommodation(influence, interest):
            found.append(Opponent(pk, who, f"{goal.position}.{step}", call is Call.MUST, met[pk]))
    return {"opponents": found, "unmet": sum(one.must and not one.actions for one in found)}


ACTIONS = Worksheet(
    step=3,
    name="actions",
    chain="action",
    model=Action,
    form=ActionForm,
    page="actions/actions.html",
    cells="actions/action_cells.jinja",
    computed="actions/horizon.html",
    columns=(_("Action"), _("Time frame"), _("Main actor"), _("Other actors"), _("Flexibility"), _("Social cohesion")),
    parent=Parent(Goal),
    gathered=(Gathered(with_parts, Seen(ActionPart, "action__goal", ways=("stakeholder",))),),
    shows={
        "actor": "main_actor__name",
        "step": "sub_objective__position",
        "bundle": "together__name",
        "win_number": "trust_for__position",
    },
)
ACTION_GROUPS = Worksheet(
    step=3,
    name="action_groups",
    model=ActionGroup,
    form=ActionGroupForm,
    page="actions/groups.html",
    cells="actions/group_cells.jinja",
    columns=(_("Group of actions"), _("Its actions")),
    parent=Parent(Goal),
    gathered=(Gathered(with_members, Seen(Action, "goal")),),
)
PARTS = Worksheet(
    step=3,
    name="action_parts",
    model=ActionPart,
    form=ActionPartForm,
    add_form=NewActionPartForm,
    page="actions/parts.html",
    cells="actions/part_cells.jinja",
    columns=(_("Stakeholder"), _("What they add"), _("Action"), _("Readiness")),
    parent=Parent(Goal, "action__goal"),
    moves=None,
    arranged=by_action,
    shows=ACTION | {"who": "stakeholder__name"},
    exported=("action", "stakeholder", "adds", "readiness"),
)
ACCOMMODATIONS = Worksheet(
    step=3,
    name="accommodations",
    model=Accommodation,
    form=AccommodationForm,
    page="actions/accommodations.html",
    cells="actions/accommodation_cells.jinja",
    columns=(_("Opponent"), _("Action"), _("What it gives them")),
    parent=Parent(Goal),
    moves=None,
    extra=influential,
    shows=ACTION
    | {
        "who": "opponent__stakeholder__name",
        "step": "opponent__sub_objective__position",
        "action_gone": "action__deleted_at",
    },
)
RESOURCES = Worksheet(
    step=3,
    name="resources",
    chain="resource",
    model=ResourceLine,
    form=ResourceForm,
    page="actions/resources.html",
    cells="actions/resource_cells.jinja",
    columns=(_("Resource"), _("Action"), _("Origin"), _("Amount"), _("State"), _("Possible source")),
    parent=Parent(Goal, "action__goal"),
    extra=resource_sums,
    moves=None,
    arranged=by_action,
    shows=ACTION | {"giver_name": "giver__name"},
)
