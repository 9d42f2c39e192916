"""What a room tells the guided path (P5): how far its parts are, and what is still missing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import BigIntegerField, Count, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from .models import Plan
from .prepared import Prepared

WHOLE_PLAN = 0  # in the place of a goal's key
Tallies = Counter[tuple[str, int]]  # (what is counted, the goal): how many


def tally(name: str, rows: QuerySet[Any], goal: str = "", number: Combinable | None = None) -> QuerySet[Any]:
    """How many `rows` there are (or `number` of them), for each goal where the path to it is named; rows without a
    goal are of the whole plan.

    For `Counted`, which joins the tallies of all rooms."""
    of = Coalesce(goal, WHOLE_PLAN, output_field=BigIntegerField()) if goal else Value(WHOLE_PLAN)
    grouped = rows.order_by().values(what=Value(name), of=of)
    return grouped.annotate(n=number or Count("pk")).values_list("what", "of", "n")


class Counted(Prepared):
    """The tallies of all rooms: the path of a plan asks one question of the database."""

    def __init__(self, *rooms: Callable[[Any], list[QuerySet[Any]]]) -> None:
        def build(plan: Any) -> QuerySet[Any]:
            first, *others = (tally for room in rooms for tally in room(plan))
            return first.union(*others, all=True)

        super().__init__(build, "plan")

    def of(self, plan: Plan) -> Tallies:
        return Counter({(what, goal): n for what, goal, n in self(plan=plan.pk) if n is not None})


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
