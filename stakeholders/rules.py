"""The computations of Step 1b (B4, B5, B6): plain values in, plain values out."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import cache
from typing import Generic, NamedTuple, TypeVar

import networkx as nx

S = TypeVar("S", bound=Hashable)  # whatever stands for a stakeholder: a key, a name


class Stance(Enum):
    SUPPORTER = "supporter"
    OPPONENT = "opponent"
    UNDECIDED = "undecided"


class Strength(IntEnum):
    WEAK = 1
    STRONG = 2


class Advice(Enum):
    """What the place on the map of influence × interest asks for (B4)."""

    DRIVE = "drive"  # main driver of the sub-objective
    ACCOMMODATE = "accommodate"  # compensation, negotiation, support for something that they want
    STRENGTHEN = "strengthen"  # explain the benefit
    WATCH = "watch"  # consider the interests, see that opposition does not grow
    WIN = "win"  # undecided, and able to move things: ask, listen, win over
    GIVE_VOICE = "voice"  # civil society or media help them to take part
    INFORM = "inform"


def influence_of(strengths: Iterable[Strength | int]) -> Strength | None:
    """A stakeholder's place on the map: strong where the influence over any asset is, None where none is noted.

    Being able to move one asset that the sub-objective needs is enough to drive or to stop it (B3, B4)."""
    return max((Strength(strength) for strength in strengths), default=None)


def advice(stance: Stance, influence: Strength | int | None, interest: Strength | int | None) -> Advice | None:
    """The advice of a place on the map (B4); None until both are known.

    The method says nothing of the undecided who have strong influence; they are to be won."""
    if influence is None or interest is None:
        return None
    strong_interest = Strength(interest) is Strength.STRONG
    if Strength(influence) is Strength.WEAK:
        return Advice.GIVE_VOICE if strong_interest else Advice.INFORM
    if stance is Stance.SUPPORTER:
        return Advice.DRIVE if strong_interest else Advice.STRENGTHEN
    if stance is Stance.OPPONENT:
        return Advice.ACCOMMODATE if strong_interest else Advice.WATCH
    return Advice.WIN


# Promote / oppose ------------------------------------------------------------------------------------------


class Hold(Enum):
    """How an asset stands between those who support and those who oppose one sub-objective (B5); the worst first."""

    RISK = "risk"  # only opponents hold it, or only one of them is able
    GAP = "gap"  # nobody holds it
    CONTESTED = "contested"  # somebody has will and capacity to develop it, and somebody else to stop it
    OPEN = "open"  # those who hold it are undecided, or some are and no opponent is able
    WEAK = "weak"  # supporters hold it, but none has both will and capacity yet
    PROMOTED = "promoted"  # somebody has will and capacity to develop it, and nobody to stop it


def worst(holds: Iterable[Hold]) -> Hold:
    """The summary of an asset over the sub-objectives of a goal; nobody who holds it in any of them is a gap."""
    found = set(holds)
    return next((hold for hold in Hold if hold in found), Hold.GAP)


@dataclass(frozen=True)
class HeldInfluence(Generic[S]):
    """A stakeholder's influence over an asset. Will is a strong interest, capacity a strong influence."""

    who: S
    stance: Stance
    influence: Strength
    interest: Strength | None

    @property
    def able(self) -> bool:
        return self.influence == Strength.STRONG and self.interest == Strength.STRONG


@dataclass
class Sides(Generic[S]):
    """Who could move one asset which way; those with will and capacity apart from the others."""

    promote: list[S] = field(default_factory=list)
    could_promote: list[S] = field(default_factory=list)
    oppose: list[S] = field(default_factory=list)
    could_oppose: list[S] = field(default_factory=list)
    undecided: list[S] = field(default_factory=list)

    @property
    def hold(self) -> Hold:
        if self.promote:
            return Hold.CONTESTED if self.oppose else Hold.PROMOTED
        if self.could_promote:
            return Hold.WEAK
        if self.oppose or (self.could_oppose and not self.undecided):
            return Hold.RISK
        return Hold.OPEN if self.undecided else Hold.GAP


def sides(held: Iterable[HeldInfluence[S]]) -> Sides[S]:
    """The row of the promote / oppose matrix for one asset and one sub-objective (B5): who wants one of them may fear
    another, so they are never mixed."""
    found: Sides[S] = Sides()
    for one in held:
        if one.stance is Stance.UNDECIDED:
            column = found.undecided
        elif one.stance is Stance.SUPPORTER:
            column = found.promote if one.able else found.could_promote
        else:
            column = found.oppose if one.able else found.could_oppose
        if one.who not in column:
            column.append(one.who)
    return found


# Connections -----------------------------------------------------------------------------------------------


class Chain(NamedTuple, Generic[S]):
    """A way to an opponent along connections; `path` begins with who can set out and ends with the opponent."""

    path: tuple[S, ...]
    by: Stance


def reachable_from(stance: Stance, interest: Strength | int | None) -> bool:
    """Who can be asked to open a door: supporters, the undecided, and opponents whose interest is weak. In the
    module's example the imam, hardly interested himself, is the way to the leader of the union."""
    return stance is not Stance.OPPONENT or interest == Strength.WEAK


def chains(
    opponents: Collection[S],
    starts: Mapping[S, Stance],
    connections: Collection[tuple[S, S]],
    closed: Collection[S] = (),
) -> dict[S, list[Chain[S]]]:
    """For each of the strong opponents the shortest chains to them (B6): supporters first, then the undecided, then
    mild opponents, each by the number of steps. Connections go both ways. `starts`: those who can be asked, with their
    stance. No chain leads through another of the opponents, who would hear of it, nor through those in `closed`."""
    graph: nx.Graph[S] = nx.Graph(list(connections))
    doors = {opponent: list(graph[opponent]) if opponent in graph else [] for opponent in opponents}
    graph.remove_nodes_from([*opponents, *closed])
    first = (Stance.SUPPORTER, Stance.UNDECIDED, Stance.OPPONENT)

    # who has the ear of one of them often has that of others: the ways to the same doors are looked for once
    @cache
    def ways_to(*behind: S) -> list[Chain[S]]:
        paths = [nx.single_source_shortest_path(graph, door) for door in behind]
        ways = []
        for start, by in starts.items():
            if from_start := [found[start] for found in paths if start in found]:
                ways.append(Chain(tuple(reversed(min(from_start, key=len))), by))
        return sorted(ways, key=lambda chain: (first.index(chain.by), len(chain.path)))

    return {
        opponent: [
            Chain((*way.path, opponent), way.by) for way in ways_to(*(door for door in neighbours if door in graph))
        ]
        for opponent, neighbours in doors.items()
    }
