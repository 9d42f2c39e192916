"""Where the chain is broken, and walking along it (P5)."""

import re

import pytest
from django.test import Client
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from planning.goals.confidential import trusted
from planning.models import Accommodation, GoalAsset
from planning.readiness.rules import Break, End, Facts, breaks
from planning.worksheets.actions import delete_row, save_row
from tests.fixtures import Town, as_user

ASSET, TARGET, ACTION = End(1, 7, "Lorries"), End(1, 20, "Every street"), End(1, 30, "Rounds")


def pairs_of(facts: Facts) -> list[tuple[Break, End]]:
    return [(kind, end) for kind, ends in breaks(facts).items() for end in ends]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (Facts(), []),
        (Facts(assets=[ASSET]), [(Break.ASSET_UNUSED, ASSET)]),
        (Facts(assets=[ASSET], links={(1, 30, "asset", 7)}), []),
        (Facts(assets=[ASSET], links={(2, 30, "asset", 7)}), [(Break.ASSET_UNUSED, ASSET)]),  # by another goal's action
        (Facts(assets=[ASSET], links={(1, 30, "target", 7)}), [(Break.ASSET_UNUSED, ASSET)]),  # a target of that key
        (Facts(targets=[TARGET]), [(Break.TARGET_WITHOUT_ACTION, TARGET)]),
        (Facts(targets=[TARGET], links={(1, 30, "target", 20)}), []),
        (Facts(actions=[ACTION]), [(Break.ACTION_WITHOUT_TARGET, ACTION)]),
        (Facts(actions=[ACTION], links={(1, 30, "asset", 20)}), [(Break.ACTION_WITHOUT_TARGET, ACTION)]),
        (Facts(actions=[ACTION], links={(1, 30, "target", 20)}), []),
        (
            Facts(actions=[End(1, 30, "x", False)], links={(1, 30, "target", 20)}),
            [(Break.ACTION_WITHOUT_OWNER, End(1, 30, "x", False))],
        ),
        (
            Facts(targets=[End(1, 20, "x", False)], links={(1, 30, "target", 20)}),
            [(Break.TARGET_WITHOUT_OWNER, End(1, 20, "x", False))],
        ),
        (
            Facts(opponents=[End(1, 5, "Union", False), End(1, 6, "Imam", True)]),
            [(Break.OPPONENT_UNMET, End(1, 5, "Union", False))],
        ),
        (
            Facts(means=[End(1, 8, "Bins", False), End(1, 9, "Bags", True)]),
            [(Break.MEANS_WITHOUT_SOURCE, End(1, 8, "Bins", False))],
        ),
    ],
)
def test_what_stands_alone(facts: Facts, found: list[tuple[Break, End]]) -> None:
    assert pairs_of(facts) == found


some_ends = st.lists(st.builds(End, st.integers(1, 3), st.integers(1, 9), st.just("x"), st.booleans()), max_size=12)
some_links = st.sets(
    st.tuples(st.integers(1, 3), st.integers(1, 9), st.sampled_from(["asset", "target"]), st.integers(1, 9))
)


@given(some_ends, some_ends, some_ends, some_links, some_links)
def test_a_further_link_breaks_nothing(
    assets: list[End],
    targets: list[End],
    actions: list[End],
    links: set[tuple[int, int, str, int]],
    more: set[tuple[int, int, str, int]],
) -> None:
    before = pairs_of(Facts(assets=assets, targets=targets, actions=actions, links=links))
    after = pairs_of(Facts(assets=assets, targets=targets, actions=actions, links=links | more))
    assert set(after) <= set(before)


# On the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def linked(town: Town, secretary: Client) -> Town:
    rows = town.rows
    url = town.url(f"goals/{rows['goal'].pk}/actions/{rows['action'].pk}/questions/")
    values = {"target": [rows["target"].pk], "asset": [rows["asset"].pk], "seen": ""}
    assert secretary.post(url, values).status_code == 302
    with scope(plan=town.plan):
        save_row(rows["action"], {"main_actor_id": rows["other"].pk}, seen_version=1, by=town.people["s"])
        save_row(rows["resource"], {"giver_id": rows["stakeholder"].pk}, seen_version=1, by=town.people["s"])
    return town


def at(town: Town, kind: str, row: str) -> str:
    return town.url(f"chain/{kind}/{town.rows[row].pk}/")


WALK = ("asset", "stakeholder", "sub_objective", "target", "action", "resource")


def test_from_every_link_one_walks_to_all_others(linked: Town, secretary: Client) -> None:
    """Beginning at the asset, every kind of link is reached by following links."""
    seen: set[str] = set()
    todo = [at(linked, "asset", "asset")]
    while todo:
        url = todo.pop()
        if url not in seen:
            seen.add(url)
            text = secretary.get(url).content.decode()
            todo += re.findall(rf'href="({linked.url("chain/")}[a-z-]+/\d+/)"', text)
    assert {at(linked, name.replace("_", "-"), name) for name in WALK} <= seen


def test_who_opposes_is_seen_by_confidants_alone(linked: Town) -> None:
    for letter, sees in {"s": True, "g": True, "t": False, "v": False}.items():
        reader = as_user(linked.people[letter])
        asset = reader.get(at(linked, "asset", "asset")).content.decode()
        action = reader.get(at(linked, "action", "action")).content.decode()
        assert ("Drivers’ union" in asset) is sees
        assert ("Whose interest it accommodates" in action) is sees
        assert "Old mosque" in action  # the main actor is no secret


@pytest.mark.parametrize("kind", ["nonsense", "goal", "asset-"])
def test_no_other_kinds_of_link(town: Town, secretary: Client, kind: str) -> None:
    assert secretary.get(at(town, kind, "asset")).status_code == 404


def test_no_links_of_other_plans(linked: Town, other_town: Town, secretary: Client) -> None:
    for name in WALK:
        kind = name.replace("_", "-")
        assert secretary.get(linked.url(f"chain/{kind}/{other_town.rows[name].pk}/")).status_code == 404


def broken(client: Client, town: Town) -> str:
    return client.get(town.url("chain/")).content.decode()


def test_the_overview_names_what_stands_alone(town: Town, secretary: Client) -> None:
    with scope(plan=town.plan):
        GoalAsset.objects.filter(pk=town.rows["rating"].pk).update(availability=1, importance=3)
    text = broken(secretary, town)
    for name in ("Lorries", "Every street is served", "Clean-up week"):
        assert name in text
    assert "Everything is linked" not in text


def test_what_is_linked_is_not_named(linked: Town, secretary: Client) -> None:
    with scope(plan=linked.plan):
        GoalAsset.objects.filter(pk=linked.rows["rating"].pk).update(availability=1, importance=3)
        people = linked.people["s"]
        save_row(linked.rows["target"], {"owner_id": linked.office("s").pk}, seen_version=1, by=people)
        save_row(linked.rows["action"], {"owner_id": linked.office("s").pk}, seen_version=2, by=people)
    assert "Everything is linked" in broken(secretary, linked)


def test_unmet_opponents_are_named_to_confidants_alone(town: Town) -> None:
    with trusted(town.plan):
        delete_row(Accommodation.objects.get(), by=town.people["s"])
    for letter, sees in {"s": True, "g": True, "t": False, "v": False}.items():
        text = broken(as_user(town.people[letter]), town)
        assert ("Drivers’ union" in text) is sees
        assert ("Influential opponents" in text) is sees
