"""Fields for what people type: a text of one line, a text of several, a number, a day. What is stored is what was
typed, or a message says why not: no browser cuts it, none sends an unreadable number as an empty one."""

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .money import validate_currency
from .numbers import Ambiguous, plain_number, western

POINT_GROUPS = {"tr", "ku"}  # of the product's languages
BREAKS = re.compile(r"[ \t]*[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def one_line(text: str) -> str:
    """The text as one line: what breaks it is a blank."""
    return BREAKS.sub(" ", text)


def with_plain_breaks(text: str) -> str:
    """The text with its lines broken in one way, whichever system they come from."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Columns -------------------------------------------------------------------------------------------------------------


class LineField(models.CharField):
    """A text of one line, whichever door it comes through: a line break in a title breaks the calendar's file, and the
    subject of a mail."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return one_line(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class ProseField(models.TextField):
    """A text of several lines."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return with_plain_breaks(value) if isinstance(value, str) else value

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class CurrencyCode(forms.CharField):
    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class CurrencyField(LineField):
    """The code of a currency; one rule for forms and files."""

    default_validators = [validate_currency]

    def formfield(self, **kwargs: Any) -> Any:
        # without the length of the column: "lira" is no code, and not one letter too long
        return super().formfield(form_class=CurrencyCode, **kwargs)


# Controls ------------------------------------------------------------------------------------------------------------


class LineInput(forms.TextInput):
    def value_from_datadict(self, *args: Any) -> Any:
        value = super().value_from_datadict(*args)
        return one_line(value) if isinstance(value, str) else value


class ProseInput(forms.Textarea):
    def value_from_datadict(self, *args: Any) -> Any:
        value = super().value_from_datadict(*args)
        return with_plain_breaks(value) if isinstance(value, str) else value


class NumberInput(forms.TextInput):
    """A field of text: a browser's own for numbers drops what it cannot read, turns 12,5 to 125, and counts up when
    somebody scrolls over it."""

    def __init__(self, keys: str) -> None:
        super().__init__({"inputmode": keys, "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        """A stored number as the form would read it again."""
        if not isinstance(value, Decimal):
            return super().format_value(value)
        text = f"{value.normalize():f}" if value == value.to_integral() else f"{value:f}".rstrip("0")
        try:
            plain_number(text, point_groups=points_group())
        except Ambiguous:
            return f"{text}0"
        return text


def points_group() -> bool:
    """Whether readers of the language in use write a point between thousands."""
    return get_language() in POINT_GROUPS


# Reading -------------------------------------------------------------------------------------------------------------


class NumberField(forms.DecimalField):
    """Reads a number as people write it."""

    point_decides = False  # coordinates and the like have a point before their decimals in every language

    def to_python(self, value: Any) -> Any:
        return super().to_python(understood(value, points_group() and not self.point_decides))


class WholeNumberField(forms.IntegerField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(understood(value, points_group()))


class DayField(forms.DateField):
    def to_python(self, value: Any) -> date | None:
        found: date | None = super().to_python(western(value).strip() if isinstance(value, str) else value)
        return found


class HourField(forms.TimeField):
    def to_python(self, value: Any) -> time | None:
        found: time | None = super().to_python(western(value).strip() if isinstance(value, str) else value)
        return found


def is_number(field: forms.Field) -> bool:
    return isinstance(field, (NumberField, WholeNumberField))


def understood(value: Any, point_groups: bool) -> Any:
    """A typed number as a computer takes it. Raises ValidationError, which quotes what was typed."""
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        text = plain_number(value, point_groups=point_groups)
        Decimal(text)
    except Ambiguous as two:
        words = {"typed": value.strip(), "whole": two.whole, "decimal": f"{two.decimal}0"}
        raise ValidationError(
            _("“%(typed)s” can be read in two ways. Please write %(whole)s or %(decimal)s.") % words, code="ambiguous"
        ) from two
    except InvalidOperation as error:
        raise ValidationError(
            _("“%(typed)s” is not a number. Please write one number, such as 140 or 140.5.")
            % {"typed": shortened(value)},
            code="invalid",
        ) from error
    return text


def shortened(text: str) -> str:
    """For a message that quotes what was typed."""
    text = one_line(text).strip()
    return text if len(text) <= 60 else f"{text[:59]}…"


def room_for(limit: int) -> Any:
    """A validator of texts: all of what was typed stays, and the message says how much is too long."""

    def validate(text: str) -> None:
        if (over := len(text) - limit) > 0:
            words = ngettext(
                "This text is %(over)d character too long: %(length)d, and there is room for %(limit)d.",
                "This text is %(over)d characters too long: %(length)d, and there is room for %(limit)d.",
                over,
            )
            raise ValidationError(words % {"over": over, "length": len(text), "limit": limit}, code="max_length")

    return validate
