"""The timeline (T5, Table 6) and the meetings about the targets (T6). A month is the date of its first day."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from enum import Enum

YEAR = 12
SHORTEST = 28  # days that every month has
LEAST_SHOWN, MOST_SHOWN = 12, 60
FIRST_MONTH, LAST_MONTH = date(1990, 1, 1), date(2100, 12, 1)


# Months --------------------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day that many months later; where that month is too short for it, the month's last day. Never before
    the first or after the last day that a date can be."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    is_everywhere = day.day <= SHORTEST
    return date(year, month + 1, day.day if is_everywhere else min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> date:
    return day.replace(day=1)


def between(first: date, last: date) -> int:
    """How many months the span has, both ends included; nought and less where the last lies before the first."""
    return (last.year - first.year) * YEAR + last.month - first.month + 1


def months_from(first: date, count: int) -> list[date]:
    return [add_months(first, number) for number in range(count)]


def runs(months: Iterable[date]) -> list[tuple[date, date]]:
    """The months in stretches without a gap, each by its first and last: work may pause and go on."""
    found: list[tuple[date, date]] = []
    for month in sorted(months):
        if found and add_months(found[-1][1], 1) == month:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


@dataclass(frozen=True)
class Span:
    """The months that a page shows, and those of the pages before and after it."""

    months: list[date]
    first_mark: date | None
    last_mark: date | None

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return self.months[-1]

    @property
    def earlier(self) -> date:
        return max(add_months(self.first, -len(self.months)), FIRST_MONTH)

    @property
    def later(self) -> date:
        return min(add_months(self.last, 1), add_months(LAST_MONTH, 1 - len(self.months)))

    @property
    def hides(self) -> bool:
        """Whether there are marks that the page does not show."""
        first, last = self.first_mark, self.last_mark
        return bool(first and last and (first < self.first or last > self.last))


def span(marks: Collection[date], today: date, first: date | None = None, count: int | None = None) -> Span:
    """What is shown: what the reader chose, else from the first mark to the last, at least a year of it, and at the
    most five years. Without any mark it begins this month."""
    earliest, latest = (min(marks), max(marks)) if marks else (None, None)
    begin = first or earliest or month_of(today)
    if count is None:
        count = between(begin, latest) if latest else LEAST_SHOWN
    count = max(LEAST_SHOWN, min(count, MOST_SHOWN))
    begin = max(FIRST_MONTH, min(begin, add_months(LAST_MONTH, 1 - count)))
    return Span(months_from(begin, count), earliest, latest)


# What needs what -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActivityMonths:
    """An activity: in which months people work on it."""

    key: int
    months: tuple[date, ...]

    @property
    def begins(self) -> date | None:
        return min(self.months, default=None)

    @property
    def ends(self) -> date | None:
        return max(self.months, default=None)


Need = tuple[int, int]  # the key of an activity, and of one that has to end before it begins


@dataclass(frozen=True, slots=True)
class TooEarly:
    """An activity that begins before one that it needs has ended."""

    key: int
    needs: int
    begins: date
    ends: date


def too_early(works: Iterable[ActivityMonths], needs: Iterable[Need]) -> list[TooEarly]:
    """The violations, in the order of the links. An activity without months violates nothing yet."""
    by_key = {work.key: work for work in works}
    found = []
    for key, needed in needs:
        one, other = by_key.get(key), by_key.get(needed)
        if one and other and one.begins and other.ends and one.begins <= other.ends:
            found.append(TooEarly(key, needed, one.begins, other.ends))
    return found


def earliest_starts(works: Iterable[ActivityMonths], needs: Iterable[Need]) -> dict[int, date]:
    """For each activity the first month in which it can begin: the one after all that it needs have ended, as they are
    marked now. Through an activity without months one looks on to what that one needs. Activities that wait for
    nothing that has months are left out."""
    ends = {work.key: work.ends for work in works}
    before = _by_activity(needs)
    found: dict[int, date | None] = {}

    def start_of(key: int, asked: frozenset[int]) -> date | None:
        if key not in found:
            starts = []
            for needed in before[key]:
                if end := ends.get(needed):
                    starts.append(add_months(end, 1))
                elif needed not in asked and (later := start_of(needed, asked | {needed})):
                    starts.append(later)
            found[key] = max(starts, default=None)
        return found[key]

    return {key: start for key in ends if (start := start_of(key, frozenset({key})))}


def circle(needs: Iterable[Need], new: Need) -> list[int]:
    """The way on which an activity would wait for itself if it also needed the new one: [3, 5, 3], 3 needs 5 and 5
    needs 3. Empty where there is none."""
    key, needed = new
    before = _by_activity(needs)
    ways, seen = [[key, needed]], {needed}
    while ways:
        way = ways.pop(0)
        if way[-1] == key:
            return way
        for further in before[way[-1]]:
            if further == key or further not in seen:
                seen.add(further)
                ways.append([*way, further])
    return []


def dependants(needs: Iterable[Need], key: int) -> set[int]:
    """The activities that wait for this one, directly or through others."""
    after: defaultdict[int, list[int]] = defaultdict(list)
    for one, needed in needs:
        after[needed].append(one)
    found: set[int] = set()
    left = [key]
    while left:
        for one in after[left.pop()]:
            if one not in found:
                found.add(one)
                left.append(one)
    return found


def _by_activity(needs: Iterable[Need]) -> Mapping[int, Sequence[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for key, needed in needs:
        found[key].append(needed)
    return found


# Meetings ------------------------------------------------------------------------------------------------------------


class Rhythm(Enum):
    ONCE = "once"
    MONTHLY = "monthly"
    TWO_MONTHLY = "two-monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


EVERY = {
    Rhythm.MONTHLY: 1,
    Rhythm.TWO_MONTHLY: 2,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}


def occurrences(first: date, rhythm: Rhythm, until: date) -> list[date]:
    """The days of a series of meetings, none after `until`. Each is counted from the first: of the 31st a short month
    takes its last day, and the month after it the 31st again."""
    if rhythm is Rhythm.ONCE:
        return [first] if first <= until else []
    steps = max(0, between(first, until) - 1) // EVERY[rhythm]
    days = [add_months(first, number * EVERY[rhythm]) for number in range(steps + 1)]
    return [day for day in days if day <= until]
