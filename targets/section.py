"""The targets as they are read: Table 5 with its check and its pairs (T1 to T4), on the screen and in the document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy, ngettext

from planning.goals.document import Material, Section
from planning.goals.models import Goal
from planning.goals.section import goals_of
from planning.people.money import totals
from planning.people.text import loosely
from planning.people.words import labels, listed
from planning.plans.offices import OWNER, in_office
from planning.plans.prepared import Reading

from . import rules
from .models import Indicator, Target
from .words import PROBLEMS, PROMPTS

READ_AIMS = Reading(
    Target,
    "goal",
    "pk",
    "goal__position",
    "position",
    "statement",
    "level",
    "dimension",
    "seen_by",
    "due",
    *OWNER.values(),
    "consulted_on",
    "sub_objective__position",
    "action",
    "without",
    order=("goal__position", "position", "pk"),
)
READ_MEASURES = Reading(
    Indicator,
    "target__goal",
    "target",
    "name",
    "unit",
    "kind",
    "direction",
    "baseline",
    "baseline_state",
    "baseline_on",
    "value",
    "state",
    "on",
    "frequency",
    "verification",
    "collector",
    *OWNER.values(),
)
EXTERNAL = "external"  # the column of Table 8; its room stands behind this one, so its words are not imported


def indicator_key(name: str, unit: str) -> str:
    """The same for the same indicator, however people write it; another unit is another indicator."""
    return loosely(f"{name} {unit}")


@dataclass(slots=True)
class IndicatorLine:
    target: int
    name: str
    unit: str
    kind: str
    direction: str
    baseline: Decimal | None
    baseline_state: str
    baseline_on: date | None
    value: Decimal | None
    state: str
    on: date | None
    frequency: str
    verification: str
    collector: str
    owner_name: str | None
    owner_role: str | None
    owner_occupation: str | None

    @property
    def owner(self) -> str:
        """Who is responsible for it beside whoever is for the target."""
        return in_office(self.owner_name, self.owner_role, self.owner_occupation)

    @property
    def key(self) -> str:
        return indicator_key(self.name, self.unit)

    @property
    def direction_word(self) -> str:
        return labels(Indicator, "direction")[self.direction]

    @property
    def frequency_word(self) -> str:
        return labels(Indicator, "frequency").get(self.frequency, "")

    @property
    def measure(self) -> rules.Measure:
        direction = rules.Direction(self.direction)
        baseline = self.baseline, self.baseline_on
        return rules.Measure(self.target, self.key, direction, self.value, self.on, self.state, *baseline)


@dataclass(slots=True)
class TargetLine:
    """A target with its indicators; `number` is its place in its goal's list."""

    goal: int
    key: int
    goal_code: int
    number: int
    statement: str
    level: str
    dimension: str
    seen_by: str
    due: date | None
    owner_name: str | None
    owner_role: str | None
    owner_occupation: str | None
    consulted_on: date | None
    step: int | None
    action: int | None
    without: int | None
    indicators: list[IndicatorLine] = field(default_factory=list)

    @property
    def owner(self) -> str:
        return in_office(self.owner_name, self.owner_role, self.owner_occupation)

    @property
    def level_word(self) -> str:
        return labels(Target, "level")[self.level]

    @property
    def dimension_word(self) -> str:
        return labels(Target, "dimension")[self.dimension]

    @property
    def aim(self) -> rules.Aim:
        return rules.Aim(
            self.key,
            self.goal,
            rules.TargetLevel(self.level),
            self.statement,
            self.seen_by,
            self.due,
            owned=self.owner_name is not None,
            consulted=self.consulted_on is not None,
            external=self.action is not None,
            without=self.without,
        )


def lines(goal: int | None) -> list[TargetLine]:
    """The targets of a goal, None: of the plan in scope, each with its indicators, in two queries."""
    found = [TargetLine(*values) for values in READ_AIMS(goal)]
    by_key = {line.key: line for line in found}
    for _goal, target, *values in READ_MEASURES(goal):
        if target in by_key:
            by_key[target].indicators.append(IndicatorLine(target, *values))
    return found


# The check (T3) ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words. `target` None: it is about the whole goal; `level` is the one that is missing there."""

    problem: rules.Problem
    title: str
    reason: str
    target: TargetLine | None
    other: TargetLine | None

    @property
    def level(self) -> str:
        missing = {rules.Problem.NO_STRATEGIC: "strategic", rules.Problem.NO_OPERATIONAL: "operational"}
        return missing.get(self.problem, "")

    @property
    def wants_indicator(self) -> bool:
        return self.problem in (rules.Problem.NOT_COMPARED, rules.Problem.ADDS_NOTHING)

    @property
    def contradicts(self) -> bool:
        return self.problem is rules.Problem.CONTRADICTS


def check(every: Iterable[TargetLine], goals: Iterable[int] = ()) -> list[rules.Found]:
    every = list(every)
    measures = [indicator.measure for line in every for indicator in line.indicators]
    return rules.check([line.aim for line in every], measures, goals)


def contradictions() -> list[tuple[TargetLine, TargetLine]]:
    """The targets of the plan in scope that contradict one another, each pair once, in two queries."""
    by_name: defaultdict[str, list[Indicator]] = defaultdict(list)
    for indicator in Indicator.objects.all():
        by_name[indicator_key(indicator.name, indicator.unit)].append(indicator)
    shared = {name: same for name, same in by_name.items() if len({one.target_id for one in same}) > 1}
    targets = {one.target_id for same in shared.values() for one in same}
    by_key = {aim.pk: TargetLine(*aim) for aim in READ_AIMS(None) if aim.pk in targets}
    measures = [
        rules.Measure(one.target_id, name, rules.Direction(one.direction), one.value, one.on, one.state)
        for name, same in shared.items()
        for one in same
    ]
    found = rules.contradictions([line.aim for line in by_key.values()], measures)
    return [(by_key[one], by_key[other]) for one, other, _name in found]


