"""The computations of Step 2 (T2, T3): plain values in, plain values out."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import combinations

MOST_TARGETS = 7  # of one goal, a pair counted once
MOST_WORDS = 30


class TargetLevel(Enum):
    STRATEGIC = "strategic"
    OPERATIONAL = "operational"


class Direction(Enum):
    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Problem(Enum):
    """What the check of the targets can find (T3), in the order in which it is shown."""

    CONTRADICTS = "contradicts"
    TOO_MANY = "too-many"
    NO_STRATEGIC = "no-strategic"
    NO_OPERATIONAL = "no-operational"
    WRONG_WAY = "wrong-way"  # less is better, and more is wanted; or the other way round
    BEFORE_TODAY = "before-today"  # wanted on a day before the one on which today's value was measured
    NOT_SPECIFIC = "not-specific"
    NO_DATE = "no-date"
    NO_OWNER = "no-owner"
    NOT_CONSULTED = "not-consulted"
    WORDY = "wordy"
    NO_TWIN = "no-twin"  # needs external means, and nobody has said what is reached without them
    NOT_COMPARED = "not-compared"  # a pair without an indicator that both have
    ADDS_NOTHING = "adds-nothing"  # a pair that reaches no more with the money than without


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, as far as the rules ask. `external`: it needs means from outside; `without`: the key of the target
    that is reached without them."""

    key: int
    goal: int
    level: TargetLevel
    statement: str
    seen_by: str = ""
    due: date | None = None
    owned: bool = False
    consulted: bool = False
    external: bool = False
    without: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of a target. `name`: two indicators are the same where these are; `state` is what a qualitative one
    wants to see."""

    target: int
    name: str
    direction: Direction = Direction.UP
    value: Decimal | None = None
    on: date | None = None
    state: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the check. `target` None: it is about the whole goal; `other` is the target that it contradicts, or
    its twin; `name` the indicator; `number` how many targets there are."""

    problem: Problem
    goal: int
    target: int | None = None
    other: int | None = None
    name: str = ""
    number: int = 0


YEAR = re.compile(r"(?<!\d)(?:19|20|٢٠|١٩|۲۰|۱۹)\d\d(?!\d)")
WORD = re.compile(r"[^\W\d_]+")
# in the languages of the product; without those that are articles, or parts of a town, as well ("one", "quarter")
NUMBERS_IN_WORDS = """
two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand half third double
twice none nobody
deux trois quatre cinq sept huit neuf dix onze douze vingt trente quarante cinquante cent mille moitié tiers
aucun aucune
iki üç dört beş altı yedi sekiz dokuz yirmi otuz kırk elli yüz bin yarım yarısı
اثنان اثنتان اثنين ثلاث ثلاثة أربع أربعة خمس خمسة ستة سبع سبعة ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون
ثلاثين أربعون خمسون خمسين مئة مائة ألف نصف ثلث ضعف
"""
NUMBER_WORDS = frozenset(NUMBERS_IN_WORDS.split())
SENTENCE_END = re.compile(r"[.!?؟]\s+(?=[^\W\d_])")


def is_specific(aim: Aim, measures: Iterable[Measure]) -> bool:
    """A number, or a state that one can observe (T3): in its own words, in what it is seen by, or in an indicator. The
    year by which it is to be reached says when, not what."""
    words = YEAR.sub("", aim.statement)
    if aim.seen_by.strip() or any(c.isdigit() for c in words) or NUMBER_WORDS & {*WORD.findall(words.casefold())}:
        return True
    return any(measure.value is not None or measure.state.strip() for measure in measures)


def is_plain(statement: str) -> bool:
    """Easy to understand (T3), as far as can be counted: not too many words, and one sentence."""
    # after the dot of "approx. half" a small letter or a figure follows
    ends = [end for end in SENTENCE_END.finditer(statement.strip()) if not statement.strip()[end.end()].islower()]
    return len(statement.split()) <= MOST_WORDS and not ends


def counted(aims: Collection[Aim]) -> int:
    """How many targets a goal has: a pair says one thing twice, so it counts once (T2, T3)."""
    twins = {aim.without for aim in aims}
    return sum(aim.key not in twins for aim in aims)


def incompatible(one: Measure, other: Measure) -> bool:
    """Whether two wanted values of the same indicator cannot both be reached: two values on the same day, or on the way
    up a later one that is lower than an earlier one, on the way down a higher one, or any other where it stays. Where
    one should stay and the other rise or fall, the latter says which later value is none."""
    if one.value is None or other.value is None or one.value == other.value:
        return False
    if one.on == other.on and one.on is not None:
        return True
    ways = {one.direction, other.direction} - {Direction.KEEP}
    if not ways:
        return True
    if len(ways) > 1 or one.on is None or other.on is None:
        return False
    first, then = (one, other) if one.on < other.on else (other, one)
    assert first.value is not None
    assert then.value is not None
    return then.value < first.value if Direction.UP in ways else then.value > first.value


def opposite(one: Direction, other: Direction) -> bool:
    return {one, other} == {Direction.UP, Direction.DOWN}


def contradictions(aims: Iterable[Aim], measures: Iterable[Measure]) -> list[tuple[int, int, str]]:
    """Pairs of targets of one plan that contradict one another, and the indicator by which they do (T3): opposite
    directions, or values that cannot both be reached. A target and its twin may want different values."""
    known = {aim.key: aim for aim in aims}
    by_name: defaultdict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure.target in known:
            by_name[measure.name].append(_dated(measure, known[measure.target]))
    found: dict[tuple[int, int], str] = {}
    for name, same in by_name.items():
        for one, other in combinations(same, 2):
            if one.target == other.target:
                continue
            twins = known[one.target].without == other.target or known[other.target].without == one.target
            if opposite(one.direction, other.direction) or (not twins and incompatible(one, other)):
                found.setdefault((min(one.target, other.target), max(one.target, other.target)), name)
    return [(*pair, name) for pair, name in found.items()]


