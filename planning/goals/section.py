"""What this room gives to others: the goals, for the document with their sub-objectives (P2)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from ..plans.models import Plan
from ..plans.prepared import PreparedRows
from .document import Material, Section
from .models import Goal, SubObjective

READ_NAMED = PreparedRows(
    Goal, lambda plan: Goal.objects.filter(plan=plan), "plan", columns=["id", "position", "statement", "group_id"]
)


def named_goals(plan: Plan) -> list[Goal]:
    """The goals of a plan, of which only number, statement and group are read, by one prepared query."""
    return READ_NAMED.rows()


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


# The document -------------------------------------------------------------------------------------------------------


def steps_by_goal(_material: Material) -> list[GoalSteps]:
    return goals_with_steps()


def goals_of(material: Material) -> list[Goal]:
    """The goals of the document, read once."""
    return [item.goal for item in material.of(steps_by_goal)]


SECTION = Section(
    kind="goals",
    words=gettext_lazy("Goals and sub-objectives"),
    step=0,
    template="goals/section.html",
    anchor="goals",
    gather=lambda material: {"goals": material.of(steps_by_goal)},
    worksheets=("areas", "groups", "goals", "sub_objectives"),
)
