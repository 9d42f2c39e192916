"""What all forms of the house have in common, and the form of one's own account."""

from typing import Any

from django import forms

from .models import User
from .text import validate_printable


class HouseForm(forms.Form):
    """Controls in the house's dress; texts checked for characters that cannot be printed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, validate_printable]
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            if not isinstance(field.widget, forms.RadioSelect):
                field.widget.attrs.setdefault("class", "input")


class ProfileForm(HouseForm, forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "email"]
