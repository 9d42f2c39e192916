"""Whether the plan is ready for the council: errors and warnings, each with the place where it is mended (C6)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from targets import section as targets
from targets.rules import Problem
from targets.words import PROBLEMS

from ..actions.checks import written
from ..goals.rooms import Survey
from ..plans.addresses import address
from ..plans.models import Plan
from . import rules
from .breaks import facts
from .gathered import gather, missing
from .models import LeftOpen
from .rules import Break
from .words import BREAKS

SAID_ALREADY = {Break.ACTION_WITHOUT_OWNER, Break.TARGET_WITHOUT_OWNER}  # by the rooms themselves


class Point(NamedTuple):
    """Something that the check finds, in `number` rows. `grave`: an error, else a warning; `left_open`: why it is left
    open; `outgrown`: why it was, when there were fewer."""

    key: str
    title: str
    detail: str
    url: str
    grave: bool = False
    number: int = 1
    left_open: LeftOpen | None = None
    outgrown: LeftOpen | None = None

    @property
    def stands_in_the_way(self) -> bool:
        return self.grave and self.left_open is None


def points(plan: Plan, found: Survey | None = None) -> list[Point]:
    """All that the check finds in the plan in scope, errors first; in a constant number of queries."""
    found = found or gather(plan)
    every = _with_reasons(plan, [*_missing(found), *_contradictions(plan.slug), *_broken(found)])
    return sorted(every, key=lambda point: (not point.grave, point.left_open is not None))


def left_open(plan: Plan) -> list[Point]:
    """What goes to the council all the same, with the reasons, errors first."""
    return [point for point in points(plan) if point.left_open]


def errors_in_the_way(plan: Plan) -> int:
    """How many errors have neither been mended nor left open; warnings, which ask the database most, are left out."""
    found = [*_missing(gather(plan)), *_contradictions(plan.slug)]
    return in_the_way(_with_reasons(plan, (point for point in found if point.grave)))


def _with_reasons(plan: Plan, found: Iterable[Point]) -> list[Point]:
    reasons = {said.key: said for said in LeftOpen.objects.filter(plan=plan, ended_at=None).select_related("by")}
    return [_with(reasons[point.key], point) if point.key in reasons else point for point in found]


def _with(said: LeftOpen, point: Point) -> Point:
    """What is left open is as many as there were then, where that is known."""
    holds = said.number is None or point.number <= said.number
    return point._replace(left_open=said) if holds else point._replace(outgrown=said)


def _missing(found: Survey) -> Iterator[Point]:
    """What the rooms miss."""
    for finding in missing(found):
        yield Point(finding.key, finding.title, finding.detail, finding.url, finding.grave, finding.number)


def _contradictions(slug: str) -> Iterator[Point]:
    title, _reason = PROBLEMS[Problem.CONTRADICTS]
    for one, other in targets.contradictions():
        url = f"{address('targets', slug, one.goal)}?row={one.key}#row-{one.key}"
        detail = f"{one.statement} ↔ {other.statement}"
        yield Point(f"contradicts target:{one.key} other:{other.key}", str(title), detail, url, grave=True)


def _broken(survey: Survey) -> Iterator[Point]:
    """Where the chain is broken, as far as everybody may know it."""
    live, found = {goal.pk for goal in survey.goals}, facts(survey.of(written), opponents=False)
    for kind, ends in rules.breaks(found).items():
        number = sum(end.goal in live for end in ends)
        if number and kind not in SAID_ALREADY:
            title, reason = BREAKS[kind]
            url = address("chain", survey.slug)
            yield Point(f"chain-{kind.value}", f"{title}: {number}", str(reason), url, number=number)


def in_the_way(found: Iterable[Point]) -> int:
    """How many errors have neither been mended nor left open."""
    return sum(point.stands_in_the_way for point in found)
