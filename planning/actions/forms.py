from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stakeholders.forms import NewPositionForm, offer_register
from stakeholders.models import Position, Stakeholder, StanceChoices
from targets.forms import DatedForm, coded, numbered
from targets.models import Target

from ..assets.models import Asset, GoalAsset
from ..goals.models import Goal, SubObjective
from ..people.forms import HouseForm
from ..plans.prepared import Reading
from ..swot.models import SwotEntry
from ..worksheets.forms import FromRegisterForm, OwnedForm, PickSelect, RowForm, offer
from .models import Accommodation, Action, ActionGroup, ActionLink, ActionPart, ResourceLine

READINESS_MEANS = {
    Action.Readiness.BOTH: _("nothing prevents them"),
    Action.Readiness.COMMITTED: _("they are willing, but need help"),
    Action.Readiness.ABLE: _("they are able, but must be convinced"),
    Action.Readiness.NEITHER: _("think of another main actor"),
}
READINESS = [*Action.Readiness.choices, ("", _("Not known"))]


OPPONENT = ("sub_objective__goal__position", "sub_objective__position", "stakeholder__name")
READ_ACTIONS = Reading(Action, "goal", "pk", "goal__position", "position", "title")


def offer_actions(field: forms.Field, goal: Any, but: int | None = None) -> None:
    def read() -> list[Any]:
        every = READ_ACTIONS(goal.pk)
        return [(one.pk, one.goal_position, one.position, one.title) for one in every if one.pk != but]

    offer(field, Action.objects.filter(goal=goal).exclude(pk=but), label=coded, read=read)


