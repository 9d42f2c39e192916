"""The months of an activity as a column, and as what a person ticks in a form."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language, gettext
from django_scopes import get_scope

from planning.people.words import FALLBACK, locale_for, months

from .rules import FIRST_MONTH, LAST_MONTH, YEAR, add_months, month_of, runs

Months = tuple[date, ...]


def parse_month(text: str) -> date | None:
    """ "2026-08" as the first of August 2026; None for anything else."""
    year, dash, month = text.partition("-")
    if not (
        dash and len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit() and 1 <= int(month) <= YEAR
    ):
        return None
    found = date(int(year), int(month), 1) if int(year) else None
    return found if found and FIRST_MONTH <= found <= LAST_MONTH else None


def as_months(values: Iterable[date | str] | None) -> Months:
    """In order, each once; also out of the history, which keeps dates as text."""
    days = (date.fromisoformat(value) if isinstance(value, str) else value for value in values or ())
    return tuple(sorted({month_of(day) for day in days}))


def in_words(values: Iterable[date | str] | None) -> str:
    """ "Aug – Oct 2026, Feb 2027"."""
    plan = get_scope().get("plan")
    locale = locale_for(get_language() or FALLBACK, plan.municipality.locale if plan else "")
    return gettext(", ").join(months(first, last, locale) for first, last in runs(as_months(values)))


class MonthsField(models.Field):
    """The first days of the months, in order, each once: a tuple here, an array in the database.

    Django's own ArrayField would bring an app of its own that asks every new connection about types of its own."""

    in_words = staticmethod(in_words)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"default": tuple, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {k: v for k, v in kwargs.items() if k not in {"default", "blank"}}

    def db_type(self, connection: Any) -> str:
        return "date[]"

    def from_db_value(self, value: Any, *_args: Any) -> Months | None:
        return None if value is None else tuple(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or hasattr(value, "resolve_expression") else list(value)

    def to_python(self, value: Any) -> Months:
        return as_months(value)

    def formfield(self, **kwargs: Any) -> Any:
        return MonthsInput(label=self.verbose_name, help_text=self.help_text, required=False)


class MonthTicks(forms.SelectMultiple):
    """A box for each month, a line for each year. `years` is what is offered; a month that is ticked always is."""

    template_name = "targets/month_ticks.jinja"
    input_type = "months"  # no control of one name: the field is drawn as a group
    years: tuple[int, int] = (2026, 2028)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        ticked = {month for one in value or () if (month := one if isinstance(one, date) else parse_month(str(one)))}
        years = {*range(self.years[0], self.years[1] + 1), *(month.year for month in ticked)}
        lines = [
            (year, [(month, month in ticked) for month in (add_months(date(year, 1, 1), n) for n in range(YEAR))])
            for year in sorted(years)
        ]
        return {
            "widget": {"name": name, "attrs": self.build_attrs(self.attrs, attrs), "lines": lines},
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was ticked, or, where another's value is kept, the stored months themselves."""
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [one for many in found for one in (many if isinstance(many, (list, tuple)) else [many]) if one]


class MonthsInput(forms.Field):
    widget = MonthTicks
    in_words = staticmethod(in_words)

    def to_python(self, value: Any) -> Months:
        found = [one if isinstance(one, date) else parse_month(str(one)) for one in value or ()]
        if None in found:
            raise forms.ValidationError(gettext("Choose months between 1990 and 2100."), code="invalid")
        return as_months(month for month in found if month)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_months(initial) != self.to_python(data)
