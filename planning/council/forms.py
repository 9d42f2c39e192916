"""What a person may type into the document."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..plans.forms import ScopedForm
from .models import DocumentSection


class SectionForm(ScopedForm):
    """A section of one's own. It is refused where somebody else has saved it since the page was drawn (`seen`)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DocumentSection
        fields = ["title", "text"]
        help_texts = {"text": _("Plain text. An empty line begins a new paragraph.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = DocumentSection(title=self.instance.title, text=self.instance.text)
        self.fields["title"].required = self.fields["text"].required = True
        self.fields["text"].widget.attrs["rows"] = 10
        self.initial["seen"] = self.fingerprint

    @property
    def fingerprint(self) -> str:
        return (
            hashlib.sha256(f"{self.before.title}\0{self.before.text}".encode()).hexdigest() if self.before.title else ""
        )

    @property
    def is_overtaken(self) -> bool:
        return self.is_bound and self.cleaned_data.get("seen", "") != self.fingerprint

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_overtaken:
            # what was typed stays; sent once more, it takes the place of the other text, which is shown above it
            self.data = {**self.data.dict(), "seen": self.fingerprint}  # type: ignore[attr-defined]  # of a request
            raise forms.ValidationError(
                _("Somebody has changed this section in the meantime. Your text is below; saving it replaces theirs.")
            )
        return values
