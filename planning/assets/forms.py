from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..people.forms import HouseForm
from ..people.models import User
from ..worksheets.actions import add_row
from ..worksheets.forms import PickSelect, RowForm, offer
from ..worksheets.models import Row
from .models import Asset, AssetNeed, Availability, GoalAsset, Importance, LocalAvailability

AVAILABILITY_MEANS = {
    Availability.LOW: _("not present in the municipality"),
    Availability.MEDIUM: _("present, but not enough or not good enough"),
    Availability.HIGH: _("present and sufficient"),
}
IMPORTANCE_MEANS = {
    Importance.LOW: _("the goal is reached without it"),
    Importance.MEDIUM: _("faster or better with it"),
    Importance.HIGH: _("the goal cannot be reached without it"),
}


class AssetForm(RowForm):
    class Meta:
        model = Asset
        fields = [
            "name", "kind", "quantity", "unit", "size", "condition", "locality", "keeper", "source", "description",
        ]  # fmt: skip

    first_fields = ("name", "kind", "locality")


class RatingForm(RowForm):
    class Meta:
        model = GoalAsset
        fields = ["availability", "importance", "reason"]
        widgets = {
            "availability": PickSelect(meanings=AVAILABILITY_MEANS),
            "importance": PickSelect(meanings=IMPORTANCE_MEANS),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"availability", "importance"} & set(self.fields):
            choices = (Availability if name == "availability" else Importance).choices
            self.fields[name].choices = [*choices, ("", _("Not rated"))]  # type: ignore[attr-defined]


class NewRatingForm(RowForm):
    """Puts an asset on a goal's list: one out of the register, or a new one, which then enters the register too."""

    class Meta:
        model = GoalAsset
        fields = ["asset"]

    name = forms.CharField(label=_("or a new asset"), max_length=160, required=False)
    kind = forms.ChoiceField(label=_("kind of capital"), required=False)

    first_fields = ("asset", "name", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = GoalAsset.objects.filter(goal=self.parent).values("asset")
        self.fields["asset"].queryset = Asset.objects.exclude(pk__in=listed).order_by("name")  # type: ignore[attr-defined]
        self.fields["asset"].required = False
        self.fields["asset"].label = _("asset of the register")
        self.fields["kind"].choices = [("", "–"), *Asset.Kind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if not cleaned.get("asset") and not cleaned.get("name"):
            self.add_error("asset", _("Choose an asset of the register, or type a new one."))
        if cleaned.get("asset") and cleaned.get("name"):
            self.add_error("name", _("Choose one of the register or type a new one, not both."))
        if cleaned.get("name") and not cleaned.get("kind"):
            self.add_error("kind", _("Say which kind of capital it is."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # a new asset gets its key only when it is stored
        return super()._get_validation_exclusions() | {"asset"}

    @transaction.atomic
    def add(self, *, key: UUID | None, by: User, **place: Any) -> Row:
        row: GoalAsset = self.instance
        if key and (sent_before := GoalAsset.everything.filter(key=key).first()):
            return sent_before
        if name := self.cleaned_data["name"]:
            asset = Asset(plan=row.plan, name=name, kind=self.cleaned_data["kind"])
            row.asset = add_row(asset, key=None, by=by)
        return add_row(row, key=key, by=by, **place)


class LocalAvailabilityForm(RowForm):
    class Meta:
        model = LocalAvailability
        fields = ["goal_asset", "locality", "availability", "note"]
        widgets = {"availability": PickSelect(meanings=AVAILABILITY_MEANS)}

    first_fields = ("goal_asset", "locality", "availability")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "goal_asset" in self.fields:
            offer(self.fields["goal_asset"], GoalAsset.objects.filter(goal=self.parent), "asset__name")
        if "availability" in self.fields:
            self.fields["availability"].choices = Availability.choices  # type: ignore[attr-defined]


class AssetNeedForm(RowForm):
    class Meta:
        model = AssetNeed
        fields = ["asset", "needed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        built = {Asset.Kind.BUILT, Asset.Kind.NATURAL}
        for name, kinds in (("asset", built), ("needed", set(Asset.Kind) - built)):
            if name in self.fields:
                offered = Asset.objects.filter(kind__in=kinds).order_by("name")
                self.fields[name].queryset = offered  # type: ignore[attr-defined]


class OwnRatingForm(HouseForm):
    """One member's own rating of one asset (A5); both may be left open."""

    availability = forms.TypedChoiceField(choices=[("", "–"), *Availability.choices], coerce=int, required=False)
    importance = forms.TypedChoiceField(choices=[("", "–"), *Importance.choices], coerce=int, required=False)
