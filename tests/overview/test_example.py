"""The example plan (issue: Table 2 cell by cell as the module prints it)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from planning.actions.checks import written
from planning.actions.models import Accommodation, Action, ResourceLine
from planning.actions.rules import Horizon
from planning.archive.export import export_with_keys
from planning.archive.tables import FileKind
from planning.assets.models import Asset, GoalAsset
from planning.assets.section import grid_tables
from planning.brainstorm.listing import list_of
from planning.brainstorm.models import Brainstorm
from planning.commitments.models import Commitment
from planning.goals.confidential import trusted
from planning.goals.models import Goal, Locality
from planning.overview.example.files import LANGUAGES, PLAN, texts, words
from planning.overview.example.loading import EXAMPLES
from planning.overview.example.loading import load as load_example
from planning.overview.example.rows import SHEETS
from planning.people.models import User
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role
from planning.readiness.breaks import broken, facts
from planning.readiness.rules import Break
from planning.readiness.words import BREAKS
from planning.swot.models import SwotEntry
from planning.swot.section import of_goal
from planning.trees.models import TreeNode
from planning.trees.section import trees
from planning.worksheets.models import Row
from stakeholders.models import Position
from targets.models import Target
from targets.rules import Problem
from targets.section import findings_of, grid, lines, pairs
from tests.council.conftest import TABLE_2
from tests.fixtures import as_user, every_sheet, example

pytestmark = pytest.mark.django_db


def load(*args: str) -> str:
    out = StringIO()
    call_command("loadexample", *args, stdout=out)
    return out.getvalue()


def every_table() -> list[type[Row]]:
    return [model for model in apps.get_models() if issubclass(model, Row)]


def test_table_2_is_the_modules() -> None:
    with scope(plan=example("en")):
        table, _other = grid_tables()
    found = [[[row.asset.name for row in cell.rows] for cell in line.cells] for line in table.lines]
    assert found == TABLE_2
    assert [[cell.high for cell in line.cells] for line in table.lines] == [
        [False, False, False],
        [True, True, False],
        [True, True, False],
    ]
    assert len(table.waiting) == 4  # those of Table 3 that the module's Table 2 leaves out


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_there(language: str) -> None:
    plan = example(language)
    assert plan.is_example
    with scope(plan=plan):
        assert [goal.sub_objectives.count() for goal in Goal.objects.all()] == [3, 3]
        assert Locality.objects.exclude(latitude=None).count() == 5
        assert [goal.goal_assets.count() for goal in Goal.objects.all()] == [14, 9]
        assert {action.horizon for action in Action.objects.all()} == {Horizon.SHORT, Horizon.MEDIUM}
        lines = ResourceLine.objects.all()
        assert {line.origin for line in lines} == set(ResourceLine.Origin.values)
        assert {line.currency for line in lines} == {"USD", "LBP", ""}
        assert {m.role for m in Membership.objects.all()} == {Role.SECRETARIAT, Role.TASK_FORCE, Role.WORKING_GROUP}
        for goal in Goal.objects.all():
            rated = GoalAsset.objects.filter(goal=goal).order_by("pk")
            assert [row.position for row in rated] == list(range(1, len(rated) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_goal_has_rows_in_every_worksheet(language: str) -> None:
    """Those of a sub-objective in the first one of each goal; each row as the worksheet itself would take it."""
    plan = example(language)
    sheets = every_sheet()
    assert {"areas", "localities", "ratings", "positions", "answers", "targets", "meetings", "actions"} <= set(sheets)
    with trusted(plan):
        for goal in Goal.objects.all():
            parents = {"goal": goal, "sub_objective": goal.sub_objectives.first(), "": None}
            for sheet in sheets.values():
                rows = sheet.rows.every(parents[sheet.parent.key if sheet.parent else ""])
                assert len(rows), (goal.position, sheet.name)
                for row in rows:
                    row.full_clean()


def test_rows_are_written_where_their_worksheets_have_them() -> None:
    """A row's place is counted among those of the same worksheet."""
    hung = {name: (sheet.model, sheet.parent.path if sheet.parent else "plan") for name, sheet in every_sheet().items()}
    hung["commitments"] = (Commitment, "goal")  # is a page of its own
    assert {name: (sheet.model, sheet.path) for name, sheet in SHEETS.items()} == hung


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_plan(language: str) -> None:
    """No key is used by nothing."""
    content, _keys = export_with_keys(example(language), FileKind.WHOLE)
    found = set(leaves(json.loads(content)))
    said = [texts(words(language, name)).items() for name in (PLAN, *EXAMPLES[language].goals)]
    assert [place for file in said for place, text in file if text not in found] == []


