"""Asking for the council's document (C8), and arranging its sections (E1)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ..people.models import User
from ..plans.models import Plan, lock_plan
from ..plans.moment import one_moment
from ..plans.tenancy import events_of
from ..plans.work import ask_again, enqueue
from . import rules
from .making import STEPS, content_now, number_for, same_content
from .models import DocumentSection, Rendering
from .registered import FREE
from .rules import PlacedSection, Ticks
from .sections import all_sections
from .tasks import render_document

State = Rendering.State


def request_document(
    plan: Plan, language: str, *, by: User | None, queue: bool = True, kind: str = Rendering.Kind.PDF
) -> Rendering:
    """The document of the plan in scope as it stands now: the one that exists or is on its way, else a new row that a
    worker turns into a file. `language`: one, or BOTH. `queue=False` leaves the making to the caller."""
    with one_moment():
        content = content_now(plan, kind, language)
    with transaction.atomic():
        # two people who press the button at once get one document
        lock_plan(plan.pk)
        if existing := _usable(same_content(content, kind).first()):
            return existing
        rendering = Rendering.objects.create(
            plan=plan,
            language=language,
            content_hash=content.digest,
            number=number_for(content, kind),
            steps=STEPS,
            asked_by=by,
            kind=kind,
        )
        if queue:
            enqueue(rendering, render_document)
    return rendering


def _usable(rendering: Rendering | None) -> Rendering | None:
    """None for a document whose file has gone from the storage: its row makes room for a new one."""
    if rendering is None or rendering.state != State.DONE or has_file(rendering):
        return rendering
    rendering.delete()
    return None


def has_file(rendering: Rendering) -> bool:
    name = rendering.file.name
    return name is not None and name != "" and rendering.file.storage.exists(name)


def retry(rendering: Rendering, *, by: User) -> bool:
    """Queues a failed document once more; False when it is no failed one (any more)."""
    failed = Rendering.objects.filter(state=State.FAILED)
    return ask_again(rendering, failed, render_document, by=by, asked_at=timezone.now())


# Sections ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def arrange(plan: Plan, *, listed: Collection[str], shown: Collection[str], move: str = "", by: int = 0) -> None:
    """Switches the `listed` sections on, if they are among `shown`, or off; then moves one of them a place up (-1) or
    down (1). Sections that were not listed, since somebody has just added them, stay as they are."""
    lock_plan(plan.pk)
    before = {one.token: one for one in all_sections()}
    order = rules.moved(list(before), move, by)
    _store(plan, (_switched(before[token], listed, shown) for token in order))


class Overtaken(Exception):
    """The document is arranged otherwise than somebody saw; nothing was written. `now`: how it is arranged."""

    def __init__(self, now: Ticks) -> None:
        super().__init__(now)
        self.now = now


@transaction.atomic
def rearrange(plan: Plan, seen: Ticks, *, shown: Collection[str], move: str = "", by: int = 0) -> None:
    """What somebody asks for who saw the sections and the enclosures as `seen`: those in `shown` are switched on, the
    others off, and one of them moved. What stands so already is no news. Raises Overtaken where it was arranged
    otherwise meanwhile."""
    now = _now(plan)
    if list(now.items()) == list(rules.wanted(seen, shown, move, by).items()):
        return
    _demand_seen(now, seen)
    arrange(plan, listed=seen, shown=shown, move=move, by=by)
    if now[rules.DATA] != (rules.DATA in shown):
        kept = Plan.objects.get(pk=plan.pk)
        kept.encloses_data = rules.DATA in shown
        kept.save(update_fields=["encloses_data"])


def last_hand(rows: QuerySet[Any]) -> str:
    """Who has written into these rows last, as the history knows; "" where nobody did it in their own name."""
    events = events_of(rows.model).filter(pgh_obj__in=rows).order_by("-pgh_id")
    user = events.values_list("pgh_context__user", flat=True).first()
    return str(User.objects.get(pk=user)) if user else ""


def _now(plan: Plan) -> Ticks:
    """How it is arranged, until the transaction ends."""
    lock_plan(plan.pk)
    return rules.ticks_of(all_sections(), Plan.objects.values_list("encloses_data", flat=True).get(pk=plan.pk))


def _demand_seen(now: Ticks, seen: Ticks) -> None:
    if list(now.items()) != list(seen.items()):
        raise Overtaken(now)


def _switched(one: PlacedSection, listed: Collection[str], shown: Collection[str]) -> PlacedSection:
    return replace(one, is_shown=one.token in shown) if one.token in listed else one


@transaction.atomic
def arrange_as_the_method(plan: Plan, seen: Ticks | None = None) -> None:
    """All sections of the method in its order, then those of one's own as they are. `seen`: how somebody who asks for
    it saw them; raises Overtaken where it was arranged otherwise meanwhile."""
    now = _now(plan)
    _demand_seen(now, now if seen is None else seen)
    of_method = {one.kind: one for one in all_sections() if not one.is_free}
    free = [one for one in all_sections() if one.is_free]
    _store(plan, [*(replace(of_method[kind], is_shown=True) for kind in rules.METHOD), *free])


@transaction.atomic
def add_section(plan: Plan, section: DocumentSection) -> DocumentSection:
    """A section of one's own, at the end."""
    lock_plan(plan.pk)
    _store(plan, all_sections(), always=True)
    section.plan, section.kind = plan, FREE
    section.position = len(all_sections()) + 1
    section.save(force_insert=True)
    return section


@transaction.atomic
def delete_section(section: DocumentSection) -> None:
    """Takes a section of one's own out; its text stays in the history."""
    kept = DocumentSection.objects.filter(pk=section.pk, kind=FREE, deleted_at=None)
    kept.update(deleted_at=timezone.now())


def _store(plan: Plan, placed: Iterable[PlacedSection], always: bool = False) -> None:
    """Writes the rows that differ; none at all while the plan is as the method has it."""
    placed = list(placed)
    rows = {row.pk: row for row in DocumentSection.objects.filter(deleted_at=None)}
    if not (rows or always) and [one.kind for one in placed if one.is_shown] == list(rules.METHOD):
        return
    for position, one in enumerate(placed, 1):
        row = rows.get(one.row or 0) or DocumentSection(plan=plan, kind=one.kind)
        if row.pk is None or (row.position, row.is_shown) != (position, one.is_shown):
            row.position, row.is_shown = position, one.is_shown
            row.save()
