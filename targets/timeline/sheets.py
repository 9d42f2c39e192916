"""The worksheets of the timeline: activities and their links (T5), meetings and whom they concern (T6)."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.goals.models import Goal
from planning.plans.permissions import Permission
from planning.worksheets.sheet import Gathered, Parent, Seen, Worksheet

from .forms import (
    ActivityForm,
    MeetingForm,
    MeetingGuestForm,
    NewActivityForm,
    NewMeetingForm,
    PrecedenceForm,
)
from .models import Activity, Meeting, MeetingGuest, Precedence


def with_guests(_parent: Any, rows: list[Any]) -> None:
    """Puts on each series the names of those who are asked to come, in one query."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    guests = MeetingGuest.objects.filter(meeting__in=[row.pk for row in rows]).order_by("stakeholder__name")
    for meeting, name in guests.values_list("meeting", "stakeholder__name"):
        names[meeting].append(name)
    for row in rows:
        row.guest_names = names[row.pk]


ACTIVITIES = Worksheet(
    step=2,
    name="activities",
    chain="activity",
    model=Activity,
    form=ActivityForm,
    add_form=NewActivityForm,
    page="targets/activities.html",
    cells="targets/activity_cells.jinja",
    columns=(_("Activity"), _("Months of work"), _("Responsible"), _("Part of the action")),
    parent=Parent(Goal),
    shows={"owner_name": "owner__user__name", "action_number": "action__position", "action_title": "action__title"},
)
PRECEDENCES = Worksheet(
    step=2,
    name="precedences",
    model=Precedence,
    form=PrecedenceForm,
    page="targets/precedences.html",
    cells="targets/precedence_cells.jinja",
    columns=(_("Activity"), _("Cannot begin before the end of"), _("Reason")),
    parent=Parent(Goal, "activity__goal"),
    moves=None,
    shows={
        "activity_number": "activity__position",
        "activity_name": "activity__name",
        "needs_goal": "needs__goal__position",
        "needs_number": "needs__position",
        "needs_name": "needs__name",
    },
)
MEETINGS = Worksheet(
    step=2,
    name="meetings",
    model=Meeting,
    form=MeetingForm,
    add_form=NewMeetingForm,
    page="targets/meetings.html",
    cells="targets/meeting_cells.jinja",
    columns=(_("Purpose"), _("Kind"), _("About"), _("When"), _("Who calls it")),
    # a list that all goals share, like the register of assets: members of a group plan their own meetings in it
    edits=Permission.EDIT_OWN_GOALS,
    shows={"goal_number": "goal__position", "owner_name": "owner__user__name"},
    gathered=(Gathered(with_guests, Seen(MeetingGuest, ways=("stakeholder",))),),
)
MEETING_GUESTS = Worksheet(
    step=2,
    name="meeting_guests",
    model=MeetingGuest,
    form=MeetingGuestForm,
    page="targets/meeting_guests.html",
    cells="targets/meeting_guest_cells.jinja",
    columns=(_("Stakeholder"), _("Series of meetings")),
    edits=Permission.EDIT_OWN_GOALS,
    moves=None,
    shows={
        "meeting_purpose": "meeting__purpose",
        "meeting_number": "meeting__position",
        "stakeholder_name": "stakeholder__name",
    },
)
