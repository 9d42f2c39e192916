from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.assets.models import Asset, GoalAsset
from planning.assets.rules import Priority, priority
from planning.goals.models import SubObjective
from planning.people.forms import CHOOSE, HouseForm
from planning.people.words import labels
from planning.plans.prepared import Reading
from planning.worksheets.forms import FromRegisterForm, Offered, PickSelect, RowForm, offer

from .models import (
    Answer,
    Connection,
    Influence,
    Interview,
    Position,
    Release,
    Stakeholder,
    StanceChoices,
    StrengthChoices,
)

STANCE_MEANS = {
    StanceChoices.SUPPORTER: _("wants the sub-objective"),
    StanceChoices.OPPONENT: _("does not want it, or fears it"),
    StanceChoices.UNDECIDED: _("has not made up their mind"),
}
INTEREST_MEANS = {
    StrengthChoices.STRONG: _("it matters a lot to them"),
    StrengthChoices.WEAK: _("they could live without it"),
}
STRENGTH_MEANS = {
    StrengthChoices.STRONG: _("little happens without them"),
    StrengthChoices.WEAK: _("they have some say"),
}


READ_REGISTER = Reading(Stakeholder, "plan", "pk", "name", order=("name",))


def offer_register(field: forms.Field) -> None:
    """Offers the stakeholders of the plan for choice, by their names."""
    offer(field, Stakeholder.objects.order_by("name"), read=lambda: [(one.pk, one.name) for one in READ_REGISTER(None)])


class StakeholderForm(RowForm):
    class Meta:
        model = Stakeholder
        fields = ["name", "kind", "description", "vulnerable", "contact"]

    first_fields = ("name", "kind")

    named_by = ("name",)


