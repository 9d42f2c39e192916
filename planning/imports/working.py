"""The worker's part: reading a file, checking its rows, importing them. The row says which of the three comes next
(planning.plans.work); the import itself is one transaction that begins with the question whether it is still ours.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from ..plans.work import Failed, Superseded, do, mine, move
from .checking import Checker, PassedRow, Report
from .columns import FIELDS, header_words, remember, remembered
from .files import read_table
from .models import Import
from .register import Choices, meet
from .rules import as_text, guess, twice
from .table import CellFault, FileTable, UnreadableFile, known_words

Stage, State = Import.Stage, Import.State
KEPT = timedelta(days=1)
SAMPLES = 3


def work(import_id: int, *, take_over: bool = False) -> None:
    """Does the stage that the row is queued for; a failure is written into the row."""
    do(Import, import_id, _stage, take_over=take_over)


def _stage(upload: Import) -> None:
    try:
        {Stage.READ: _read, Stage.CHECK: _check, Stage.RUN: _run}[Stage(upload.stage)](upload)
    except UnreadableFile as refused:
        raise Failed(str(refused)) from refused
    except FileNotFoundError as gone:
        raise Failed(_gone()) from gone


def _gone() -> str:
    return _("The uploaded file is no longer kept. Please choose it again.")


# The three stages ------------------------------------------------------------------------------------------------


def _open(upload: Import) -> FileTable:
    with upload.file.open("rb") as stored:
        content = stored.read()
    return read_table(content, upload.name, known_words(header_words()))


def _read(upload: Import) -> None:
    """Looks at the whole file once: header, a few cells of each column, how many rows; and matches the columns."""
    table = _open(upload)
    first = list(islice(table.rows, SAMPLES))
    told = sum(1 for _row in table.rows) + len(first)
    known = remembered(upload.plan.municipality)
    found = {
        "headers": table.headers,
        "samples": [[_shown(cells, at) for _number, cells in first] for at in range(table.width)],
        "rows": told,
        "about": table.about,
        "guess": guess(table.headers, header_words(), known),
        "twice": twice(table.headers),
    }
    move(upload, state=State.DONE, table=found, steps=told, step=told)


def _shown(cells: tuple[object, ...], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return "=…" if isinstance(value, CellFault) else as_text(value)[:40]


def _check(upload: Import) -> None:
    """What importing would come to. The rows meet the register as they will then; nothing of it is kept."""
    report, lines = _lines(upload)
    meet(upload.plan, lines, report, _choices(upload), by=None, to_write=False)
    move(upload, state=State.DONE, report=report.as_json(), step=upload.table["rows"])


def _run(upload: Import) -> None:
    """All rows or none. The register may have changed since the check, so everything is looked at again."""
    report, lines = _lines(upload)
    stored, name = upload.file.storage, str(upload.file.name)
    with transaction.atomic():
        if not mine(upload).select_for_update().exists():
            raise Superseded
        register = meet(upload.plan, lines, report, _choices(upload), by=upload.asked_by, to_write=True)
        now = timezone.now()
        if report.error_count:
            # back to where a person decides, with what is wrong now
            move(upload, stage=Stage.CHECK, state=State.DONE, report=report.as_json())
            return
        register.write()
        remember(upload.plan.municipality, upload.table["headers"], upload.columns)
        move(upload, state=State.DONE, report=report.as_json(), file="", step=upload.table["rows"], done_at=now)
        transaction.on_commit(lambda: stored.delete(name))


def _choices(upload: Import) -> Choices:
    columns = {name: upload.columns[name] for name in FIELDS if name in upload.columns}  # the database orders them anew
    seen = upload.report.get("seen") if upload.stage == Stage.RUN else None
    return Choices(columns, upload.rule, upload.new_localities, seen)


def _lines(upload: Import) -> tuple[Report, list[PassedRow]]:
    """The rows that pass the form's checks, with progress in the row: the long part of the work, outside of any
    transaction, so that the page sees how far it is and nobody has to wait for the plan."""
    steps = upload.table["rows"]
    move(upload, steps=steps)
    report = Report()
    checker = Checker(upload.plan, _choices(upload).columns)
    return report, list(checker.lines(_open(upload), report, lambda done: move(upload, step=min(done, steps))))


def clear(now: Callable[[], datetime] = timezone.now) -> int:
    """Deletes the files of imports that have not moved for a day; returns how many."""
    with scopes_disabled():
        old = Import.objects.filter(moved_at__lt=now() - KEPT).exclude(file="").select_related("plan")
        found = list(old)
    for upload in found:
        stored, name = upload.file.storage, str(upload.file.name)
        with scope(plan=upload.plan), override(upload.language):
            Import.objects.filter(pk=upload.pk).update(file="", state=State.FAILED, problem=_gone())
        stored.delete(name)
    return len(found)
