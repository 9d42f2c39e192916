"""What the shareable file leaves out is exactly what the whole one marks as confidential (B8)."""

import json
from typing import Any

import pytest
from django_scopes import scope

from planning.archive.export import export
from planning.archive.tables import FileKind, tables
from planning.goals.confidential import trusted
from planning.models import ActionLink, GoalAsset, Membership, SwotEntry, TreeNode
from planning.plans.permissions import Role
from planning.swot.actions import release
from stakeholders.actions import release as release_parts
from targets.models import Precedence
from tests.fixtures import Town, add_places, example

from .conftest import made_of

pytestmark = pytest.mark.django_db
Data = dict[str, Any]


def data_of(plan: Any, kind: FileKind) -> Data:
    found: Data = json.loads(export(plan, kind))
    return found


@pytest.fixture
def entangled(town: Town) -> Town:
    """A town whose open rows lead to confidential ones in every way."""
    add_places(town)
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    opened = SwotEntry(
        plan=plan,
        goal=goal,
        cell="separate",
        text="They want rest",
        origin=f"wants:{rows['position'].pk}",
        from_position=rows["position"],
        from_step=rows["sub_objective"],
    )
    rows["opened"] = town.add(opened, goal=goal)
    for entry in (rows["swot_entry"], rows["secret_entry"], rows["opened"]):
        link = ActionLink(plan=plan, action=rows["action"], entry=entry)
        town.add(link, action=rows["action"])
    town.add(ActionLink(plan=plan, action=rows["action"], target=rows["target"]), action=rows["action"])
    for entry in (rows["swot_entry"], rows["secret_entry"]):
        node = TreeNode(plan=plan, goal=goal, kind="cause", parent=rows["core"], text="Why", from_entry=entry)
        town.add(node, goal=goal)
    with trusted(plan):
        release(rows["opened"], by=town.people["s"])
        release_parts(rows["sub_objective"], [("reasons", "document")], by=town.people["s"])
        GoalAsset.objects.update(agreed_by=town.people["t"], agreed_at="2026-11-22T10:00:00.5Z", availability=2)
        Membership.objects.filter(user=town.people["t"]).update(occupation="Baker", deputy=town.office("s"))
    return town


def test_the_marks_say_what_is_left_out(entangled: Town) -> None:
    compare(entangled.plan)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_marks_of_the_example_say_what_is_left_out(language: str) -> None:
    compare(example(language))


def compare(plan: Any) -> None:
    """Takes away from the whole file what it marks, and counts anew: there stands the shareable one."""
    whole, shared = data_of(plan, FileKind.WHOLE), data_of(plan, FileKind.SHAREABLE)
    kept = {
        name: [row for row in rows if row.get("confidential") is not True] for name, rows in whole["tables"].items()
    }
    assert {name: len(rows) for name, rows in kept.items() if rows} == {
        name: len(rows) for name, rows in shared["tables"].items() if rows
    }
    numbers = {name: {row["row"]: at for at, row in enumerate(rows, 1)} for name, rows in kept.items()}
    compared = 0
    for table in tables():
        links = {column.name: column.leads_to for column in table.columns if column.leads_to}
        of = {one.model: one.name for one in tables()}
        for full, told in zip(kept[table.name], shared["tables"].get(table.name, []), strict=True):
            hidden = full.get("confidential", [])
            for name, value in full.items():
                if name in hidden:
                    assert told.get(name) is None, (table.name, name)
                elif name in told and name not in {"row", "confidential"}:
                    model = links.get(name)
                    value = numbers[of[model]].get(value) if model in of else value
                    value = named(whole, model, value) if model and model not in of else value
                    assert told[name] == value or named(shared, model, told[name]) == value, (table.name, name)
                    compared += 1
                elif name not in {"row", "confidential"}:
                    assert value in (None, ""), (table.name, name)  # left out, and nothing was there
    assert compared > 100


def named(data: Data, model: Any, number: Any) -> Any:
    name = {"User": "people", "Municipality": "municipalities"}.get(model.__name__ if model else "")
    return data[name][number - 1]["name"] if name and number else None


