"""The analysis of a sub-objective as it is read: Table 3, the map, the ways to opponents (B2, B4, B6).

The screen shows it to the goal's working group and the secretariat; everybody else, and the document, get the parts
that have been released to them (B8), read here by `released_parts`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.assets.models import Asset, GoalAsset
from planning.assets.rules import Priority, priority
from planning.goals.document import Section
from planning.goals.models import Goal, SubObjective
from planning.people.words import labels
from planning.plans.sealed import versions_with_part
from planning.worksheets.xlsx import Book

from . import readings, rules
from .models import Answer, Influence, Position, Release, StanceChoices
from .rules import Hold, Sides
from .words import ADVICE, HOLD, SIDES

ALL_PARTS: frozenset[str] = frozenset(Release.Part.values)
ORDER = (StanceChoices.SUPPORTER, StanceChoices.UNDECIDED, StanceChoices.OPPONENT)


@dataclass(frozen=True, slots=True)
class AssetHeld:
    """An asset that a stakeholder controls or influences, in words; `level` is the strength as the rules know it."""

    asset: str
    kind: str
    level: int
    strength: str
    source: str
    cause: str


@dataclass(slots=True)
class StakeholderLine:
    """A stakeholder in Table 3, with only what its reader may know. `number` is its pin on the map; `influence` that
    over all assets together."""

    number: int
    key: int
    name: str
    vulnerable: bool
    stance: str
    interest: int | None
    reason: str
    influences: list[AssetHeld]
    connections: list[tuple[str, str]]  # to whom, and how
    answers: list[tuple[str, str]]  # the evidence, and what was said
    influence: rules.Strength | None = field(init=False)
    place: rules.Advice | None = field(init=False)

    def __post_init__(self) -> None:
        self.influence = rules.influence_of(held.level for held in self.influences)
        self.place = rules.advice(rules.Stance(self.stance), self.influence, self.interest)

    @property
    def stance_word(self) -> str:
        return labels(Position, "stance")[self.stance]

    @property
    def interest_word(self) -> str:
        return labels(Position, "interest")[self.interest] if self.interest else ""

    @property
    def advice(self) -> tuple[str, str] | None:
        """The advice of its place on the map, in a word and a sentence."""
        return (str(ADVICE[self.place][0]), str(ADVICE[self.place][1])) if self.place else None

    @property
    def is_placed(self) -> bool:
        return self.place is not None


@dataclass
class Analysis:
    """Table 3 of one sub-objective. `parts`: what of it the reader may know."""

    sub_objective: SubObjective
    parts: frozenset[str]
    lines: list[StakeholderLine]

    @property
    def groups(self) -> list[tuple[str, list[StakeholderLine]]]:
        """The lines by stance, as Table 3 has them; empty stances stay out."""
        by: defaultdict[str, list[StakeholderLine]] = defaultdict(list)
        for line in self.lines:
            by[line.stance].append(line)
        return [(str(SIDES[stance]), by[stance]) for stance in ORDER if by[stance]]

    @property
    def tells_connections(self) -> bool:
        return Release.Part.CONNECTIONS in self.parts

    @property
    def waiting(self) -> list[StakeholderLine]:
        """Who has no place on the map yet: interest or influence is not known."""
        return [line for line in self.lines if not line.is_placed]


def released_parts(audience: str) -> dict[int, frozenset[str]]:
    """By sub-objective, what has been released to them, in one query."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for release in Release.objects.open().filter(audience=audience):
        found[release.sub_objective_id].add(release.part)
    return {key: frozenset(parts) for key, parts in found.items() if Release.Part.STANCES in parts}


def holds_withdrawn_parts(begun: datetime, done: datetime | None) -> bool:
    """Whether a document made in that time may hold parts that had been released for it and were taken back since."""
    open_then = Release.objects.filter(audience=Release.Audience.DOCUMENT, released_at__lte=done or begun)
    return open_then.filter(revoked_at__gte=begun).exists()


def sealed_with(step: SubObjective) -> list[int]:
    """The numbers of the submitted versions whose document shows what is released for it of this sub-objective now."""
    released = Release.objects.open().filter(sub_objective=step, audience=Release.Audience.DOCUMENT)
    first = released.order_by("released_at").values_list("released_at", flat=True).first()
    return versions_with_part("stakeholders", first) if first else []


