"""Long work that a worker does while a page waits: the row that the page polls, and who may write into it.

A message may come twice, and a worker may die at any step. The row decides: whoever claims it counts its claims up, and
writes from then on only while that count stands. So the newest worker wins, and an older one that wakes up again stops
at its next step (`Superseded`) without having changed anything.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pghistory
from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from ..people.models import User
from .tenancy import InFile, OfPlan

MAX_ATTEMPTS = 3
SILENT = timedelta(seconds=120)  # no step of any work takes as long
# stopped in good time before the worker itself is killed, so that the row can say why
SOFT_LIMIT = max(settings.RENDER_TIME_LIMIT - 20, settings.RENDER_TIME_LIMIT // 2, 1)
AWAY = (OperationalError, InterfaceError)
# The options of a task that does work. A database that was restarted is back within seconds: the task comes again after
# 2, 4, 8, 16 and 32 of them; after that the row waits for `mend`.
TASK: dict[str, Any] = {
    "soft_time_limit": SOFT_LIMIT,
    "autoretry_for": AWAY,
    "max_retries": 5,
    "retry_backoff": 2,
    "retry_jitter": False,
}
logger = logging.getLogger(__name__)


class Superseded(Exception):
    """Somebody else does this work now, or there is nothing left to do."""


class Failed(Exception):
    """The work cannot be done; the words say why, to whoever asked for it."""


class Work(OfPlan):
    """A piece of work: asked for, being done, done or failed. The row exists before its task is queued."""

    in_file = InFile(why_not="work of this installation's workers, with its files")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("In progress")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)  # since somebody asked for it
    claims = models.PositiveIntegerField(default=0)  # how often a worker took it; never counted down
    problem = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)  # moves with the work: one that stopped has lost its worker
    done_at = models.DateTimeField(null=True)

    # what is said of work that took too long, and of work that broke
    too_long: Promise
    broke: Promise

    class Meta:
        abstract = True

    def given_up(self) -> str:
        """What is said of work that no worker has brought to an end."""
        raise NotImplementedError

    @property
    def spoken(self) -> str:
        """The language in which to say what went wrong."""
        return self.language

    @property
    def is_waiting(self) -> bool:
        """Whether the page has to look again: the work is neither done nor failed."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self) -> int:
        return round(100 * self.step / self.steps) if self.steps else 0


W = TypeVar("W", bound=Work)
State = Work.State


# Asking for it ---------------------------------------------------------------------------------------------------


def enqueue(work: Work, task: Task) -> None:
    """Has a worker told of the row, once it is stored."""

    def send() -> None:
        task.delay(work.pk)

    # robust: a broker that is away must not break the page; the row waits, and `mend` queues it again
    transaction.on_commit(send, robust=True)


def ask_again(work: Work, settled: QuerySet[Any], task: Task, *, by: User, **values: Any) -> bool:
    """Queues work once more, with these values, if `settled` still holds its row; False otherwise: whoever presses
    twice, or beside somebody else, finds that it has gone on."""
    with transaction.atomic():
        gone_on = settled.filter(pk=work.pk).update(
            state=State.QUEUED, attempts=0, step=0, problem="", asked_by=by, moved_at=timezone.now(), **values
        )
        if gone_on:
            enqueue(work, task)
    return bool(gone_on)


# Doing it --------------------------------------------------------------------------------------------------------


def redelivered(task: Task) -> bool:
    """Whether a message comes again: from the broker, because the worker that had it is gone, or from a worker that has
    lost the database."""
    return bool(task.request.retries or (task.request.delivery_info or {}).get("redelivered"))


def do(kind: type[W], pk: int, act: Callable[[W], None], *, take_over: bool = False) -> None:
    """Does the work unless it is done, failed, or in other hands; a failure is written into the row.

    `take_over`: the worker before is known to be gone (the broker says so, or the caller waits for the result). Raises
    one of AWAY when the database is lost: then nothing can be written into the row."""
    with scopes_disabled():
        found = _rows(kind).select_related("plan", "asked_by").filter(pk=pk).first()
    if found is None:
        return
    with scope(plan=found.plan), pghistory.context(user=found.asked_by_id), override(found.spoken):
        if work := claim(found, take_over=take_over):
            _do_or_fail(work, act)


