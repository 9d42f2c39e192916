"""What a room tells the guided path (P5): how far its parts are, and what is still missing."""

from dataclasses import dataclass
from enum import Enum


class Progress(Enum):
    NOTHING = "nothing"
    PART = "part"
    DONE = "done"


def progress(done: int, of: int) -> Progress:
    """How far `done` of `of` things are; nothing to do yet is not done."""
    if of and done >= of:
        return Progress.DONE
    return Progress.PART if done else Progress.NOTHING


@dataclass(frozen=True)
class Part:
    """One line of the guided path."""

    step: int
    name: str
    url: str
    progress: Progress
    figure: str


@dataclass(frozen=True)
class Finding:
    """Something missing, with the place where it is mended. `group`: the working group whose goal it is."""

    step: int
    title: str
    detail: str
    url: str
    minutes: int = 5
    group: int | None = None
    manages: bool = False  # only who manages the plan can mend it
