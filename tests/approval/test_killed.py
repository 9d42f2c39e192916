"""The web process and its connection killed at each step of a submission: it has happened or it has not; and the worker
in the middle of a version's document (C7)."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django_scopes import scope

from planning.approval import actions
from planning.approval.models import StatusChange, Version
from planning.council.making import make
from planning.council.models import FrozenPage, Rendering
from planning.council.tasks import mend_renderings
from planning.goals.models import Goal
from planning.plans import work
from tests.council.conftest import pages_of
from tests.council.test_real_worker import end, in_the_middle, worker
from tests.fixtures import Town, make_town
from tests.patience import PATIENCE, wait_until

from .conftest import access_of, leave_open, submitted

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
STEPS = ("export_with_keys", "_note", "stamp_of", "content_of", "enqueue")


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def cut() -> None:
    """Ends this process's connection as a server that is killed does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def submit(town: Town, step: str, nth: int, after: bool, end: Callable[[], None]) -> None:
    """In a process of its own: submits, and ends at the nth time that the submission comes to that step."""
    connections.close_all()
    real, count = getattr(actions, step), 0

    def ending(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count == nth and not after:
            end()
        found = real(*args, **kwargs)
        if count == nth and after:
            end()
        return found

    setattr(actions, step, ending)
    with scope(plan=town.plan):
        actions.submit(access_of(town, "s"), 1)


@pytest.mark.parametrize("end", [kill, cut])
@pytest.mark.parametrize(("step", "nth", "after"), [(s, 1, False) for s in STEPS] + [("enqueue", 2, True)])
def test_a_submission_is_whole_or_has_not_been(step: str, nth: int, after: bool, end: Callable[[], None]) -> None:
    town = make_town(f"killed-{step.strip('_').replace('_', '-')}-{nth}-{end.__name__}")
    with scope(plan=town.plan):
        actions.open_review(access_of(town, "s"), None)
        leave_open(town)
    connections.close_all()
    child = get_context("fork").Process(target=submit, args=(town, step, nth, after, end))
    child.start()
    child.join(PATIENCE)
    assert child.exitcode != 0
    with scope(plan=town.plan):
        version = Version.objects.get()
        assert (version.state, version.data, version.data_sha256) == ("review", None, "")
        assert [one.step for one in StatusChange.objects.all()] == ["open"]
        assert Rendering.objects.count() == FrozenPage.objects.count() == 0
        actions.submit(access_of(town, "s"), 1)  # and it can be done again
        documents = list(Rendering.objects.filter(state="queued"))
    assert len(documents) == 2
    if step == "enqueue" and end is kill:
        make(documents[0].pk)
        with scope(plan=town.plan):
            assert Rendering.objects.get(pk=documents[0].pk).state == "done"


def wait(town: Town, reached: Callable[[list[Rendering]], bool], log: Path) -> None:
    with scope(plan=town.plan):
        wait_until(lambda: reached(list(Rendering.objects.all())), lambda: log.read_text()[-3000:], every=0.02)


def test_the_worker_is_killed_in_the_middle_of_a_versions_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made afterwards says what was frozen, not what the plan says by then."""
    town, log = make_town("killed-worker"), tmp_path / "worker.log"
    version = submitted(town)
    with scope(plan=town.plan):
        Goal.objects.update(statement="Written after the submission")
    with worker(log) as process:
        wait(town, lambda found: any(map(in_the_middle, found)), log)
        end(process)
    monkeypatch.setattr(work, "SILENT", timedelta(0))
    mend_renderings()
    with worker(log):
        wait(town, lambda found: all(one.state == "done" for one in found), log)
    with scope(plan=town.plan):
        found = list(Rendering.objects.order_by("language"))
        assert [one.language for one in found] == ["ar", "en"]
        assert max(one.attempts for one in found) == 2
        assert actions.faults_of(Version.objects.get(pk=version.pk)) == []
        text = " ".join(pages_of(found[1].file.read()))
    assert "The town is clean." in text
    assert "Written after" not in text
