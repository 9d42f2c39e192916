"""The years in which a plan's days lie: what lies beyond is a slip of the hand."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_YEARS = 10  # from a first day to a last one


def validate_not_to_come(day: date) -> None:
    """For days of what has happened. Raises ValidationError."""
    if day > timezone.localdate():
        raise ValidationError(_("This day is in the future."))


def validate_year(day: date) -> None:
    """For days and moments. Raises ValidationError that names the years."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("The year must be between %(first)s and %(last)s."),
            params={"first": FIRST_YEAR, "last": LAST_YEAR},
        )


def validate_span(first: date, last: date) -> None:
    """For a first day and a last one: nobody plans for longer. Raises ValidationError that says for how long."""
    if (last.year - MOST_YEARS, last.month, last.day) > (first.year, first.month, first.day):
        words = _("From the first day to the last there may be at most %(n)s years.")
        raise ValidationError(words, params={"n": MOST_YEARS})