def _do_or_fail(work: W, act: Callable[[W], None]) -> None:
    try:
        act(work)
    except Superseded:
        logger.info("%r is done by somebody else", work)
    except Failed as failed:
        _fail(work, str(failed))
    except SoftTimeLimitExceeded:
        logger.exception("%r took too long", work)
        _fail(work, str(work.too_long))
    except Exception as error:
        if isinstance(error, AWAY) and not connection.is_usable():
            raise
        # whatever it was, the page must say so and offer another try; the log has the traceback
        logger.exception("%r broke", work)
        _fail(work, str(work.broke))


def claim(found: W, *, take_over: bool) -> W | None:
    """Takes the row for this worker, and returns it as it is now. None when it is done, failed or gone, or when
    another worker shows signs of life."""
    rows = _rows(type(found)).filter(pk=found.pk)
    with transaction.atomic():
        work = rows.select_related("plan__municipality", "asked_by").select_for_update(of=("self",)).first()
        if work is None or not work.is_waiting:
            return None
        if work.state == State.RUNNING:
            alive, tried_out = work.moved_at > timezone.now() - SILENT, work.attempts >= MAX_ATTEMPTS
            # a message may come twice while its worker lives: what nobody may begin again is only given up in silence
            if alive and (tried_out or not take_over):
                return None
            if tried_out:
                _give_up(work)
                return None
        work.state, work.step, work.moved_at = State.RUNNING, 0, timezone.now()
        work.attempts, work.claims = work.attempts + 1, work.claims + 1
        work.save(update_fields=["state", "step", "moved_at", "attempts", "claims"])
    return work


def mine(work: W) -> QuerySet[W]:
    """The row, as long as nobody has claimed it after us."""
    return _rows(type(work)).filter(pk=work.pk, state=State.RUNNING, claims=work.claims)


def move(work: Work, **values: Any) -> None:
    """Writes how far the work is, as a sign of life. Raises Superseded where it is somebody else's by now."""
    if not mine(work).update(moved_at=timezone.now(), **values):
        raise Superseded


def _fail(work: Work, problem: str) -> None:
    mine(work).update(state=State.FAILED, problem=problem, moved_at=timezone.now())


# What was left behind --------------------------------------------------------------------------------------------


def mend(kind: type[Work], task: Task) -> None:
    """Looks for rows that stopped moving, and queues them again; those that were tried often enough have failed.

    A row at work has lost its worker; a waiting one has lost its message, or has no worker to go to."""
    before = timezone.now() - SILENT
    with scopes_disabled():
        left = _rows(kind).filter(state__in=[State.QUEUED, State.RUNNING], moved_at__lt=before)
        found = list(left.select_related("plan").order_by("pk"))
    for work in found:
        if _mend(work, before):
            task.delay(work.pk)


def _mend(found: Work, before: datetime) -> bool:
    with scope(plan=found.plan), transaction.atomic():
        rows = _rows(type(found)).select_for_update(of=("self",), skip_locked=True)
        still = rows.filter(pk=found.pk, moved_at__lt=before, state=found.state).first()
        if still is None:
            return False
        if still.attempts >= MAX_ATTEMPTS:
            _give_up(still)
            return False
        # a claim counts itself; a message that nobody took is counted here
        counted = F("attempts") + (1 if still.state == State.QUEUED else 0)
        _rows(type(found)).filter(pk=still.pk).update(state=State.QUEUED, attempts=counted, moved_at=timezone.now())
    return True


def _give_up(work: Work) -> None:
    """The caller holds the row."""
    with override(work.spoken):
        problem = work.given_up()
    _rows(type(work)).filter(pk=work.pk).update(state=State.FAILED, problem=problem, moved_at=timezone.now())


def _rows(kind: type[W]) -> QuerySet[W]:
    rows: QuerySet[W] = kind.objects.all()
    return rows
