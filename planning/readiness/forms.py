from django import forms
from django.utils.translation import gettext_lazy as _

from ..people.forms import HouseForm


class LeftOpenForm(HouseForm):
    reason = forms.CharField(
        label=_("Why it may stay open"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is printed in the annex, for the council to read."),
    )
    seen = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)  # how many the page told of
    known = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)  # as many were left open then
