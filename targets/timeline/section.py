"""The timeline as it is read (T5, T6, Table 6): of a goal, of the whole plan, and for the document."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from planning.goals.document import Section
from planning.goals.models import Goal
from planning.goals.section import goals_of
from planning.people.words import labels
from planning.plans.models import Plan
from planning.plans.prepared import Reading

from . import rules
from .models import Activity, Meeting, Precedence

READ_ACTIVITIES = Reading(
    Activity,
    "goal",
    "pk",
    "goal__position",
    "position",
    "name",
    "actor",
    "owner__user__name",
    "months",
    "version",
    order=("goal__position", "position", "pk"),
)
READ_LINKS = Reading(Precedence, "activity__goal", "activity", "needs")
READ_MEETINGS = Reading(
    Meeting,
    "goal",
    "pk",
    "position",
    "purpose",
    "kind",
    "rhythm",
    "first",
    "until",
    "hour",
    "place",
    "owner__user__name",
)
BLANK = "m"  # the class of a month without anything
LONG = 18  # of more months than that, paper has a table for each year


@dataclass(slots=True)
class MonthCell:
    """A month of a line. `begins` and `ends`: the stretch of work; `bad`: marked too early; `free`: the first month in
    which the activity could begin."""

    month: date
    on: bool
    begins: bool
    ends: bool
    bad: bool
    free: bool

    @property
    def name(self) -> str:
        """The class of the cell."""
        parts = [("on", self.on), ("on-a", self.begins), ("on-z", self.ends), ("on-bad", self.bad), ("free", self.free)]
        return " ".join([BLANK, *(name for name, holds in parts if holds)])


class Stretch(NamedTuple):
    """Months next to one another that look the same, by their places among those shown: what a page draws once, as a
    plan has thousands of months and few looks. Each marked month is a stretch of its own."""

    first: int
    until: int
    name: str  # the class of the cells
    on: bool
    bad: bool


@dataclass(slots=True)
class ActivityLine:
    """An activity with what it waits for."""

    goal: int
    key: int
    goal_code: int
    number: int
    name: str
    actor: str
    owner: str | None
    months: list[date]
    version: int
    after: list["ActivityLine"] = field(default_factory=list)
    earliest: date | None = None  # the first month in which it could begin, as far as that is known

    @property
    def blocked(self) -> date | None:
        """The last month of what it waits for: marks up to it are too early, as `rules.too_early` says of them."""
        return max((max(one.months) for one in self.after if one.months), default=None)

    @property
    def work(self) -> rules.ActivityMonths:
        return rules.ActivityMonths(self.key, tuple(self.months))

    @property
    def waits_for(self) -> list[str]:
        """The numbers of what it needs; with the goal's before them where they are of another goal."""
        return [self.number_of(one) for one in self.after]

    def number_of(self, other: "ActivityLine") -> str:
        """What another line is called beside this one."""
        return str(other.number) if other.goal == self.goal else f"{other.goal_code}.{other.number}"

    def cells(self, months: Iterable[date]) -> list[MonthCell]:
        marked, blocked = set(self.months), self.blocked
        runs = rules.runs(marked)
        begins, ends = {first for first, _last in runs}, {last for _first, last in runs}
        return [
            MonthCell(
                month,
                on := month in marked,
                month in begins,
                month in ends,
                bad=bool(on and blocked and month <= blocked),
                free=month == self.earliest,
            )
            for month in months
        ]

    def stretches(self, months: Iterable[date]) -> list[Stretch]:
        """The same cells, those without anything gathered."""
        places = {month: place for place, month in enumerate(months)}
        told = sorted({*self.months, *([self.earliest] if self.earliest else ())} & places.keys())
        found, at = [], 0
        for cell in self.cells(told):
            place = places[cell.month]
            if at < place:
                found.append(Stretch(at, place, BLANK, False, False))
            found.append(Stretch(place, place + 1, cell.name, cell.on, cell.bad))
            at = place + 1
        if at < len(places):
            found.append(Stretch(at, len(places), BLANK, False, False))
        return found


