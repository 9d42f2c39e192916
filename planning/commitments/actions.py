"""Asking for a commitment, its link, and what becomes of it (C9)."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from ..people.models import User
from ..plans.models import code_digest, lock_plan, new_code
from ..worksheets.actions import add_row, delete_row, save_row
from . import rules
from .models import Commitment, usable
from .rules import CommitmentStep

SALT = "planning.commitment"


class CommitmentRefused(Exception):
    """The step cannot be taken, or not any more; nothing was written."""


class Changed(Exception):
    """The words are others than those that were read; nothing was written."""


def ask(row: Commitment, *, by: User) -> Commitment:
    """Writes down what somebody is asked to commit themselves to."""
    return add_row(row, key=None, by=by, goal=row.goal)


def edit(row: Commitment, values: dict[str, Any], *, seen: int, by: User) -> Commitment:
    """Changes its words. Raises Conflict where somebody else changed the same meanwhile, ValidationError where it has
    been answered. A link that is out shows the new words, and confirms no others."""
    return save_row(row, values, seen_version=seen, by=by)


@transaction.atomic
def new_link(row: Commitment, *, by: User) -> str:
    """The code of a new link, which the database does not keep; an older link stops working.

    Raises CommitmentRefused."""
    row = _locked(row)
    if not row.may_edit:
        raise CommitmentRefused
    code = new_code()
    expires = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    Commitment.objects.filter(pk=row.pk).update(digest=code_digest(code, SALT), expires_at=expires)
    return code


def _locked(row: Commitment) -> Commitment:
    """The row as it is now, which nobody else takes a step with until the transaction ends."""
    lock_plan(row.plan_id)
    found: Commitment = Commitment.objects.select_for_update().get(pk=row.pk)
    return found


def _after(row: Commitment, step: CommitmentStep) -> dict[str, Any]:
    state = rules.after(row.rules_state, step)
    if state is None:
        raise CommitmentRefused
    return {"state": state.value, "secret": state not in rules.BINDING}


@transaction.atomic
def record(row: Commitment, *, signed_on: date, may_name: bool, by: User) -> Commitment:
    """It was signed on paper. Raises CommitmentRefused."""
    row = _locked(row)
    values = _after(row, CommitmentStep.RECORD) | {
        "signed_on": signed_on,
        "may_name": may_name,
        "recorded_by_id": by.pk,
    }
    return save_row(row, values, seen_version=row.version, by=by)


@transaction.atomic
def withdraw(row: Commitment, reason: str, *, by: User) -> Commitment:
    """It does not hold any more, or is not asked for. Raises CommitmentRefused."""
    row = _locked(row)
    values = _after(row, CommitmentStep.WITHDRAW) | {"reason": reason, "may_name": False}
    return save_row(row, values, seen_version=row.version, by=by)


@transaction.atomic
def unname(row: Commitment, *, by: User) -> Commitment:
    """It holds, but whoever made it is not named outside of the plan's pages from now on."""
    row = _locked(row)
    return save_row(row, {"may_name": False}, seen_version=row.version, by=by)


@transaction.atomic
def name(row: Commitment, *, by: User) -> Commitment:
    """Whoever made it has told the secretariat since that they may be named.

    Raises CommitmentRefused where it does not hold."""
    row = _locked(row)
    if not row.is_binding:
        raise CommitmentRefused
    return save_row(row, {"may_name": True}, seen_version=row.version, by=by)


@transaction.atomic
def remove(row: Commitment, *, by: User) -> Commitment:
    """Takes what was declined or withdrawn out of the list; the history keeps it. Raises CommitmentRefused."""
    row = _locked(row)
    if not row.is_over:
        raise CommitmentRefused
    return delete_row(row, by=by)


# Behind the link -----------------------------------------------------------------------------------------------------


def find(code: str) -> Commitment | None:
    """That of a link which works, with its plan. Who holds the link has no role, so no scope is open."""
    with scopes_disabled():
        every = Commitment.unguarded.select_related("plan__municipality", "goal", "action__goal")
        found: Commitment | None = every.filter(usable(), digest=code_digest(code, SALT)).first()
    return found


def had_link(code: str) -> bool:
    """Whether this is the code of the last link of a commitment, which may have been answered by it; that of a link
    that was replaced is not known any more."""
    with scopes_disabled():
        return Commitment._base_manager.filter(digest=code_digest(code, SALT)).exists()


def answer(row: Commitment, step: CommitmentStep, *, seen: int, may_name: bool) -> Commitment:
    """Whoever holds the link confirms the words that they have read, or declines.

    Raises CommitmentRefused where the link has been used meanwhile, Changed where the words were edited meanwhile."""
    values = _after(row, step)
    if step is CommitmentStep.CONFIRM:
        values |= {"signed_on": timezone.localdate(), "may_name": may_name}
    stamp = {"changed_by": None, "changed_at": timezone.now(), "version": F("version") + 1}
    with scope(plan=row.plan), transaction.atomic():
        still = Commitment.unguarded.filter(usable(), pk=row.pk, digest=row.digest)
        if not still.filter(version=seen).update(**values, **stamp):  # of two at once the second one changes no row
            raise Changed if still.exists() else CommitmentRefused
        row.refresh_from_db(from_queryset=Commitment.unguarded.select_related("plan__municipality"))
    return row
