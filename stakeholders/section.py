"""The analysis of a sub-objective as it is read: Table 3, the map, the ways to opponents (B2, B4, B6).

The screen shows it to the goal's working group and the secretariat; everybody else, and the document, get the parts
that have been released to them (B8), read here by `released_parts`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from planning.assets.models import GoalAsset
from planning.assets.rules import Priority
from planning.goals.models import Goal, SubObjective
from planning.worksheets.xlsx import Book

from . import rules
from .models import Answer, Connection, Influence, Position, Release, Stance
from .rules import Hold, Sides
from .words import ADVICE, HOLD, SIDES

ALL_PARTS: frozenset[str] = frozenset(Release.Part.values)
# the columns that a reading needs: whole rows of four tables would be most of a page's time
SHOWN = (
    "sub_objective", "position", "stance", "reason", "interest", "stakeholder__name", "stakeholder__vulnerable",
)  # fmt: skip
HELD = ("holder", "strength", "source", "cause", "asset__name", "asset__kind")
ORDER = (Stance.SUPPORTER, Stance.UNDECIDED, Stance.OPPONENT)


@dataclass
class Line:
    """A stakeholder in Table 3, with only what its reader may know. `number` is its pin on the map."""

    number: int
    position: Position
    reason: str = ""
    influences: list[Influence] = field(default_factory=list)
    connections: list[tuple[str, str]] = field(default_factory=list)  # to whom, and how
    answers: list[Answer] = field(default_factory=list)

    @property
    def influence(self) -> rules.Strength | None:
        return rules.influence_of(held.strength for held in self.influences)

    @property
    def advice(self) -> tuple[str, str] | None:
        """The advice of its place on the map, in a word and a sentence."""
        found = rules.advice(rules.Stance(self.position.stance), self.influence, self.position.interest)
        return (str(ADVICE[found][0]), str(ADVICE[found][1])) if found else None

    @property
    def is_placed(self) -> bool:
        return self.advice is not None


@dataclass
class Analysis:
    """Table 3 of one sub-objective. `parts`: what of it the reader may know."""

    sub_objective: SubObjective
    parts: frozenset[str]
    lines: list[Line]

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines by stance, as Table 3 has them; empty stances stay out."""
        by: defaultdict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            by[line.position.stance].append(line)
        return [(str(SIDES[stance]), by[stance]) for stance in ORDER if by[stance]]

    @property
    def tells_connections(self) -> bool:
        return Release.Part.CONNECTIONS in self.parts

    @property
    def waiting(self) -> list[Line]:
        """Who has no place on the map yet: interest or influence is not known."""
        return [line for line in self.lines if not line.is_placed]


def released_parts(audience: str) -> dict[int, frozenset[str]]:
    """By sub-objective, what has been released to them, in one query."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for release in Release.objects.filter(audience=audience, revoked_at=None):
        found[release.sub_objective_id].add(release.part)
    return {key: frozenset(parts) for key, parts in found.items() if Release.Part.STANCES in parts}


def holds_withdrawn_parts(begun: datetime, done: datetime | None) -> bool:
    """Whether a document made in that time may hold parts that had been released for it and were taken back since."""
    open_then = Release.objects.filter(audience=Release.Audience.DOCUMENT, released_at__lte=done or begun)
    return open_then.filter(revoked_at__gte=begun).exists()


def analyses(parts_of: dict[int, frozenset[str]], whole: bool = False) -> list[Analysis]:
    """The analyses of these sub-objectives, with these parts of each, in six queries at the most. The caller answers
    for what is in `parts_of`: everything for a confidant, else `released_parts`. `whole`: with the connections to those
    who stand on other sub-objectives' lists, which a release of this one does not show."""
    steps = SubObjective.objects.filter(pk__in=parts_of).select_related("goal").order_by("goal__position", "position")
    positions = Position.unguarded.filter(sub_objective__in=parts_of).select_related("stakeholder").only(*SHOWN)
    held = Influence.unguarded.filter(sub_objective__in=parts_of).select_related("asset").only(*HELD)
    influences = _by(held, "holder_id")
    linked = {pk for pk, parts in parts_of.items() if Release.Part.CONNECTIONS in parts}
    connections = _connections([step.goal_id for step in steps if step.pk in linked])
    told = {pk for pk, parts in parts_of.items() if Release.Part.INTERVIEWS in parts}
    said = Answer.unguarded.filter(sub_objective__in=told).order_by("question", "pk")
    answers = _by(said.only("sub_objective", "stakeholder", "said", "evidence"), "sub_objective_id")
    by_step = _by(positions, "sub_objective_id")
    found = []
    for step in steps:
        parts = parts_of[step.pk]
        lines = []
        ordered = sorted(by_step[step.pk], key=lambda p: (ORDER.index(Stance(p.stance)), p.position))
        listed = {position.stakeholder_id for position in ordered}
        for number, position in enumerate(ordered, start=1):
            who = position.stakeholder_id
            line = Line(number, position, influences=influences[position.pk])
            line.reason = position.reason if Release.Part.REASONS in parts else ""
            known = connections[step.goal_id][who] if step.pk in linked else []
            line.connections = [(name, how) for other, name, how in known if whole or other in listed]
            line.answers = [answer for answer in answers[step.pk] if answer.stakeholder_id == who]
            lines.append(line)
        found.append(Analysis(step, parts, lines))
    return found


