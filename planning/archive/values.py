"""How the value of each kind of column stands in the file: written, read, and described for the schema."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

from targets.timeline.fields import MonthsField, as_months, parse_month

from ..goals.fields import OutlineField
from ..goals.outlines import MOST_CHARACTERS, canonical
from ..people.days import FIRST_YEAR, LAST_YEAR, validate_year

Schema = dict[str, Any]

MOST_MONTHS = 12 * (LAST_YEAR - FIRST_YEAR + 1)
SMALL, LARGE = 32767, 2147483647
WHOLE_NUMBERS = {
    "PositiveSmallIntegerField": (0, SMALL),
    "PositiveIntegerField": (0, LARGE),
    "SmallIntegerField": (-SMALL, SMALL),
    "IntegerField": (-LARGE, LARGE),
}
YEAR = "(199[0-9]|20[0-9]{2}|2100)"  # of what people plan for (planning.people.days)
DAY, HOUR = f"{YEAR}-[0-9]{{2}}-[0-9]{{2}}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?"


class UnknownKind(TypeError):
    """A column of a kind that nobody has said how to write."""


@dataclass(frozen=True)
class Value:
    """`read` raises ValueError or ValidationError for what has the right form and is no value all the same."""

    schema: Schema
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def same(value: Any) -> Any:
    return value


def value_of(field: Any) -> Value:
    """How this column's values stand in the file; null where it may be empty. Raises UnknownKind."""
    found = _plain(field)
    if not field.null:
        return found
    return Value(
        nullable(found.schema),
        lambda value: None if value is None else found.write(value),
        lambda value: None if value is None else found.read(value),
    )


def nullable(schema: Schema) -> Schema:
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    return schema | {"type": [schema["type"], "null"]}


def _plain(field: Any) -> Value:
    kind = field.get_internal_type()
    if isinstance(field, MonthsField):
        months = {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{YEAR}-[0-9]{{2}}$"},
            "uniqueItems": True,
            "maxItems": MOST_MONTHS,
        }
        return Value(months, lambda value: [f"{month:%Y-%m}" for month in value], _months)
    if isinstance(field, OutlineField):
        return Value({"type": "string", "maxLength": MOST_CHARACTERS}, same, canonical)
    if field.choices:
        keys = [key for key, _word in field.flatchoices]
        if kind in WHOLE_NUMBERS:  # what says nothing is null there; 1.0 is 1 in JSON
            return Value({"enum": keys}, same, int)
        return Value({"enum": [*field.blank * [""], *keys]}, same, same)
    if isinstance(field, models.CharField | models.TextField):
        return Value(_text(field), same, same)
    if kind in WHOLE_NUMBERS:
        least, most = WHOLE_NUMBERS[kind]
        return Value({"type": "integer", "minimum": least, "maximum": most}, same, int)
    if isinstance(field, models.DecimalField):
        return _decimal(field)
    return _by_kind(kind, field)


def _by_kind(kind: str, field: Any) -> Value:
    found = {
        "BooleanField": Value({"type": "boolean"}, same, same),
        "DateField": Value(_pattern("date", DAY), date.isoformat, _day),
        "TimeField": Value(_pattern("", HOUR), time.isoformat, time.fromisoformat),
        "DateTimeField": Value(_pattern("date-time", f"{DAY}T{HOUR}Z"), _moment, _read_moment),
    }.get(kind)
    if found is None:
        raise UnknownKind(f"{field.model._meta.label}.{field.name}")
    return found


def _text(field: Any) -> Schema:
    bounds = {"minLength": 0 if field.blank else 1, "maxLength": field.max_length}
    return {"type": "string"} | {name: bound for name, bound in bounds.items() if bound}


def _pattern(form: str, pattern: str) -> Schema:
    return {"type": "string"} | ({"format": form} if form else {}) | {"pattern": f"^{pattern}$"}


def _decimal(field: Any) -> Value:
    """A text, as programs that read JSON make 0.1 of a number something else; with two decimals at the least, so that
    equal numbers stand in one way."""
    whole, places = field.max_digits - field.decimal_places, field.decimal_places
    pattern = rf"^-?[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?$"
    return Value({"type": "string", "pattern": pattern}, _figures, Decimal)


def _figures(value: Any) -> str:
    whole, _point, decimals = f"{Decimal(value):f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day(found: str) -> date:
    day = date.fromisoformat(found)
    validate_year(day)
    return day


def _read_moment(found: str) -> datetime:
    moment = datetime.fromisoformat(found)
    validate_year(moment)
    return moment


def _months(found: list[str]) -> Any:
    months = [parse_month(text) for text in found]
    if None in months:
        raise ValueError
    return as_months(month for month in months if month)
