from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..goals.models import SubObjective
from ..swot.models import SwotEntry
from ..worksheets.forms import LongSelect, Offered, RowForm, offer
from . import rules
from .actions import nodes_of
from .models import TreeNode

NEW_CORE = "core"
HINDERING = (SwotEntry.Cell.WEAKNESS, SwotEntry.Cell.THREAT)


class NodeForm(RowForm):
    class Meta:
        model = TreeNode
        fields = ["text", "turned"]


def places(goal: int) -> list[tuple[str, str]]:
    """Where a new node can hang: "cause:12" is below the node with that key."""
    nodes = nodes_of(goal)
    texts = dict(TreeNode.objects.filter(goal=goal).values_list("pk", "text"))
    found = [(NEW_CORE, str(_("A new core problem")))]
    for node, level in rules.outline(nodes):
        kinds = (rules.NodeKind.CAUSE, rules.NodeKind.EFFECT) if node.kind is rules.NodeKind.CORE else (node.kind,)
        words = {rules.NodeKind.CAUSE: _("Cause of: %(text)s"), rules.NodeKind.EFFECT: _("Effect of: %(text)s")}
        if level + 1 < rules.MOST_LEVELS:
            found += [(f"{kind.value}:{node.key}", str(words[kind]) % {"text": texts[node.key]}) for kind in kinds]
    return found


def step_words(goal: int, position: int, statement: str) -> str:
    return f"{goal}.{position} {statement}"


class NewNodeForm(RowForm):
    """Where the new problem hangs, and what it says."""

    class Meta:
        model = TreeNode
        fields = ["text", "sub_objective", "from_entry"]

    place = forms.ChoiceField(label=_("What is it?"))
    field_order = ("place", "text", "sub_objective", "from_entry")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goal: Any = self.parent
        self.fields["place"].widget = LongSelect({"class": "input", "id": "rnew-place"})
        self.choice("place").choices = Offered(partial(places, goal.pk))
        steps = SubObjective.objects.filter(goal=goal)
        offer(self.fields["sub_objective"], steps, "goal__position", "position", "statement", label=step_words)
        # open ones alone: a tree is for all who read the plan
        entries = SwotEntry.for_all.filter(goal=goal, cell__in=HINDERING)
        offer(self.fields["from_entry"], entries, "text")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, _colon, key = cleaned.pop("place", "").partition(":")
        self.instance.kind = kind
        self.instance.parent_id = int(key) if key else None
        if cleaned.get("sub_objective") and key:
            self.add_error("sub_objective", _("Only a core problem names a sub-objective."))
        return cleaned
