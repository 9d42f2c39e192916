"""The web process and its connection killed at each step of a submission: it has happened or it has not (C7)."""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import connection, connections
from django_scopes import scope

from planning.approval import actions
from planning.approval.models import StatusChange, Version
from planning.council.making import make
from planning.council.models import FrozenPage, Rendering
from tests.fixtures import Town, make_town

from .conftest import access_of, leave_open

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
    child.join(60)
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