class PositionForm(RowForm):
    class Meta:
        model = Position
        fields = ["stance", "interest", "reason"]
        widgets = {"stance": PickSelect(meanings=STANCE_MEANS), "interest": PickSelect(meanings=INTEREST_MEANS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "stance" in self.fields:
            self.choice("stance").choices = StanceChoices.choices
        if "interest" in self.fields:
            self.choice("interest").choices = [*StrengthChoices.choices, ("", _("Not known"))]


class NewPositionForm(FromRegisterForm):
    """Puts a stakeholder on a sub-objective's list."""

    class Meta:
        model = Position
        fields = ["stakeholder", "stance", "reason", "interest"]

    entry = "stakeholder"
    first_fields = ("stakeholder", "name", "kind", "stance", "reason", "interest")
    field_order = first_fields
    words = {
        "entry": _("stakeholder of the register"),
        "new": _("or somebody new"),
        "kind label": _("type of the new one"),
        "choose": _("Choose a stakeholder of the register, or type a new one."),
        "both": _("Choose one of the register or type a new one, not both."),
        "kind": _("Say which type of stakeholder it is."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("stance").choices = [("", CHOOSE), *StanceChoices.choices]
        self.choice("interest").choices = [("", _("Not known")), *StrengthChoices.choices]

    def offered(self) -> QuerySet[Any]:
        listed = Position.objects.filter(sub_objective=self.parent).values("stakeholder")
        return Stakeholder.objects.exclude(pk__in=listed).order_by("name")


def offered_assets(goal: int) -> list[tuple[str, Any]]:
    """The goal's assets for choice: those of high priority first (B2), then the rest of its list."""
    high: list[tuple[int, str]] = []
    others: list[tuple[int, str]] = []
    kinds = labels(Asset, "kind")
    columns = ("asset", "asset__name", "asset__kind", "availability", "importance")
    for asset, name, kind, *rated in GoalAsset.objects.filter(goal=goal).values_list(*columns):
        (high if priority(*rated) is Priority.HIGH else others).append((asset, f"{name} ({kinds[kind]})"))
    groups = [(_("High priority"), high), (_("Other assets of the goal"), others)]
    return [("", CHOOSE), *((str(title), choices) for title, choices in groups if choices)]


class InfluenceForm(RowForm):
    class Meta:
        model = Influence
        fields = ["holder", "asset", "strength", "source", "cause"]
        widgets = {"strength": PickSelect(meanings=STRENGTH_MEANS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "holder" in self.fields:
            offer(self.fields["holder"], Position.objects.filter(sub_objective=self.parent), "stakeholder__name")
        if "asset" in self.fields:
            listed = GoalAsset.objects.filter(goal=self.instance.goal_id).values("asset")
            self.choice("asset").queryset = Asset.objects.filter(pk__in=listed)
            self.choice("asset").choices = Offered(partial(offered_assets, self.instance.goal_id))
        if "strength" in self.fields:
            self.choice("strength").choices = StrengthChoices.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        strength, cause = (cleaned.get(n, getattr(self.instance, n)) for n in ("strength", "cause"))
        if cause and strength == StrengthChoices.STRONG:
            place = "cause" if "cause" in self.fields else "strength"
            self.add_error(place, _("Only a weak influence needs a cause. Take the cause away first."))
        return cleaned


class ConnectionForm(RowForm):
    class Meta:
        model = Connection
        fields = ["one", "other", "how"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"one", "other"} & set(self.fields):
            offer_register(self.fields[name])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        one, other = (cleaned.get(n, getattr(self.instance, n, None)) for n in ("one", "other"))
        if one is not None and one == other:
            self.add_error("other" if "other" in self.fields else "one", _("Choose two different stakeholders."))
        return cleaned


class InterviewForm(RowForm):
    class Meta:
        model = Interview
        fields = ["kind", "person", "role", "held_on", "interviewer", "consent", "purpose", "knows"]

    first_fields = ("kind", "person", "consent", "purpose")


def step_words(goal: int, position: int, statement: str) -> str:
    return f"{goal}.{position} {statement}"


class InterviewAnswerForm(RowForm):
    class Meta:
        model = Answer
        fields = ["interview", "stakeholder", "sub_objective", "question", "said", "evidence"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "interview" in self.fields:
            talks = Interview.objects.filter(goal=self.parent)
            columns = ("person", "kind", "role", "held_on", "position")
            offer(self.fields["interview"], talks, *columns, label=Interview.name_of)
        if "stakeholder" in self.fields:
            offer_register(self.fields["stakeholder"])
        if "sub_objective" in self.fields:
            steps = SubObjective.objects.filter(goal=self.parent)
            offer(self.fields["sub_objective"], steps, "goal__position", "position", "statement", label=step_words)


class ReleaseForm(HouseForm):
    """Which parts are shown to whom. Nothing is chosen for the secretariat beforehand, and nothing goes along with what
    they tick. `open_now`: (part, audience) that are released already."""

    def __init__(self, *args: Any, open_now: Collection[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_now = set(open_now)
        # asked for once it has been seen what they would read
        self.fields["sure"].required = "confirm" in self.data

    parts = forms.MultipleChoiceField(
        label=_("What is shown"), choices=Release.Part.choices, widget=forms.CheckboxSelectMultiple
    )
    audience = forms.ChoiceField(label=_("To whom"), choices=Release.Audience.choices, widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("I would be comfortable if these stakeholders read it."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        parts, audience = set(cleaned.get("parts", ())), cleaned.get("audience", "")
        stances = Release.Part.STANCES.value
        if parts and audience and stances not in parts and (stances, audience) not in self.open_now:
            self.add_error(
                "parts",
                _(
                    "Without the stances nobody would know whose they are. Please tick the stances as well: then it is "
                    "also shown who supports and who opposes, with their interest and influence."
                ),
            )
        return cleaned

    def chosen(self) -> Iterable[tuple[str, str]]:
        return [(part, self.cleaned_data["audience"]) for part in self.cleaned_data["parts"]]

    def will_read(self) -> frozenset[str]:
        """The parts that the audience reads after the release."""
        audience = self.cleaned_data["audience"]
        return frozenset({*self.cleaned_data["parts"], *(part for part, to in self.open_now if to == audience)})