class ActionForm(OwnedForm, DatedForm):
    class Meta:
        model = Action
        fields = [
            "title",
            "description",
            "sub_objective",
            "start",
            "end",
            "main_actor",
            "readiness",
            "capacity",
            "other_actors",
            "flexibility",
            "cohesion",
            "owner",
            "deputy",
            "together",
            "trust_for",
        ]
        widgets = {"readiness": PickSelect(meanings=READINESS_MEANS)}

    first_fields = ("title", "start", "end", "main_actor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields, goal = self.fields, self.instance.goal_id
        if "sub_objective" in fields:
            steps = SubObjective.objects.filter(goal=goal)
            offer(fields["sub_objective"], steps, "goal__position", "position", "statement", label=coded)
        if "main_actor" in fields:
            offer_register(fields["main_actor"])
        if "readiness" in fields:
            self.choice("readiness").choices = READINESS
        if "together" in fields:
            offer(fields["together"], ActionGroup.objects.filter(goal=goal), "name")
        if "trust_for" in fields:
            offer_actions(fields["trust_for"], self.instance.goal, but=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = (cleaned.get(n, getattr(self.instance, n)) for n in ("start", "end"))
        if start and end and end < start and not self.errors:
            self.add_error("end" if "end" in self.fields else "start", _("The end is before the start."))
        elif start and end and not self.errors:
            self.demand_span(start, end, "end" if "end" in self.fields else "start")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"start", "end"}  # said above, at the field


class ActionGroupForm(RowForm):
    class Meta:
        model = ActionGroup
        fields = ["name", "purpose"]


class ActionPartForm(RowForm):
    class Meta:
        model = ActionPart
        fields = ["adds", "readiness"]
        widgets = {"readiness": PickSelect(meanings=READINESS_MEANS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "readiness" in self.fields:
            self.choice("readiness").choices = READINESS


class NewActionPartForm(FromRegisterForm):
    """Puts a stakeholder on an action's list of those who add something."""

    class Meta:
        model = ActionPart
        fields = ["action", "stakeholder", "adds"]

    entry = "stakeholder"
    first_fields = ("action", "stakeholder", "name", "kind", "adds")
    field_order = first_fields
    words = NewPositionForm.words

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_actions(self.fields["action"], self.parent)

    def offered(self) -> QuerySet[Any]:
        return Stakeholder.objects.order_by("name")


class AccommodationForm(RowForm):
    class Meta:
        model = Accommodation
        fields = ["opponent", "action", "how"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "opponent" in self.fields:
            # who has changed sides since stays, so that saving another cell does not ask for another opponent
            held = Q(stance=StanceChoices.OPPONENT) | Q(pk=self.instance.opponent_id)
            opponents = Position.objects.filter(held, goal=self.parent).order_by("sub_objective__position", "position")
            offer(self.fields["opponent"], opponents, *OPPONENT, label=coded)
        if "action" in self.fields:
            offer_actions(self.fields["action"], self.parent)


class ResourceForm(RowForm):
    class Meta:
        model = ResourceLine
        fields = ["action", "origin", "kind", "description", "amount", "currency", "state", "giver", "source"]

    first_fields = ("action", "origin", "kind", "description", "amount", "currency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "action" in self.fields:
            offer_actions(self.fields["action"], self.parent)
        if "giver" in self.fields:
            offer_register(self.fields["giver"])
        if "currency" in self.fields and not self.instance.pk:
            self.initial["currency"] = self.instance.plan.currency

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        amount, currency = (cleaned.get(n, getattr(self.instance, n)) for n in ("amount", "currency"))
        if amount is not None and not currency and not self.errors:
            self.add_error("currency" if "currency" in self.fields else "amount", _("An amount needs a currency."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"currency"}  # said above, at the field


def _assets(goal: Goal, linked: set[int]) -> list[tuple[int, str]]:
    """Those that the goal has rated, and those that are linked though their rating is gone: else nobody could take the
    link away."""
    found = list(GoalAsset.objects.filter(goal=goal, asset__deleted_at=None).values_list("asset", "asset__name"))
    if unrated := linked - {pk for pk, _name in found}:
        found += Asset.objects.filter(pk__in=unrated).order_by("name").values_list("pk", "name")
    return found


class LinksForm(HouseForm):
    """What an action serves and builds on. `seen` is what was ticked when the page was made: what others have linked
    since is neither taken away nor put back."""

    sub_objective = forms.MultipleChoiceField(
        label=_("Sub-objectives that it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    target = forms.MultipleChoiceField(
        label=_("Targets that it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    asset = forms.MultipleChoiceField(
        label=_("Assets that it builds on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    entry = forms.MultipleChoiceField(
        label=_("SWOT entries that it responds to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, linked: set[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal = action.goal
        offered = {
            "sub_objective": [
                (one.pk, coded(goal.position, one.position, one.statement))
                for one in SubObjective.objects.filter(goal=goal).exclude(pk=action.sub_objective_id)
            ],
            "target": [(one.pk, numbered(one.position, one.statement)) for one in Target.objects.filter(goal=goal)],
            "asset": _assets(goal, {pk for end, pk in linked if end == "asset"}),
            "entry": list(SwotEntry.objects.filter(goal=goal).values_list("pk", "text")),
        }
        # what is linked and not offered here (confidential, or not of this goal any more) is left as it is
        self.offered = {(name, pk) for name, choices in offered.items() for pk, _label in choices}
        ticked = self.offered & linked
        for name, choices in offered.items():
            self.choice(name).choices = choices
            self.initial[name] = [pk for end, pk in ticked if end == name]
        self.initial["seen"] = " ".join(f"{end}:{pk}" for end, pk in sorted(ticked))

    def clean_seen(self) -> set[tuple[str, int]]:
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split())
        # whoever is not offered a link (an entry may be confidential) cannot take it away by saying that it was seen
        return {(end, int(pk)) for end, _colon, pk in pairs if pk.isascii() and pk.isdigit()} & self.offered

    @property
    def wanted(self) -> set[tuple[str, int]]:
        return {(end, int(pk)) for end in ActionLink.ENDS for pk in self.cleaned_data[end]}
