"""The dates of all rooms as an iCalendar file (RFC 5545); the only module that imports icalendar."""

from datetime import timedelta

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import override
from icalendar import Calendar, Event, vDuration

from targets import dates as targets
from targets.timeline import dates as timeline

from ..actions import dates as actions
from ..goals.dates import Dated, Source
from ..people.models import User
from ..plans.models import Plan

# a room's dates are in the calendars once they stand here
SOURCES: tuple[Source, ...] = (timeline.dates, targets.dates, actions.dates)
MIME = "text/calendar; charset=utf-8"
YEAR = timedelta(days=366)  # around the meetings: the rules for summer time begin with one that holds before the first
REFRESHED = timedelta(hours=12)  # how often programs are asked to look again


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
        found = [dated for source in SOURCES for dated in source(plan, user)]
        for dated in found:
            calendar.add_component(_event(dated))
        if timed := [dated.last for dated in found if dated.length]:
            calendar.add_missing_timezones(min(timed) - YEAR, max(timed) + YEAR)
        return calendar.to_ical()


def file_name(plan: Plan) -> str:
    return f"{slugify(plan.slug)}.ics"


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
