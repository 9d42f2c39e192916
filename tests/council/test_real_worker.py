"""A real Celery worker, killed in the middle of a document: it is picked up again, and never stuck."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from planning.actions.models import Action
from planning.council import making
from planning.council.actions import request_document
from planning.council.models import Rendering
from planning.council.tasks import mend_renderings, render_document
from planning.goals.models import Goal
from planning.people.models import User
from planning.plans import work
from planning.plans.models import Plan
from tests.patience import PATIENCE, wait_until

from .conftest import pages_of

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
State = Rendering.State
LAYOUT = making.READING + 5


def worker_environment() -> dict[str, str]:
    """This test's own database and files, and its own keys in the broker."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        **os.environ,
        "DATABASE_URL": urlunsplit(database),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "CELERY_PREFIX": settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"],
    }


@contextmanager
def worker(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1", "-l", "INFO"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=worker_environment(), stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kills the worker and its children at once, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def child_of(process: subprocess.Popen[bytes]) -> int:
    """The process in which the worker's tasks run."""
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


def wait_for(reached: Callable[[Rendering], bool], log: Path) -> Rendering:
    found: list[Rendering] = []

    def looked() -> bool:
        found.append(Rendering.objects.get())
        return reached(found[-1])

    wait_until(looked, lambda: f"{found[-1]} at step {found[-1].step}; {log.read_text()[-3000:]}")
    return found[-1]


@pytest.fixture
def big(plan: Plan) -> Plan:
    """A plan whose document takes some seconds, so that there is a middle in which to kill its worker."""
    goal = Goal.objects.get()
    Action.objects.bulk_create(
        Action(
            plan=plan, goal=goal, title=f"Action {n}", position=n, other_actors="helps " * 20, cohesion="words " * 20
        )
        for n in range(3, 100)
    )
    return plan


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "worker.log"
    path.touch()
    return path


def in_the_middle(rendering: Rendering) -> bool:
    return rendering.state == State.RUNNING and rendering.step >= LAYOUT


def is_done(rendering: Rendering) -> bool:
    assert rendering.state != State.FAILED, rendering.problem
    return rendering.state == State.DONE


def check(rendering: Rendering) -> None:
    pages = pages_of(rendering.file.read())
    assert len(pages) == rendering.pages
    assert "Action 99" in " ".join(pages)
    folder = Path(settings.MEDIA_ROOT, rendering.file.name).parent
    assert len(list(folder.iterdir())) == 1


def test_the_process_of_the_task_is_killed(big: Plan, secretary: User, log: Path) -> None:
    """As the kernel does when memory runs out: the worker itself hands the message out again."""
    request_document(big, "en", by=secretary)
    with worker(log) as process:
        wait_for(in_the_middle, log)
        os.kill(child_of(process), signal.SIGKILL)
        done = wait_for(is_done, log)
    assert done.attempts == 2
    check(done)


@pytest.mark.heavy
def test_the_whole_worker_is_killed(big: Plan, secretary: User, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker waits for its visibility timeout; the minute's look for what stopped moving is quicker."""
    request_document(big, "en", by=secretary)
    with worker(log) as process:
        wait_for(in_the_middle, log)
        end(process)
        stopped = Rendering.objects.get()
        mend_renderings()
        assert Rendering.objects.get() == stopped  # too early to say
        monkeypatch.setattr(work, "SILENT", timedelta(0))
        mend_renderings()
        assert Rendering.objects.get().state == State.QUEUED
    with worker(log):
        done = wait_for(is_done, log)
    assert done.attempts == 2
    assert done.moved_at <= timezone.now()
    check(done)


def test_two_workers_make_one_document(big: Plan, secretary: User, log: Path) -> None:
    rendering = request_document(big, "en", by=secretary)
    render_document.delay(rendering.pk)
    with worker(log), worker(log):
        done = wait_for(is_done, log)
        time.sleep(1)
    assert done.attempts == 1
    check(done)


def test_the_plan_is_free_while_its_document_is_made(big: Plan, secretary: User, log: Path) -> None:
    """No lock is held during the layout: people go on writing."""
    request_document(big, "en", by=secretary)
    with worker(log):
        wait_for(in_the_middle, log)
        with transaction.atomic():  # who would have to wait for a lock is refused instead
            Plan.objects.select_for_update(nowait=True).get(pk=big.pk)
            assert list(Goal.objects.select_for_update(nowait=True))
        Plan.objects.filter(pk=big.pk).update(title="Changed meanwhile")
        Goal.objects.update(statement="Changed meanwhile")
        wait_for(is_done, log)
