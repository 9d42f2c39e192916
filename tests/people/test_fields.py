"""What is typed arrives as it was typed, or a message stands at its field and nothing is stored: in every form."""

import importlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import override

from planning.models import Plan
from planning.people.fields import (
    DayField,
    HourField,
    LineInput,
    NumberField,
    NumberInput,
    ProseInput,
    one_line,
)
from planning.people.forms import HouseForm, as_people_write
from planning.people.money import validate_currency, validate_precision
from tests.fixtures import Town, as_user


def house_forms() -> list[type[HouseForm]]:
    """All forms of the house, wherever they stand."""
    for path in settings.BASE_DIR.glob("*/**/*.py"):
        if path.name in ("forms.py", "fields.py") and not path.parts[-2].startswith((".", "_")):
            relative = path.relative_to(settings.BASE_DIR)
            if relative.parts[0] in ("planning", "stakeholders", "targets", "monitoring"):
                importlib.import_module(".".join(relative.with_suffix("").parts))

    def below(kind: Any) -> Iterator[Any]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return list(dict.fromkeys(below(HouseForm)))


FORMS = house_forms()
FIELDS = [(form, name) for form in FORMS for name in form.base_fields]


def field_of(form: type[HouseForm], name: str) -> forms.Field:
    import copy

    return as_people_write(copy.deepcopy(form.base_fields[name]))


NOTHING = object()


def cleaned(field: forms.Field, data: Any) -> Any:
    """What would be stored: the value, or nothing where a message stands at the field."""
    try:
        return field.clean(data)
    except ValidationError as error:
        return NOTHING if all(error.messages) else error


def test_there_are_forms() -> None:
    assert len(FORMS) > 50
    assert len(FIELDS) > 150


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_every_field_reads_what_people_write(form: type[HouseForm], name: str) -> None:
    """No browser cuts, counts up, or sends as empty what it cannot read."""
    field = field_of(form, name)
    assert getattr(field.widget, "input_type", "") != "number"
    assert "maxlength" not in field.widget.attrs
    assert type(field) not in (forms.DecimalField, forms.IntegerField, forms.FloatField, forms.DateField)
    assert type(field) is not forms.TimeField
    assert type(field.widget) not in (forms.TextInput, forms.Textarea, forms.NumberInput)


TEXTS = ["Ω μέγα", "İlkokul binası", "می‌خواهم", "Łódź & <b>", "a‏ب", "“x”", "कखग १२", "0", "١٢"]


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_texts_stay_as_they_are_or_are_refused(form: type[HouseForm], name: str) -> None:
    field = field_of(form, name)
    if type(field) is not forms.CharField or not isinstance(field.widget, (LineInput, ProseInput)):
        return
    for typed in [*TEXTS, "x" * 10_000, "two\r\nlines", "a\ttab"]:
        data = field.widget.value_from_datadict({"f": typed}, {}, "f")
        meant = typed.replace("\r\n", "\n") if isinstance(field.widget, ProseInput) else one_line(typed)
        stored = cleaned(field, data)
        assert stored in (meant, NOTHING)


NUMBERS = {
    "12,5": "12.5",
    "12.5": "12.5",
    "٣٥٠٠": "3500",
    "٣٫٥": "3.5",
    "12 500": "12500",
    "12\u202f500,25": "12500.25",
    "1,234,567": "1234567",
    "1.234.567": "1234567",
    "\u22125": "-5",
    "0.005": "0.005",
    "٠٫٠٠٥": "0.005",
}
REFUSED = ["140.00-150", "1,234", "many", "12 50", "5 %", "1e3x", "--5", "½", "NaN", "Infinity"]


