"""The outline of a locality as a column and as what a person pastes into a form."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import ngettext

from .outlines import canonical, count_points, validate_outline


def in_words(stored: str) -> str:
    """What people read where they could not read thousands of figures: in the history, beside another's outline."""
    count = count_points(stored)
    return ngettext("%(n)d point", "%(n)d points", count) % {"n": count}


class OutlineInput(forms.CharField):
    """Turns what is pasted into what is stored, before it is compared with anything."""

    in_words = staticmethod(in_words)

    def to_python(self, value: Any) -> str:
        return canonical(super().to_python(value) or "")


class OutlineField(models.TextField):
    """GeoJSON as `outlines.canonical` writes it."""

    default_validators = [validate_outline]
    in_words = staticmethod(in_words)

    def formfield(self, **kwargs: Any) -> Any:
        area = forms.Textarea(attrs={"dir": "ltr", "spellcheck": "false", "autocapitalize": "off"})
        asked: dict[str, Any] = {"form_class": OutlineInput, "widget": area} | kwargs
        return super().formfield(**asked)
