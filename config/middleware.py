"""Django's login door, asking first whether the page has one; its choice of language, without what is for everybody."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import middleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware import locale


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    """Django's own looks the user up before it asks whether the view needs one. So a public page would read
    the session, and `/health/` would fail with the very broker whose failure it has to report."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class LocaleMiddleware(locale.LocaleMiddleware):
    """Django's own says of every page that it differs by the reader's language. What any cache may keep does not: its
    language stands in its address, or it has none. Otherwise a cache would keep a copy for each browser's settings."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "public" in response.get("Cache-Control", ""):
            return response
        return super().process_response(request, response)
