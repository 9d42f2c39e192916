from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions.models import Action
from ..goals.models import Goal
from ..people.days import validate_not_to_come
from ..people.forms import HouseForm
from ..plans.forms import ScopedForm
from .models import Commitment

MAY_NAME = Commitment._meta.get_field("may_name").verbose_name


class CommitmentForm(ScopedForm):
    """What somebody commits themselves to. `about`: "goal:3" or "action:7"."""

    about = forms.ChoiceField(label=gettext_lazy("Commitment to"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Commitment
        fields = ["name", "organisation", "text", "stakeholder"]

    field_order = ["about", "name", "organisation", "text", "stakeholder"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # of each only what its line in the list says: a plan may have hundreds
        actions = Action.objects.only("goal_id", "position", "title").order_by("goal__position", "position", "pk")
        self.actions = {one.pk: one for one in actions}
        self.goals = {goal.pk: goal for goal in Goal.objects.only("position", "statement")}
        stakeholders: Any = self.fields["stakeholder"]
        stakeholders.queryset = stakeholders.queryset.only("name")
        self.fields["about"].choices = [("", _("– choose –")), *map(self._group, self.goals.values())]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial.update(about=about(self.instance), version=self.instance.version)

    def _group(self, goal: Goal) -> tuple[str, list[tuple[str, str]]]:
        """A goal and its actions, as they stand in the list of choice."""
        whole = (f"goal:{goal.pk}", _("The whole goal %(code)s") % {"code": goal.code})
        of_goal = [one for one in self.actions.values() if one.goal_id == goal.pk]
        listed = [(f"action:{one.pk}", f"{goal.code}.{one.position} {one.title}") for one in of_goal]
        return f"{goal.code} {goal.statement}", [whole, *listed]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by attribute name."""
        kind, _colon, key = self.cleaned_data["about"].partition(":")
        action = self.actions[int(key)] if kind == "action" else None
        stakeholder = self.cleaned_data["stakeholder"]
        return {name: self.cleaned_data[name] for name in ("name", "organisation", "text")} | {
            "goal_id": action.goal_id if action else int(key), "action_id": action.pk if action else None,
            "stakeholder_id": stakeholder.pk if stakeholder else None,
        }  # fmt: skip


def about(row: Commitment) -> str:
    return f"action:{row.action_id}" if row.action_id else f"goal:{row.goal_id}"


class PaperForm(HouseForm):
    signed_on = forms.DateField(label=gettext_lazy("Date of the signature"), validators=[validate_not_to_come])
    may_name = forms.BooleanField(label=MAY_NAME, required=False)


class NameForm(HouseForm):
    """Names cannot be called back from paper, so whoever records the consent says that there is one."""

    agreed = forms.BooleanField(
        label=gettext_lazy("They have said since that their names may stand in the annex and on the public page"),
        error_messages={"required": gettext_lazy("Without their consent they are not named.")},
    )  # fmt: skip


class WithdrawForm(HouseForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class AnswerForm(HouseForm):
    """What is sent from behind the link. `seen`: the version of the words that were read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    may_name = forms.BooleanField(
        label=gettext_lazy("My name and that of my organisation may stand in the printed annex and on the public page"),
        required=False,
    )
