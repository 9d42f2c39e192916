"""Asking for the council's document (C8)."""

from django.db import transaction
from django.utils import timezone

from ..people.models import User
from ..plans.models import Plan
from ..plans.work import ask_again, enqueue
from .document import content_of
from .making import STEPS, number_for, same_content
from .models import Rendering
from .tasks import render_document

State = Rendering.State


def request_document(plan: Plan, language: str, *, by: User | None, queue: bool = True) -> Rendering:
    """The document of the plan in scope as it stands now: the one that exists or is on its way, else a new row that a
    worker turns into a PDF. `queue=False` leaves the making to the caller."""
    content = content_of(plan, language)
    with transaction.atomic():
        # two people who press the button at once get one document
        Plan.objects.select_for_update().only("pk").get(pk=plan.pk)
        if existing := _usable(same_content(content).first()):
            return existing
        rendering = Rendering.objects.create(
            plan=plan, language=language, content_hash=content.digest, number=number_for(content), steps=STEPS,
            asked_by=by,
        )  # fmt: skip
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
