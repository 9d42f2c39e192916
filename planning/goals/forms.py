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
