from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..people.days import validate_not_to_come
from ..people.forms import HouseForm
from ..plans.forms import ScopedForm
from .models import Comment, Decision, Version

MOST_BYTES = 15 * 1024 * 1024
BEGINNINGS = {
    b"%PDF-": ".pdf",
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n": ".png",
}  # by what a file is, not how it is called


TOO_LARGE = _("The file is larger than 15 MB.")


class DecisionForm(ScopedForm):
    """What a body decided on a version. `further`: by another body than the council, on what the council has approved;
    `skipped`: a file came along that was too large to be taken in."""

    skipped = False

    class Meta:
        model = Decision
        fields = [
            "body",
            "outcome",
            "session_date",
            "number",
            "votes_for",
            "votes_against",
            "abstained",
            "remarks",
            "scan",
        ]
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, version: Version, further: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.further = version, further
        if further:
            bodies = [c for c in Decision.Body.choices if c[0] != Decision.Body.COUNCIL]
            self.choice("body").choices = bodies
        else:
            del self.fields["body"]
        self.fields["scan"].help_text = _("A PDF or a photograph, at most 15 MB.")

    def clean_session_date(self) -> Any:
        day = self.cleaned_data["session_date"]
        validate_not_to_come(day)
        if self.version.submitted_at and day < timezone.localdate(self.version.submitted_at):
            raise forms.ValidationError(
                _("The version was submitted after this day, so it cannot have been decided on then.")
            )
        council = self.version.decisions.filter(body=Decision.Body.COUNCIL).first() if self.further else None
        if council and day < council.session_date:
            raise forms.ValidationError(_("The council approved the version after this day."))
        return day

    def clean_scan(self) -> Any:
        scan = self.cleaned_data.get("scan")
        if self.skipped:
            raise forms.ValidationError(TOO_LARGE)
        if isinstance(scan, UploadedFile):
            beginning = scan.read(8)
            scan.seek(0)
            kind = next((suffix for begins, suffix in BEGINNINGS.items() if beginning.startswith(begins)), "")
            scan.name = f"scan{kind}"
            if not kind:
                raise forms.ValidationError(_("This is neither a PDF nor a photograph (JPEG, PNG)."))
            if (scan.size or 0) > MOST_BYTES:
                raise forms.ValidationError(TOO_LARGE)
        return scan

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == Decision.Outcome.RETURNED and not cleaned.get("remarks", "").strip():
            self.add_error("remarks", _("Please write down what the council asks for."))
        votes = [cleaned.get(name) for name in ("votes_for", "votes_against", "abstained")]
        if any(vote is not None for vote in votes) and None in votes[:2] and not self.errors:
            self.add_error("votes_for", _("Please give the votes for and against, or none of them."))
        elif cleaned.get("outcome") == Decision.Outcome.APPROVED and (votes[0] or 0) < (votes[1] or 0):
            self.add_error("votes_for", _("A version with more votes against than for cannot be approved."))
        return cleaned


class CommentForm(ScopedForm):
    class Meta:
        model = Comment
        fields = ["text", "goal", "part"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("goal").queryset = Goal.objects.all()
        self.choice("goal").empty_label = _("The whole plan")


class CommentAnswerForm(HouseForm):
    answer = forms.CharField(label=_("What was done about it"), max_length=2000)


class ReasonForm(HouseForm):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
