"""The making of one document, step by step, by whichever worker gets to it (planning.plans.work)."""

import hashlib
import logging
import time

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..plans.models import Plan, lock_plan
from ..plans.moment import one_moment
from ..plans.work import Failed, Superseded, do, mine, move
from . import pdf
from .document import Content, content_of, in_both, wall_sheets
from .enclosures import Enclosure, data_file, enclose, taken_out, workbook
from .models import BOTH, Rendering, rendering_path
from .word import make_docx

State, Kind = Rendering.State, Rendering.Kind
READING = 1  # the step in which the plan is read, and the files inside the PDF are made
STEPS = READING + pdf.ENGINE_STEPS
HEARTBEAT = 5  # seconds between two signs of life within a step
logger = logging.getLogger(__name__)


def make(rendering_id: int, *, take_over: bool = False) -> None:
    """Makes the document unless it is made, failed, or in other hands; a failure is written into the row."""
    do(Rendering, rendering_id, _make, take_over=take_over)


def _make(rendering: Rendering) -> None:
    move(rendering, steps=STEPS)
    progress = ProgressWriter(rendering)
    progress(READING)
    if rendering.version:
        content, files = frozen(rendering)
    else:
        with one_moment():
            content = content_now(rendering.plan, rendering.kind, rendering.language)
            files = enclosures(rendering, content)
        settle(rendering, content)
    page = content.html(rendering.number or 1)
    if rendering.kind == Kind.DOCX:
        finish(rendering, make_docx(taken_out(page)[0]), None)
        return
    try:
        made = pdf.make_pdf(enclose(page, files), lambda step, what: progress(READING + step))
    except pdf.PangoMissing as missing:
        logger.exception("%r: the libraries for PDF are missing", rendering)
        packages = " ".join(pdf.PACKAGES)
        problem = _("The server is missing libraries that PDFs need: %(packages)s.") % {"packages": packages}
        raise Failed(problem) from missing
    finish(rendering, made.content, made.pages)


def frozen(rendering: Rendering) -> tuple[Content, list[Enclosure]]:
    """What the rendering's version says, and its sealed data as a file, beside the workbook that its page carries
    already. A page without one says that the plan had its data not enclosed."""
    content = Content(rendering.language, rendering.frozen.html, rendering.content_hash)
    if not taken_out(content.page)[1]:
        return content, []
    assert rendering.version
    assert rendering.version.data is not None  # says the table
    with override(rendering.language):
        return content, [data_file(rendering.plan.slug, bytes(rendering.version.data))]


def enclosures(rendering: Rendering, content: Content) -> list[Enclosure]:
    """The files inside the PDF of a draft; none where the plan has its data not enclosed. The caller reads in
    `one_moment`, in which the content was read."""
    if rendering.kind != Kind.PDF or not content.data:
        return []
    plan = rendering.plan
    with override(rendering.languages[0]):
        data = data_file(plan.slug, content.data)
        return [data, *(workbook(plan, language, content.shown) for language in rendering.languages)]


def content_now(plan: Plan, kind: str, language: str) -> Content:
    """What a document of this kind would say of the plan in scope. The caller reads in `one_moment`, else its parts may
    say different things."""
    if kind == Kind.WALL:
        return wall_sheets(plan, language)
    if language == BOTH:
        return in_both(plan, BOTH.split("+"))
    return content_of(plan, language)


class ProgressWriter:
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
        move(self.rendering, step=step)


def settle(rendering: Rendering, content: Content) -> None:
    """Gives the row the hash and number of what is really being made: the plan may have changed in the queue.

    Raises Superseded when another row has that content already; this one is then not needed and goes."""
    if rendering.content_hash == content.digest and rendering.number:
        return
    with transaction.atomic():
        lock_plan(rendering.plan_id)
        if same_content(content, rendering.kind).exclude(pk=rendering.pk).exists():
            mine(rendering).delete()
            raise_later = True
        else:
            raise_later = False
            rendering.content_hash, rendering.number = content.digest, number_for(content, rendering.kind)
            move(rendering, content_hash=rendering.content_hash, number=rendering.number)
    if raise_later:
        raise Superseded


def same_content(content: Content, kind: str) -> QuerySet[Rendering]:
    """Documents of the plan in scope that say exactly this and are made or on their way."""
    same = Rendering.objects.filter(kind=kind, language=content.language, content_hash=content.digest)
    return same.exclude(state=State.FAILED)


def number_for(content: Content, kind: str) -> int:
    """The number of this content's version: the one that it had before, else one more than the last of the plan in
    that language. A PDF and its DOCX share their number; wall sheets count for themselves. The caller holds the plan's
    row."""
    numbered = Rendering.objects.filter(language=content.language, number__isnull=False)
    walls = Q(kind=Kind.WALL)
    numbered = numbered.filter(walls if kind == Kind.WALL else ~walls)
    before = numbered.filter(content_hash=content.digest).values_list("number", flat=True).first()
    return int(before or (numbered.aggregate(last=Max("number"))["last"] or 0) + 1)


def finish(rendering: Rendering, content: bytes, pages: int | None) -> None:
    """Stores the file, then says so in the row, in one statement: a reader never sees a document without its file."""
    storage = rendering.file.storage
    stored = storage.save(rendering_path(rendering, file_name(rendering)), ContentFile(content))
    now = timezone.now()
    try:
        with transaction.atomic():
            done = mine(rendering).update(
                state=State.DONE,
                file=stored,
                pages=pages,
                step=STEPS,
                problem="",
                moved_at=now,
                done_at=now,
                sha256=hashlib.sha256(content).hexdigest(),
            )
    except IntegrityError:
        # the same content was finished under another row meanwhile: that one serves
        mine(rendering).delete()
        done = 0
    if not done:
        storage.delete(stored)


def file_name(rendering: Rendering) -> str:
    """ "clean-city-0.3-en.pdf", "clean-city-0.3-en.docx", "clean-city-0.3-en-ar.pdf", "clean-city-wall-0.1-en.pdf" """
    kind, wall = ("docx", "") if rendering.kind == Kind.DOCX else ("pdf", "wall-" * (rendering.kind == Kind.WALL))
    return f"{rendering.plan.slug}-{wall}{rendering.label}-{'-'.join(rendering.languages)}.{kind}"
