"""The pages for what nobody could answer."""

import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

AWAY = (OperationalError, InterfaceError)
AGAIN = "10"  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of the program; or, where the database is away, that it is not for long. Neither needs the database."""
    if any(isinstance(error, AWAY) for error in _chain(sys.exc_info()[1])):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": AGAIN})
    return defaults.server_error(request)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
