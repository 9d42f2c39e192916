"""The brainstorm in rounds (A1): who names which kind of capital when, and which names are alike.

Members and rounds are counted from 0. A member's number is given once: one who leaves takes it along.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from ..people.text import loosely

K = TypeVar("K")
ALIKE = 0.5  # of the three-letter pieces of two names that are offered as perhaps the same
OFFERED = 3


class Capital(StrEnum):
    """The three forms of capital, in the order of the rotation."""

    PHYSICAL = "physical"
    HUMAN = "human"
    SOCIAL = "social"


KINDS = tuple(Capital)


def kind_for(member: int, round: int) -> Capital:
    """What this member is asked for in this round; in three rounds each member meets each kind once."""
    return KINDS[(member + round) % len(KINDS)]


@dataclass(frozen=True)
class Seat:
    """A member as the rotation sees them: `next_round` is the first round in which they have not had a turn."""

    number: int
    next_round: int
    present: bool = True


@dataclass(frozen=True)
class Turn:
    number: int
    round: int

    @property
    def kind(self) -> Capital:
        return kind_for(self.number, self.round)


def next_turn(seats: Iterable[Seat]) -> Turn | None:
    """Whose turn it is: of those who are present and have not had the running round's, the lowest number. A round
    is over when all who are present have had it; None when nobody is."""
    places = [(seat.next_round, seat.number) for seat in seats if seat.present]
    if not places:
        return None
    round, number = min(places)
    return Turn(number, round)


def coming(seats: Iterable[Seat], count: int) -> list[Turn]:
    """The next turns, the present one first, if nobody joins or leaves."""
    by_number = {seat.number: seat for seat in seats}
    turns: list[Turn] = []
    while len(turns) < count and (turn := next_turn(by_number.values())):
        turns.append(turn)
        by_number[turn.number] = after_turn(by_number[turn.number])
    return turns


def after_turn(seat: Seat) -> Seat:
    """The seat once its turn is used or passed: either way it is gone for this round."""
    return replace(seat, next_round=seat.next_round + 1)


def new_seat(seats: Iterable[Seat], earlier: Iterable[Seat] = ()) -> Seat:
    """The place of somebody who joins now: the next number ever given, last in the running round.

    `earlier` are the seats that the same member has left. Who comes back has no second turn in a round, and goes on
    with the kind that would have come next: where the next number does not ask for it, it is passed over."""
    known = list(seats)
    number = max((seat.number for seat in known), default=-1) + 1
    turn = next_turn(known)
    running = turn.round if turn else max((seat.next_round for seat in known), default=0)
    last = max(earlier, key=lambda seat: (seat.next_round, seat.number), default=None)
    if last is None:
        return Seat(number, running)
    round = max(running, last.next_round)
    due = kind_for(last.number, last.next_round)
    return Seat(next(n for n in range(number, number + len(KINDS)) if kind_for(n, round) is due), round)


# Names that are alike -------------------------------------------------------------------------------------------


class Names(Generic[K]):
    """Names by their keys, to which others are compared. Two are alike by how much of the three-letter pieces of both,
    as `loosely` writes them, is in both (Dice: from 0 to 1)."""

    def __init__(self, names: Mapping[K, str]) -> None:
        self.keys: list[K] = list(names)
        self.sizes: list[int] = []
        self.having: defaultdict[str, list[int]] = defaultdict(list)  # piece: the places of the names that have it
        for place, name in enumerate(names.values()):
            pieces = _pieces(name)
            self.sizes.append(len(pieces))
            for piece in pieces:
                self.having[piece].append(place)

    def similar(self, name: str) -> list[K]:
        """The keys of the names that are like this one, the most alike first, three at the most."""
        wanted = _pieces(name)
        shared = Counter(chain.from_iterable(self.having.get(piece, ()) for piece in wanted))
        # with fewer pieces in both not even a name of no other piece is alike
        least = ALIKE * len(wanted) / (2 - ALIKE)
        near = [(2 * n / (len(wanted) + self.sizes[at]), at) for at, n in shared.items() if n >= least]
        best = sorted((pair for pair in near if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
        return [self.keys[at] for _likeness, at in best[:OFFERED]]


@lru_cache(maxsize=2000)  # a register's names are the same from page to page
def _pieces(name: str) -> frozenset[str]:
    framed = f" {loosely(name)} "
    return frozenset(framed[start : start + 3] for start in range(len(framed) - 2))
