"""The making of one PDF, step by step, by whichever worker gets to it.

A message may come twice, and a worker may die at any step. The row decides: whoever claims it counts its attempts up,
and writes from then on only while that count stands. So the newest maker wins, and an older one that wakes up again
stops at its next step (`Superseded`) without having changed anything.
"""

import logging
import time
from datetime import datetime, timedelta

import pghistory
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from ..plans.models import Plan
from . import pdf
from .document import SECTIONS, Content, content_of
from .models import Rendering, rendering_path

State = Rendering.State
STEPS = SECTIONS + pdf.ENGINE_STEPS
MAX_ATTEMPTS = 3
SILENT = timedelta(seconds=120)  # no step of a long document takes as long
HEARTBEAT = 5  # seconds between two signs of life within a step
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Somebody else makes this document now, or there is nothing left to make."""


def make(rendering_id: int, *, take_over: bool = False) -> None:
    """Makes the document unless it is made, failed, or in other hands; a failure is written into the row.

    `take_over`: the maker before is known to be gone (the broker says so, or the caller waits for the result)."""
    with scopes_disabled():
        rendering = Rendering.objects.select_related("plan__municipality", "asked_by").filter(pk=rendering_id).first()
    if rendering is None:
        return
    with scope(plan=rendering.plan), pghistory.context(user=rendering.asked_by_id), override(spoken(rendering)):
        if claim(rendering, take_over=take_over):
            _make_or_fail(rendering)


def spoken(rendering: Rendering) -> str:
    """The language in which to say what went wrong: that of whoever asked, else the document's own."""
    return (rendering.asked_by and rendering.asked_by.language) or rendering.language


def _make_or_fail(rendering: Rendering) -> None:
    try:
        _make(rendering)
    except Superseded:
        logger.info("Document %s is made by somebody else", rendering.pk)
    except pdf.PangoMissing:
        logger.exception("Document %s: the libraries for PDF are missing", rendering.pk)
        packages = " ".join(pdf.PACKAGES)
        fail(rendering, _("The server lacks libraries that PDFs need: %(packages)s.") % {"packages": packages})
    except SoftTimeLimitExceeded:
        logger.exception("Document %s took too long", rendering.pk)
        fail(rendering, _("Making the document took too long and was stopped."))
    except Exception:
        # whatever it was, the page must say so and offer another try; the log has the traceback
        logger.exception("Document %s could not be made", rendering.pk)
        fail(rendering, _("Something went wrong while the document was made. What happened is in the server’s log."))


def _make(rendering: Rendering) -> None:
    progress = Progress(rendering)
    content = content_of(rendering.plan, rendering.language, told=progress)
    settle(rendering, content)
    made = pdf.make_pdf(content.html(rendering.number or 1), lambda step, what: progress(SECTIONS + step))
    finish(rendering, made)


class Progress:
    """Writes the step into the row; within a long step (the layout reports each page) a sign of life now and then."""

    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.step = 0
        self.written = 0.0

    def __call__(self, step: int) -> None:
        step = max(step, self.step)
        if step == self.step and time.monotonic() - self.written < HEARTBEAT:
            return
        self.step, self.written = step, time.monotonic()
        if not mine(self.rendering).update(step=step, moved_at=timezone.now()):
            raise Superseded


def mine(rendering: Rendering) -> QuerySet[Rendering]:
    """The row, as long as nobody has claimed it after us."""
    return Rendering.objects.filter(pk=rendering.pk, state=State.RUNNING, attempts=rendering.attempts)


def claim(rendering: Rendering, *, take_over: bool) -> bool:
    """Takes the row for this maker. False when it is done or failed, or when another maker shows signs of life."""
    with transaction.atomic():
        row = Rendering.objects.select_for_update(of=("self",)).get(pk=rendering.pk)
        alive = row.moved_at > timezone.now() - SILENT
        if row.state in (State.DONE, State.FAILED) or (row.state == State.RUNNING and alive and not take_over):
            return False
        if row.state == State.RUNNING and row.attempts >= MAX_ATTEMPTS:
            _give_up(row)
            return False
        rendering.state, rendering.attempts, rendering.step, rendering.steps = State.RUNNING, row.attempts + 1, 0, STEPS
        rendering.content_hash, rendering.number = row.content_hash, row.number
        rendering.moved_at = timezone.now()
        rendering.save(update_fields=["state", "attempts", "step", "steps", "moved_at"])
    return True


