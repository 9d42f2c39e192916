"""The rules of Step 1b against the module's text and Table 3 (seed 1, "Assets and stakeholder analysis")."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.rules import (
    Advice,
    Chain,
    HeldInfluence,
    Hold,
    Stance,
    Strength,
    advice,
    chains,
    influence_of,
    reachable_from,
    sides,
    worst,
)

PRO, CON, UND = Stance.SUPPORTER, Stance.OPPONENT, Stance.UNDECIDED
STRONG, WEAK = Strength.STRONG, Strength.WEAK


@pytest.mark.parametrize(
    ("stance", "influence", "interest", "expected"),
    [
        # influential stakeholders with strong interests: the main drivers; or their interests must be accommodated
        (PRO, STRONG, STRONG, Advice.DRIVE),
        (CON, STRONG, STRONG, Advice.ACCOMMODATE),
        # influential with weak interests: strengthen by explaining the benefit; or consider, and watch
        (PRO, STRONG, WEAK, Advice.STRENGTHEN),
        (CON, STRONG, WEAK, Advice.WATCH),
        # weak stakeholders with strong interests need the support of civil society or media
        (PRO, WEAK, STRONG, Advice.GIVE_VOICE),
        (CON, WEAK, STRONG, Advice.GIVE_VOICE),
        (UND, WEAK, STRONG, Advice.GIVE_VOICE),
        # weak, weak: keep informed
        (PRO, WEAK, WEAK, Advice.INFORM),
        (CON, WEAK, WEAK, Advice.INFORM),
        (UND, WEAK, WEAK, Advice.INFORM),
        (UND, STRONG, STRONG, Advice.WIN),
        (UND, STRONG, WEAK, Advice.WIN),
        (PRO, None, STRONG, None),
        (CON, STRONG, None, None),
    ],
)
def test_advice(stance: Stance, influence: Strength, interest: Strength, expected: Advice | None) -> None:
    assert advice(stance, influence, interest) is expected


@pytest.mark.parametrize(
    ("strengths", "expected"), [([], None), ([WEAK], WEAK), ([WEAK, STRONG], STRONG), ([1, 1], WEAK), ([2], STRONG)]
)
def test_influence_over_one_asset_is_enough(strengths: list[Strength], expected: Strength | None) -> None:
    assert influence_of(strengths) is expected


# Table 3: who, stance, interest; all influence is strong
CITIZENS = HeldInfluence("Citizen group", PRO, STRONG, STRONG)
COUNCIL = HeldInfluence("Local council", PRO, STRONG, STRONG)
BUSINESS = HeldInfluence("Business association", PRO, STRONG, WEAK)
UNION = HeldInfluence("Workers union", CON, STRONG, STRONG)
IMAM = HeldInfluence("Local imam", CON, STRONG, WEAK)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (CITIZENS, Advice.DRIVE),
        (COUNCIL, Advice.DRIVE),
        (BUSINESS, Advice.STRENGTHEN),
        (UNION, Advice.ACCOMMODATE),
        (IMAM, Advice.WATCH),
    ],
)
def test_table_3_has_the_modules_advice(one: HeldInfluence[str], expected: Advice) -> None:
    assert advice(one.stance, one.influence, one.interest) is expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([CITIZENS], Hold.PROMOTED),
        ([COUNCIL, BUSINESS], Hold.PROMOTED),
        ([COUNCIL, UNION], Hold.CONTESTED),
        ([COUNCIL, IMAM], Hold.PROMOTED),  # has capacity to oppose, but hardly the will
        ([BUSINESS], Hold.WEAK),
        ([BUSINESS, UNION], Hold.WEAK),
        ([HeldInfluence("Squatters", PRO, WEAK, STRONG)], Hold.WEAK),
        ([UNION], Hold.RISK),
        ([IMAM], Hold.RISK),  # public opinion, in Table 3
        ([UNION, HeldInfluence("Radio", UND, WEAK, WEAK)], Hold.RISK),  # none but an opponent is able
        ([IMAM, HeldInfluence("Radio", UND, STRONG, WEAK)], Hold.OPEN),
        ([HeldInfluence("Radio", UND, STRONG, None)], Hold.OPEN),
        ([], Hold.GAP),  # nobody holds it
        ([HeldInfluence("Council", PRO, STRONG, None)], Hold.WEAK),  # whether they want it is not known
    ],
)
def test_how_an_asset_is_held(held: list[HeldInfluence[str]], expected: Hold) -> None:
    assert sides(held).hold is expected


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        ([Hold.RISK, Hold.OPEN], Hold.RISK),  # teachers fear 1.1, the ministry has not decided about 1.2
        ([Hold.RISK, Hold.PROMOTED], Hold.RISK),
        ([Hold.WEAK, Hold.RISK], Hold.RISK),
        ([Hold.PROMOTED, Hold.WEAK], Hold.WEAK),
        ([Hold.CONTESTED, Hold.OPEN], Hold.CONTESTED),
        ([Hold.PROMOTED, Hold.PROMOTED], Hold.PROMOTED),
        ([], Hold.GAP),
    ],
)
def test_a_goal_shows_the_worst_of_its_sub_objectives(holds: list[Hold], expected: Hold) -> None:
    assert worst(holds) is expected


def test_sides_name_each_once_in_its_column() -> None:
    found = sides([CITIZENS, CITIZENS, BUSINESS, UNION, IMAM, HeldInfluence("Radio", UND, WEAK, WEAK)])
    assert (found.promote, found.could_promote) == (["Citizen group"], ["Business association"])
    assert (found.oppose, found.could_oppose, found.undecided) == (["Workers union"], ["Local imam"], ["Radio"])


LINKS = [("council", "business"), ("union", "imam")]  # Table 3, column "Connections"
STARTS = {"citizens": PRO, "council": PRO, "business": PRO, "imam": CON}


def test_the_way_to_the_union_leader_leads_through_the_imam() -> None:
    assert chains(["union"], STARTS, LINKS)["union"] == [Chain(("imam", "union"), CON)]


def test_a_supporter_who_reaches_the_imam_comes_first() -> None:
    found = chains(["union"], STARTS, [*LINKS, ("imam", "council")])["union"]
    assert found == [
        Chain(("council", "imam", "union"), PRO),
        Chain(("business", "council", "imam", "union"), PRO),
        Chain(("imam", "union"), CON),
    ]


def test_no_chain_leads_through_another_strong_opponent() -> None:
    links = [("council", "landlord"), ("landlord", "union")]
    assert chains(["union", "landlord"], STARTS, links)["union"] == []
    assert chains(["union"], STARTS, links)["union"] == [Chain(("council", "landlord", "union"), PRO)]


def test_no_chain_leads_through_whoever_is_closed() -> None:
    links = [("council", "neighbours"), ("neighbours", "union")]
    assert chains(["union"], STARTS, links, closed=["neighbours"])["union"] == []


def test_nobody_knows_the_opponent() -> None:
    assert chains(["union"], STARTS, [("council", "business")]) == {"union": []}


@pytest.mark.parametrize(
    ("stance", "interest", "expected"),
    [
        (PRO, STRONG, True),
        (PRO, None, True),
        (UND, WEAK, True),
        (CON, WEAK, True),
        (CON, STRONG, False),
        (CON, None, False),
    ],
)
def test_who_can_open_a_door(stance: Stance, interest: Strength | None, expected: bool) -> None:
    assert reachable_from(stance, interest) is expected


names = st.integers(0, 9)


@given(
    st.lists(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=25),
    st.dictionaries(names, st.sampled_from(Stance)),
    names,
)
def test_chains_are_real_and_none_is_shorter(
    links: list[tuple[int, int]], starts: dict[int, Stance], opponent: int
) -> None:
    graph = nx.Graph(links)
    graph.add_node(opponent)
    found = {chain.path[0]: chain for chain in chains([opponent], starts, links)[opponent]}
    for start in set(starts) - {opponent}:
        reachable = start in graph and nx.has_path(graph, start, opponent)
        assert (start in found) == reachable
        if reachable:
            path = found[start].path
            assert path[-1] == opponent
            assert all(graph.has_edge(a, b) for a, b in pairwise(path))
            assert len(path) - 1 == nx.shortest_path_length(graph, start, opponent)