def findings_of(goal: int) -> list[Said]:
    """What the check says of a goal's targets; contradictions are looked for in the whole plan. Two queries. Nothing of
    it comes from the analysis of stakeholders, so it may be told to everybody who reads the worksheets."""
    every = lines(None)
    by_key = {line.key: line for line in every}
    names = {indicator.key: indicator.name for line in every for indicator in line.indicators}
    said = []
    for found in check(every, [goal]):
        if found.goal == goal:
            title, reason = PROBLEMS[found.problem]
            values = {"number": found.number, "name": names.get(found.name, "")}
            target, other = (by_key.get(key) if key is not None else None for key in (found.target, found.other))
            said.append(Said(found.problem, str(title) % values, str(reason) % values, target, other))
    return said


# The grid (T1) -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TargetCell:
    level: str
    dimension: str
    word: str
    prompt: str
    targets: list[TargetLine]


@dataclass(frozen=True, slots=True)
class GridLine:
    level: str
    cells: list[TargetCell]


def grid(targets: Iterable[TargetLine]) -> list[GridLine]:
    """Table 5: the two levels by the three dimensions, with what to think about in each cell."""
    by: defaultdict[tuple[str, str], list[TargetLine]] = defaultdict(list)
    for line in targets:
        by[line.level, line.dimension].append(line)
    return [
        GridLine(
            str(level_word),
            [
                TargetCell(level, dimension, str(word), str(PROMPTS[level, dimension]), by[level, dimension])
                for dimension, word in Target.Dimension.choices
            ],
        )
        for level, level_word in Target.Level.choices
    ]


@dataclass(frozen=True)
class GoalTargets:
    goal: Goal
    lines: list[GridLine]
    targets: list[TargetLine]

    @property
    def has_indicators(self) -> bool:
        return any(line.indicators for line in self.targets)


def target_tables(goals: Iterable[Goal]) -> list[GoalTargets]:
    """Table 5 of every goal of the plan in scope that has targets, in two queries."""
    by: defaultdict[int, list[TargetLine]] = defaultdict(list)
    for line in lines(None):
        by[line.goal].append(line)
    return [GoalTargets(goal, grid(by[goal.pk]), by[goal.pk]) for goal in goals if by[goal.pk]]


# The pairs (T2) ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExternalMeans:
    """An external means of Table 8."""

    what: str
    amount: Decimal | None
    currency: str
    giver: str | None
    source: str

    @property
    def sources(self) -> str:
        """Who could give it: of the register, and others."""
        return listed((self.giver, self.source))


@dataclass(frozen=True, slots=True)
class ShownGain:
    name: str
    unit: str
    gain: rules.Gain


@dataclass(frozen=True, slots=True)
class Pair:
    """A target that counts on external means, what is reached without them (None: not written yet), and the means."""

    target: TargetLine
    own: TargetLine | None
    action: str
    means: list[ExternalMeans]
    gains: list[ShownGain]

    @property
    def sums(self) -> dict[str, Decimal]:
        """The means by currency; amounts of two currencies are not added up."""
        return totals((one.currency, one.amount) for one in self.means)

    @property
    def unvalued(self) -> str:
        """How many of the means have no amount, and so are in no sum; "" where all have."""
        n = sum(one.amount is None for one in self.means)
        words = ngettext(
            "%(n)d of them has no amount and is in no total.", "%(n)d of them have no amount and are in no total.", n
        )
        return words % {"n": n} if n else ""


MEANS = [f"action__lines__{name}" for name in ("description", "amount", "currency", "giver__name", "source")]


def pairs(goal: Goal) -> list[Pair]:
    """The goal's targets that count on external means or have a twin, in four queries."""
    every = lines(goal.pk)
    by_key = {line.key: line for line in every}
    needing = Target.objects.filter(goal=goal, action__deleted_at=None).exclude(action=None)
    titles = needing.values_list("pk", "action__position", "action__title")
    title_of = {key: f"{goal.position}.{at} {title}" for key, at, title in titles}
    external = needing.filter(action__lines__origin=EXTERNAL, action__lines__deleted_at=None)
    means: defaultdict[int, list[ExternalMeans]] = defaultdict(list)
    for key, *values in external.order_by("action__lines__position", "action__lines__pk").values_list("pk", *MEANS):
        means[key].append(ExternalMeans(*values))
    found = []
    for line in every:
        if line.action or line.without:
            own = by_key.get(line.without) if line.without else None
            found.append(Pair(line, own, title_of.get(line.key, ""), means[line.key], _gains(line, own)))
    return found


def _gains(line: TargetLine, own: TargetLine | None) -> list[ShownGain]:
    if own is None:
        return []
    shown = {indicator.key: indicator for indicator in line.indicators}
    gains = rules.gains([i.measure for i in line.indicators], [i.measure for i in own.indicators])
    return [ShownGain(shown[gain.name].name, shown[gain.name].unit, gain) for gain in gains]


# The document -------------------------------------------------------------------------------------------------------


def tables_of(material: Material) -> list[GoalTargets]:
    return target_tables(material.of(goals_of))


SECTION = Section(
    kind="targets",
    words=gettext_lazy("Table 5: Performance targets"),
    step=2,
    template="targets/section.html",
    anchor="table5",
    gather=lambda material: {"target_tables": material.of(tables_of)},
    needs="target_tables",
    worksheets=("targets", "indicators", "mid_values"),
)
