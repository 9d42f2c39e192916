from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from ..people.forms import HouseForm
from ..worksheets.forms import RowForm
from ..worksheets.sheet import group_of
from .models import SwotEntry


class SwotForm(RowForm):
    class Meta:
        model = SwotEntry
        fields = ["text", "cell", "group"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class NewSwotForm(SwotForm):
    """Who is a confidant of the goal can write an entry that stays among its confidants. What others write is open:
    they could not read it otherwise."""

    class Meta(SwotForm.Meta):
        fields = ["cell", "group", "text", "secret"]

    secret = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Tick this if the entry says who wants or opposes something."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["secret"] = False
        reader: Any = get_scope().get("reader")
        if reader is None or not reader.is_confidant(group_of(self.parent)):
            del self.fields["secret"]
            self.instance.secret = False


class SureForm(HouseForm):
    """The secretariat's own test before it releases an entry (B8)."""

    sure = forms.BooleanField(label=_("I would be comfortable if the people it is about read it."))
