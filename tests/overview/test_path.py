"""The guided path counts what is the plan's, and nothing else (its queries are built outside of any scope)."""

import pytest
from django_scopes import scope

from planning.models import Action, Asset, Goal, GoalAsset
from planning.overview.path import ACTIONS, COUNTS, GOALS
from planning.plans.findings import WHOLE_PLAN
from tests.fixtures import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Town:
    return make_town("elsewhere")


def test_counts_are_of_one_plan(town: Town, other: Town) -> None:
    goal = town.rows["goal"]
    for number, (availability, importance) in enumerate([(1, 3), (3, 3), (2, 1), (None, 3), (2, 2)]):
        asset = town.add(Asset(plan=town.plan, name=f"Asset {number}", kind="social"))
        row = GoalAsset(plan=town.plan, goal=goal, asset=asset, availability=availability, importance=importance)
        town.add(row, goal=goal)
    with scope(plan=town.plan):
        rows = list(GoalAsset.objects.filter(goal=goal))
    counted = COUNTS.of(town.plan)
    assert counted["listed", goal.pk] == len(rows)
    assert counted["rated", goal.pk] == sum(row.priority is not None for row in rows)
    assert counted["high", goal.pk] == sum(row.priority == 2 for row in rows) > 1
    assert counted["assets", WHOLE_PLAN] == 6
    assert counted["draft", WHOLE_PLAN] == 0
    goal = other.rows["goal"].pk
    found = {key: n for key, n in COUNTS.of(other.plan).items() if n and not key[0].startswith("open")}
    assert found == {
        ("localities", 0): 1, ("named", 0): 1, ("assets", 0): 1, ("listed", goal): 1, ("stakeholders", 0): 2,
        ("steps", goal): 1, ("analysed", goal): 1, ("lines", goal): 1, ("targets", goal): 1,
        ("measured targets", goal): 1, ("swot cells", goal): 2,
        ("problems", goal): 2, ("causes", goal): 1, ("turned", goal): 1,
        ("activities", goal): 2, ("meetings", goal): 1, ("meetings sectors", 0): 1,
    }  # fmt: skip


def test_goals_and_actions_are_of_one_plan(town: Town, other: Town) -> None:
    with scope(plan=town.plan):
        goals = list(Goal.objects.values_list("pk", flat=True))
    assert [goal.pk for goal in GOALS.rows(plan=town.plan.pk)] == goals
    assert not {goal.pk for goal in GOALS.rows(plan=other.plan.pk)} & set(goals)
    assert [action.pk for action in ACTIONS.rows(plan=other.plan.pk)] == [other.rows["action"].pk]


def test_their_columns_are_their_own(town: Town) -> None:
    """Of each column that is read, the value that the row has."""
    town.add(Goal(plan=town.plan, statement="Third"))
    second = Action(plan=town.plan, goal=town.rows["goal2"], title="Walk", main_actor=town.rows["other"],
                    owner=town.people["t"])  # fmt: skip
    town.add(second, goal=town.rows["goal2"])
    for prepared, model in ((GOALS, Goal), (ACTIONS, Action)):
        with scope(plan=town.plan):
            rows = {row.pk: row for row in model.objects.all()}
        found = prepared.rows(plan=town.plan.pk)
        assert len(found) == len(rows) > 1
        for row in found:
            assert {c: getattr(row, c) for c in prepared.columns} == {
                c: getattr(rows[row.pk], c) for c in prepared.columns
            }