def analysis_of(step: SubObjective, parts: frozenset[str], whole: bool) -> Analysis:
    """The analysis of one sub-objective, in four queries at the most. The caller answers for what is in `parts`:
    everything for a confidant, else `released_parts`. `whole`: with the connections to those who stand on other
    sub-objectives' lists, which a release of this one does not show."""
    return _gathered([step], {step.pk: parts}, whole, step.pk, step.goal_id)[0]


def analyses(audience: str) -> list[Analysis]:
    """Of all sub-objectives, what has been released to this audience, in six queries at the most."""
    parts_of = released_parts(audience)
    steps = SubObjective.objects.filter(pk__in=parts_of).select_related("goal").order_by("goal__position", "position")
    return _gathered(list(steps), parts_of, False) if parts_of else []


def _gathered(
    steps: Collection[SubObjective],
    parts_of: Mapping[int, frozenset[str]],
    whole: bool,
    step: int | None = None,
    goal: int | None = None,
) -> list[Analysis]:
    kinds = labels(Asset, "kind")
    strengths, sources, causes = (labels(Influence, name) for name in ("strength", "source", "cause"))
    influences: defaultdict[int, list[AssetHeld]] = defaultdict(list)
    for one in readings.READ_INFLUENCES(step):
        why = sources.get(one.source, ""), causes.get(one.cause, "")
        held = AssetHeld(one.asset_name, kinds[one.asset_kind], one.strength, strengths[one.strength], *why)
        influences[one.holder].append(held)
    links = _connections(goal) if any(Release.Part.CONNECTIONS in parts_of[one.pk] for one in steps) else {}
    told = any(Release.Part.INTERVIEWS in parts_of[one.pk] for one in steps)
    evidence = labels(Answer, "evidence")
    answers: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for answer in readings.READ_ANSWERS(step) if told else ():
        answers[answer.sub_objective, answer.stakeholder].append((evidence[answer.evidence], answer.said))
    by_step: defaultdict[int, list[Any]] = defaultdict(list)
    for position in readings.READ_POSITIONS(step):
        by_step[position.sub_objective].append(position)
    found = []
    for one in steps:
        parts = parts_of[one.pk]
        ordered = sorted(by_step[one.pk], key=lambda position: ORDER.index(position.stance))
        listed = {position.stakeholder for position in ordered}
        lines = []
        for number, position in enumerate(ordered, start=1):
            who = position.stakeholder
            known = links.get((one.goal_id, who), ()) if Release.Part.CONNECTIONS in parts else ()
            lines.append(
                StakeholderLine(
                    number,
                    who,
                    position.stakeholder_name,
                    position.stakeholder_vulnerable,
                    position.stance,
                    position.interest,
                    position.reason if Release.Part.REASONS in parts else "",
                    influences[position.pk],
                    [(other, how) for key, other, how in known if whole or key in listed],
                    answers[one.pk, who] if Release.Part.INTERVIEWS in parts else [],
                )
            )
        found.append(Analysis(one, parts, lines))
    return found


def _connections(goal: int | None) -> Mapping[tuple[int, int], list[tuple[int, str, str]]]:
    """By goal and stakeholder: to whom they are connected (key and name), and how."""
    found: defaultdict[tuple[int, int], list[tuple[int, str, str]]] = defaultdict(list)
    for link in readings.READ_CONNECTIONS(goal):
        found[link.goal, link.one].append((link.other, link.other_name, link.how))
        found[link.goal, link.other].append((link.one, link.one_name, link.how))
    return found


@dataclass(frozen=True)
class Pin:
    """A line's place on the map, in percent from where interest and influence are weakest."""

    line: StakeholderLine
    x: float
    y: float


