"""Filters for days, months, numbers and amounts: in the language of the page, and the months of the plan's town.

{{ plan.session_date|day }}   {{ action|span }}   {{ asset.quantity|number }}   {{ sum|money:"USD" }}
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from targets.timeline.fields import in_words

from ..actions.rules import Horizon
from ..actions.words import horizon_words
from ..people import words
from ..plans.reader import reader_locale

register = template.Library()


def empty_for_none(function: Callable[..., str]) -> Callable[..., str]:
    @wraps(function)
    def inside(value: Any, *args: Any) -> str:
        return "" if value is None or value == "" else function(value, *args)

    return inside


@register.filter
@empty_for_none
def day(value: date) -> str:
    return words.day(value, reader_locale())


@register.filter
@empty_for_none
def minute(value: datetime) -> str:
    """The moment in the installation's time zone, in ISO 8601 as far as the minute."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"


@register.filter
@empty_for_none
def month(value: date) -> str:
    return words.month(value, reader_locale())


@register.filter
def month_name(value: date) -> str:
    """The month without its year, where the year stands above."""
    return words.month(value, reader_locale(), with_year=False)


@register.filter
def months(values: Iterable[date]) -> str:
    """Months with gaps: "Aug – Oct 2026, Feb 2027"."""
    return in_words(values)


@register.filter
def span(row: Any) -> str:
    """The months from a row's start to its end."""
    return words.months(row.start, row.end, reader_locale())


@register.filter
@empty_for_none
def number(value: Decimal | int) -> str:
    return words.number(value, reader_locale())


@register.filter
@empty_for_none
def money(value: Decimal | int, currency: str) -> str:
    return words.amount(value, currency, reader_locale())


@register.filter
@empty_for_none
def horizon(value: Horizon) -> str:
    return str(horizon_words(value))


@register.filter
def isolated(value: object) -> str:
    """A text that people typed, kept from turning its surroundings where its direction is not the page's:
    U+2068 … U+2069 around it. For the document, whose engine ignores bdi and dir="auto"."""
    return words.isolated(str(value), rtl=get_language_bidi()) if value is not None else ""


@register.simple_tag
def icon(name: str, *, flips: bool = False, label: str = "") -> SafeString:
    """A drawing of icons.svg; one that points somewhere flips with the page, one without a label is silent."""
    return format_html(
        '<svg class="i{}" {}><use href="{}#{}"/></svg>',
        " i-flip" if flips else "",
        format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"'),
        static("icons.svg"),
        name,
    )
