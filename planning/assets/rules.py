"""The priority of an asset for a goal (A6, Table 2 of the module): computed, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol, TypeVar


class RatingLevel(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Priority(IntEnum):
    LOW = 1
    HIGH = 2


class Rated(Protocol):
    availability: int | None
    importance: int | None


K = TypeVar("K")  # whatever stands for a locality
R = TypeVar("R", bound=Rated)
LEVELS_DOWN = (RatingLevel.HIGH, RatingLevel.MEDIUM, RatingLevel.LOW)


# What is of high priority, as a condition of a query: the rule below in the database's words.
HIGH_PRIORITY: dict[str, Any] = {"availability__lt": RatingLevel.HIGH, "importance__gt": RatingLevel.LOW}


def priority(availability: int | None, importance: int | None) -> Priority | None:
    """High for an asset that matters and is missing or insufficient, else low; None until both are rated.

    Both arguments are levels 1 to 3 (A3, A4). What is sufficient needs no work however important it is,
    and what the goal can do without needs none however scarce it is."""
    if availability is None or importance is None:
        return None
    if RatingLevel(availability) is RatingLevel.HIGH or RatingLevel(importance) is RatingLevel.LOW:
        return Priority.LOW
    return Priority.HIGH


def grid(rows: Iterable[R]) -> dict[tuple[RatingLevel, RatingLevel], list[R]]:
    """The rows by (availability, importance), all nine cells present; rows without both ratings stay out."""
    cells: dict[tuple[RatingLevel, RatingLevel], list[R]] = {(a, i): [] for a in LEVELS_DOWN for i in LEVELS_DOWN}
    for row in rows:
        if row.availability is not None and row.importance is not None:
            cells[RatingLevel(row.availability), RatingLevel(row.importance)].append(row)
    return cells


@dataclass(frozen=True)
class Spread:
    """How members rated on their own (A5): how many gave each level, from high to low."""

    counts: dict[RatingLevel, int]

    @property
    def key(self) -> tuple[int, ...]:
        """The same where as many members said the same."""
        return tuple(self.counts.values())

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def disagree(self) -> bool:
        """Not all gave the same level; nothing is averaged, so even one other voice counts."""
        return sum(1 for count in self.counts.values() if count) > 1


def spread(levels: Iterable[int | None]) -> Spread:
    """The spread of members' own ratings; who gave none is left out."""
    given = [RatingLevel(level) for level in levels if level is not None]
    return Spread({level: given.count(level) for level in LEVELS_DOWN})


def level_in(place: K, rated: int | None, home: K | None, goal_level: int | None) -> RatingLevel | None:
    """An asset's availability in one locality (A3): as rated there; else, where the register says it stands, as rated
    for the goal; elsewhere it is missing. What is absent in the town is absent in each of its places. None where nobody
    knows: not rated, and the register names no place."""
    if rated is not None:
        return RatingLevel(rated)
    if goal_level == RatingLevel.LOW:
        return RatingLevel.LOW
    if home is None:
        return None
    if home != place:
        return RatingLevel.LOW
    return RatingLevel(goal_level) if goal_level is not None else None
