"""Problem trees: writing, moving, turning over (C2)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from planning.council.document import content_of
from planning.goals.rooms import Survey
from planning.models import Goal, SwotEntry, TreeNode
from planning.overview.path import COUNTS
from planning.trees import rules
from planning.trees.actions import nodes_of
from planning.trees.checks import findings
from planning.trees.sheets import TREE_NODES
from tests.fixtures import HTMX, Town, as_user
from tests.plans.names import address

pytestmark = pytest.mark.django_db


def node(town: Town, text: str, parent: str = "core", kind: str = "cause", **values: object) -> TreeNode:
    row = TreeNode(plan=town.plan, goal=town.rows["goal"], kind=kind, parent=town.rows.get(parent), text=text, **values)
    town.rows[text] = town.add(row, goal=town.rows["goal"])
    return town.rows[text]


@pytest.fixture
def grown(town: Town) -> Town:
    """core ─ (effect) rats; causes: Bins overflow ─ few rounds ─ no fuel; no money."""
    node(town, "few rounds", "tree_node")
    node(town, "rats", kind="effect")
    node(town, "no money")
    node(town, "no fuel", "few rounds")
    node(town, "sickness", "rats", kind="effect")
    return town


def order(town: Town) -> list[str]:
    with scope(plan=town.plan):
        return [row.text for row in TREE_NODES.rows.every(town.rows["goal"])]


def move(client: Client, town: Town, text: str, way: str, **headers: str) -> int:
    row = town.rows[text]
    url = reverse("tree_nodes_move", args=[town.plan.slug, row.goal_id, row.pk])
    return client.post(url, {"way": way}, headers=headers).status_code


OUTLINE = ["Waste lies about", "rats", "sickness", "Bins overflow", "few rounds", "no fuel", "no money"]


def test_the_worksheet_is_the_outline_of_the_rules(grown: Town) -> None:
    node(grown, "second core", "nothing", kind="core")
    with scope(plan=grown.plan):
        texts = dict(TreeNode.objects.values_list("pk", "text"))
        by_rule = [texts[one.key] for one, _level in rules.outline(nodes_of(grown.rows["goal"].pk))]
    assert order(grown) == by_rule == [*OUTLINE, "second core"]


def test_a_node_moves_with_what_hangs_on_it(grown: Town) -> None:
    group = as_user(grown.people["g"])
    assert move(group, grown, "no money", "up", **HTMX) == 204
    assert order(grown) == [*OUTLINE[:3], "no money", *OUTLINE[3:6]]
    assert move(group, grown, "tree_node", "in") == 302
    with scope(plan=grown.plan):
        assert TreeNode.objects.get(text="Bins overflow").parent.text == "no money"
    move(group, grown, "tree_node", "out")
    assert order(grown) == [*OUTLINE[:3], "no money", *OUTLINE[3:6]]


def test_a_refused_move_says_why(grown: Town) -> None:
    group = as_user(grown.people["g"])
    for text, way, words in (
        ("rats", "in", "no row before it"),
        ("rats", "out", "already directly under the core problem"),
        ("rats", "sideways", ""),
    ):
        move(group, grown, text, way)
        page = group.get(address("tree_nodes", grown)).content.decode()
        assert words in page
        assert ("notice-bad" in page) == bool(words)
    assert order(grown) == OUTLINE


def test_adding_below_a_node(town: Town) -> None:
    group, url, core = as_user(town.people["g"]), address("tree_nodes", town), town.rows["core"]
    chosen = group.get(f"{url}?place=effect:{core.pk}").content.decode()
    assert re.search(rf'<option value="effect:{core.pk}" selected', chosen)
    assert group.post(url, {"place": f"effect:{core.pk}", "text": "Rats come"}).status_code == 302
    assert group.post(url, {"place": "core", "text": "Nobody pays"}).status_code == 302
    with scope(plan=town.plan):
        rats, pays = TreeNode.objects.get(text="Rats come"), TreeNode.objects.get(text="Nobody pays")
    assert (rats.kind, rats.parent_id) == ("effect", core.pk)
    assert (pays.kind, pays.parent_id) == ("core", None)


@pytest.mark.parametrize("place", ["effect:{cause}", "cause:0", "cause:", "core:1", "nonsense", "", "cause:{far}"])
def test_where_nothing_can_hang(town: Town, place: str) -> None:
    """An effect of a cause, a node that is not there, one below the last level."""
    far = town.rows["tree_node"]
    for number in range(rules.MOST_LEVELS - 2):
        far = node(town, f"why {number}", "tree_node" if not number else f"why {number - 1}")
    typed = {"place": place.format(cause=town.rows["tree_node"].pk, far=far.pk), "text": "Typed with care"}
    response = as_user(town.people["g"]).post(address("tree_nodes", town), typed)
    assert response.status_code == 422
    assert b"Typed with care" in response.content


def test_only_a_core_problem_names_a_step(town: Town) -> None:
    typed = {"place": f"cause:{town.rows['core'].pk}", "text": "x", "sub_objective": town.rows["sub_objective"].pk}
    response = as_user(town.people["g"]).post(address("tree_nodes", town), typed)
    assert response.status_code == 422
    assert b"Only a core problem names a sub-objective." in response.content


def test_the_table_keeps_its_shape(town: Town) -> None:
    """What the forms prevent, the database refuses."""
    plan, goal, core = town.plan, town.rows["goal"], town.rows["core"]
    for wrong in (
        {"kind": "cause", "parent": None},
        {"kind": "core", "parent": core},
        {"kind": "cause", "parent": core, "sub_objective": town.rows["sub_objective"]},
    ):
        with scope(plan=plan), pytest.raises(IntegrityError), transaction.atomic():
            TreeNode.objects.create(plan=plan, goal=goal, text="x", **wrong)
    with scope(plan=plan), pytest.raises(IntegrityError), transaction.atomic():
        TreeNode.objects.filter(pk=town.rows["tree_node"].pk).update(parent=town.rows["tree_node"])


def test_what_others_hang_on_is_not_deleted(town: Town) -> None:
    client = as_user(town.people["g"], **HTMX)
    url = reverse("tree_nodes_delete", args=[town.plan.slug, town.rows["goal"].pk, town.rows["core"].pk])
    assert client.post(url).status_code == 409


def test_the_drawing_has_effects_above_and_causes_below(grown: Town) -> None:
    reader, url = as_user(grown.people["v"]), address("trees", grown)
    page = reader.get(url).content.decode()
    places = [page.index(f"<bdi>{text}</bdi>") for text in ("sickness", "rats", "Waste lies about", "Bins overflow")]
    assert places == sorted(places)
    assert "Sub-objective" in page
    turned = reader.get(f"{url}?side=objectives").content.decode()
    assert "<bdi>Bins are emptied</bdi>" in turned
    assert "not restated yet" in turned  # the others
    assert "What would it be like if it were solved?" in turned


def test_nobody_turns_a_problem_over_for_the_group(town: Town) -> None:
    """The objective is prefilled from nothing; the problem stands beside it."""
    group = as_user(town.people["g"])
    group.post(address("tree_nodes", town), {"place": f"cause:{town.rows['core'].pk}", "text": "No fuel"})
    with scope(plan=town.plan):
        assert TreeNode.objects.get(text="No fuel").turned == ""


def test_a_node_leads_to_the_entry_that_it_comes_from(town: Town) -> None:
    group, entry = as_user(town.people["g"]), town.rows["swot_entry"]
    url, core = address("tree_nodes", town), town.rows["core"]
    form = group.get(url).content.decode()
    assert "Old lorries" in form
    assert "Longer hours are feared" not in form  # a tree is for all who read the plan
    group.post(url, {"place": f"cause:{core.pk}", "text": "Lorries break down", "from_entry": entry.pk})
    link = f'{address("swot", town)}#entry-{entry.pk}"'
    assert link in group.get(address("trees", town)).content.decode()
    with scope(plan=town.plan):
        SwotEntry.objects.filter(pk=entry.pk).update(secret=True, text="canarytree")
    teacher = as_user(town.people["t"])
    assert link in group.get(address("trees", town)).content.decode()
    assert link not in teacher.get(address("trees", town)).content.decode()
    for name in ("tree_nodes", "tree_nodes_xlsx", "trees", "plan_history"):
        assert b"canarytree" not in teacher.get(address(name, town)).content


def test_the_path_leads_from_the_core_to_the_objectives(town: Town) -> None:
    def said() -> list[str]:
        with scope(plan=town.plan):
            goals = list(Goal.objects.all())
        return [finding.title for finding in findings(Survey(town.plan.slug, goals, COUNTS.of(town.plan)))]

    second = "Write the core problem that stands in the way of goal 2"
    assert said() == ["1 problem of goal 1 is not restated as an objective", second]
    with scope(plan=town.plan):
        TreeNode.objects.update(turned="so")
    assert said() == [second]
    with scope(plan=town.plan):
        TreeNode.objects.filter(kind="cause").update(deleted_at="2027-01-01T00:00:00Z")
    assert said() == ["The core problem of goal 1 has no causes yet", second]


def test_the_document_has_the_tree(grown: Town) -> None:
    with scope(plan=grown.plan):
        page = content_of(grown.plan, "en").page
        places = [page.index(text) for text in ("rats", "Waste lies about", "Bins are emptied", "no money")]
        assert places == sorted(places)
        assert 'href="#trees"' in page
        SwotEntry.objects.update(secret=True)
        assert content_of(grown.plan, "en").page.count('id="step3"') == 1
        TreeNode.objects.update(deleted_at="2027-01-01T00:00:00Z")
        page = content_of(grown.plan, "en").page
    assert 'href="#trees"' not in page
    assert page.count('id="step3"') == 1
