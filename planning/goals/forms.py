from typing import Any

from django.utils.translation import gettext_lazy as _

from ..worksheets.forms import RowForm
from .models import Goal, Locality, PriorityArea, SubObjective, WorkingGroup


class WorkingGroupForm(RowForm):
    class Meta:
        model = WorkingGroup
        fields = ["name"]


class PriorityAreaForm(RowForm):
    class Meta:
        model = PriorityArea
        fields = ["name"]


class GoalForm(RowForm):
    class Meta:
        model = Goal
        fields = ["statement", "area", "group"]
        help_texts = {"group": _("Its members and the secretariat read what is confidential in this goal.")}


class SubObjectiveForm(RowForm):
    class Meta:
        model = SubObjective
        fields = ["statement"]


class LocalityForm(RowForm):
    class Meta:
        model = Locality
        fields = ["name", "kind", "latitude", "longitude", "outline"]

    first_fields = ("name", "kind")
    named_by = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("latitude", "longitude"):
            if name in self.fields:
                self.choice(name).point_decides = True
