"""What a room tells the guided path (P5): how far its parts are, and what is still missing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from .models import Plan
from .prepared import Prepared

WHOLE_PLAN = 0  # in the place of a goal's key
MOST_FIGURES = 4  # of one tally
Tallies = Counter[tuple[str, int]]  # (what is counted, the goal): how many


def tally(rows: QuerySet[Any], goal: str = "", **figures: Q | Combinable) -> QuerySet[Any]:
    """How many of the `rows` fulfil each condition (Q(): all of them), or the figure that is named instead; for each
    goal where the path to it is named, else for the whole plan, as for rows without a goal.

    For `Counted`, which joins the tallies of all rooms: one statement of them reads a table once."""
    of = Coalesce(goal, WHOLE_PLAN, output_field=BigIntegerField()) if goal else Value(WHOLE_PLAN)
    numbers = {
        f"n{at}": Count("pk", filter=figure) if isinstance(figure, Q) else figure
        for at, figure in enumerate(figures.values())
    }
    missing = {f"n{at}": Cast(Value(None), BigIntegerField()) for at in range(len(figures), MOST_FIGURES)}
    grouped = rows.order_by().values(names=Value(" ".join(figures)), of=of).annotate(**numbers, **missing)
    return grouped.values_list("names", "of", *(f"n{at}" for at in range(MOST_FIGURES)))


class Counted(Prepared):
    """The tallies of all rooms: the path of a plan asks one question of the database."""

    def __init__(self, *rooms: Callable[[Any], list[QuerySet[Any]]]) -> None:
        def build(plan: Any) -> QuerySet[Any]:
            first, *others = (tally for room in rooms for tally in room(plan))
            return first.union(*others, all=True)

        super().__init__(build, "plan")

    def of(self, plan: Plan) -> Tallies:
        return Counter(
            {
                (name, goal): n
                for names, goal, *numbers in self(plan=plan.pk)
                for name, n in zip(names.split(" "), numbers, strict=False)
                if n is not None
            }
        )


class Progress(Enum):
    NOTHING = "nothing"
    PART = "part"
    DONE = "done"


def progress(done: int, of: int, begun: bool = False) -> Progress:
    """How far `done` of `of` things are; nothing to do yet is not done. `begun`: that they are there is a beginning."""
    if of and done >= of:
        return Progress.DONE
    return Progress.PART if done or begun else Progress.NOTHING


@dataclass(frozen=True)
class Part:
    """One line of the guided path."""

    step: int
    name: str
    url: str
    progress: Progress
    figure: str


class Finding(NamedTuple):
    """Something missing, with the place where it is mended. `key` says which it is, in whatever language and however
    many rows lack it today: a word for what is missing, and the row of which it is ("causes goal:3"). `group`: the
    working group whose goal it is; `grave`: with it a plan should not go to the council."""

    step: int
    key: str
    title: str
    detail: str
    url: str
    minutes: int = 5
    group: int | None = None
    manages: bool = False  # only who manages the plan can mend it
    grave: bool = False
    number: int = 1  # how many there are of what is missing; as many as that are left open together
