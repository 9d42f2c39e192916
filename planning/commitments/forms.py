from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import get_scope

from stakeholders.forms import offer_register

from ..actions.forms import READ_ACTIONS
from ..goals.models import Goal
from ..goals.section import named_goals
from ..people.days import validate_not_to_come
from ..people.forms import CHOOSE, HouseForm
from ..plans.forms import ScopedForm
from ..worksheets.forms import LongSelect
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
        offer_register(self.fields["stakeholder"])
        # of each only what its line in the list of choice says: a plan may have hundreds
        self.actions = {one.pk: (one.goal, one.position, one.title) for one in READ_ACTIONS(None)}
        groups = [self._group(goal) for goal in named_goals(get_scope()["plan"])]
        self.fields["about"].widget = LongSelect(self.fields["about"].widget.attrs)
        self.choice("about").choices = [("", CHOOSE), *groups]
        if self.instance.pk:
            self.initial.update(about=about(self.instance), version=self.instance.version)

    def _group(self, goal: Goal) -> tuple[str, list[tuple[str, str]]]:
        """A goal and its actions, as they stand in the list of choice."""
        whole = (f"goal:{goal.pk}", _("The whole goal %(code)s") % {"code": goal.code})
        listed = [
            (f"action:{pk}", f"{goal.code}.{position} {title}")
            for pk, (key, position, title) in self.actions.items()
            if key == goal.pk
        ]
        return f"{goal.code} {goal.statement}", [whole, *listed]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by attribute name."""
        kind, _colon, key = self.cleaned_data["about"].partition(":")
        action = int(key) if kind == "action" else None
        stakeholder = self.cleaned_data["stakeholder"]
        return {name: self.cleaned_data[name] for name in ("name", "organisation", "text")} | {
            "goal_id": self.actions[action][0] if action else int(key),
            "action_id": action,
            "stakeholder_id": stakeholder.pk if stakeholder else None,
        }


def about(row: Commitment) -> str:
    return f"action:{row.action_id}" if row.action_id else f"goal:{row.goal_id}"


class PaperForm(HouseForm):
    signed_on = forms.DateField(label=gettext_lazy("Date of the signature"), validators=[validate_not_to_come])
    may_name = forms.BooleanField(label=MAY_NAME, required=False)


class NameForm(HouseForm):
    """Names cannot be called back from paper, so whoever records the consent says that there is one."""

    agreed = forms.BooleanField(
        label=gettext_lazy("They have since agreed that their names may appear in the annex and on the public page"),
        error_messages={"required": gettext_lazy("Without their consent they are not named.")},
    )


class WithdrawForm(HouseForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class CommitmentAnswerForm(HouseForm):
    """What is sent from behind the link. `seen`: the version of the words that were read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    may_name = forms.BooleanField(
        label=gettext_lazy(
            "My name and that of my organisation may appear in the printed annex and on the public page"
        ),
        required=False,
    )
