"""Cause and effect (C2): the shape of a tree, and how a node moves in it. Plain values in, plain values out.

A tree grows from its core problem: causes below it, which have causes, and effects above it, which have effects.
Whoever writes sees it as an outline; moving is always to a place beside or above another node, so no circle can come
about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

MOST_LEVELS = 5  # the core problem and four levels of causes or effects; deeper ones nobody reads


class NodeKind(Enum):
    CORE = "core"
    CAUSE = "cause"
    EFFECT = "effect"


class MoveWay(Enum):
    UP = "up"
    DOWN = "down"
    IN = "in"  # below the node before it
    OUT = "out"  # beside the node above it


class CannotMove(Enum):
    """Why a node stays where it is."""

    NOTHING_BEFORE = "nothing-before"
    BESIDE_CORE = "beside-core"
    TOO_DEEP = "too-deep"


ORDER = (NodeKind.CORE, NodeKind.EFFECT, NodeKind.CAUSE)  # effects stand above, causes below


@dataclass(frozen=True)
class OutlineNode:
    """`parent` is the key of the node that it hangs on; `position` its place among all nodes of the goal."""

    key: int
    parent: int | None
    kind: NodeKind
    position: int


@dataclass(frozen=True)
class PlacedNode:
    parent: int | None
    position: int


def children(nodes: Iterable[OutlineNode], parent: int | None, kind: NodeKind | None = None) -> list[OutlineNode]:
    """The nodes that hang on one (None: the core problems), in their order; of one kind where it is named."""
    found = [node for node in nodes if node.parent == parent and kind in (None, node.kind)]
    return sorted(found, key=lambda node: (ORDER.index(node.kind), node.position, node.key))


def outline(nodes: Iterable[OutlineNode]) -> list[tuple[OutlineNode, int]]:
    """The nodes as they are read, each with its level: 0 for a core problem."""
    every = list(nodes)

    def below(parent: int | None, level: int) -> Iterator[tuple[OutlineNode, int]]:
        for node in children(every, parent):
            yield node, level
            yield from below(node.key, level + 1)

    return list(below(None, 0))


def numbers(nodes: Iterable[OutlineNode]) -> dict[int, str]:
    """What each node is called by: "1" a core problem, "1.2" the second that hangs on it."""
    every = list(nodes)
    found: dict[int, str] = {}
    for node, _level in outline(every):
        place = children(every, node.parent).index(node) + 1
        found[node.key] = f"{found[node.parent]}.{place}" if node.parent is not None else str(place)
    return found


def level(nodes: Iterable[OutlineNode], key: int) -> int:
    by_key = {node.key: node for node in nodes}
    found, node = 0, by_key[key]
    while node.parent is not None:
        found, node = found + 1, by_key[node.parent]
    return found


def height(nodes: Iterable[OutlineNode], key: int) -> int:
    """How many levels hang on a node: 0 where none does."""
    every = list(nodes)
    return max((1 + height(every, child.key) for child in children(every, key)), default=0)


def may_grow(nodes: Iterable[OutlineNode], key: int) -> bool:
    """Whether another node may hang on this one."""
    return level(nodes, key) + 1 < MOST_LEVELS


def moved(nodes: Iterable[OutlineNode], key: int, way: MoveWay) -> dict[int, PlacedNode] | CannotMove:
    """Which nodes get another place when one moves; empty where it stands at the edge already. What hangs on it goes
    along."""
    every = list(nodes)
    node = next(node for node in every if node.key == key)
    siblings = children(every, node.parent, node.kind)
    at = siblings.index(node)
    if way is MoveWay.IN:
        return _in(every, node, siblings, at)
    if way is MoveWay.OUT:
        return _out(every, node)
    other = at + (-1 if way is MoveWay.UP else 1)
    if not 0 <= other < len(siblings):
        return {}
    siblings[at], siblings[other] = siblings[other], siblings[at]
    return _lined_up(siblings, node.parent)


def _in(
    every: list[OutlineNode], node: OutlineNode, siblings: list[OutlineNode], at: int
) -> dict[int, PlacedNode] | CannotMove:
    if node.kind is NodeKind.CORE or at == 0:
        return CannotMove.NOTHING_BEFORE
    if level(every, node.key) + 1 + height(every, node.key) >= MOST_LEVELS:
        return CannotMove.TOO_DEEP
    new = siblings[at - 1]
    return _lined_up([*children(every, new.key), node], new.key)


def _out(every: list[OutlineNode], node: OutlineNode) -> dict[int, PlacedNode] | CannotMove:
    above = next((one for one in every if one.key == node.parent), None)
    if above is None or above.kind is NodeKind.CORE:
        return CannotMove.BESIDE_CORE
    siblings = children(every, above.parent, node.kind)
    at = siblings.index(above) + 1
    return _lined_up([*siblings[:at], node, *siblings[at:]], above.parent)


def _lined_up(line: list[OutlineNode], parent: int | None) -> dict[int, PlacedNode]:
    """The nodes one after the other below this parent, by the positions that they have together; those that change."""
    places: Mapping[int, PlacedNode] = {
        node.key: PlacedNode(parent, position)
        for node, position in zip(line, sorted(node.position for node in line), strict=True)
    }
    return {node.key: places[node.key] for node in line if places[node.key] != PlacedNode(node.parent, node.position)}
