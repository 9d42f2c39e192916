from datetime import date
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

from planning.goals.models import Goal
from planning.people.forms import NOTHING
from planning.people.models import User
from planning.people.words import FALLBACK, locale_for, month
from planning.plans.models import Plan
from planning.worksheets.actions import add_row
from planning.worksheets.forms import OwnedForm, PickSelect, RowForm, offer
from planning.worksheets.models import Row
from stakeholders.forms import offer_register

from ..forms import DatedForm, coded, numbered
from . import rules
from .fields import MonthTicks, parse_month
from .models import Activity, Meeting, MeetingGuest, Precedence
from .section import last_day

KIND_MEANS = {
    Meeting.Kind.SECTORS: _("Who works on the target: what has been reached, which activities are done?"),
    Meeting.Kind.GROUPS: _("Those whom the target concerns: what difference do they notice?"),
    Meeting.Kind.BRIEFING: _("Those who pay for, support or carry out the work hear how it went and what comes next."),
}


class MonthMark(NamedTuple):
    """A month of an activity, to be marked or not."""

    activity: int
    month: date
    on: bool


def read_mark(text: str) -> MonthMark | None:
    """What a cell of the grid sends: "17 2026-08 on". None for anything else."""
    key, _space, rest = text.partition(" ")
    name, _space, state = rest.partition(" ")
    found = parse_month(name)
    if not (key.isascii() and key.isdigit() and len(key) < 12 and found and state in {"on", "off"}):
        return None
    return MonthMark(int(key), found, state == "on")


def years_of(plan: Plan) -> tuple[int, int]:
    """The years of whose months a form speaks: the plan's own and the one after, in which work may end."""
    return plan.first_year, min(plan.last_year + 1, rules.LAST_MONTH.year)


class ActivityForm(OwnedForm):
    class Meta:
        model = Activity
        fields = ["name", "actor", "owner", "action", "months"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        if "action" in fields:
            actions = self.choice("action").queryset.filter(goal=self.parent)
            offer(fields["action"], actions, "goal__position", "position", "title", label=coded)
        if "months" in fields and isinstance(fields["months"].widget, MonthTicks):
            fields["months"].widget.years = years_of(self.instance.plan)


class NewActivityForm(ActivityForm):
    """The short form: months from and until, and one activity that has to end before."""

    class Meta(ActivityForm.Meta):
        fields = ["name", "actor", "owner"]

    begins = forms.ChoiceField(label=_("first month"), required=False)
    ends = forms.ChoiceField(label=_("last month"), required=False)
    after: Any = forms.ModelChoiceField(None, label=_("after the end of"), required=False)

    first_fields = ("name", "actor", "owner", "begins", "ends", "after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.instance.plan
        locale = locale_for(get_language() or FALLBACK, plan.municipality.locale)
        first, last = years_of(plan)
        months = rules.months_from(date(first, 1, 1), rules.YEAR * (last - first + 1))
        for name in ("begins", "ends"):
            choices = [("", NOTHING), *((f"{one:%Y-%m}", month(one, locale)) for one in months)]
            self.choice(name).choices = choices
        offer(self.fields["after"], Activity.objects.filter(goal=self.parent), "position", "name", label=numbered)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = (parse_month(cleaned.get(name) or "") for name in ("begins", "ends"))
        if ends and not begins:
            self.add_error("begins", _("Choose the first month as well."))
        elif begins and ends and ends < begins:
            self.add_error("ends", _("The last month is before the first."))
        elif begins:
            self.instance.months = tuple(rules.months_from(begins, rules.between(begins, ends or begins)))
        return cleaned

    @transaction.atomic
    def add(self, *, key: UUID | None, by: User, **place: Any) -> Row:
        row = super().add(key=key, by=by, **place)
        if before := self.cleaned_data["after"]:
            link = Precedence(plan=row.plan, activity=row, needs=before)
            add_row(link, key=None, by=by, activity__goal=self.parent)
        return row


class PrecedenceForm(RowForm):
    class Meta:
        model = Precedence
        fields = ["activity", "needs", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "activity" in self.fields:
            own = Activity.objects.filter(goal=self.parent)
            offer(self.fields["activity"], own, "goal__position", "position", "name", label=coded)
        if "needs" in self.fields:
            every = Activity.objects.order_by("goal__position", "position")
            offer(self.fields["needs"], every, "goal__position", "position", "name", label=coded)

    def clean(self) -> dict[str, Any]:
        """Refuses a link by which an activity would wait for itself, and names the way. The table's trigger refuses
        what two people make of it at the same moment."""
        cleaned = super().clean() or self.cleaned_data
        key, needed = (
            chosen.pk if (chosen := cleaned.get(name)) else getattr(self.instance, f"{name}_id")
            for name in ("activity", "needs")
        )
        if key and needed and not self.errors:
            links = Precedence.objects.exclude(pk=self.instance.pk).values_list("activity", "needs")
            if way := rules.circle(links, (key, needed)):
                self.add_error("needs" if "needs" in self.fields else "activity", _way_in_words(way))
        return cleaned


def _way_in_words(way: list[int]) -> str:
    if len(way) == 2:
        return gettext("An activity cannot wait for itself.")
    found = Activity.objects.filter(pk__in=way).values_list("pk", "goal__position", "position", "name")
    names = {pk: f"\u2068{coded(goal, at, name)}\u2069" for pk, goal, at, name in found}
    steps = [
        gettext("%(one)s needs %(other)s") % {"one": names[one], "other": names[other]} for one, other in pairwise(way)
    ]
    return gettext("The activity would then have to wait for itself: %(way)s.") % {"way": gettext(", ").join(steps)}


class MeetingForm(OwnedForm, DatedForm):
    class Meta:
        model = Meeting
        fields = ["purpose", "kind", "goal", "rhythm", "first", "until", "hour", "minutes", "place", "owner"]
        widgets = {
            "kind": PickSelect(meanings=KIND_MEANS),
            "hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    first_fields = ("purpose", "kind", "goal", "rhythm", "first", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        if "kind" in fields and isinstance(fields["kind"].widget, PickSelect):
            self.choice("kind").choices = Meeting.Kind.choices
        if "goal" in fields:
            offer(fields["goal"], Goal.objects.all(), "position", "statement", label=numbered)
            self.choice("goal").empty_label = gettext("The whole plan")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, until = (cleaned.get(name, getattr(self.instance, name)) for name in ("first", "until"))
        if first and until and until < first and not self.errors:
            self.add_error("until" if "until" in self.fields else "first", _("The last day is before the first."))
        if first and not self.errors:
            last = until or last_day(get_scope()["plan"])  # a series without a last day goes on to the end of the plan
            if last < first:
                self.add_error("first" if "first" in self.fields else "until", _("The plan has ended by then."))
            else:
                self.demand_span(first, last, "until" if "until" in self.fields else "first")
        return cleaned


class NewMeetingForm(MeetingForm):
    """The short form: a list in place of cards."""

    class Meta(MeetingForm.Meta):
        widgets: ClassVar[dict[str, Any]] = {}


class MeetingGuestForm(RowForm):
    class Meta:
        model = MeetingGuest
        fields = ["meeting", "stakeholder"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "meeting" in self.fields:
            offer(self.fields["meeting"], Meeting.objects.all(), "position", "purpose", label=numbered)
        if "stakeholder" in self.fields:
            offer_register(self.fields["stakeholder"])