def leaves(value: Any) -> Iterator[Any]:
    """All single values of a file."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_links_of_the_chain_are_broken(language: str) -> None:
    """Three, left on purpose: two assets without an action, and means that nobody is asked for."""
    with trusted(example(language)):
        kinds = broken("x", list(Goal.objects.all()), facts(written()))
        found = {kind.title: [gap.goal.position for gap in kind.gaps] for kind in kinds if kind.gaps}
        assert found == {str(BREAKS[Break.ASSET_UNUSED][0]): [1, 2], str(BREAKS[Break.MEANS_WITHOUT_SOURCE][0]): [2]}
        assert sum(kind.number for kind in kinds) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_group_knows_the_opponents_of_its_own_goal_alone(language: str) -> None:
    plan = example(language)
    with trusted(plan):
        first, second = Goal.objects.all()
        drivers = Position.objects.get(goal=second, stance="opponent", interest=2)
        union = Position.objects.get(goal=first, stance="opponent", interest=2)
        assert Accommodation.objects.filter(opponent__in=(drivers, union)).count() == 2
    for who, mine, other in (("teacher", drivers, union), ("shopowner", union, drivers)):
        client = as_user(User.objects.get(username=who))
        assert mine.reason in client.get(positions_of(plan, mine)).content.decode()
        assert client.get(positions_of(plan, other)).status_code == 403


def positions_of(plan: Plan, position: Position) -> str:
    return reverse("positions", args=[plan.slug, position.sub_objective_id])


def test_a_row_costs_a_constant_number_of_questions() -> None:
    """Loading asks a few questions for each row, however many goals an example has."""
    load()
    counts, rows = [], []
    goals = list(EXAMPLES["en"].goals.items())
    for number in (1, 2):
        small = replace(EXAMPLES["en"], slug=f"town-{number}", goals=dict(goals[:number]))
        with CaptureQueriesContext(connection) as asked:
            load_example(small, "for the tests")
        counts.append(len(asked))
        with trusted(Plan.objects.get(slug=small.slug)):
            rows.append(sum(model._base_manager.filter(plan__slug=small.slug).count() for model in every_table()))
    assert rows[1] > rows[0] > 200
    assert counts[1] - counts[0] < 12 * (rows[1] - rows[0])
    assert counts[1] < 4000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brainstorm_is_in_the_register(language: str) -> None:
    with scope(plan=example(language)):
        session = Brainstorm.objects.get()
        assert not session.is_open
        rows = list_of(session)
        assert [row.entry.kind for row in rows] == [
            "physical",
            "human",
            "social",
            "human",
            "social",
            "physical",
            "social",
            "physical",
            "human",
        ]
        assert [row.entry.name for row in rows] == [proof.asset.name for row in rows for proof in row.proofs]


def test_a_second_call_changes_nothing() -> None:
    load()
    passwords = list(User.objects.values_list("password", flat=True).order_by("pk"))
    assert "already exists" in load()
    assert list(User.objects.values_list("password", flat=True).order_by("pk")) == passwords
    assert Plan.objects.count() == 1


def test_the_people_can_sign_in_with_what_is_printed() -> None:
    lines = [line.split("  ") for line in load().splitlines()]
    assert [line[0] for line in lines] == ["secretary", "teacher", "shopowner"]
    assert len({line[1] for line in lines}) == 3
    for username, password, _role in lines:
        assert User.objects.get(username=username).check_password(password)


def test_a_password_can_be_given_and_the_other_language_keeps_it() -> None:
    load("--password", "for the tests")
    assert "secretary  (as before)  Secretariat" in load("--language", "ar", "--password", "other")
    assert User.objects.get(username="secretary").check_password("for the tests")
    assert Membership.objects.model._base_manager.count() == 8


def test_the_history_knows_who_wrote_it() -> None:
    load()
    with scope(plan=Plan.objects.get(slug="clean-city")):
        asset = Asset.objects.first()
        assert asset is not None
        secretary = User.objects.get(username="secretary")
        assert asset.changed_by == secretary
        assert asset.events.get().pgh_context["user"] == secretary.pk


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_targets_fill_table_5(language: str) -> None:
    """Of the first goal one in each cell; a pair of each goal that external means divide; one thing left for the check
    to find."""
    with scope(plan=example(language)):
        first, second = Goal.objects.all()
        assert all(cell.targets for line in grid(lines(first.pk)) for cell in line.cells)
        found = [pair for goal in (first, second) for pair in pairs(goal)]
        assert [[shown.gain.difference for shown in pair.gains] for pair in found] == [[25], [3]]
        assert [pair.sums for pair in found] == [{"USD": 118000}, {"USD": 64000}]
        assert [found.problem for found in findings_of(first.pk)] == [Problem.NOT_CONSULTED]
        assert findings_of(second.pk) == []
        assert {target.level for target in Target.objects.filter(goal=second)} == set(Target.Level.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_swot_and_the_tree_follow_from_step_1(language: str) -> None:
    """All cells have entries; what comes from stances is confidential but for what was released; one problem is left to
    turn over; three causes come from weaknesses."""
    with trusted(example(language)):
        goals = list(Goal.objects.all())
        assert all(place.entries for goal in goals for line in of_goal(goal) for place in line.places)
        secret = SwotEntry.unguarded.filter(secret=True)
        assert [secret.filter(goal=goal).count() for goal in goals] == [2, 1]
        taken = SwotEntry.objects.exclude(origin="")
        assert [taken.filter(goal=goal).count() for goal in goals] == [9, 2]
        assert SwotEntry.for_all.filter(from_rating=None).exclude(origin="").count() == 2  # released
        shown = [tree for goal in goals for tree in trees(goal)]
        assert [[len(tree.effects), len(tree.causes), len(tree.cause_lines)] for tree in shown] == [
            [2, 3, 6],
            [2, 3, 4],
        ]
        assert TreeNode.objects.filter(turned="").count() == 1
        assert {node.from_entry.cell for node in TreeNode.objects.exclude(from_entry=None)} == {"weakness"}
