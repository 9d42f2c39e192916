"""What a person does with a spreadsheet: choosing it, saying how it is read, having it imported. A worker follows."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from ..people.models import User
from ..people.text import unprintable
from ..plans.models import Plan
from .files import check_size
from .models import Import
from .register import Choices
from .tasks import work


def receive(plan: Plan, file: File, *, by: User) -> Import:
    """Stores an upload and has it read. Raises Refused where it is too large or empty."""
    check_size(file.size)
    given = PurePath(file.name or "").name
    shown = "".join(c for c in given if c not in unprintable(given) and c not in "\n\r\t")[:200] or "?"
    suffix = PurePath(shown).suffix.lower()
    upload = Import(plan=plan, name=shown, language=get_language(), asked_by=by)
    with transaction.atomic():
        # a name of our own: what people call a file is no safe path
        upload.file.save(
            f"{uuid4().hex}{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}", file, save=False
        )
        upload.save()
        _queue(upload)
    return upload


def check(upload: Import, choices: Choices, *, by: User) -> bool:
    """Has the rows checked by these columns and this rule. False where the file is at work or gone."""
    values = {
        "columns": dict(choices.columns),
        "rule": choices.rule,
        "new_localities": choices.new_localities,
        "report": {},
    }
    return _next_stage(upload, Import.Stage.CHECK, by=by, **values)


def run(upload: Import, *, by: User) -> bool:
    """Has the checked rows imported. False where they are not checked (any more) or have errors."""
    return upload.may_run and _next_stage(upload, Import.Stage.RUN, by=by)


def _next_stage(upload: Import, stage: str, *, by: User, **values: Any) -> bool:
    now = timezone.now()
    with transaction.atomic():
        # whoever presses twice, or beside somebody else, finds that the row has gone on
        still = Import.objects.filter(pk=upload.pk, stage=upload.stage, state=upload.state, attempts=upload.attempts)
        settled = still.filter(state__in=[Import.State.DONE, Import.State.FAILED]).exclude(file="")
        gone_on = settled.update(
            stage=stage, state=Import.State.QUEUED, language=get_language(), step=0, steps=0, attempts=0, problem="",
            asked_by=by, moved_at=now, **values,
        )  # fmt: skip
        if gone_on:
            _queue(upload)
    return bool(gone_on)


def _queue(upload: Import) -> None:
    def send() -> None:
        work.delay(upload.pk)

    # robust: a broker that is away must not break the page; the row waits, and mend_imports queues it again
    transaction.on_commit(send, robust=True)
