"""A request as our views get it."""

from django import http
from django_htmx.middleware import HtmxDetails


class HttpRequest(http.HttpRequest):
    """With what the middleware of htmx has found out."""

    htmx: HtmxDetails