def _dated(measure: Measure, aim: Aim) -> Measure:
    """An indicator without a date of its own is to be reached when its target is."""
    on = measure.on or aim.due
    return Measure(measure.target, measure.name, measure.direction, measure.value, on, measure.state)


@dataclass(frozen=True, slots=True)
class Gain:
    """What external means add, by one indicator that both targets of a pair have (T2): the values with and without
    them. `better` None: that cannot be said."""

    name: str
    without: Decimal | None
    with_it: Decimal | None
    better: bool | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.with_it is None or self.without is None else self.with_it - self.without


def gains(with_it: Iterable[Measure], without: Iterable[Measure]) -> list[Gain]:
    """Indicator by indicator what a target reaches above its twin, in the order of the first's indicators."""
    own = {measure.name: measure for measure in without}
    return [_gain(measure, own[measure.name]) for measure in with_it if measure.name in own]


def _gain(more: Measure, own: Measure) -> Gain:
    better: bool | None = None
    if more.value is not None and own.value is not None and more.direction is own.direction:
        if more.value == own.value:  # the same, but sooner
            better = bool(more.on and own.on and more.on < own.on)
        elif more.direction is not Direction.KEEP:
            better = (more.value > own.value) is (more.direction is Direction.UP)
    return Gain(more.name, own.value, more.value, better)


def check(aims: Collection[Aim], measures: Collection[Measure], goals: Iterable[int] = ()) -> list[Found]:
    """All that the check of the targets of one plan finds (T3), worst first. `goals` without a target lack both levels;
    they need not be named where they have one."""
    of: defaultdict[int, list[Measure]] = defaultdict(list)
    for measure in measures:
        of[measure.target].append(measure)
    known = {aim.key: aim for aim in aims}
    found = []
    for one, other, name in contradictions(aims, measures):
        found.append(Found(Problem.CONTRADICTS, known[one].goal, one, other, name))
        if known[other].goal != known[one].goal:  # each goal is told
            found.append(Found(Problem.CONTRADICTS, known[other].goal, other, one, name))
    by_goal: defaultdict[int, list[Aim]] = defaultdict(list, {goal: [] for goal in goals})
    for aim in aims:
        by_goal[aim.goal].append(aim)
    for goal, mine in by_goal.items():
        found += _of_goal(goal, mine)
        for aim in mine:
            found += _of_aim(aim, of[aim.key])
            if aim.without in known:
                found += _of_pair(aim, of[aim.key], [_dated(m, known[aim.without]) for m in of[aim.without]])
    order = list(Problem)
    return sorted(found, key=lambda one: order.index(one.problem))


def _of_goal(goal: int, aims: Collection[Aim]) -> list[Found]:
    found, number = [], counted(aims)
    if number > MOST_TARGETS:
        found.append(Found(Problem.TOO_MANY, goal, number=number))
    levels = Counter(aim.level for aim in aims)
    for level, problem in (
        (TargetLevel.STRATEGIC, Problem.NO_STRATEGIC),
        (TargetLevel.OPERATIONAL, Problem.NO_OPERATIONAL),
    ):
        if not levels[level]:
            found.append(Found(problem, goal))
    return found


# what a single target must have, and what is said where it has not
DEMANDS: tuple[tuple[Problem, Callable[[Aim, list[Measure]], bool]], ...] = (
    (Problem.NOT_SPECIFIC, is_specific),
    (Problem.NO_DATE, lambda aim, _measures: aim.due is not None),
    (Problem.NO_OWNER, lambda aim, _measures: aim.owned),
    (Problem.NOT_CONSULTED, lambda aim, _measures: aim.consulted),
    (Problem.WORDY, lambda aim, _measures: is_plain(aim.statement)),
    (Problem.NO_TWIN, lambda aim, _measures: not aim.external or aim.without is not None),
)


def goes_wrong_way(measure: Measure) -> bool:
    """Less is better, and from 200 one wants to come to 800; or more is better, and one wants less (T4)."""
    if measure.baseline is None or measure.value is None:
        return False
    wanted = measure.value - measure.baseline
    return wanted < 0 if measure.direction is Direction.UP else measure.direction is Direction.DOWN and wanted > 0


def is_before_today(measure: Measure) -> bool:
    """Wanted on a day that has passed when today's value was measured."""
    return bool(measure.on and measure.baseline_on and measure.on <= measure.baseline_on)


def _of_aim(aim: Aim, measures: list[Measure]) -> list[Found]:
    found = [Found(problem, aim.goal, aim.key) for problem, met in DEMANDS if not met(aim, measures)]
    for problem, wrong in ((Problem.WRONG_WAY, goes_wrong_way), (Problem.BEFORE_TODAY, is_before_today)):
        found += [Found(problem, aim.goal, aim.key, name=one.name) for one in measures if wrong(one)]
    return found


def _of_pair(aim: Aim, measures: list[Measure], own: list[Measure]) -> list[Found]:
    """What a pair lacks; whoever has no common indicator, or no values for one, shows nothing of what money adds."""
    said = [gain.better for gain in gains([_dated(m, aim) for m in measures], own) if gain.better is not None]
    if not said:
        return [Found(Problem.NOT_COMPARED, aim.goal, aim.key, aim.without)]
    return [] if any(said) else [Found(Problem.ADDS_NOTHING, aim.goal, aim.key, aim.without)]
