"""The dates of a plan as an iCalendar file (RFC 5545): months of work, days of targets and actions, meetings.

Each meeting is an event of its own and not one with a recurrence rule: what a short month does to the 31st has no
plain rule, and every day so has its own lasting UID. Nothing of the analysis of stakeholders is read here, nor who is
asked to come: a calendar is read by programs and servers of others (B8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vDuration

from planning.goals.models import Goal
from planning.people.models import User
from planning.plans.models import Plan

from ..models import Target
from . import rules
from .models import Activity, Meeting
from .section import last_day

MIME = "text/calendar; charset=utf-8"
YEAR = timedelta(days=366)  # around the meetings: the rules for summer time begin with one that holds before the first
REFRESHED = timedelta(hours=12)  # how often programs are asked to look again


@dataclass(frozen=True)
class Dated:
    """One event. `first` a moment: a meeting of `length`; a day: whole days from it to `last`."""

    uid: str
    summary: str
    details: str
    page: str
    first: date
    last: date
    version: int
    changed_at: datetime
    place: str = ""
    length: timedelta | None = None


def language_of(plan: Plan) -> str:
    """The language of the municipality, as far as this product speaks it."""
    wanted = plan.municipality.locale.split("_")[0]
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def calendar_of(plan: Plan, user: User | None) -> bytes:
    """The file: what the user answers for, None: all of the plan in scope. The same rows give the same bytes."""
    with override(language_of(plan)):
        calendar = Calendar()
        name = f"{plan.title} · {user}" if user else plan.title
        for key, value in (
            ("prodid", "-//Common Plan//Timeline//EN"),
            ("version", "2.0"),
            ("calscale", "GREGORIAN"),
            ("method", "PUBLISH"),
            ("name", name),
            ("x-wr-calname", name),
            ("x-published-ttl", vDuration(REFRESHED)),
        ):
            calendar.add(key, value)
        calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
        found = list(dates(plan, user))
        for dated in found:
            calendar.add_component(_event(dated))
        if timed := [dated.last for dated in found if dated.length]:
            calendar.add_missing_timezones(min(timed) - YEAR, max(timed) + YEAR)
        return calendar.to_ical()


def file_name(plan: Plan) -> str:
    return f"{slugify(plan.slug)}.ics"


def dates(plan: Plan, user: User | None) -> Iterator[Dated]:
    """In four queries; each kind narrowed to what the user answers for."""
    yield from _activities(plan, user)
    yield from _targets(plan, user)
    yield from _actions(plan, user)
    yield from _meetings(plan, user)


def _own(rows: QuerySet[Any], field: str, user: User | None) -> QuerySet[Any]:
    return rows.filter(**{field: user}) if user else rows


def _page(name: str, plan: Plan, *keys: int) -> str:
    return str(settings.SITE_URL) + reverse(name, args=[plan.slug, *keys])


def _goal_line(position: int, statement: str) -> str:
    return _("Goal %(code)s: %(name)s") % {"code": position, "name": statement}


def _activities(plan: Plan, user: User | None) -> Iterator[Dated]:
    """An event for each stretch of months, from its first day to its last."""
    for row in _own(Activity.objects.select_related("goal").order_by("pk"), "owner", user):
        about = [_goal_line(row.goal.position, row.goal.statement)]
        if row.actor:
            about.append(_("Who does it: %(name)s") % {"name": row.actor})
        for first, last in rules.runs(row.months):
            end = rules.add_months(last, 1) - timedelta(days=1)
            yield Dated(
                f"{row.key}-{first:%Y%m}",
                row.name,
                "\n".join(about),
                _page("timeline", plan, row.goal_id),
                first,
                end,
                row.version,
                row.changed_at,
            )


def _targets(plan: Plan, user: User | None) -> Iterator[Dated]:
    rows = Target.objects.exclude(due=None).select_related("goal").order_by("pk")
    for row in _own(rows, "owner", user):
        about = _goal_line(row.goal.position, row.goal.statement)
        said = _("Target due: %(name)s") % {"name": row.statement}
        page = _page("targets", plan, row.goal_id)
        yield Dated(f"{row.key}", said, about, page, row.due, row.due, row.version, row.changed_at)


def _actions(plan: Plan, user: User | None) -> Iterator[Dated]:
    """The ends of the actions, whose room stands behind this one, so that they are asked for through their goal."""
    ends = Goal.objects.filter(actions__deleted_at=None, actions__end__isnull=False).order_by("actions__pk")
    columns = ("key", "title", "end", "version", "changed_at")
    found = _own(ends, "actions__owner", user).values_list(
        "pk", "position", "statement", *(F(f"actions__{c}") for c in columns)
    )
    for goal, position, statement, key, title, end, version, changed_at in found:
        said = _("Action ends: %(name)s") % {"name": title}
        about = _goal_line(position, statement)
        yield Dated(f"{key}-end", said, about, _page("actions", plan, goal), end, end, version, changed_at)


def _meetings(plan: Plan, user: User | None) -> Iterator[Dated]:
    zone = ZoneInfo(settings.TIME_ZONE)
    for row in _own(Meeting.objects.select_related("goal").order_by("pk"), "owner", user):
        about = [str(row.Kind(row.kind).label)]
        about.append(_goal_line(row.goal.position, row.goal.statement) if row.goal else _("The whole plan"))
        for day in rules.occurrences(row.first, rules.Rhythm(row.rhythm), row.until or last_day(plan)):
            first = datetime.combine(day, row.hour, zone) if row.hour else day
            yield Dated(
                f"{row.key}-{day:%Y%m%d}",
                row.purpose,
                "\n".join(about),
                _page("meetings", plan),
                first,
                day,
                row.version,
                row.changed_at,
                row.place,
                timedelta(minutes=row.minutes) if row.hour else None,
            )


def _event(dated: Dated) -> Event:
    event = Event()
    event.add("uid", f"{dated.uid}@common-plan")
    # when the row was saved, not when it was asked for: so an unchanged calendar is the same file
    event.add("dtstamp", dated.changed_at)
    event.add("last-modified", dated.changed_at)
    event.add("sequence", dated.version - 1)
    event.add("summary", dated.summary)
    event.add("dtstart", dated.first)
    if dated.length:
        event.add("duration", dated.length)
    else:
        event.add("dtend", dated.last + timedelta(days=1))  # the day after the last one, as the standard has it
        event.add("transp", "TRANSPARENT")  # people are not busy all that month
    event.add("description", dated.details)
    event.add("url", dated.page)
    if dated.place:
        event.add("location", dated.place)
    return event
