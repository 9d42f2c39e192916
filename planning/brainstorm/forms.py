from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..assets.models import Asset
from ..goals.models import Goal
from ..people.forms import HouseForm
from ..plans.access import Access
from ..plans.forms import ScopedForm
from ..worksheets.forms import offer
from .models import BrainstormEntry
from .words import KindWords


class StartForm(HouseForm):
    """For which goal: of those whose worksheets the reader fills in, or for the whole plan."""

    goal: Any = forms.ModelChoiceField(
        None, label=_("What is it about?"), required=False, empty_label=_("The whole plan")
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [goal.pk for goal in Goal.objects.all() if access.may_edit_goal(goal.group_id)]
        if len(mine) == 1 and not self.initial.get("goal"):
            self.initial["goal"] = mine[0]
        self.choice("goal").queryset = Goal.objects.filter(pk__in=mine)


class TurnForm(HouseForm):
    """What a member names in their turn; the turn itself is checked by the action."""

    name = forms.CharField(max_length=160)

    def __init__(self, *args: Any, words: KindWords | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            self.fields["name"].label = words.ask
        self.fields["name"].widget.attrs |= {"id": "name", "autocomplete": "off", "class": "input input-big"}


class SeatForm(HouseForm):
    """Somebody who has no phone here."""

    name = forms.CharField(label=_("Name"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {"id": "seat-name", "autocomplete": "off"}


class EntryForm(ScopedForm):
    class Meta:
        model = BrainstormEntry
        fields = ["name", "kind"]


class ProofForm(HouseForm):
    """An asset of the register that shows that the brainstormed one is there."""

    asset: Any = forms.ModelChoiceField(None, label=_("Asset of the register"))

    def __init__(self, *args: Any, entry: BrainstormEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proved = entry.proofs.filter(removed_at=None).values("asset")
        others = Asset.objects.exclude(pk__in=proved).order_by("name")
        offer(self.fields["asset"], others, "name")
