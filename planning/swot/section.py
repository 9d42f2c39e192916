"""The SWOT as it is read (C1): the six cells, what Step 1 offers for them, and the table of the document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stakeholders.models import Answer, Influence, Position, Stakeholder

from ..assets.models import GoalAsset, LocalAvailability
from ..goals.confidential import ConfidedReading
from ..goals.document import Section
from ..goals.models import Goal
from ..goals.section import goals_of
from ..people.text import loosely
from ..people.words import labels
from ..plans.prepared import Reading
from . import rules
from .models import SwotEntry
from .rules import AnswerFact, AssetFact, Proposal, StanceFact
from .words import PROMPTS, ROWS, sentence

# what all who read the plan may know of step 1
GROUPS = Reading(Stakeholder, "plan", "name", "kind")
PLACES = Reading(LocalAvailability, "goal_asset__goal", "goal_asset", "availability", "locality__name")
RATINGS = Reading(GoalAsset, "goal", "pk", "asset__name", "availability", "importance", "reason", "asset__keeper")

# what is confided
HELD = ConfidedReading(Influence, "holder", "asset__name", "strength", "cause")
STANCES = ConfidedReading(
    Position,
    "pk",
    "stakeholder__name",
    "stakeholder__kind",
    "stance",
    "reason",
    "sub_objective",
    "sub_objective__position",
    "sub_objective__statement",
)
ANSWERS = ConfidedReading(
    Answer, "pk", "stakeholder__name", "stakeholder__kind", "said", question=Answer.Question.INTEREST
)

# of all entries: a source stays taken though its entry is confidential
ORIGINS = Reading(SwotEntry, "goal", "origin")


@dataclass(frozen=True)
class Place:
    """A cell with its entries, and what to ask oneself there."""

    cell: str
    word: str
    prompt: str
    entries: list[SwotEntry]


@dataclass(frozen=True)
class Line:
    head: str
    where: str
    places: list[Place]


def table(entries: Iterable[SwotEntry]) -> list[Line]:
    """The two rows of three cells, with the entries that are handed in."""
    by: defaultdict[str, list[SwotEntry]] = defaultdict(list)
    for entry in entries:
        by[entry.cell].append(entry)
    words = labels(SwotEntry, "cell")
    return [
        Line(
            str(head),
            str(where),
            [Place(c.value, words[c.value], str(PROMPTS[c]), by[c.value]) for c in cells],
        )
        for (head, where), cells in zip(ROWS, rules.ROWS, strict=True)
    ]


def of_goal(goal: Goal) -> list[Line]:
    """The goal's table as the reader in scope may know it."""
    return table(SwotEntry.objects.filter(goal=goal))


@dataclass(frozen=True)
class GoalSwot:
    goal: Goal
    lines: list[Line]


def swot_tables(goals: Iterable[Goal]) -> list[GoalSwot]:
    """For the document: of every goal what is open or released, whoever has the document made. One query."""
    by: defaultdict[int, list[SwotEntry]] = defaultdict(list)
    for entry in SwotEntry.for_all.all():
        by[entry.goal_id].append(entry)
    return [GoalSwot(goal, table(by[goal.pk])) for goal in goals if by[goal.pk]]


def holds_withheld_entries(begun: datetime, done: datetime | None) -> bool:
    """Whether a document made in that time may hold entries that have been made confidential since."""
    events = SwotEntry.pgh_event_model.objects  # type: ignore[attr-defined]
    secret_now = SwotEntry._base_manager.filter(secret=True).values("pk")
    was_open = events.filter(secret=False, changed_at__lte=done or begun, pgh_obj__in=secret_now)
    withheld = events.filter(secret=True, changed_at__gte=begun, pgh_obj__in=was_open.values("pgh_obj"))
    return bool(withheld.exists())


# What Step 1 offers --------------------------------------------------------------------------------------------------


def offers(goal: Goal) -> list[Proposal]:
    """What the reader in scope may know of Step 1 and nobody has taken over yet, in seven queries at the most."""
    proposals = [*rules.of_assets(_assets(goal)), *rules.of_stances(_stances(goal)), *rules.of_answers(_answers(goal))]
    return rules.not_taken(proposals, {origin for _goal, origin in ORIGINS(goal.pk) if origin})


def _assets(goal: Goal) -> list[AssetFact]:
    kinds = {loosely(name): kind for _plan, name, kind in GROUPS(None)}
    missing: defaultdict[int, list[str]] = defaultdict(list)
    for _goal, rating, level, place in PLACES(goal.pk):
        if level == rules.LOW:
            missing[rating].append(place)
    return [
        AssetFact(pk, name, there, matters, reason, kinds.get(loosely(keeper), rules.NOT_NAMED), tuple(missing[pk]))
        for _goal, pk, name, there, matters, reason, keeper in RATINGS(goal.pk)
    ]


def _stances(goal: Goal) -> list[StanceFact]:
    strong: defaultdict[int, list[str]] = defaultdict(list)
    weak: defaultdict[int, list[str]] = defaultdict(list)
    for holder, asset, strength, cause in HELD(goal):
        if strength == rules.STRONG:
            strong[holder].append(asset)
        elif cause == Influence.Cause.WEAKNESS:
            weak[holder].append(asset)
    return [
        StanceFact(
            pk, who, kind, stance, reason, step, f"{goal.position}.{at} {said}", tuple(strong[pk]), tuple(weak[pk])
        )
        for pk, who, kind, stance, reason, step, at, said in STANCES(goal)
    ]


def _answers(goal: Goal) -> list[AnswerFact]:
    return [AnswerFact(*values) for values in ANSWERS(goal)]


@dataclass(frozen=True)
class Offer:
    """A proposal in words."""

    proposal: Proposal
    cell: str
    group: str
    text: str


def in_words(proposals: Iterable[Proposal]) -> list[Offer]:
    cells, groups = labels(SwotEntry, "cell"), labels(SwotEntry, "group")
    return [Offer(one, cells[one.cell.value], groups.get(one.group, ""), sentence(one)) for one in proposals]


def way_back(entry: SwotEntry, slug: str) -> str:
    """The address of the row of Step 1 that the entry was made from, "" for one that was typed."""
    if entry.from_rating_id:
        return f"{reverse('ratings', args=[slug, entry.goal_id])}#row-{entry.from_rating_id}"
    if entry.from_answer_id:
        return f"{reverse('answers', args=[slug, entry.goal_id])}#row-{entry.from_answer_id}"
    if entry.from_position_id:
        return f"{reverse('positions', args=[slug, entry.from_step_id])}#row-{entry.from_position_id}"
    return reverse("stakeholder_map", args=[slug, entry.from_step_id]) if entry.from_step_id else ""


SECTION = Section(
    kind="swot",
    words=gettext_lazy("Modified SWOT analysis"),
    step=3,
    template="swot/section.html",
    anchor="swot",
    gather=lambda material: {"swot_tables": swot_tables(material.of(goals_of))},
    needs="swot_tables",
    worksheets=("swot_entries",),
)
