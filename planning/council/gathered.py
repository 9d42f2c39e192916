"""What the rooms give to the document, gathered once for its pages and its tables (C8)."""

from typing import Any

from stakeholders.models import Release
from stakeholders.section import analyses
from targets.section import target_tables
from targets.timeline.section import timelines

from ..actions.section import actions_by_goal, whole_account
from ..assets.section import grid_tables, place_tables
from ..brainstorm.section import long_lists
from ..commitments.section import annex
from ..goals.section import goals_with_steps
from ..plans.models import Plan
from ..readiness.points import left_open
from ..swot.section import swot_tables
from ..trees.section import goal_trees


def gather(plan: Plan) -> dict[str, Any]:
    """Everything that the templates of the document show, in a number of queries that no row adds to."""
    goals = goals_with_steps()
    lists = long_lists()
    grids, tables = grid_tables(), place_tables()
    targets, months = target_tables(item.goal for item in goals), timelines((item.goal for item in goals), plan)
    swot, trees = swot_tables(item.goal for item in goals), goal_trees(item.goal for item in goals)
    actions = actions_by_goal(plan.pk, [item.goal for item in goals], {one.goal.pk: one.targets for one in targets})
    account = whole_account(actions)
    released = analyses(Release.Audience.DOCUMENT)
    return {
        "plan": plan,
        "goals": goals,
        "lists": lists,
        "grids": grids,
        "place_tables": tables,
        "analyses": released,
        "target_tables": targets,
        "timelines": months,
        "swot_tables": swot,
        "goal_trees": trees,
        "goal_actions": actions,
        "commitments": annex(),
        "waivers": left_open(plan),
        "has_actions": any(goal.actions for goal in actions),
        "has_means": any(goal.with_means for goal in actions),
        "needed": {currency: sums.external for currency, sums in account.by_currency.items() if sums.external},
    }
