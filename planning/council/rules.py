"""Which sections the document has, in which order, and where a step of the method begins among them (E1)."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from .registered import FREE, METHOD, STEP_OF


@dataclass(frozen=True)
class Placed:
    """A section in its place. `row`: the key of its row, None where it stands as the method has it."""

    kind: str
    is_shown: bool = True
    title: str = ""
    text: str = ""
    row: int | None = None

    @property
    def token(self) -> str:
        """What it is called in a form."""
        return str(self.row) if self.kind == FREE else self.kind

    @property
    def is_free(self) -> bool:
        return self.kind == FREE


def arranged(stored: Iterable[Placed]) -> list[Placed]:
    """The sections in the order of their rows; those of the method without a row stand behind the one that comes before
    them in the method, so that a section of a later release is not missing from a plan that was arranged before."""
    found = list(stored)
    for number, kind in enumerate(METHOD):
        kinds = [one.kind for one in found]
        if kind not in kinds:
            found.insert(kinds.index(METHOD[number - 1]) + 1 if number else 0, Placed(kind))
    return found


def moved(tokens: Sequence[str], token: str, by: int) -> list[str]:
    """The tokens with one of them a place up (-1) or down (1); unchanged where there is no such place."""
    order = list(tokens)
    if token in order:
        at = order.index(token)
        if 0 <= at + by < len(order):
            order[at], order[at + by] = order[at + by], order[at]
    return order


@dataclass(frozen=True)
class Place:
    """Where a section stands in the document: in which step of the method, and whether that step's heading stands above
    it. `time`: how often the step has begun by then, as it does again when something else stood between."""

    step: int
    opens: bool
    time: int


def places(kinds: Sequence[str]) -> list[Place]:
    """Of the sections that are printed, in their order. A free section between two of one step belongs to it."""
    steps = [_step(kinds, at) for at in range(len(kinds))]
    begun: dict[int, int] = {}
    found = []
    for before, step in zip([0, *steps], steps, strict=False):
        opens = bool(step) and step != before
        begun[step] = begun.get(step, 0) + opens
        found.append(Place(step, opens, begun[step]))
    return found


def _step(kinds: Sequence[str], at: int) -> int:
    if kinds[at] != FREE:
        return STEP_OF[kinds[at]]
    before = next((STEP_OF[kind] for kind in reversed(kinds[:at]) if kind != FREE), 0)
    after = next((STEP_OF[kind] for kind in kinds[at:] if kind != FREE), 0)
    return before if before == after else 0


# What the page of the sections showed --------------------------------------------------------------------------------

DATA = "data"  # stands among the sections' tokens for the files inside the PDF
Ticks = dict[str, bool]  # by token, in the order of the page: whether it is ticked


def ticks_of(placed: Iterable[Placed], encloses_data: bool) -> Ticks:
    """How the document is arranged."""
    return {one.token: one.is_shown for one in placed} | {DATA: encloses_data}


def written(ticks: Ticks) -> str:
    """As a form carries it: "goals+ assets- 12+ data+"."""
    return " ".join(f"{token}{'+' if ticked else '-'}" for token, ticked in ticks.items())


def read_ticks(text: str) -> Ticks:
    """The other way; what is not written so is left out."""
    return {one[:-1]: one[-1] == "+" for one in text.split() if one[:-1] and one[-1] in "+-"}


def wanted(seen: Ticks, shown: Container[str], move: str = "", by: int = 0) -> Ticks:
    """What somebody who saw that asks for: those ticked, one of them moved a place up (-1) or down (1)."""
    order = moved([token for token in seen if token != DATA], move, by)
    return {token: token in shown for token in [*order, DATA] if token in seen}


def proposed(now: Ticks, seen: Ticks, shown: Container[str]) -> Ticks:
    """As it stands now, with what somebody ticked otherwise than they had seen it."""
    asked = {token: token in shown for token, ticked in seen.items() if (token in shown) != ticked}
    return {token: asked.get(token, ticked) for token, ticked in now.items()}