def settle(rendering: Rendering, content: Content) -> None:
    """Gives the row the hash and number of what is really being made: the plan may have changed in the queue.

    Raises Superseded when another row has that content already; this one is then not needed and goes."""
    if rendering.content_hash == content.digest and rendering.number:
        return
    with transaction.atomic():
        Plan.objects.select_for_update().only("pk").get(pk=rendering.plan_id)
        if same_content(content).exclude(pk=rendering.pk).exists():
            mine(rendering).delete()
            raise_later = True
        else:
            raise_later = False
            rendering.content_hash, rendering.number = content.digest, number_for(content)
            if not mine(rendering).update(content_hash=rendering.content_hash, number=rendering.number):
                raise Superseded
    if raise_later:
        raise Superseded


def same_content(content: Content) -> QuerySet[Rendering]:
    """Documents of the plan in scope that say exactly this and are made or on their way."""
    return Rendering.objects.filter(language=content.language, content_hash=content.digest).exclude(state=State.FAILED)


def number_for(content: Content) -> int:
    """The number of this content's version: the one that it had before, else one more than the last of the plan in
    that language. The caller holds the plan's row."""
    numbered = Rendering.objects.filter(language=content.language, number__isnull=False)
    before = numbered.filter(content_hash=content.digest).values_list("number", flat=True).first()
    return int(before or (numbered.aggregate(last=Max("number"))["last"] or 0) + 1)


def finish(rendering: Rendering, made: pdf.Pdf) -> None:
    """Stores the file, then says so in the row, in one statement: a reader never sees a document without its file."""
    storage = rendering.file.storage
    stored = storage.save(rendering_path(rendering, file_name(rendering)), ContentFile(made.content))
    now = timezone.now()
    try:
        with transaction.atomic():
            done = mine(rendering).update(
                state=State.DONE, file=stored, pages=made.pages, step=STEPS, problem="", moved_at=now, done_at=now
            )
    except IntegrityError:
        # the same content was finished under another row meanwhile: that one serves
        mine(rendering).delete()
        done = 0
    if not done:
        storage.delete(stored)


def file_name(rendering: Rendering) -> str:
    """ "clean-city-0.3-en.pdf" """
    return f"{rendering.plan.slug}-0.{rendering.number}-{rendering.language}.pdf"


def fail(rendering: Rendering, problem: str) -> None:
    mine(rendering).update(state=State.FAILED, problem=problem, moved_at=timezone.now())


def _give_up(row: Rendering) -> None:
    with override(spoken(row)):
        problem = (
            _("The document was begun %(count)s times and never finished. The server may be short of memory.")
            if row.state == State.RUNNING
            else _("No worker took the document on. Whoever runs the server has to look whether one is there.")
        ) % {"count": row.attempts}
    Rendering.objects.filter(pk=row.pk).update(state=State.FAILED, problem=problem, moved_at=timezone.now())


def mend() -> list[int]:
    """Looks for rows that stopped moving and returns the keys of those to be queued again; the others have failed.

    A row in the making has lost its worker; a waiting one has lost its message, or has no worker to go to."""
    before = timezone.now() - SILENT
    with scopes_disabled():
        left = Rendering.objects.filter(state__in=[State.QUEUED, State.RUNNING], moved_at__lt=before)
        found = list(left.select_related("plan").order_by("pk"))
    return [row.pk for row in found if _mend(row, before)]


def _mend(found: Rendering, before: datetime) -> bool:
    with scope(plan=found.plan), transaction.atomic():
        rows = Rendering.objects.select_for_update(of=("self",), skip_locked=True)
        still = rows.filter(pk=found.pk, moved_at__lt=before, state=found.state).first()
        if still is None:
            return False
        if still.attempts >= MAX_ATTEMPTS:
            _give_up(still)
            return False
        # a claim counts itself; a message that nobody took is counted here
        counted = F("attempts") + (1 if still.state == State.QUEUED else 0)
        Rendering.objects.filter(pk=still.pk).update(state=State.QUEUED, attempts=counted, moved_at=timezone.now())
    return True
