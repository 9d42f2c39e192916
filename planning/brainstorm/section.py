"""What this room gives to the document: Table 1, the long list of each kind of capital, goal by goal (A1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext_lazy

from ..goals.document import Section
from ..goals.models import Goal
from ..people.text import loosely
from .listing import Listed, by_kind, listed, proofs
from .models import BrainstormEntry
from .rules import Kind
from .words import WORDS


@dataclass(frozen=True)
class LongList:
    """Table 1 of one goal, or of the whole plan where `goal` is None, as it is printed: a line has one name of each
    kind, as long as there are any."""

    goal: Goal | None
    titles: list[str]
    lines: list[tuple[str, ...]]


def long_lists() -> list[LongList]:
    """Table 1 of every goal of the plan in scope that has been thought about, in three queries. What was named in
    several sessions, or for a goal that has been deleted since, is there too."""
    goals = {goal.pk: goal for goal in Goal.objects.all()}
    entries = BrainstormEntry.objects.select_related("brainstorm").order_by("brainstorm__started_at", "position", "pk")
    by_goal: dict[int | None, list[Listed]] = {}
    for row in listed(entries, proofs()):
        goal = row.entry.brainstorm.goal_id
        by_goal.setdefault(goal if goal in goals else None, []).append(row)
    return [_table(goals.get(goal) if goal else None, by_goal[goal]) for goal in (*goals, None) if goal in by_goal]


def _table(goal: Goal | None, rows: Iterable[Listed]) -> LongList:
    found = by_kind(rows)
    lines = zip_longest(*(_once(found[kind.value]) for kind in Kind), fillvalue="")
    return LongList(goal, [str(WORDS[kind].title) for kind in Kind], list(lines))


def _once(rows: Iterable[Listed]) -> list[str]:
    """Of what several sessions named by the same words, the first."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(loosely(row.entry.name), row.entry.name)
    return list(first.values())


SECTION = Section(
    kind="lists",
    words=gettext_lazy("Table 1: What the town could build on"),
    step=1,
    template="brainstorm/section.html",
    anchor="table1",
    gather=lambda _material: {"lists": long_lists()},
)
