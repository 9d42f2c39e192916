"""Two small things that every htmx answer needs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HtmxLoginMiddleware:
    """Sends a signed-out htmx request to the sign-in page as a whole page, not into the middle of a table,
    and carries the messages of the request along as an out-of-band region."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.htmx:  # type: ignore[attr-defined]
            return response
        if response.status_code == 302:
            response.status_code = 204
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
        return response
