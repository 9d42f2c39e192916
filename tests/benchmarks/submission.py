"""How long the submission of a plan of the full size takes, and for how much of it nobody else can take a step with the
plan: it is read as it stood at one moment, and locked only to be written."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django_scopes import scope

from planning.approval import actions
from planning.approval.models import Comment
from tests.approval.conftest import access_of, leave_open
from tests.fixtures import Town

LOCK = 'FROM "planning_plan" WHERE "planning_plan"."id" = %s LIMIT 21 FOR UPDATE'


def submission(town: Town, times: int = 3) -> None:
    """Prints the seconds, the quickest of some times each. The town has a version under review."""
    with scope(plan=town.plan):
        leave_open(town)
        for comment in Comment.objects.filter(resolved_by=None):
            actions.resolve(comment, "Done.", by=town.people["s"])
        whole, locked = (min(taken) for taken in zip(*(_submit(town) for _time in range(times)), strict=True))
        print(f"submission: {whole:.2f} s, of which the plan is locked for {locked:.2f} s")


def _submit(town: Town) -> tuple[float, float]:
    """The seconds of the whole and of the lock."""
    taken = [0.0]

    def watch(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        found = execute(sql, *args)
        if sql.endswith(LOCK):
            taken[0] = time.perf_counter()
        return found

    secretary, version = access_of(town, "s"), actions.newest_version(town.plan)
    assert version
    with connection.execute_wrapper(watch):
        begun = time.perf_counter()
        actions.submit(secretary, version.number)
        ended = time.perf_counter()
    assert taken[0], "the lock was not seen"
    actions.withdraw(secretary, version.number, "Once more")
    actions.open_review(secretary, version.number)
    return ended - begun, ended - taken[0]
