"""The shape of a tree, and how a node moves in it (C2)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.trees.rules import (
    MOST_LEVELS,
    Kind,
    Node,
    Refused,
    Way,
    height,
    level,
    may_grow,
    moved,
    numbers,
    outline,
)

CORE, CAUSE, EFFECT = Kind.CORE, Kind.CAUSE, Kind.EFFECT

#  1 core
#    2 effect
#    3 cause ── 4 ── 5
#    6 cause
#  7 core
TREE = [
    Node(1, None, CORE, 1),
    Node(3, 1, CAUSE, 2),
    Node(4, 3, CAUSE, 3),
    Node(2, 1, EFFECT, 7),
    Node(5, 4, CAUSE, 5),
    Node(6, 1, CAUSE, 6),
    Node(7, None, CORE, 8),
]


def after(nodes: list[Node], key: int, way: Way) -> list[Node]:
    found = moved(nodes, key, way)
    if isinstance(found, Refused):
        return nodes
    return [Node(n.key, found[n.key].parent, n.kind, found[n.key].position) if n.key in found else n for n in nodes]


def read(nodes: list[Node]) -> list[tuple[int, int]]:
    return [(node.key, depth) for node, depth in outline(nodes)]


def test_the_outline_has_effects_before_causes() -> None:
    assert read(TREE) == [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 1), (7, 0)]
    assert numbers(TREE) == {1: "1", 2: "1.1", 3: "1.2", 4: "1.2.1", 5: "1.2.1.1", 6: "1.3", 7: "2"}
    assert (level(TREE, 5), height(TREE, 3), height(TREE, 6)) == (3, 2, 0)


@pytest.mark.parametrize(
    ("key", "way", "expected"),
    [
        (6, Way.UP, [(1, 0), (2, 1), (6, 1), (3, 1), (4, 2), (5, 3), (7, 0)]),
        (3, Way.DOWN, [(1, 0), (2, 1), (6, 1), (3, 1), (4, 2), (5, 3), (7, 0)]),
        (6, Way.IN, [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 2), (7, 0)]),
        (4, Way.OUT, [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2), (6, 1), (7, 0)]),
        (5, Way.OUT, [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (6, 1), (7, 0)]),
        (7, Way.UP, [(7, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 1)]),
    ],
)
def test_moves(key: int, way: Way, expected: list[tuple[int, int]]) -> None:
    assert read(after(TREE, key, way)) == expected


@pytest.mark.parametrize(
    ("key", "way", "expected"),
    [
        (3, Way.UP, {}),  # an effect is no neighbour of a cause
        (6, Way.DOWN, {}),
        (1, Way.UP, {}),
        (3, Way.IN, Refused.NOTHING_BEFORE),
        (7, Way.IN, Refused.NOTHING_BEFORE),  # a core problem stays one
        (2, Way.IN, Refused.NOTHING_BEFORE),
        (3, Way.OUT, Refused.BESIDE_CORE),
        (1, Way.OUT, Refused.BESIDE_CORE),
    ],
)
def test_what_does_not_move(key: int, way: Way, expected: object) -> None:
    assert moved(TREE, key, way) == expected


def test_a_tree_does_not_grow_too_deep() -> None:
    chain = [Node(1, None, CORE, 1), *(Node(n, n - 1, CAUSE, n) for n in range(2, MOST_LEVELS + 1))]
    assert may_grow(chain, MOST_LEVELS - 1)
    assert not may_grow(chain, MOST_LEVELS)
    beside = [*chain, Node(9, MOST_LEVELS - 1, CAUSE, 9)]
    assert moved(beside, 9, Way.IN) is Refused.TOO_DEEP
    # what hangs on it counts too
    short = [
        Node(1, None, CORE, 1),
        Node(2, 1, CAUSE, 2),
        Node(3, 1, CAUSE, 3),
        Node(4, 3, CAUSE, 4),
        Node(5, 4, CAUSE, 5),
    ]
    assert moved(short, 3, Way.IN) != Refused.TOO_DEEP
    assert moved([*short, Node(6, 5, CAUSE, 6)], 3, Way.IN) is Refused.TOO_DEEP


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(1, 7), st.sampled_from(Way)), max_size=30))
def test_no_moves_lose_a_node_make_a_circle_or_mix_kinds(moves: list[tuple[int, Way]]) -> None:
    nodes = TREE
    for key, way in moves:
        nodes = after(nodes, key, way)
        shown = outline(nodes)
        assert sorted(node.key for node, _level in shown) == [1, 2, 3, 4, 5, 6, 7]  # a circle would not be reached
        assert max(depth for _node, depth in shown) < MOST_LEVELS
        kinds = {node.key: node.kind for node in nodes}
        for node in nodes:
            assert (node.parent is None) == (node.kind is CORE)
            assert node.parent is None or kinds[node.parent] in (CORE, node.kind)
        assert len({node.position for node in nodes}) == len(nodes)
