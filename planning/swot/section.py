"""The SWOT as it is read (C1): the six cells, what Step 1 offers for them, and the table of the document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stakeholders.models import Answer, Influence, Position, Stakeholder

from ..assets.models import GoalAsset, LocalAvailability
from ..goals.document import Section
from ..goals.models import Goal
from ..goals.section import goals_of
from ..people.text import loosely
from ..people.words import labels
from ..plans.tenancy import events_of
from . import rules
from .models import SwotEntry
from .rules import AnswerFact, AssetFact, Proposal, StanceFact
from .words import PROMPTS, ROWS, sentence


@dataclass(frozen=True)
class FilledCell:
    """A cell with its entries, and what to ask oneself there."""

    cell: str
    word: str
    prompt: str
    entries: list[SwotEntry]


@dataclass(frozen=True)
class SwotLine:
    head: str
    where: str
    places: list[FilledCell]


def table(entries: Iterable[SwotEntry]) -> list[SwotLine]:
    """The two rows of three cells, with the entries that are handed in."""
    by: defaultdict[str, list[SwotEntry]] = defaultdict(list)
    for entry in entries:
        by[entry.cell].append(entry)
    words = labels(SwotEntry, "cell")
    return [
        SwotLine(
            str(head),
            str(where),
            [FilledCell(c.value, words[c.value], str(PROMPTS[c]), by[c.value]) for c in cells],
        )
        for (head, where), cells in zip(ROWS, rules.ROWS, strict=True)
    ]


def of_goal(goal: Goal) -> list[SwotLine]:
    """The goal's table as the reader in scope may know it."""
    return table(SwotEntry.objects.filter(goal=goal))


@dataclass(frozen=True)
class GoalSwot:
    goal: Goal
    lines: list[SwotLine]


def swot_tables(goals: Iterable[Goal]) -> list[GoalSwot]:
    """For the document: of every goal what is open or released, whoever has the document made. One query."""
    by: defaultdict[int, list[SwotEntry]] = defaultdict(list)
    for entry in SwotEntry.for_all.all():
        by[entry.goal_id].append(entry)
    return [GoalSwot(goal, table(by[goal.pk])) for goal in goals if by[goal.pk]]


def holds_withheld_entries(begun: datetime, done: datetime | None) -> bool:
    """Whether a document made in that time may hold entries that have been made confidential since."""
    events = events_of(SwotEntry)
    secret_now = SwotEntry._base_manager.filter(secret=True).values("pk")
    was_open = events.filter(secret=False, changed_at__lte=done or begun, pgh_obj__in=secret_now)
    withheld = events.filter(secret=True, changed_at__gte=begun, pgh_obj__in=was_open.values("pgh_obj"))
    return bool(withheld.exists())


# What Step 1 offers --------------------------------------------------------------------------------------------------


def offers(goal: Goal) -> list[Proposal]:
    """What the reader in scope may know of Step 1 and nobody has taken over yet, in seven queries at the most."""
    proposals = [*rules.of_assets(_assets(goal)), *rules.of_stances(_stances(goal)), *rules.of_answers(_answers(goal))]
    # a source stays taken though its entry is confidential
    taken = SwotEntry.unguarded.filter(goal=goal).exclude(origin="").values_list("origin", flat=True)
    return rules.not_taken(proposals, set(taken))


def _assets(goal: Goal) -> list[AssetFact]:
    kinds = {loosely(name): kind for name, kind in Stakeholder.objects.values_list("name", "kind")}
    missing: defaultdict[int, list[str]] = defaultdict(list)
    low = LocalAvailability.objects.filter(goal_asset__goal=goal, availability=rules.LOW)
    for rating, place in low.values_list("goal_asset", "locality__name"):
        missing[rating].append(place)
    return [
        AssetFact(
            one.pk,
            one.asset.name,
            one.availability,
            one.importance,
            one.reason,
            kinds.get(loosely(one.asset.keeper), rules.NOT_NAMED),
            tuple(missing[one.pk]),
        )
        for one in GoalAsset.objects.filter(goal=goal).select_related("asset")
    ]


def _stances(goal: Goal) -> list[StanceFact]:
    strong: defaultdict[int, list[str]] = defaultdict(list)
    weak: defaultdict[int, list[str]] = defaultdict(list)
    for held in Influence.objects.filter(goal=goal).select_related("asset"):
        if held.strength == rules.STRONG:
            strong[held.holder_id].append(held.asset.name)
        elif held.cause == Influence.Cause.WEAKNESS:
            weak[held.holder_id].append(held.asset.name)
    return [
        StanceFact(
            one.pk,
            one.stakeholder.name,
            one.stakeholder.kind,
            one.stance,
            one.reason,
            one.sub_objective_id,
            f"{goal.position}.{one.sub_objective.position} {one.sub_objective.statement}",
            tuple(strong[one.pk]),
            tuple(weak[one.pk]),
        )
        for one in Position.objects.filter(goal=goal).select_related("stakeholder", "sub_objective")
    ]


def _answers(goal: Goal) -> list[AnswerFact]:
    asked = Answer.objects.filter(goal=goal, question=Answer.Question.INTEREST)
    return [AnswerFact(*values) for values in asked.values_list("pk", "stakeholder__name", "stakeholder__kind", "said")]


@dataclass(frozen=True)
class SwotOffer:
    """A proposal in words."""

    proposal: Proposal
    cell: str
    group: str
    text: str


def in_words(proposals: Iterable[Proposal]) -> list[SwotOffer]:
    cells, groups = labels(SwotEntry, "cell"), labels(SwotEntry, "group")
    return [SwotOffer(one, cells[one.cell.value], groups.get(one.group, ""), sentence(one)) for one in proposals]


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
