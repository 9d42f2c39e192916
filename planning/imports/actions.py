"""What a person does with a spreadsheet: choosing it, saying how it is read, having it imported. A worker follows."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.utils.translation import get_language

from ..people.models import User
from ..people.text import unprintable
from ..plans.models import Plan
from ..plans.work import ask_again, enqueue
from .files import check_size
from .models import Import
from .register import Choices
from .tasks import work


def receive(plan: Plan, file: File, *, by: User) -> Import:
    """Stores an upload and has it read. Raises UnreadableFile where it is too large or empty."""
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
        enqueue(upload, work)
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
    # as the person saw it: whoever presses beside somebody else finds that the row has gone on
    seen = Import.objects.filter(stage=upload.stage, state=upload.state, attempts=upload.attempts, claims=upload.claims)
    settled = seen.filter(state__in=[Import.State.DONE, Import.State.FAILED]).exclude(file="")
    return ask_again(upload, settled, work, by=by, stage=stage, language=get_language(), steps=0, **values)
