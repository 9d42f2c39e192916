"""What this room gives to the document: the goals and their sub-objectives (P2)."""

from dataclasses import dataclass

from .models import Goal, SubObjective


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
