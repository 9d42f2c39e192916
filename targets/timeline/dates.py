"""The dates of the timeline for the calendars: months of work, and meetings (T5).

Each meeting is an event of its own and not one with a recurrence rule: what a short month does to the 31st has no
plain rule, and every day so has its own lasting key. Nothing of the analysis of stakeholders is read here, nor who is
asked to come: a calendar is read by programs and servers of others (B8)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from planning.goals.dates import Dated, goal_line, own, page_of
from planning.people.models import User
from planning.plans.models import Plan

from . import rules
from .models import Activity, Meeting
from .section import last_day


def dates(plan: Plan, user: User | None) -> Iterator[Dated]:
    yield from _activities(plan, user)
    yield from _meetings(plan, user)


def _activities(plan: Plan, user: User | None) -> Iterator[Dated]:
    """An event for each stretch of months, from its first day to its last."""
    for row in own(Activity.objects.select_related("goal").order_by("pk"), user):
        about = [goal_line(row.goal)]
        if row.actor:
            about.append(_("Who does it: %(name)s") % {"name": row.actor})
        for first, last in rules.runs(row.months):
            end = rules.add_months(last, 1) - timedelta(days=1)
            yield Dated(
                f"{row.key}-{first:%Y%m}",
                row.name,
                "\n".join(about),
                page_of("timeline", plan, row.goal_id),
                first,
                end,
                row.version,
                row.changed_at,
            )


def _meetings(plan: Plan, user: User | None) -> Iterator[Dated]:
    zone = ZoneInfo(settings.TIME_ZONE)
    for row in own(Meeting.objects.select_related("goal").order_by("pk"), user):
        about = [str(row.Kind(row.kind).label)]
        about.append(goal_line(row.goal) if row.goal else _("The whole plan"))
        for day in rules.occurrences(row.first, rules.Rhythm(row.rhythm), row.until or last_day(plan)):
            first = datetime.combine(day, row.hour, zone) if row.hour else day
            yield Dated(
                f"{row.key}-{day:%Y%m%d}",
                row.purpose,
                "\n".join(about),
                page_of("meetings", plan),
                first,
                day,
                row.version,
                row.changed_at,
                row.place,
                timedelta(minutes=row.minutes) if row.hour else None,
            )
