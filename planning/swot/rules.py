"""What Step 1 proposes for the modified SWOT of a goal (C1): plain values in, proposals out.

The table's rows are what is so now, inside the town, and what may come from outside; its columns what helps, the
interests of the groups, and what hinders. Where the module asks for "capacity and resources of the main stakeholder
groups", "what already works and should be continued", their "different interests" and "common interests", their
"weaknesses" and "what needs to be improved", Step 1 knows a first answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

LOW, MEDIUM, HIGH = 1, 2, 3  # levels of availability and importance (A3, A4)
STRONG = 2  # of interest and influence (B2, B3)
OUTSIDE = frozenset({"state", "donor", "town"})  # types of stakeholders whose doings come from outside
ALL_GROUPS, NOT_NAMED = "all", ""


class SwotCell(Enum):
    """The six cells, row by row."""

    STRENGTH = "strength"
    SEPARATE = "separate"  # interests in which the groups differ
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    COMMON = "common"  # interests that they share
    THREAT = "threat"


ROWS = (
    (SwotCell.STRENGTH, SwotCell.SEPARATE, SwotCell.WEAKNESS),
    (SwotCell.OPPORTUNITY, SwotCell.COMMON, SwotCell.THREAT),
)


class Says(Enum):
    """What a proposal says; `words.py` has the sentences. The values stand in the database."""

    WORKS = "works"  # an asset is there, and the goal needs it
    SHORT = "short"  # it is there, but not enough of it, or not good enough
    MISSING = "missing"
    GAPS = "gaps"  # it is missing in some localities
    CAN_MOVE = "can-move"  # a supporter has strong influence over assets
    WANTS = "wants"  # a group's reason for its stance
    HEARD = "heard"  # what was said of a group's interest in an interview
    POWERLESS = "powerless"  # a group is touched directly and has little power
    SHARED = "shared"  # several groups support the same sub-objective
    HELPS = "helps"  # somebody outside supports it
    HINDERS = "hinders"  # somebody outside opposes it


OPEN = frozenset({Says.WORKS, Says.SHORT, Says.MISSING, Says.GAPS})  # their sources are for all who read the plan


@dataclass(frozen=True)
class Proposal:
    """`facts` fill the sentence; `source` is the key of the row of Step 1 that it comes from, `step` that of its
    sub-objective where it has one."""

    cell: SwotCell
    group: str
    says: Says
    source: int
    facts: tuple[str, ...]
    step: int | None = None

    @property
    def origin(self) -> str:
        """Names the proposal among all of its goal: whatever has been taken over is not offered again."""
        return f"{self.says.value}:{self.source}"

    @property
    def is_secret(self) -> bool:
        """Whether it comes from what is confided to the goal's group and the secretariat (B8)."""
        return self.says not in OPEN


@dataclass(frozen=True)
class AssetFact:
    """An asset as the goal rates it; `missing_in` the localities where it was rated as not present."""

    key: int
    name: str
    availability: int | None
    importance: int | None
    reason: str = ""
    group: str = NOT_NAMED  # the type of its keeper, where the register of stakeholders knows it
    missing_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class StanceFact:
    """A row of Table 3. `can_move`: assets over which the influence is strong; `too_weak_for`: where it is weak though
    the stakeholder is touched directly."""

    key: int
    who: str
    kind: str
    stance: str
    reason: str
    step: int
    step_name: str
    can_move: tuple[str, ...] = ()
    too_weak_for: tuple[str, ...] = ()

    @property
    def is_outside(self) -> bool:
        return self.kind in OUTSIDE


@dataclass(frozen=True)
class AnswerFact:
    """What was said in an interview about a stakeholder's interest."""

    key: int
    who: str
    kind: str
    said: str


def of_assets(assets: Iterable[AssetFact]) -> list[Proposal]:
    """What works and what needs to be improved: assets that matter to the goal (importance medium or high). Those of
    high priority (A6) are weaknesses, those that suffice strengths; what suffices may still be missing in places."""
    found = []
    for asset in assets:
        if asset.availability is None or asset.importance is None or asset.importance == LOW:
            continue
        says = {LOW: Says.MISSING, MEDIUM: Says.SHORT, HIGH: Says.WORKS}[asset.availability]
        cell = SwotCell.STRENGTH if says is Says.WORKS else SwotCell.WEAKNESS
        found.append(Proposal(cell, asset.group, says, asset.key, (asset.name, asset.reason)))
        if asset.missing_in and says is not Says.MISSING:
            facts = (asset.name, *asset.missing_in)
            found.append(Proposal(SwotCell.WEAKNESS, asset.group, Says.GAPS, asset.key, facts))
    return found


def of_stances(stances: Collection[StanceFact]) -> list[Proposal]:
    """Capacities, interests and weaknesses of the groups inside; support and opposition from outside."""
    found = []
    for one in stances:
        found += _from_outside(one) if one.is_outside else _from_inside(one)
    return found + shared(stances)


def _from_inside(one: StanceFact) -> list[Proposal]:
    found = []
    if one.stance == "supporter" and one.can_move:
        found.append(Proposal(SwotCell.STRENGTH, one.kind, Says.CAN_MOVE, one.key, (one.who, *one.can_move), one.step))
    if one.reason:
        found.append(Proposal(SwotCell.SEPARATE, one.kind, Says.WANTS, one.key, (one.who, one.reason), one.step))
    if one.too_weak_for:
        found.append(
            Proposal(SwotCell.WEAKNESS, one.kind, Says.POWERLESS, one.key, (one.who, *one.too_weak_for), one.step)
        )
    return found


def _from_outside(one: StanceFact) -> list[Proposal]:
    facts = (one.who, one.step_name, one.reason)
    if one.stance == "supporter":
        return [Proposal(SwotCell.OPPORTUNITY, one.kind, Says.HELPS, one.key, facts, one.step)]
    if one.stance == "opponent":
        return [Proposal(SwotCell.THREAT, one.kind, Says.HINDERS, one.key, facts, one.step)]
    return []  # who has not made up their mind promises nothing and threatens nothing


def shared(stances: Iterable[StanceFact]) -> list[Proposal]:
    """Common interests: sub-objectives that at least two groups of different types inside the town support."""
    by_step: dict[int, list[StanceFact]] = {}
    for one in stances:
        if one.stance == "supporter" and not one.is_outside:
            by_step.setdefault(one.step, []).append(one)
    return [
        Proposal(SwotCell.COMMON, ALL_GROUPS, Says.SHARED, step, (of[0].step_name, *(one.who for one in of)), step)
        for step, of in by_step.items()
        if len({one.kind for one in of}) > 1
    ]


def of_answers(answers: Iterable[AnswerFact]) -> list[Proposal]:
    """What groups inside the town were said to want."""
    return [
        Proposal(SwotCell.SEPARATE, one.kind, Says.HEARD, one.key, (one.who, one.said))
        for one in answers
        if one.kind not in OUTSIDE
    ]


def not_taken(proposals: Iterable[Proposal], taken: Collection[str]) -> list[Proposal]:
    """Those that no entry was made from yet, in the order of the cells."""
    order = list(SwotCell)
    return sorted((one for one in proposals if one.origin not in taken), key=lambda one: order.index(one.cell))
