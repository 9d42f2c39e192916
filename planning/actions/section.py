"""What this room gives to the document: Tables 7 and 8 (C3, C4)."""

from dataclasses import dataclass
from decimal import Decimal

from ..goals.models import Goal
from ..people.money import totals
from .models import Action, ResourceLine


@dataclass(frozen=True)
class ActionMeans:
    """One row of Table 8: an action, and its lines by the table's columns."""

    action: Action
    main: list[ResourceLine]
    others: list[ResourceLine]
    other_ways: list[ResourceLine]
    external: list[ResourceLine]

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(line.source for line in self.external if line.source))


@dataclass(frozen=True)
class GoalActions:
    goal: Goal
    actions: list[Action]
    means: list[ActionMeans]
    own: dict[str, Decimal]
    needed: dict[str, Decimal]


def actions_by_goal() -> list[GoalActions]:
    """Every goal of the plan in scope with its actions and their means, in three queries."""
    actions: dict[int, list[Action]] = {}
    for action in Action.objects.select_related("goal", "sub_objective__goal"):
        actions.setdefault(action.goal_id, []).append(action)
    lines: dict[int, list[ResourceLine]] = {}
    for line in ResourceLine.objects.order_by("origin", "position"):
        lines.setdefault(line.action_id, []).append(line)
    return [_goal(goal, actions.get(goal.pk, []), lines) for goal in Goal.objects.all()]


def _goal(goal: Goal, actions: list[Action], lines: dict[int, list[ResourceLine]]) -> GoalActions:
    mine = [line for action in actions for line in lines.get(action.pk, [])]
    external = ResourceLine.Origin.EXTERNAL
    return GoalActions(
        goal=goal,
        actions=actions,
        means=[_means(action, lines.get(action.pk, [])) for action in actions],
        own=totals((x.currency, x.amount) for x in mine if x.origin != external),
        needed=totals((x.currency, x.amount) for x in mine if x.origin == external),
    )


def _means(action: Action, lines: list[ResourceLine]) -> ActionMeans:
    origin = ResourceLine.Origin
    columns = (origin.MAIN, origin.OTHERS, origin.OTHER_WAYS, origin.EXTERNAL)
    return ActionMeans(action, *([line for line in lines if line.origin == column] for column in columns))
