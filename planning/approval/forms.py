from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..people.forms import HouseForm
from ..plans.forms import ScopedForm
from .models import Decision, Remark

MOST_BYTES = 15 * 1024 * 1024
BEGINNINGS = {
    b"%PDF-": ".pdf",
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n": ".png",
}  # by what a file is, not how it is called


class DecisionForm(ScopedForm):
    """What a body decided. `further`: by another body than the council, on what the council has approved."""

    class Meta:
        model = Decision
        fields = [
            "body", "outcome", "session_date", "number", "votes_for", "votes_against", "abstained", "remarks", "scan",
        ]  # fmt: skip
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, further: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        if further:
            body.choices = [c for c in Decision.Body.choices if c[0] != Decision.Body.COUNCIL]  # type: ignore[attr-defined]
        else:
            del self.fields["body"]
        self.fields["scan"].help_text = _("A PDF or a photograph, 15 MB at the most.")

    def clean_session_date(self) -> Any:
        day = self.cleaned_data["session_date"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_scan(self) -> Any:
        scan = self.cleaned_data.get("scan")
        if isinstance(scan, UploadedFile):
            beginning = scan.read(8)
            scan.seek(0)
            kind = next((suffix for begins, suffix in BEGINNINGS.items() if beginning.startswith(begins)), "")
            scan.name = f"scan{kind}"
            if not kind:
                raise forms.ValidationError(_("This is neither a PDF nor a photograph (JPEG, PNG)."))
            if (scan.size or 0) > MOST_BYTES:
                raise forms.ValidationError(_("The file is larger than 15 MB."))
        return scan

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Decision.Outcome.RETURNED and not cleaned.get("remarks", "").strip():
            self.add_error("remarks", _("Please write down what the council asks for."))
        votes = [cleaned.get(name) for name in ("votes_for", "votes_against", "abstained")]
        if any(vote is not None for vote in votes) and None in votes[:2] and not self.errors:
            self.add_error("votes_for", _("Please give the votes for and against, or none of them."))
        return cleaned


class RemarkForm(ScopedForm):
    class Meta:
        model = Remark
        fields = ["text", "goal", "part"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = Goal.objects.all()  # type: ignore[attr-defined]
        self.fields["goal"].empty_label = _("The whole plan")  # type: ignore[attr-defined]


class AnswerForm(HouseForm):
    answer = forms.CharField(label=_("What was done about it"), max_length=500)


class ReasonForm(HouseForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
