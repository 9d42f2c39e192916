from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..people.models import User
from ..worksheets.forms import RowForm
from .models import Action, ResourceLine

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ActionForm(RowForm):
    class Meta:
        model = Action
        fields = [
            "title", "sub_objective", "start", "end", "main_actor", "capacity", "other_actors", "flexibility",
            "cohesion", "owner",
        ]  # fmt: skip

    first_fields = ("title", "start", "end", "main_actor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sub_objective" in self.fields:
            offered = self.fields["sub_objective"].queryset.filter(goal=self.parent).select_related("goal")  # type: ignore[attr-defined]
            self.fields["sub_objective"].queryset = offered  # type: ignore[attr-defined]
        if "owner" in self.fields:
            members = User.objects.filter(
                # whoever has left stays until somebody else is chosen: saving another cell must not empty this one
                Q(memberships__plan=self.instance.plan_id, memberships__ended_at=None) | Q(pk=self.instance.owner_id)
            )
            self.fields["owner"].queryset = members.distinct().order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("start", "end"):
            day = cleaned.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                years = {"first": FIRST_YEAR, "last": LAST_YEAR}
                self.add_error(name, _("The year must lie between %(first)s and %(last)s.") % years)
        start, end = (cleaned.get(n, getattr(self.instance, n)) for n in ("start", "end"))
        if start and end and end < start and not self.errors:
            self.add_error("end" if "end" in self.fields else "start", _("The end lies before the start."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"start", "end"}  # said above, at the field


class ResourceForm(RowForm):
    class Meta:
        model = ResourceLine
        fields = ["action", "origin", "kind", "description", "amount", "currency", "source"]

    first_fields = ("action", "origin", "kind", "description", "amount", "currency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "action" in self.fields:
            choices = Action.objects.filter(goal=self.parent).only("plan", "goal", "position", "title", "deleted_at")
            self.fields["action"].queryset = choices  # type: ignore[attr-defined]
        if "currency" in self.fields and not self.instance.pk:
            self.initial["currency"] = self.instance.plan.currency

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        amount, currency = (cleaned.get(n, getattr(self.instance, n)) for n in ("amount", "currency"))
        if amount is not None and not currency and not self.errors:
            self.add_error("currency" if "currency" in self.fields else "amount", _("An amount needs a currency."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"currency"}  # said above, at the field
