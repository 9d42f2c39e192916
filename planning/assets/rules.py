"""The priority of an asset for a goal (A6, Table 2 of the module): computed, never typed."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Protocol, TypeVar


class Level(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Priority(IntEnum):
    LOW = 1
    HIGH = 2


class Rated(Protocol):
    availability: int | None
    importance: int | None


R = TypeVar("R", bound=Rated)
LEVELS_DOWN = (Level.HIGH, Level.MEDIUM, Level.LOW)


def priority(availability: int | None, importance: int | None) -> Priority | None:
    """High for an asset that matters and is missing or insufficient, else low; None until both are rated.

    Both arguments are levels 1 to 3 (A3, A4). What is sufficient needs no work however important it is,
    and what the goal can do without needs none however scarce it is."""
    if availability is None or importance is None:
        return None
    if Level(availability) is Level.HIGH or Level(importance) is Level.LOW:
        return Priority.LOW
    return Priority.HIGH


def grid(rows: Iterable[R]) -> dict[tuple[Level, Level], list[R]]:
    """The rows by (availability, importance), all nine cells present; rows without both ratings stay out."""
    cells: dict[tuple[Level, Level], list[R]] = {(a, i): [] for a in LEVELS_DOWN for i in LEVELS_DOWN}
    for row in rows:
        if row.availability is not None and row.importance is not None:
            cells[Level(row.availability), Level(row.importance)].append(row)
    return cells
