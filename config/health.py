"""Whether this installation is well, for operators, load balancers and the launcher. Three questions:

`/health/live/`: does this process answer? `/health/ready/`: can it show pages, for which the database is enough?
`/health/`: is all of it there, workers too? The front (`config/front.py`) answers them beside the thread of the pages.

The checks run beside each other, each on a connection of its own, so that one that hangs delays the answer by
no more than `PATIENCE` and can be named as the reason.
"""

import json
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.celery import app

PATIENCE = 2.5  # seconds for the whole answer
STEP = 1  # seconds that the broker, and then a worker, may take
LONGEST_PAGE = 30.0  # seconds after which a page that is being made is told as a reason
_busy: Callable[[], float] = float


class Missing(Exception):
    """Something is not there; the text says what."""


def watch(busy: Callable[[], float]) -> None:
    """The front tells how it can be asked for how long its page has been in the making."""
    global _busy
    _busy = busy


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


def pages() -> None:
    if _busy() > LONGEST_PAGE:
        raise Missing(f"one page has been in the making for more than {LONGEST_PAGE:g} seconds")


CHECKS: dict[str, Callable[[], None]] = {"database": database, "broker": broker, "worker": worker, "pages": pages}
FOR_PAGES = ("database", "pages")
_last: tuple[float, dict[str, str]] | None = None
_one_at_a_time = threading.Lock()


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


def shared_findings() -> dict[str, str]:
    """Those of the last second, so that many who ask at once start no more checks than one."""
    global _last
    with _one_at_a_time:
        if _last is None or monotonic() - _last[0] > STEP:
            found = findings()
            _last = (monotonic(), found)
        return _last[1]


def live() -> tuple[int, bytes]:
    return 200, b'{"live": true}'


def ready() -> tuple[int, bytes]:
    """Where pages can be shown the answer is 200, and what else is missing is told beside that."""
    found = shared_findings()
    fit = all(found[name] == "ok" for name in FOR_PAGES)
    return (200 if fit else 503), json.dumps({"ready": fit, **found}).encode()


def whole() -> tuple[int, bytes]:
    found = shared_findings()
    healthy = all(result == "ok" for result in found.values())
    return (200 if healthy else 503), json.dumps({"healthy": healthy, **found}).encode()


LIVE = "/health/live/"
ADDRESSES = {LIVE: live, "/health/ready/": ready, "/health/": whole}


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The same without the front: under another server, and in tests."""
    status, body = ADDRESSES[request.path]()
    response = HttpResponse(body, content_type="application/json", status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds, it would fill the log
    return response
