"""The shape of a tree, and how a node moves in it (C2)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.trees.rules import (
    MOST_LEVELS,
    CannotMove,
    MoveWay,
    NodeKind,
    OutlineNode,
    height,
    level,
    may_grow,
    moved,
    numbers,
    outline,
)

CORE, CAUSE, EFFECT = NodeKind.CORE, NodeKind.CAUSE, NodeKind.EFFECT

#  1 core
#    2 effect
#    3 cause ── 4 ── 5
#    6 cause
#  7 core
TREE = [
    OutlineNode(1, None, CORE, 1),
    OutlineNode(3, 1, CAUSE, 2),
    OutlineNode(4, 3, CAUSE, 3),
    OutlineNode(2, 1, EFFECT, 7),
    OutlineNode(5, 4, CAUSE, 5),
    OutlineNode(6, 1, CAUSE, 6),
    OutlineNode(7, None, CORE, 8),
]


def after(nodes: list[OutlineNode], key: int, way: MoveWay) -> list[OutlineNode]:
    found = moved(nodes, key, way)
    if isinstance(found, CannotMove):
        return nodes
    return [
        OutlineNode(n.key, found[n.key].parent, n.kind, found[n.key].position) if n.key in found else n for n in nodes
    ]


def read(nodes: list[OutlineNode]) -> list[tuple[int, int]]:
    return [(node.key, depth) for node, depth in outline(nodes)]


def test_the_outline_has_effects_before_causes() -> None:
    assert read(TREE) == [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 1), (7, 0)]
    assert numbers(TREE) == {1: "1", 2: "1.1", 3: "1.2", 4: "1.2.1", 5: "1.2.1.1", 6: "1.3", 7: "2"}
    assert (level(TREE, 5), height(TREE, 3), height(TREE, 6)) == (3, 2, 0)


@pytest.mark.parametrize(
    ("key", "way", "expected"),
    [
        (6, MoveWay.UP, [(1, 0), (2, 1), (6, 1), (3, 1), (4, 2), (5, 3), (7, 0)]),
        (3, MoveWay.DOWN, [(1, 0), (2, 1), (6, 1), (3, 1), (4, 2), (5, 3), (7, 0)]),
        (6, MoveWay.IN, [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 2), (7, 0)]),
        (4, MoveWay.OUT, [(1, 0), (2, 1), (3, 1), (4, 1), (5, 2), (6, 1), (7, 0)]),
        (5, MoveWay.OUT, [(1, 0), (2, 1), (3, 1), (4, 2), (5, 2), (6, 1), (7, 0)]),
        (7, MoveWay.UP, [(7, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 1)]),
    ],
)
def test_moves(key: int, way: MoveWay, expected: list[tuple[int, int]]) -> None:
    assert read(after(TREE, key, way)) == expected


@pytest.mark.parametrize(
    ("key", "way", "expected"),
    [
        (3, MoveWay.UP, {}),  # an effect is no neighbour of a cause
        (6, MoveWay.DOWN, {}),
        (1, MoveWay.UP, {}),
        (3, MoveWay.IN, CannotMove.NOTHING_BEFORE),
        (7, MoveWay.IN, CannotMove.NOTHING_BEFORE),  # a core problem stays one
        (2, MoveWay.IN, CannotMove.NOTHING_BEFORE),
        (3, MoveWay.OUT, CannotMove.BESIDE_CORE),
        (1, MoveWay.OUT, CannotMove.BESIDE_CORE),
    ],
)
def test_what_does_not_move(key: int, way: MoveWay, expected: object) -> None:
    assert moved(TREE, key, way) == expected


def test_a_tree_does_not_grow_too_deep() -> None:
    chain = [OutlineNode(1, None, CORE, 1), *(OutlineNode(n, n - 1, CAUSE, n) for n in range(2, MOST_LEVELS + 1))]
    assert may_grow(chain, MOST_LEVELS - 1)
    assert not may_grow(chain, MOST_LEVELS)
    beside = [*chain, OutlineNode(9, MOST_LEVELS - 1, CAUSE, 9)]
    assert moved(beside, 9, MoveWay.IN) is CannotMove.TOO_DEEP
    # what hangs on it counts too
    short = [
        OutlineNode(1, None, CORE, 1),
        OutlineNode(2, 1, CAUSE, 2),
        OutlineNode(3, 1, CAUSE, 3),
        OutlineNode(4, 3, CAUSE, 4),
        OutlineNode(5, 4, CAUSE, 5),
    ]
    assert moved(short, 3, MoveWay.IN) != CannotMove.TOO_DEEP
    assert moved([*short, OutlineNode(6, 5, CAUSE, 6)], 3, MoveWay.IN) is CannotMove.TOO_DEEP


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(1, 7), st.sampled_from(MoveWay)), max_size=30))
def test_no_moves_lose_a_node_make_a_circle_or_mix_kinds(moves: list[tuple[int, MoveWay]]) -> None:
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
