from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..people.forms import NOTHING, HouseForm
from ..worksheets.forms import FromRegisterForm, PickSelect, RowForm, offer
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
            "name",
            "kind",
            "quantity",
            "unit",
            "size",
            "condition",
            "locality",
            "keeper",
            "source",
            "description",
        ]

    first_fields = ("name", "kind", "locality")
    named_by = ("name", "kind", "locality")  # two villages may each have their school


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
            self.choice(name).choices = [*choices, ("", _("Not rated"))]


class NewRatingForm(FromRegisterForm):
    """Puts an asset on a goal's list."""

    class Meta:
        model = GoalAsset
        fields = ["asset"]

    entry = "asset"
    first_fields = ("asset", "name", "kind")
    words = {
        "entry": _("asset of the register"),
        "new": _("or a new asset"),
        "kind label": _("kind of capital"),
        "choose": _("Choose an asset of the register, or type a new one."),
        "both": _("Choose one of the register or type a new one, not both."),
        "kind": _("Say which kind of capital it is."),
    }

    def offered(self) -> QuerySet[Any]:
        listed = GoalAsset.objects.filter(goal=self.parent).values("asset")
        return Asset.objects.exclude(pk__in=listed).order_by("name")


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
            self.choice("availability").choices = Availability.choices


class AssetNeedForm(RowForm):
    class Meta:
        model = AssetNeed
        fields = ["asset", "needed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        built = {Asset.Kind.BUILT, Asset.Kind.NATURAL}
        for name, kinds in (("asset", built), ("needed", set(Asset.Kind) - built)):
            if name in self.fields:
                offer(self.fields[name], Asset.objects.filter(kind__in=kinds).order_by("name"), "name")


class OwnRatingForm(HouseForm):
    """One member's own rating of one asset (A5); both may be left open."""

    availability = forms.TypedChoiceField(choices=[("", NOTHING), *Availability.choices], coerce=int, required=False)
    importance = forms.TypedChoiceField(choices=[("", NOTHING), *Importance.choices], coerce=int, required=False)