def test_rows_that_need_a_confidential_one_go_and_links_are_emptied(entangled: Town) -> None:
    whole, shared = (data_of(entangled.plan, kind)["tables"] for kind in (FileKind.WHOLE, FileKind.SHAREABLE))
    assert len(whole["action_link"]) == 4
    assert len(shared["action_link"]) == 3
    texts = [entry["text"] for entry in shared["swot_entry"]]
    assert "They want rest" in texts
    assert not any("feared" in text for text in texts)
    assert [row["from_entry"] for row in whole["tree_node"]].count(None) == 2
    assert [row["from_entry"] for row in shared["tree_node"]].count(None) == 3
    marked = [row.get("confidential") for row in whole["tree_node"]]
    assert marked == [None, None, None, ["from_entry"]]


def test_a_released_entry_does_not_tell_what_it_was_concluded_from(entangled: Town) -> None:
    for entry in data_of(entangled.plan, FileKind.SHAREABLE)["tables"]["swot_entry"]:
        assert set(entry) == {"row", "goal", "secret", "text", "cell", "group", "position"}
    opened = next(
        row
        for row in data_of(entangled.plan, FileKind.WHOLE)["tables"]["swot_entry"]
        if row["text"] == "They want rest"
    )
    assert opened["confidential"] == ["origin", "from_position", "from_step"]
    assert opened["origin"] == "wants"  # without the key that the database knows it by


def test_no_table_of_confidential_rows_is_in_it(entangled: Town) -> None:
    gone = set(data_of(entangled.plan, FileKind.WHOLE)["tables"]) - set(
        data_of(entangled.plan, FileKind.SHAREABLE)["tables"]
    )
    assert gone == {
        "position",
        "influence",
        "connection",
        "interview",
        "answer",
        "accommodation",
        "release",
    }


def test_of_people_only_the_name_and_what_they_are_here_as_is_told(entangled: Town) -> None:
    user = entangled.people["t"]
    user.email = "teacher@example.org"
    user.save()
    for kind in FileKind:
        content = export(entangled.plan, kind).decode()
        assert user.username not in content
        assert user.email not in content
        for person in json.loads(content)["people"]:
            assert set(person) == {"row", "name"}
    memberships = data_of(entangled.plan, FileKind.SHAREABLE)["tables"]["membership"]
    assert {frozenset(one) for one in memberships} == {
        frozenset({"row", "user", "role", "group", "municipality", "occupation"})
    }


def test_a_copy_has_no_row_of_the_first(entangled: Town) -> None:
    """Keys of the database are nowhere in the file: read in beside the first plan, it comes out the same."""
    for kind in FileKind:
        content = export(entangled.plan, kind)
        copy = made_of(content)
        assert copy.slug == "rihan-2" if kind is FileKind.WHOLE else "rihan-3"
        same = export(copy, kind).replace(f'"{copy.slug}"'.encode(), b'"rihan"')
        assert same == content


def test_the_links_of_a_whole_copy_lead_to_its_own_rows(entangled: Town) -> None:
    copy = made_of(export(entangled.plan, FileKind.WHOLE))
    with trusted(copy):
        entry = SwotEntry.objects.get(text="They want rest")
        assert entry.origin == f"wants:{entry.from_position_id}"
        assert entry.from_position.plan_id == copy.pk
        assert entry.from_position_id != entangled.rows["position"].pk
        link = Precedence.objects.get()
        assert link.activity.plan_id == link.needs.plan_id == copy.pk


def test_what_is_over_is_no_content(entangled: Town) -> None:
    before = export(entangled.plan, FileKind.WHOLE)
    with trusted(entangled.plan):
        gone = TreeNode.objects.get(text="Bins overflow")
        gone.deleted_at = gone.changed_at
        gone.save()
    with scope(plan=entangled.plan):
        Membership.objects.filter(role=Role.FUNDER).update(ended_at=gone.changed_at)
    after = export(entangled.plan, FileKind.WHOLE)
    assert b"Bins overflow" in before
    assert b"Bins overflow" not in after
    assert b'"funder"' in before
    assert b'"funder"' not in after
