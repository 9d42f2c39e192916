"""Django's login door, asking first whether the page has one, and telling whose form came too late; its choice of
language, without what is for everybody; a page for its bare refusal of a method."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import middleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware import locale
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from config.logs import note_request
from planning.people import events


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's own looks the user up before it asks whether the view needs one. So a public page would read
    the session, and `/health/` would fail with the very broker whose failure it has to report."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseRedirect:
        """What a form sent is gone, and its address may take nothing else: the sign-in says so and leads back to the
        page on which the form stood."""
        if request.method in {"GET", "HEAD"} or request.htmx:  # type: ignore[attr-defined]  # django-htmx
            return super().handle_no_permission(request, view_func)
        said = _("You were signed out before this was saved. Please sign in and enter it once more.")
        messages.warning(request, said)
        back = _page_before(request)
        name = self.get_redirect_field_name(view_func) if back else None
        return redirect_to_login(back, self.get_login_url(view_func), name)


def _page_before(request: HttpRequest) -> str:
    """The path of the page from which the request came; empty where it is not one of this server."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return ""
    path = urlsplit(page)._replace(scheme="", netloc="").geturl()
    return path if url_has_allowed_host_and_scheme(path, None) else ""


class LocaleMiddleware(locale.LocaleMiddleware):
    """Django's own says of every page that it differs by the reader's language. What any cache may keep does not: its
    language stands in its address, or it has none. Otherwise a cache would keep a copy for each browser's settings."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "public" in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)


class MethodMiddleware:
    """Django's own answer to a GET of an address that only takes forms is empty: somebody who types it, or reloads what
    a form has answered, gets a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.htmx:  # type: ignore[attr-defined]  # django-htmx
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class RequestLineMiddleware:
    """A line in the log for each page: who by their key, what, how it ended and how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, begun = events.origin.set(get_adapter().get_client_ip(request) or ""), monotonic()
        try:
            response = self.get_response(request)
        finally:
            events.origin.reset(token)
        user = getattr(request, "_cached_user", None)  # no query for the log alone
        note_request(request.method, request.path, response.status_code, begun, user.pk if user else None)
        return response