@pytest.mark.parametrize(("form", "name"), FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_numbers_are_read_as_meant_or_refused(form: type[HouseForm], name: str) -> None:
    field = field_of(form, name)
    if not isinstance(field, NumberField):
        return
    for typed, meant in NUMBERS.items():
        assert cleaned(field, typed) in (Decimal(meant), NOTHING)  # some are out of the field's range
    assert cleaned(field, "12,5") == Decimal("12.5")
    for typed in REFUSED:
        with pytest.raises(ValidationError):
            field.clean(typed)
    with pytest.raises(ValidationError, match=r"140\.00-150"):
        field.clean("140.00-150")


def test_a_point_between_thousands_is_asked_about_where_people_write_it() -> None:
    with override("tr"):
        with pytest.raises(ValidationError, match=re.escape("1234")):
            NumberField().clean("1.234")
        assert NumberField().clean("1.2340") == Decimal("1.234")
        place = NumberField()
        place.point_decides = True
        assert place.clean("35.512") == Decimal("35.512")
        assert NumberInput("decimal").format_value(Decimal("1.234")) == "1.2340"
    assert NumberField().clean("1.234") == Decimal("1.234")


@pytest.mark.parametrize("stored", ["12.500000", "0.005", "100", "100000", "1.234", "-3.5", "1E+3"])
@pytest.mark.parametrize("language", ["en", "ar", "tr"])
def test_a_stored_number_is_read_again_as_itself(stored: str, language: str) -> None:
    with override(language):
        shown = NumberInput("decimal").format_value(Decimal(stored))
        assert NumberField().clean(shown) == Decimal(stored)


def test_days_and_hours_in_other_digits() -> None:
    field = DayField(input_formats=["%Y-%m-%d"])
    assert field.clean("٢٠٢٧-٠١-٠١") == date(2027, 1, 1)
    assert str(HourField().clean("١٠:٣٠")) == "10:30:00"


@pytest.mark.parametrize(("typed", "good"), [("USD", 1), ("JOD", 1), ("LIR", 0), ("€", 0), ("lira", 0), ("kg", 0)])
def test_a_unit_is_no_currency(typed: str, good: int) -> None:
    if good:
        validate_currency(typed)
    else:
        with pytest.raises(ValidationError, match=typed):
            validate_currency(typed)


@pytest.mark.parametrize(
    ("amount", "currency", "good"),
    [
        ("0.500", "JOD", 1),
        ("12.34", "USD", 1),
        ("12.345", "USD", 0),
        ("5.5", "JPY", 0),
        ("5", "JPY", 1),
        ("1.2345", "KWD", 0),
    ],
)
def test_an_amount_is_as_fine_as_its_currency(amount: str, currency: str, good: int) -> None:
    if good:
        validate_precision(Decimal(amount), currency)
    else:
        with pytest.raises(ValidationError, match=currency):
            validate_precision(Decimal(amount), currency)


def test_no_template_cuts_what_is_typed() -> None:
    """A browser that has a `maxlength` keeps the first letters of what is pasted, and says nothing."""
    places = [p for p in Path(settings.BASE_DIR / "templates").rglob("*.*") if "maxlength" in p.read_text()]
    assert places == []
    assert [p for p in Path(settings.BASE_DIR / "templates").rglob("*.*") if 'type="number"' in p.read_text()] == []


def test_every_text_that_people_write_is_a_line_or_prose() -> None:
    """Whichever door it comes through: a form, a file, the shell."""
    found = set()
    for form in FORMS:
        model = getattr(getattr(form, "_meta", None), "model", None)
        for name in form.base_fields if model else ():
            column = next((one for one in model._meta.concrete_fields if one.name == name), None)
            if type(column) in (models.CharField, models.TextField) and not column.choices:
                found.add(f"{model.__name__}.{name}")
    assert found == {"User.username", "User.password"}  # letters, digits and signs; and what nobody sees


@pytest.mark.django_db
def test_a_title_has_one_line_whoever_stores_it(town: Town) -> None:
    """A line break in it broke the calendar's file, and every mail with the title in its subject."""
    Plan.objects.filter(pk=town.plan.pk).update(title="A clean\r\ncity\u2028now")
    plan = Plan.objects.get(pk=town.plan.pk)
    assert plan.title == "A clean city now"
    answer = as_user(town.people["s"]).get(town.url("calendar/plan.ics"))
    assert answer.status_code == 200
    assert b"A clean city now" in answer.content
