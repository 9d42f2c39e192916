"""What an htmx request needs that asks for more than its part of the page."""

from collections.abc import Callable

from django.http import HttpResponse

from planning.people.http import HttpRequest


class HtmxLoginMiddleware:
    """Turns a redirect (most often to the sign-in) into one of the whole page, not of the middle of a table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.htmx:
            return response
        if response.status_code == 302:
            response.status_code = 204
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
        return response
