"""The worker's part: reading a file, checking its rows, importing them. The row says which of the three comes next.

A message may come twice, and a worker may die at any moment. Whoever claims the row counts its attempts up and writes
only while that count stands; the import itself is one transaction that begins with this question.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import pghistory
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from .checking import Checker, Line, Report
from .columns import FIELDS, header_words, remember, remembered
from .files import read_table
from .models import Import
from .register import Choices, meet
from .rules import as_text, guess, twice
from .table import Fault, Refused, Table, known_words

Stage, State = Import.Stage, Import.State
MAX_ATTEMPTS = 3
SILENT = timedelta(seconds=120)
KEPT = timedelta(days=1)
SAMPLES = 3
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Somebody else does this work now, or it is done."""


def work(import_id: int, *, take_over: bool = False) -> None:
    """Does the stage that the row is queued for; a failure is written into the row. `take_over`: the worker before is
    known to be gone."""
    with scopes_disabled():
        upload = Import.objects.select_related("plan__municipality", "asked_by").filter(pk=import_id).first()
    if upload is None:
        return
    with scope(plan=upload.plan), pghistory.context(user=upload.asked_by_id), override(upload.language):
        if claim(upload, take_over=take_over):
            _work_or_fail(upload)


def _work_or_fail(upload: Import) -> None:
    try:
        {Stage.READ: _read, Stage.CHECK: _check, Stage.RUN: _run}[Stage(upload.stage)](upload)
    except Superseded:
        logger.info("Import %s is done by somebody else", upload.pk)
    except Refused as refused:
        mine(upload).update(state=State.FAILED, problem=str(refused), moved_at=timezone.now())
    except FileNotFoundError:
        mine(upload).update(state=State.FAILED, problem=_gone(), moved_at=timezone.now())
    except SoftTimeLimitExceeded:
        logger.exception("Import %s took too long", upload.pk)
        problem = _("This took too long and was stopped; nothing was imported.")
        mine(upload).update(state=State.FAILED, problem=problem, moved_at=timezone.now())
    except Exception:
        # whatever it was, the page must say so; the log has the traceback
        logger.exception("Import %s failed", upload.pk)
        problem = _("Something went wrong; nothing was imported. What happened is in the server’s log.")
        mine(upload).update(state=State.FAILED, problem=problem, moved_at=timezone.now())


def _gone() -> str:
    return _("The uploaded file is no longer kept. Please choose it again.")


def claim(upload: Import, *, take_over: bool) -> bool:
    """Takes the row for this worker. False when there is nothing to do, or another worker shows signs of life."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, moved_at__lte=now - SILENT)
    rows = Import.objects.filter(pk=upload.pk, stage=upload.stage, attempts__lt=MAX_ATTEMPTS)
    rows = rows.filter(free | Q(state=State.RUNNING) if take_over else free)
    with transaction.atomic():
        if not rows.update(state=State.RUNNING, attempts=F("attempts") + 1, step=0, moved_at=now):
            return False
        upload.refresh_from_db(fields=["state", "attempts", "columns", "rule", "new_localities", "table", "file"])
    return True


def mine(upload: Import) -> QuerySet[Import]:
    """The row, as long as nobody has claimed it after us."""
    return Import.objects.filter(
        pk=upload.pk, stage=upload.stage, state=State.RUNNING, attempts=upload.attempts
    )  # fmt: skip


def _move(upload: Import, **values: Any) -> None:
    if not mine(upload).update(moved_at=timezone.now(), **values):
        raise Superseded


# The three stages ------------------------------------------------------------------------------------------------


def _open(upload: Import) -> Table:
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
    _move(upload, state=State.DONE, table=found, steps=told, step=told)


def _shown(cells: tuple[object, ...], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    return "=…" if isinstance(value, Fault) else as_text(value)[:40]


def _check(upload: Import) -> None:
    """What importing would come to. The rows meet the register as they will then; nothing of it is kept."""
    report, lines = _lines(upload)
    meet(upload.plan, lines, report, _choices(upload), by=None, to_write=False)
    _move(upload, state=State.DONE, report=report.as_json(), step=upload.table["rows"])


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
            _move(upload, stage=Stage.CHECK, state=State.DONE, report=report.as_json())
            return
        register.write()
        remember(upload.plan.municipality, upload.table["headers"], upload.columns)
        _move(upload, state=State.DONE, report=report.as_json(), file="", step=upload.table["rows"], done_at=now)
        transaction.on_commit(lambda: stored.delete(name))


def _choices(upload: Import) -> Choices:
    columns = {name: upload.columns[name] for name in FIELDS if name in upload.columns}  # the database orders them anew
    seen = upload.report.get("seen") if upload.stage == Stage.RUN else None
    return Choices(columns, upload.rule, upload.new_localities, seen)


def _lines(upload: Import) -> tuple[Report, list[Line]]:
    """The rows that pass the form's checks, with progress in the row: the long part of the work, outside of any
    transaction, so that the page sees how far it is and nobody has to wait for the plan."""
    steps = upload.table["rows"]
    _move(upload, steps=steps)
    report = Report()
    checker = Checker(upload.plan, _choices(upload).columns)
    return report, list(checker.lines(_open(upload), report, lambda done: _move(upload, step=min(done, steps))))


# What was left behind ----------------------------------------------------------------------------------------------


def mend() -> list[int]:
    """Looks for rows that stopped moving and returns the keys of those to be queued again; the others have failed."""
    before = timezone.now() - SILENT
    with scopes_disabled():
        left = Import.objects.filter(state__in=[State.QUEUED, State.RUNNING], moved_at__lt=before)
        found = list(left.select_related("plan").order_by("pk"))
    return [upload.pk for upload in found if _mend(upload, before)]


def _mend(upload: Import, before: datetime) -> bool:
    with scope(plan=upload.plan), override(upload.language):
        still = Import.objects.filter(pk=upload.pk, moved_at__lt=before, state=upload.state, attempts=upload.attempts)
        now = timezone.now()
        if upload.attempts >= MAX_ATTEMPTS:
            problem = _("This was begun several times and never finished; nothing was imported. Please try again.")
            still.update(state=State.FAILED, problem=problem, moved_at=now)
            return False
        # a claim counts itself; a message that nobody took is counted here
        counted = F("attempts") + (1 if upload.state == State.QUEUED else 0)
        return bool(still.update(state=State.QUEUED, attempts=counted, moved_at=now))


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
