"""What all forms of the house have in common, and the form of one's own account."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from .days import FIRST_YEAR, LAST_YEAR, validate_year
from .fields import (
    CurrencyCode,
    DayField,
    HourField,
    LineInput,
    NumberField,
    NumberInput,
    ProseInput,
    WholeNumberField,
    room_for,
)
from .models import User
from .money import validate_currency
from .text import validate_printable

CHOOSE, NOTHING = _("– choose –"), "–"
ISO_DAY = "%Y-%m-%d"
NOT_A_DAY = _("Write the day as year, month and day with dashes: 1 November 2026 is 2026-11-01.")


def name_empty_choice(field: forms.ChoiceField | forms.ModelChoiceField) -> None:
    """One way for all lists of choice: where an answer is wanted, the empty choice asks for it; where none is an answer
    too, it is a dash. Words that a form has given itself stay ("Not known")."""
    words = CHOOSE if field.required else NOTHING
    (unnamed,) = BLANK_CHOICE_DASH
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == unnamed[1]:
            field.empty_label = words
        return
    choices = list(field.choices)  # type: ignore[arg-type]  # also callables, which the stubs forget
    if choices[:1] == [unnamed]:
        field.choices = [("", words), *choices[1:]]


READERS: dict[type[forms.Field], type[forms.Field]] = {
    forms.DecimalField: NumberField,
    forms.IntegerField: WholeNumberField,
    forms.DateField: DayField,
    forms.TimeField: HourField,
}


def as_people_write(field: forms.Field) -> forms.Field:
    """The field as one that reads what people write (planning.people.fields), where it is of a kind that has one."""
    if reader := READERS.get(type(field)):
        field.__class__ = reader
    if field.widget.is_hidden:
        return field
    field.widget.attrs.pop("maxlength", None)
    if isinstance(field, (forms.DecimalField, forms.IntegerField)):
        field.widget = NumberInput("decimal" if isinstance(field, forms.DecimalField) else "numeric")
    elif type(field.widget) in (forms.TextInput, forms.Textarea):
        kind = LineInput if type(field.widget) is forms.TextInput else ProseInput
        field.widget = kind({"dir": "auto"} | field.widget.attrs)
    if isinstance(field, CurrencyCode):
        field.validators = [validate_currency]  # a word is no code, and not one letter too long
    elif isinstance(field, forms.CharField) and field.max_length:
        field.validators = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
        field.validators.append(room_for(field.max_length))
    return field


class HouseForm(forms.Form):
    """Controls in the house's dress; texts checked for their length and for characters that cannot be printed, days
    for their form and year."""

    def choice(self, name: str) -> Any:
        """The field of that name, of which the caller knows that one chooses there."""
        return self.fields[name]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in map(as_people_write, self.fields.values()):
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, validate_printable]
            if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
                name_empty_choice(field)
            if isinstance(field, forms.DateField):
                reach = {"min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}
                field.widget = forms.DateInput(format=ISO_DAY, attrs={"type": "date"} | reach)
                field.validators = [*field.validators, validate_year]
                # as a browser's calendar sends it; 01/11/2026 is January to some and November to others
                field.input_formats = [ISO_DAY]
                field.error_messages["invalid"] = NOT_A_DAY
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            if not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs.setdefault("class", "input")


class ProfileForm(HouseForm, forms.ModelForm):
    """One's own account. Whoever changes the address to which new passwords are sent says the password once more."""

    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("Only if you change the e-mail address."),
    )

    class Meta:
        model = User
        fields = ["name", "email", "wants_mail"]

    @property
    def changes_address(self) -> bool:
        return "email" in self.changed_data

    def clean(self) -> None:
        super().clean()
        if self.changes_address and not self.instance.check_password(self.cleaned_data.get("password", "")):
            self.add_error("password", _("To change the e-mail address, please enter your password."))
