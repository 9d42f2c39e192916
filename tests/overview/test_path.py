"""The guided path counts what is the plan's, and nothing else (its queries are built outside of any scope)."""

from itertools import product

import pytest
from django_scopes import scope

from planning.actions.checks import written
from planning.goals.section import READ_NAMED, named_goals
from planning.models import Action, Asset, Goal, GoalAsset
from planning.overview.path import COUNTS
from planning.plans.findings import WHOLE_PLAN
from tests.fixtures import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Town:
    return make_town("elsewhere")


def test_counts_are_of_one_plan(town: Town, other: Town) -> None:
    goal = town.rows["goal"]
    for number, (availability, importance) in enumerate(product((None, 1, 2, 3), repeat=2)):
        asset = town.add(Asset(plan=town.plan, name=f"Asset {number}", kind="social"))
        row = GoalAsset(plan=town.plan, goal=goal, asset=asset, availability=availability, importance=importance)
        town.add(row, goal=goal)
    with scope(plan=town.plan):
        rows = list(GoalAsset.objects.filter(goal=goal))
    counted = COUNTS.of(town.plan)
    assert counted["listed", goal.pk] == len(rows)
    assert counted["rated", goal.pk] == sum(row.priority is not None for row in rows)
    assert counted["high", goal.pk] == sum(row.priority == 2 for row in rows) > 1
    assert counted["assets", WHOLE_PLAN] == 17
    assert counted["draft", WHOLE_PLAN] == 0
    goal = other.rows["goal"].pk
    found = {key: n for key, n in COUNTS.of(other.plan).items() if n and not key[0].startswith("open")}
    assert found == {
        ("localities", 0): 1,
        ("named", 0): 1,
        ("assets", 0): 1,
        ("listed", goal): 1,
        ("stakeholders", 0): 2,
        ("steps", goal): 1,
        ("analysed", goal): 1,
        ("lines", goal): 1,
        ("targets", goal): 1,
        ("measured_targets", goal): 1,
        ("swot_cells", goal): 2,
        ("swot_open", goal): 1,
        ("problems", goal): 2,
        ("causes", goal): 1,
        ("turned", goal): 1,
        ("activities", goal): 2,
        ("meetings", goal): 1,
        ("meetings_sectors", 0): 1,
    }


def test_goals_and_actions_are_of_one_plan(town: Town, other: Town) -> None:
    with scope(plan=town.plan):
        goals = list(Goal.objects.values_list("pk", flat=True))
        assert [goal.pk for goal in named_goals(town.plan)] == goals
    with scope(plan=other.plan):
        assert not {goal.pk for goal in named_goals(other.plan)} & set(goals)
        assert [action.key for mine in written().values() for action in mine] == [other.rows["action"].pk]


def test_their_columns_are_their_own(town: Town) -> None:
    """Of each column that is read, the value that the row has."""
    town.add(Goal(plan=town.plan, statement="Third"))
    second = Action(
        plan=town.plan, goal=town.rows["goal2"], title="Walk", main_actor=town.rows["other"], owner=town.office("t")
    )
    town.add(second, goal=town.rows["goal2"])
    with scope(plan=town.plan):
        goals = {row.pk: row for row in Goal.objects.all()}
        actions = {row.pk: row for row in Action.objects.all()}
        read = [action for mine in written().values() for action in mine]
        found = named_goals(town.plan)
    assert len(found) == len(goals) > 1
    for goal in found:
        assert {c: getattr(goal, c) for c in READ_NAMED.columns} == {
            c: getattr(goals[goal.pk], c) for c in READ_NAMED.columns
        }
    assert len(read) == len(actions) > 1
    for one in read:
        row = actions[one.key]
        stored = (row.goal_id, row.pk, row.position, row.title, row.start, row.end, row.main_actor_id, row.owner_id)
        assert (tuple(one), one.is_open) == (stored, row.is_open)
