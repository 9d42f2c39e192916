"""When an action counts as short or medium term (C3)."""

from datetime import date, timedelta
from decimal import Decimal
from enum import Enum


class Horizon(Enum):
    SHORT = "short"  # one to six months: a short-term activity
    MEDIUM = "medium"  # six months to two years: a medium-term initiative
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


def months_between(start: date, end: date) -> Decimal:
    """The months from the first to the last day, both included: 1 January to 30 June is 6.

    Whole calendar months count as one each, what is left over as its share of the month it lies in."""
    after = end + timedelta(days=1)
    whole = (after.year - start.year) * 12 + after.month - start.month
    if after.day < start.day:
        whole -= 1
    anniversary = add_months(start, whole)
    rest = (after - anniversary).days
    length = (add_months(start, whole + 1) - anniversary).days
    return Decimal(whole) + Decimal(rest) / Decimal(length)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, or the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def horizon(start: date | None, end: date | None) -> Horizon | None:
    """C3's two ranges: one to six months, more than six months to two years; None without both dates."""
    if start is None or end is None:
        return None
    months = months_between(start, end)
    if months < 1:
        return Horizon.TOO_SHORT
    if months <= 6:
        return Horizon.SHORT
    return Horizon.MEDIUM if months <= 24 else Horizon.TOO_LONG