@dataclass(frozen=True, slots=True)
class Early:
    """An activity that begins before one that it needs has ended, with the first month that would do."""

    line: ActivityLine
    needs: ActivityLine
    begins: date
    ends: date

    @property
    def earliest(self) -> date | None:
        return self.line.earliest

    @property
    def needs_number(self) -> str:
        return self.line.number_of(self.needs)


@dataclass(slots=True)
class MeetingLine:
    """A series of meetings; `goal` None: about the whole plan."""

    goal: int | None
    key: int
    number: int
    purpose: str
    kind: str
    rhythm: str
    first: date
    until: date | None
    hour: time | None
    place: str
    owner: str | None
    days: list[date] = field(default_factory=list)

    @property
    def kind_word(self) -> str:
        return labels(Meeting, "kind")[self.kind]

    @property
    def rhythm_word(self) -> str:
        return labels(Meeting, "rhythm")[self.rhythm]

    def in_months(self, months: Iterable[date]) -> list[tuple[date, tuple[date, ...]]]:
        by: defaultdict[date, list[date]] = defaultdict(list)
        for day in self.days:
            by[rules.month_of(day)].append(day)
        return [(month, tuple(by.get(month, ()))) for month in months]

    def stretches(self, months: Iterable[date]) -> list[tuple[int, int, tuple[date, ...]]]:
        """The same by their places, from one to before another: a month with its meetings, or all that have none."""
        found: list[tuple[int, int, tuple[date, ...]]] = []
        for place, (_month, days) in enumerate(self.in_months(months)):
            first = found.pop()[0] if found and not days and not found[-1][2] else place
            found.append((first, place + 1, days))
        return found


@dataclass(frozen=True)
class Timeline:
    """The activities of a goal, what begins too early among them, and the meetings about it."""

    goal: Goal | None
    lines: list[ActivityLine]
    early: list[Early]
    meetings: list[MeetingLine]

    @cached_property
    def marks(self) -> set[date]:
        return {month for line in self.lines for month in line.months}

    def parts(self) -> list["TimelinePart"]:
        """For paper: one table, or one for each year with marks where the whole would be too wide."""
        found = self.marks or {rules.month_of(day) for meeting in self.meetings for day in meeting.days}
        if not found:
            return []
        whole = rules.span(found, min(found)).months
        if len(whole) <= LONG:
            return [TimelinePart(self, whole)]
        first, last = date(min(found).year, 1, 1), max(found).year
        years = [rules.months_from(date(year, 1, 1), rules.YEAR) for year in range(first.year, last + 1)]
        return [part for year in years if (part := TimelinePart(self, year)).has_marks]


@dataclass(frozen=True)
class TimelinePart:
    """Some months of a timeline."""

    timeline: Timeline
    months: list[date]

    @property
    def has_marks(self) -> bool:
        shown = set(self.months)
        days = (rules.month_of(day) for meeting in self.timeline.meetings for day in meeting.days)
        return bool(shown & self.timeline.marks) or any(day in shown for day in days)

    @property
    def years(self) -> list[tuple[int, int]]:
        return years_above(self.months)

    @property
    def rows(self) -> list[tuple[ActivityLine, list[MonthCell]]]:
        return [(line, line.cells(self.months)) for line in self.timeline.lines]

    @property
    def drawn_rows(self) -> list[tuple[ActivityLine, list[Stretch]]]:
        """The rows as a page draws them."""
        return [(line, line.stretches(self.months)) for line in self.timeline.lines]

    @property
    def meeting_rows(self) -> list[tuple[MeetingLine, list[tuple[date, tuple[date, ...]]]]]:
        return [(one, one.in_months(self.months)) for one in self.timeline.meetings]

    @property
    def drawn_meetings(self) -> list[tuple[MeetingLine, list[tuple[int, int, tuple[date, ...]]]]]:
        """The same as a page draws them."""
        return [(one, one.stretches(self.months)) for one in self.timeline.meetings]