def pins(lines: Iterable[StakeholderLine]) -> list[Pin]:
    """The lines that have a place, each in its quarter of the map, in two columns below each other. Where a pin stands
    within its quarter means nothing."""
    quarters: defaultdict[tuple[bool, bool], list[StakeholderLine]] = defaultdict(list)
    for line in lines:
        if line.is_placed:
            strong = rules.Strength.STRONG
            quarters[line.influence == strong, line.interest == strong].append(line)
    found = []
    for (influence, interest), inside in quarters.items():
        deep = max(3, (len(inside) + 1) // 2)
        for place, line in enumerate(inside):
            column, row = divmod(place, deep)
            x = (54 if interest else 5) + 23 * column
            y = (84 if influence else 44) - 28 * row / (deep - 1)
            found.append(Pin(line, x, round(y, 1)))
    return found


def add_table_3(book: Book) -> int:
    """A page with what of Table 3 has been released to exports, none where that is nothing; how many rows it has."""
    rows = [(analysis, line) for analysis in analyses(Release.Audience.DOCUMENT) for line in analysis.lines]
    if not rows:
        return 0
    heads = [
        _("Sub-objective"),
        _("Stakeholder"),
        _("Stance"),
        _("Why?"),
        _("Interest"),
        _("Assets"),
        _("Connections"),
        _("What was said"),
    ]
    widths = [14, 26, 14, 48, 14, 48, 48, 48]
    return book.table(_("Table 3"), heads, widths, (_row_of_table_3(*row) for row in rows))


def _row_of_table_3(analysis: Analysis, line: StakeholderLine) -> tuple[str, ...]:
    """What has not been released says so."""
    said = {
        Release.Part.REASONS: line.reason,
        Release.Part.CONNECTIONS: "\n".join(f"{who}: {how}" if how else who for who, how in line.connections),
        Release.Part.INTERVIEWS: "\n".join(f"{evidence}: {words}" for evidence, words in line.answers),
    }
    reason, known, heard = (said[part] if part in analysis.parts else _("not released") for part in said)
    held = "\n".join(
        " · ".join(filter(None, (f"{one.asset} ({one.kind}): {one.strength}", one.source, one.cause)))
        for one in line.influences
    )
    return analysis.sub_objective.code, line.name, line.stance_word, reason, line.interest_word, held, known, heard


# Promote / oppose (B5) -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HoldOfStep:
    """How an asset is held in one sub-objective; `step` is its code, "" where nobody holds it in any."""

    step: str
    sides: Sides[str]

    @property
    def hold(self) -> tuple[str, str, str]:
        """The state's key, its word, and what it means."""
        return in_words(self.sides.hold)

    @property
    def is_trouble(self) -> bool:
        blocked = self.sides.hold is Hold.WEAK and bool(self.sides.oppose)  # held weakly, and somebody can stop it
        return blocked or self.sides.hold in (Hold.GAP, Hold.RISK)


def in_words(hold: Hold) -> tuple[str, str, str]:
    word, meaning = HOLD[hold]
    return hold.value, str(word), str(meaning)


@dataclass(frozen=True)
class MatrixLine:
    """An asset in each sub-objective in which somebody holds it."""

    asset: str
    kind: str
    is_urgent: bool
    steps: list[HoldOfStep]

    @property
    def worst(self) -> tuple[str, str, str]:
        return in_words(rules.worst(one.sides.hold for one in self.steps))


@dataclass(frozen=True)
class Matrix:
    """`unlisted`: assets that somebody holds and that are not, or no longer, on the goal's list."""

    lines: list[MatrixLine]
    unlisted: list[str]


def matrix(goal: Goal) -> Matrix:
    """Who can promote and who can oppose, for every high-priority asset of the goal and then for the others that
    somebody holds: the reader in scope has to be a confidant. Two queries."""
    held: defaultdict[int, defaultdict[int, list[rules.HeldInfluence[str]]]] = defaultdict(lambda: defaultdict(list))
    names = {}
    columns = (
        "asset",
        "asset__name",
        "strength",
        "holder__stance",
        "holder__interest",
        "holder__stakeholder__name",
        "sub_objective__position",
    )
    influences = Influence.objects.filter(goal=goal, holder__deleted_at=None, asset__deleted_at=None)
    for asset, called, strength, stance, interest, who, step in influences.values_list(*columns):
        will = rules.Strength(interest) if interest else None
        held[asset][step].append(rules.HeldInfluence(who, rules.Stance(stance), rules.Strength(strength), will))
        names[asset] = called
    kinds = labels(Asset, "kind")
    lines = []
    rated = ("asset", "asset__name", "asset__kind", "availability", "importance")
    for asset, name, kind, *levels in GoalAsset.objects.filter(goal=goal).values_list(*rated):
        urgent = priority(*levels) is Priority.HIGH
        names.pop(asset, None)
        steps = [
            HoldOfStep(f"{goal.position}.{step}", rules.sides(those)) for step, those in sorted(held[asset].items())
        ]
        if urgent or steps:
            lines.append(MatrixLine(name, kinds[kind], urgent, steps or [HoldOfStep("", rules.sides([]))]))
    return Matrix(sorted(lines, key=lambda line: not line.is_urgent), sorted(names.values()))


SECTION = Section(
    kind="stakeholders",
    words=gettext_lazy("Table 3: Stakeholders"),
    step=1,
    template="stakeholders/section.html",
    anchor="table3",
    gather=lambda _material: {"analyses": analyses(Release.Audience.DOCUMENT)},
    needs="analyses",
    worksheets=("stakeholders",),
)
