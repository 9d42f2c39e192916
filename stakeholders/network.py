"""The network of a sub-objective's stakeholders (B6): the picture, and the ways to strong opponents."""

from dataclasses import dataclass
from math import cos, pi, sin

from planning.goals.models import SubObjective

from . import readings
from .models import StanceChoices
from .rules import Chain, Strength, chains, reachable_from
from .rules import Stance as Side
from .section import StakeholderLine

NOT_LISTED = "none"  # in the place of a stance: connected, but not on this list
MOST_CHAINS = 3  # to one opponent; who looks for a way needs the shortest


@dataclass(frozen=True)
class NetworkNode:
    """A stakeholder on the circle; `x` and `y` in percent from the start and the foot of the picture, `top` from its
    head."""

    key: int
    name: str
    stance: str
    number: int
    x: float
    y: float
    top: float


@dataclass(frozen=True)
class Edge:
    start: NetworkNode
    end: NetworkNode
    how: str


@dataclass(frozen=True)
class WayToOpponent:
    """The chains to one strong opponent; none if nobody reaches them yet."""

    opponent: str
    chains: list[tuple[str, list[str]]]  # the stance of who sets out, and the names along the chain


@dataclass(frozen=True)
class Network:
    nodes: list[NetworkNode]
    edges: list[Edge]
    ways: list[WayToOpponent]


def network(step: SubObjective, lines: list[StakeholderLine]) -> Network:
    """The goal's connections around those who have a position on this sub-objective. The reader in scope has to be a
    confidant."""
    links = readings.READ_CONNECTIONS(step.goal_id)
    by_key = {line.key: line for line in lines}
    people = {key: line.name for key, line in by_key.items()}
    for link in links:
        people |= {link.one: link.one_name, link.other: link.other_name}
    nodes = {}
    for place, (key, person) in enumerate(people.items()):
        angle = 2 * pi * place / len(people)
        line = by_key.get(key)
        stance = line.stance if line else NOT_LISTED
        number = line.number if line else 0
        x, y = round(50 + 38 * sin(angle), 2), round(50 + 40 * cos(angle), 2)
        nodes[key] = NetworkNode(key, person, stance, number, x, y, round(100 - y, 2))
    edges = [Edge(nodes[link.one], nodes[link.other], link.how) for link in links]
    pairs = [(link.one, link.other) for link in links]
    return Network(list(nodes.values()), edges, _ways(lines, pairs, people))


def _ways(lines: list[StakeholderLine], pairs: list[tuple[int, int]], names: dict[int, str]) -> list[WayToOpponent]:
    starts = {line.key: Side(line.stance) for line in lines if reachable_from(Side(line.stance), line.interest)}
    strong = [
        line.key
        for line in lines
        if line.stance == StanceChoices.OPPONENT
        and line.influence is Strength.STRONG
        and line.interest != Strength.WEAK
    ]
    closed = [line.key for line in lines if line.stance == StanceChoices.OPPONENT and line.key not in starts]
    found = chains(strong, starts, pairs, closed)
    return [WayToOpponent(names[one], [_named(chain, names) for chain in _best(found[one])]) for one in strong]


def _best(ways: list[Chain[int]]) -> list[Chain[int]]:
    """The first few, and the shortest of all where it is not among them."""
    first = ways[:MOST_CHAINS]
    shortest = min(ways, key=lambda chain: len(chain.path), default=None)
    return first if shortest is None or shortest in first else [*first, shortest]


def _named(chain: Chain[int], names: dict[int, str]) -> tuple[str, list[str]]:
    return chain.by.value, [names[key] for key in chain.path]
