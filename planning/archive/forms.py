from django import forms
from django.utils.translation import gettext_lazy as _

from ..people.forms import HouseForm


class WholeForm(HouseForm):
    """Whoever takes the whole plan out knows what they take."""

    sure = forms.BooleanField(
        label=_("I will keep this file where only the secretariat can read it"),
        error_messages={"required": _("Please tick this before you take the file.")},
    )
