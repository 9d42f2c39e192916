"""Codes that stand in for a sign-in: who tries many that never were has to wait, whether by typing them or by opening
addresses. Only those are counted, by address: a hall full of people opens its links through one line, and some open
theirs twice."""

from collections.abc import Callable
from typing import TypeVar

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit  # the public one of this name counts no GET
from django.http import HttpRequest

T = TypeVar("T")
MINUTE = "60"


class Slowed(ImmediateHttpResponse):
    """Too many wrong codes came from this address; where nobody catches it, the page for that is shown."""


def look_up(request: HttpRequest, find: Callable[[], T | None], was_there: Callable[[], bool]) -> T | None:
    """What `find` finds behind a code. None where it finds nothing, which counts as a guess unless the code
    `was_there` once (it has been used, or is too old). Raises Slowed."""
    if not _consume(request, dry_run=True):
        response = ratelimit.respond_429(request)
        response["Retry-After"] = MINUTE
        raise Slowed(response)
    found = find()
    if found is None and not was_there():
        _consume(request)
    return found


def _consume(request: HttpRequest, *, dry_run: bool = False) -> bool:
    limits = {"app": "allauth.account", "action": "join", "limit_get": True}
    return ratelimit.consume(request, dry_run=dry_run, **limits) is not None
