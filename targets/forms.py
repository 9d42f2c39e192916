from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from planning.goals.models import SubObjective
from planning.people.days import validate_not_to_come, validate_span
from planning.worksheets.forms import OwnedForm, PickSelect, RowForm, offer

from .models import Indicator, MidValue, Target

LEVEL_MEANS = {
    Target.Level.STRATEGIC: _("how the town works together and copes with change"),
    Target.Level.OPERATIONAL: _("what is delivered, and what that takes"),
}
DIMENSION_MEANS = {
    Target.Dimension.ASSETS: _("what the town has: things, skills, trust"),
    Target.Dimension.SERVICE: _("what residents get, safety, health and schools included"),
    Target.Dimension.MANAGEMENT: _("how the administration works"),
}


def numbered(position: int, text: str) -> str:
    return f"{position} · {text}"


def coded(goal: int, position: int, text: str) -> str:
    return f"{goal}.{position} {text}"


class DatedForm(RowForm):
    """From a first day to a last one it is not longer than anybody plans for."""

    def demand_span(self, first: date, last: date, at: str) -> None:
        """Puts what is wrong with the time from the first day to the last at that field."""
        try:
            validate_span(first, last)
        except ValidationError as error:
            self.add_error(at, error)


class TargetForm(OwnedForm):
    class Meta:
        model = Target
        fields = [
            "statement",
            "level",
            "dimension",
            "due",
            "seen_by",
            "sub_objective",
            "owner",
            "deputy",
            "consulted_on",
            "action",
            "without",
        ]
        widgets = {"level": PickSelect(meanings=LEVEL_MEANS), "dimension": PickSelect(meanings=DIMENSION_MEANS)}

    first_fields = ("statement", "level", "dimension", "due")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields, goal = self.fields, self.instance.goal_id
        for name, choices in (("level", Target.Level.choices), ("dimension", Target.Dimension.choices)):
            if name in fields and isinstance(fields[name].widget, PickSelect):  # cards have no empty one among them
                self.choice(name).choices = choices
        if "sub_objective" in fields:
            steps = SubObjective.objects.filter(goal=goal)
            offer(fields["sub_objective"], steps, "goal__position", "position", "statement", label=coded)
        if "action" in fields:
            actions = self.choice("action").queryset.filter(goal=goal)
            offer(fields["action"], actions, "goal__position", "position", "title", label=coded)
        if "without" in fields:
            free = Target.objects.filter(goal=goal, without=None).exclude(pk=self.instance.pk)
            offer(fields["without"], free, "position", "statement", label=numbered)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("without") and self.instance.pk and Target.objects.filter(without=self.instance).exists():
            self.add_error("without", _("This target is itself the one that is reached without external resources."))
        return cleaned


class NewTargetForm(TargetForm):
    """The short form: lists in place of cards, which would stand higher than all the rest of it."""

    class Meta(TargetForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class IndicatorForm(OwnedForm):
    class Meta:
        model = Indicator
        fields = [
            "name",
            "target",
            "kind",
            "unit",
            "direction",
            "baseline",
            "baseline_state",
            "baseline_on",
            "baseline_source",
            "value",
            "state",
            "on",
            "cumulative",
            "frequency",
            "verification",
            "collector",
            "owner",
            "deputy",
            "by_sex",
            "by_age",
            "by_locality",
            "by_group",
        ]

    first_fields = ("name", "target", "kind", "unit", "direction")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "baseline_on" in self.fields:
            self.fields["baseline_on"].validators.append(validate_not_to_come)
        if "target" in self.fields:
            offer(
                self.fields["target"], Target.objects.filter(goal=self.parent), "position", "statement", label=numbered
            )


class MidValueForm(RowForm):
    class Meta:
        model = MidValue
        fields = ["indicator", "on", "value"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "indicator" in self.fields:
            rows = Indicator.objects.filter(target__goal=self.parent)
            offer(self.fields["indicator"], rows, "position", "name", label=numbered)
