"""What this room gives to others: the goals, for the document with their sub-objectives (P2)."""

from dataclasses import dataclass

from ..plans.models import Plan
from ..plans.prepared import PreparedRows
from .models import Goal, SubObjective

NAMED = PreparedRows(
    Goal, lambda plan: Goal.objects.filter(plan=plan), "plan", columns=["id", "position", "statement", "group_id"]
)


def named_goals(plan: Plan) -> list[Goal]:
    """The goals of a plan, of which only number, statement and group are read, by one prepared query."""
    return NAMED.rows(plan=plan.pk)


@dataclass(frozen=True)
class GoalSteps:
    goal: Goal
    steps: list[SubObjective]


def goals_with_steps() -> list[GoalSteps]:
    """Every goal of the plan in scope with its sub-objectives, in two queries."""
    by_goal: dict[int, list[SubObjective]] = {}
    for step in SubObjective.objects.select_related("goal"):
        by_goal.setdefault(step.goal_id, []).append(step)
    goals = Goal.objects.select_related("area", "group")
    return [GoalSteps(goal, by_goal.get(goal.pk, [])) for goal in goals]
