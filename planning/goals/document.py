"""What a room gives to the document: it registers each of its sections once, as a `Section` (C8, E1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..plans.models import Plan
from .models import Goal

T = TypeVar("T")
Found = dict[str, Any]  # what the templates of the document show, by name


@dataclass(frozen=True)
class Material:
    """What the rooms have read for a document, each thing once, though several sections may ask for it."""

    plan: Plan
    _read: dict[Callable[["Material"], Any], Any] = field(default_factory=dict)

    def of(self, read: Callable[["Material"], T]) -> T:
        if read not in self._read:
            self._read[read] = read(self)
        return self._read[read]


def _no_goals(_found: Found) -> Iterable[Goal]:
    return ()


@dataclass(frozen=True)
class Section:
    """A section of the document as a room knows it."""

    kind: str
    words: Any  # its heading, lazily translated
    step: int  # of the method; 0 for none
    template: str
    anchor: str
    gather: Callable[[Material], Found]  # what its template shows beside what other sections have gathered
    needs: str = ""  # the name among it without which the section is not printed; others say that they are empty
    worksheets: tuple[str, ...] = ()  # that go with it into the workbook inside the PDF
    goals: Callable[[Found], Iterable[Goal]] = _no_goals  # those with a page of their own, for the contents
