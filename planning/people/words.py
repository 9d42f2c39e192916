"""Days, months, numbers and amounts in words that their readers use (R1).

Every function takes the locale that `locale_for` names. Digits are Latin in all languages; a sign between two
parts (a range, an amount with its code) is isolated by the template: `<bdi>` on screen, `<span dir="ltr">` in the
document, whose engine ignores bdi.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_currency_precision, parse_pattern
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FALLBACK = "en"
NUMBER = parse_pattern("#,##0.#######")  # read once: a worksheet writes sixty of them
# beside signs where a line may begin or end, and figures where it may begin
AT_AN_EDGE = re.compile(r"(?<=[^\w\s])(?=\s|$)|(?:(?<=\s)|^)(?=[^\w\s]|\d)")
parsed = cache(Locale.parse)


@cache
def locale_for(language: str, town_locale: str = "") -> str:
    """The locale of dates for a reader's language in a town: ("ar", "ar_LB") → "ar_LB", ("en", "ar_LB") → "en".

    Lebanon and Egypt call the months by different Arabic names, so the town decides within a language."""
    for wanted in (town_locale if town_locale.split("_")[0] == language else language, language):
        try:
            return str(Locale.parse(wanted))
        except (UnknownLocaleError, ValueError):
            continue
    return FALLBACK


def day(value: date | datetime, locale: str) -> str:
    """ "14 December 2026", "14 كانون الأول 2026"."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return formatted(value, "d MMMM y", locale)


def month(value: date, locale: str, with_year: bool = True) -> str:
    """ "Feb 2027", "شباط 2027"."""
    # Arabic months have no short form, and CLDR's "short" ones in ar_LB are another country's names
    name = "MMMM" if locale.startswith("ar") else "MMM"
    return formatted(value, f"{name} y" if with_year else name, locale)


@lru_cache(2048)
def formatted(value: date, pattern: str, locale: str) -> str:
    """Looked up once: a timeline names the same months in every line."""
    return format_date(value, pattern, locale=locale)


def months(start: date | None, end: date | None, locale: str) -> str:
    """A span of months: "Feb – Apr 2027", "Jan 2027 – Jun 2028", "Feb 2027"; one day known gives "Feb 2027 –" or
    "– Apr 2027"; none gives ""."""
    if start is None or end is None:
        return f"{month(start, locale)} –" if start else f"– {month(end, locale)}" if end else ""
    if (start.year, start.month) == (end.year, end.month):
        return month(start, locale)
    return f"{month(start, locale, with_year=start.year != end.year)} – {month(end, locale)}"


@lru_cache(2048)
def number(value: Decimal | int | float, locale: str) -> str:
    """ "84,000", "2.5", "0.005"; at most seven decimals, and none that are nought."""
    # by the language alone: a town's own separators would make 84.000 of it, which another reader takes for 84
    return NUMBER.apply(value, parsed(locale.split("_")[0]))


def amount(value: Decimal | int, currency: str, locale: str) -> str:
    """ "84,000 USD", "12.50 USD", "12.500 JOD": with the ISO code, as a plan may have two currencies of one sign; with
    all decimals of the currency or none."""
    digits = get_currency_precision(currency) if value % 1 else 0
    figures = fractions(digits).apply(value, parsed(locale.split("_")[0])) if digits else number(value, locale)
    return f"{figures} {currency}".strip()


@cache
def fractions(digits: int) -> Any:
    return parse_pattern(f"#,##0.{'0' * digits}")


def listed(parts: Iterable[object]) -> str:
    """ "Mill, Old market", "1، 2": with the comma of the language in use; what is empty is left out. Templates write
    {% translate ", " %}."""
    return _(", ").join(str(part) for part in parts if part not in (None, ""))


def isolated(text: str, rtl: bool) -> str:
    """The text between U+2068 and U+2069 where it has another direction than the page, else as it is.

    On a page from right to left that is also a text of digits and signs alone, which would turn round ("-5"). Engines
    of documents take each line for itself, so that a full stop at its end or a figure at its beginning would go to the
    other side: a mark beside it (U+200E, U+200F) says which way it goes."""
    strong = [way for c in text if (way := unicodedata.bidirectional(c)) in ("L", "R", "AL")]
    foreign = "L" in strong or not strong if rtl else bool({"R", "AL"} & {*strong})
    if not foreign or not text.strip():
        return text
    if strong and (strong[0] != "L") != rtl:
        text = AT_AN_EDGE.sub("\u200e" if rtl else "\u200f", text)
    return f"\u2068{text}\u2069"


def label(row: Model, name: str) -> str:
    """The word for a row's choice, "" for none. Django's own get_…_display() rebuilds all choices at every call."""
    return labels(type(row), name).get(getattr(row, name), "")


def labels(model: type[Model], name: str) -> dict[Any, str]:
    """The words for the choices of a field, for many rows of which only values are read."""
    return _labels(model, name, get_language())


@cache
def _labels(model: type[Model], name: str, _language: str | None) -> dict[Any, str]:
    """In the language that is in use."""
    return {value: str(word) for value, word in model._meta.get_field(name).flatchoices}  # type: ignore[union-attr]  # a column, no reverse link
