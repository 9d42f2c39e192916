"""`GET /health/`: whether database, broker and a worker are there; for operators, load balancers and the
launcher.

The checks run beside each other, each on a connection of its own, so that one that hangs delays the answer by
no more than `PATIENCE` and can be named as the reason.
"""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app

PATIENCE = 3.0  # seconds for the whole answer
STEP = 1  # seconds that the broker, and then a worker, may take


class Missing(Exception):
    """Something is not there; the text says what."""


def database() -> None:
    connection = connections[DEFAULT_DB_ALIAS].copy()
    options = connection.settings_dict.get("OPTIONS") or {}
    connection.settings_dict = connection.settings_dict | {"OPTIONS": {**options, "connect_timeout": 2}}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def broker() -> None:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=STEP, socket_connect_timeout=STEP) as client:
        client.ping()


def worker() -> None:
    """Asks all workers and is content with one; twice, since one that is coming up hears only the second.
    Without a broker the question itself would hang, so that comes first."""
    broker()
    if not any(app.control.ping(timeout=STEP / 2, limit=1) for _ in range(2)):
        raise Missing("no worker answers")


CHECKS: dict[str, Callable[[], None]] = {"database": database, "broker": broker, "worker": worker}


def findings() -> dict[str, str]:
    """For each check "ok" or the reason. Only the kind of error is told: the page is open to everybody."""
    answers: SimpleQueue[tuple[str, str]] = SimpleQueue()

    def run(name: str, check: Callable[[], None]) -> None:
        try:
            check()
        except Missing as missing:
            answers.put((name, str(missing)))
        except Exception as error:  # whatever a driver raises means the same here
            answers.put((name, f"no answer ({type(error).__name__})"))
        else:
            answers.put((name, "ok"))

    found = dict.fromkeys(CHECKS, f"no answer within {PATIENCE:g} seconds")
    deadline = monotonic() + PATIENCE
    for name, check in CHECKS.items():
        threading.Thread(target=run, args=(name, check), daemon=True, name=f"health-{name}").start()
    for _ in CHECKS:
        try:
            name, result = answers.get(timeout=max(0.0, deadline - monotonic()))
        except Empty:
            break
        found[name] = result
    return found


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    found = findings()
    healthy = all(result == "ok" for result in found.values())
    response = JsonResponse({"healthy": healthy, **found}, status=200 if healthy else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds, it would fill the log
    return response
