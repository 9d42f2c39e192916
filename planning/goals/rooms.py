"""What a room tells the guided path and the readiness check: it registers once, as a `Room` (P5, C6)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet

from ..plans.access import Access
from ..plans.findings import Counted, Finding, Part, Tallies
from ..plans.models import Plan
from .models import Goal
from .section import named_goals

T = TypeVar("T")


@dataclass(frozen=True)
class Survey:
    """What was read of a plan, from which the rooms' words are made in whatever language is then in use."""

    slug: str
    goals: list[Goal]
    numbers: Tallies
    reader: Access | None = None  # None: whoever submits the plan, and the document
    _read: dict[Callable[[], Any], Any] = field(default_factory=dict)

    def is_confided(self, goal: Goal) -> bool:
        """Whether figures about this goal may tell of what is confidential in it."""
        return self.reader is None or self.reader.is_confidant(goal.group_id)

    def of(self, read: Callable[[], T]) -> T:
        """What a room reads beside the tallies, once for all who ask for it."""
        if read not in self._read:
            self._read[read] = read()
        return self._read[read]


def survey(plan: Plan, counts: Counted, reader: Access | None = None) -> Survey:
    """In two queries; the plan is in scope."""
    return Survey(plan.slug, named_goals(plan), counts.of(plan), reader)


def _nothing(_survey: Survey) -> list[Finding]:
    return []


@dataclass(frozen=True)
class Room:
    """How far the parts of a room are and what it misses, in words; `tallies`: what it counts for both."""

    name: str
    tallies: Callable[[Any], list[QuerySet[Any]]]
    parts: Callable[[Survey], list[Part]]
    findings: Callable[[Survey], list[Finding]] = _nothing


def counted(rooms: Iterable[Room]) -> Counted:
    """The tallies of these rooms as one question."""
    return Counted(*(room.tallies for room in rooms))