def years_above(months: Iterable[date]) -> list[tuple[int, int]]:
    """The years, each with how many of the months stand below it."""
    found: dict[int, int] = {}
    for month in months:
        found[month.year] = found.get(month.year, 0) + 1
    return list(found.items())


def last_day(plan: Plan) -> date:
    """Until when a series of meetings goes on that has no end of its own."""
    return date(plan.last_year, 12, 31)


def lines() -> list[ActivityLine]:
    """All activities of the plan in scope with what they wait for, in two queries: what an activity needs may be of
    another goal."""
    found = [ActivityLine(*values) for values in READ_ACTIVITIES(None)]
    by_key = {line.key: line for line in found}
    needs = [(key, needed) for _goal, key, needed in READ_LINKS(None) if key in by_key and needed in by_key]
    for key, needed in needs:
        by_key[key].after.append(by_key[needed])
    for key, start in rules.earliest_starts([line.work for line in found], needs).items():
        by_key[key].earliest = start
    for line in found:
        line.after.sort(key=lambda one: (one.goal_code, one.number))
    return found


def early(every: Iterable[ActivityLine]) -> list[Early]:
    every = list(every)
    by_key = {line.key: line for line in every}
    needs = [(line.key, one.key) for line in every for one in line.after]
    found = rules.too_early([line.work for line in every], needs)
    return [Early(by_key[one.key], by_key[one.needs], one.begins, one.ends) for one in found]


def meetings(plan: Plan) -> list[MeetingLine]:
    found = [MeetingLine(*values) for values in READ_MEETINGS(None)]
    for one in found:
        one.days = rules.occurrences(one.first, rules.Rhythm(one.rhythm), one.until or last_day(plan))
    return found


def timeline_of(goal: Goal, plan: Plan) -> Timeline:
    """One goal's, in three queries."""
    every = lines()
    own = [line for line in every if line.goal == goal.pk]
    about = [one for one in meetings(plan) if one.goal in {None, goal.pk}]
    return Timeline(goal, own, [one for one in early(every) if one.line.goal == goal.pk], about)


def timelines(goals: Iterable[Goal], plan: Plan) -> list[Timeline]:
    """Every goal's that has an activity or a meeting; at the end what is about the whole plan. Three queries."""
    every = lines()
    broken, series = early(every), meetings(plan)
    found = [
        Timeline(
            goal,
            [line for line in every if line.goal == goal.pk],
            [one for one in broken if one.line.goal == goal.pk],
            [one for one in series if one.goal == goal.pk],
        )
        for goal in goals
    ]
    found.append(Timeline(None, [], [], [one for one in series if one.goal is None]))
    return [one for one in found if one.lines or one.meetings]


def batches(every: Iterable[Timeline], most: int) -> list[list[Timeline]]:
    """The goals' timelines in their order, as many together as have no more than `most` lines; one that has more stands
    by itself."""
    found: list[list[Timeline]] = []
    room = 0
    for one in every:
        size = len(one.lines) + len(one.meetings)
        if not found or size > room:
            found.append([])
            room = most
        found[-1].append(one)
        room -= size
    return found


def touched(timeline: Timeline, key: int) -> set[int]:
    """The lines that are drawn anew when an activity's months have changed: its own, and of all that wait for it."""
    needs = [(line.key, one.key) for line in timeline.lines for one in line.after]
    return rules.dependants(needs, key) | {key}


SECTION = Section(
    kind="timeline",
    words=gettext_lazy("Table 6: Timeline"),
    step=2,
    template="targets/timeline_section.html",
    anchor="table6",
    gather=lambda material: {"timelines": timelines(material.of(goals_of), material.plan)},
    needs="timelines",
    worksheets=("activities", "precedences", "meetings", "meeting_guests"),
)