def _by(rows: Iterable[Any], name: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _connections(goals: Collection[int]) -> defaultdict[int, defaultdict[int, list[tuple[int, str, str]]]]:
    """By goal and stakeholder: to whom they are connected (key and name), and how."""
    found: defaultdict[int, defaultdict[int, list[tuple[int, str, str]]]] = defaultdict(lambda: defaultdict(list))
    columns = ("goal", "one", "one__name", "other", "other__name", "how")
    links = Connection.unguarded.filter(goal__in=goals).values_list(*columns) if goals else ()
    for goal, one, its_name, other, others_name, how in links:
        found[goal][one].append((other, others_name, how))
        found[goal][other].append((one, its_name, how))
    return found


@dataclass(frozen=True)
class Pin:
    """A line's place on the map, in percent from where interest and influence are weakest."""

    line: Line
    x: float
    y: float


def pins(lines: Iterable[Line]) -> list[Pin]:
    """The lines that have a place, each in its quarter of the map, in two columns below each other. Where a pin stands
    within its quarter means nothing."""
    quarters: defaultdict[tuple[bool, bool], list[Line]] = defaultdict(list)
    for line in lines:
        if line.is_placed:
            strong = rules.Strength.STRONG
            quarters[line.influence == strong, line.position.interest == strong].append(line)
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
    rows = [
        (analysis.sub_objective.code, line, analysis.tells_connections)
        for analysis in analyses(released_parts(Release.Audience.DOCUMENT))
        for line in analysis.lines
    ]
    if not rows:
        return 0
    labels = [
        _("Sub-objective"), _("Stakeholder"), _("Stance"), _("Why?"), _("Interest"), _("Assets"), _("Connections"),
    ]  # fmt: skip
    page = book.page(_("Table 3"), labels, [14, 26, 14, 48, 14, 48, 48])
    for number, (code, line, tells) in enumerate(rows, 1):
        position = line.position
        held = "\n".join(f"{one.asset}: {one.get_strength_display()}" for one in line.influences)
        known = "\n".join(f"{other}: {how}" if how else other for other, how in line.connections) if tells else ""
        cells = (
            code, str(position.stakeholder), position.get_stance_display(), line.reason,
            position.get_interest_display() if position.interest else "", held, known,
        )  # fmt: skip
        for at, value in enumerate(cells):
            book.write(page, number, at, value)
    return len(rows)


# Promote / oppose (B5) -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatrixLine:
    row: GoalAsset
    sides: Sides[str]

    @property
    def hold(self) -> tuple[str, str, str]:
        """The state's key, its word, and what it means."""
        word, meaning = HOLD[self.sides.hold]
        return self.sides.hold.value, str(word), str(meaning)

    @property
    def is_urgent(self) -> bool:
        return self.row.priority is Priority.HIGH

    @property
    def is_trouble(self) -> bool:
        blocked = self.sides.hold is Hold.WEAK and bool(self.sides.oppose)  # held weakly, and somebody can stop it
        return blocked or self.sides.hold in (Hold.GAP, Hold.RISK)


def matrix(goal: Goal) -> list[MatrixLine]:
    """Who can promote and who can oppose, for every high-priority asset of the goal and then for the others that
    somebody holds, over all its sub-objectives: the reader in scope has to be a confidant. Two queries."""
    held: defaultdict[int, list[rules.Held[str]]] = defaultdict(list)
    columns = ("asset", "strength", "holder__stance", "holder__interest", "holder__stakeholder__name",
               "sub_objective__position")  # fmt: skip
    influences = Influence.objects.filter(goal=goal, holder__deleted_at=None).values_list(*columns)
    for asset, strength, stance, interest, name, step in influences:
        will = rules.Strength(interest) if interest else None
        who = f"{name} ({goal.position}.{step})"
        held[asset].append(rules.Held(who, rules.Stance(stance), rules.Strength(strength), will))
    rated = ("availability", "importance", "position", "asset__name", "asset__kind")
    rows = GoalAsset.objects.filter(goal=goal).select_related("asset").only(*rated)
    lines = [MatrixLine(row, rules.sides(held[row.asset_id])) for row in rows]
    urgent = [line for line in lines if line.is_urgent]
    return urgent + [line for line in lines if not line.is_urgent and held[line.row.asset_id]]
