"""Months, what needs what, and the days of meetings (T5, T6), by the text around Table 6."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.timeline.rules import (
    MOST_SHOWN,
    ActivityMonths,
    Need,
    Rhythm,
    TooEarly,
    add_months,
    between,
    circle,
    dependants,
    earliest_starts,
    months_from,
    occurrences,
    runs,
    span,
    too_early,
)

AUG, SEP, OCT, NOV, DEC = months_from(date(2014, 8, 1), 5)
JAN, FEB, MAR, APR, MAY, JUN, JUL = months_from(date(2015, 1, 1), 7)
A, B, C, D = 1, 2, 3, 4
some_months = st.builds(lambda y, m: date(y, m, 1), st.integers(1995, 2090), st.integers(1, 12))


def work(key: int, *months: date) -> ActivityMonths:
    return ActivityMonths(key, months)


# Table 6 of the module: 1 in August 2014, 2 in January and February 2015, 3 in March and April, 4 from May to July
TABLE_6 = [work(1, AUG), work(2, JAN, FEB), work(3, MAR, APR), work(4, MAY, JUN, JUL)]


@pytest.mark.parametrize(
    ("works", "needs", "expected"),
    [
        (TABLE_6, [(2, 1), (3, 2), (4, 3)], []),  # each begins in the month after the end of the one before
        (TABLE_6, [(1, 2)], [TooEarly(1, 2, AUG, FEB)]),
        # "B begins in March, A that it needs ends in April"
        ([work(A, MAR, APR), work(B, MAR)], [(B, A)], [TooEarly(B, A, MAR, APR)]),
        ([work(A, APR), work(B, APR)], [(B, A)], [TooEarly(B, A, APR, APR)]),  # in the same month is too early
        ([work(A, APR), work(B, MAY)], [(B, A)], []),
        ([work(A, DEC), work(B, JAN)], [(B, A)], []),  # over the turn of the year
        ([work(A, JAN), work(B, DEC)], [(B, A)], [TooEarly(B, A, DEC, JAN)]),
        ([work(A, JAN, JUN), work(B, MAR)], [(B, A)], [TooEarly(B, A, MAR, JUN)]),  # the gap of A is no end
        ([work(A, MAR), work(B, FEB, MAY)], [(B, A)], [TooEarly(B, A, FEB, MAR)]),  # B's gap does not save it
        ([work(A), work(B, MAR)], [(B, A)], []),  # A has no month yet
        ([work(A, MAR), work(B)], [(B, A)], []),
        ([work(B, MAR)], [(B, A)], []),  # A is not there any more
        (
            [work(A, MAR), work(B, FEB), work(C, APR)],
            [(B, A), (B, C), (C, A)],
            [TooEarly(B, A, FEB, MAR), TooEarly(B, C, FEB, APR)],
        ),
        (TABLE_6, [], []),
    ],
)
def test_what_begins_before_what_it_needs_has_ended(
    works: list[ActivityMonths], needs: list[Need], expected: list[TooEarly]
) -> None:
    assert too_early(works, needs) == expected


@pytest.mark.parametrize(
    ("works", "needs", "expected"),
    [
        (TABLE_6, [(2, 1), (3, 2), (4, 3)], {2: SEP, 3: MAR, 4: MAY}),
        ([work(A, MAR, APR), work(B, MAR)], [(B, A)], {B: MAY}),
        ([work(A, DEC), work(B)], [(B, A)], {B: JAN}),
        ([work(A, MAR), work(B, JUN), work(C)], [(C, A), (C, B)], {C: JUL}),  # the last of all that it needs
        ([work(A, MAR), work(B), work(C, FEB)], [(C, B), (B, A)], {B: APR, C: APR}),  # through one without months
        ([work(A), work(B, MAR)], [(B, A)], {}),
        ([work(A, FEB), work(B, MAR), work(C, MAY)], [(C, B), (B, A)], {B: MAR, C: APR}),
    ],
)
def test_the_earliest_start(works: list[ActivityMonths], needs: list[Need], expected: dict[int, date]) -> None:
    assert earliest_starts(works, needs) == expected


@pytest.mark.parametrize(
    ("needs", "new", "expected"),
    [
        ([], (A, A), [A, A]),
        ([(B, A)], (A, B), [A, B, A]),
        ([(B, A), (C, B)], (A, C), [A, C, B, A]),
        ([(B, A), (C, B), (C, A)], (A, C), [A, C, A]),  # the shortest way is named
        ([(B, A), (C, A)], (C, B), []),
        ([(B, A), (D, C)], (C, B), []),
        ([(B, C), (C, B)], (A, B), []),  # somebody else's circle is not this link's
    ],
)
def test_a_circle_is_found_and_named(needs: list[Need], new: Need, expected: list[int]) -> None:
    assert circle(needs, new) == expected


def test_who_waits_for_an_activity() -> None:
    assert dependants([(B, A), (C, B), (D, C), (D, A)], B) == {C, D}
    assert dependants([(B, A), (A, B)], A) == {A, B}


links = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=15)


@given(links)
def test_without_the_links_that_are_refused_nothing_waits_for_itself(wanted: Sequence[Need]) -> None:
    kept: list[Need] = []
    for link in wanted:
        if not circle(kept, link):
            kept.append(link)
    assert all(key not in dependants(kept, key) for key in range(1, 8))


@given(links, st.dictionaries(st.integers(1, 7), st.lists(some_months, max_size=4, unique=True), max_size=7))
def test_who_begins_no_earlier_than_possible_breaks_no_link(
    wanted: Sequence[Need], plan: dict[int, list[date]]
) -> None:
    works = [ActivityMonths(key, tuple(months)) for key, months in plan.items()]
    starts = earliest_starts(works, wanted)
    bad = {found.key for found in too_early(works, wanted)}
    for one in works:
        if one.begins and one.key in starts and one.begins >= starts[one.key]:
            assert one.key not in bad
        if one.key in bad:
            assert one.begins is not None
            assert one.begins < starts[one.key]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([], []),
        ([AUG], [(AUG, AUG)]),
        ([OCT, AUG, SEP], [(AUG, OCT)]),
        ([NOV, DEC, JAN, MAR], [(NOV, JAN), (MAR, MAR)]),
    ],
)
def test_stretches_without_a_gap(months: list[date], expected: list[tuple[date, date]]) -> None:
    assert runs(months) == expected


@pytest.mark.parametrize(
    ("marks", "first", "count", "expected"),
    [
        ([AUG, JUL], None, None, (AUG, 12)),  # Table 6: five months of 2014 and seven of 2015
        ([OCT], None, None, (OCT, 12)),
        ([AUG, add_months(AUG, 29)], None, None, (AUG, 30)),
        ([AUG, add_months(AUG, 200)], None, None, (AUG, MOST_SHOWN)),
        ([], None, None, (NOV, 12)),  # today's month
        ([AUG], JAN, 24, (JAN, 24)),
        ([AUG], JAN, 3, (JAN, 12)),
        ([AUG], date(2100, 12, 1), 12, (date(2100, 1, 1), 12)),
    ],
)
def test_the_span_of_a_page(
    marks: list[date], first: date | None, count: int | None, expected: tuple[date, int]
) -> None:
    found = span(marks, date(2014, 11, 17), first, count)
    assert (found.first, len(found.months)) == expected
    assert len(found.months) == between(found.first, found.last)


@pytest.mark.parametrize(
    ("first", "rhythm", "until", "expected"),
    [
        (
            date(2027, 1, 31),
            Rhythm.MONTHLY,
            date(2027, 4, 30),
            [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)],
        ),
        (date(2028, 1, 30), Rhythm.MONTHLY, date(2028, 3, 29), [date(2028, 1, 30), date(2028, 2, 29)]),  # a leap year
        (
            date(2026, 11, 5),
            Rhythm.TWO_MONTHLY,
            date(2027, 3, 5),
            [date(2026, 11, 5), date(2027, 1, 5), date(2027, 3, 5)],
        ),
        (date(2026, 11, 5), Rhythm.TWO_MONTHLY, date(2027, 3, 4), [date(2026, 11, 5), date(2027, 1, 5)]),
        (
            date(2026, 8, 31),
            Rhythm.QUARTERLY,
            date(2027, 3, 1),
            [date(2026, 8, 31), date(2026, 11, 30), date(2027, 2, 28)],
        ),
        (
            date(2026, 8, 31),
            Rhythm.HALF_YEARLY,
            date(2027, 8, 31),
            [date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)],
        ),
        (
            date(2024, 2, 29),
            Rhythm.YEARLY,
            date(2028, 2, 29),
            [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)],
        ),
        (date(2026, 8, 31), Rhythm.ONCE, date(2030, 1, 1), [date(2026, 8, 31)]),
        (date(2026, 8, 31), Rhythm.ONCE, date(2026, 8, 30), []),
        (date(2026, 8, 31), Rhythm.MONTHLY, date(2026, 8, 30), []),
        (date(2026, 8, 31), Rhythm.MONTHLY, date(2025, 1, 1), []),
        (date(2026, 8, 31), Rhythm.MONTHLY, date(2026, 8, 31), [date(2026, 8, 31)]),
    ],
)
def test_the_days_of_meetings(first: date, rhythm: Rhythm, until: date, expected: list[date]) -> None:
    assert occurrences(first, rhythm, until) == expected


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.sampled_from(Rhythm), st.integers(0, 5000))
def test_meetings_come_in_order_a_month_apart_and_inside_their_time(first: date, rhythm: Rhythm, days: int) -> None:
    until = date.fromordinal(first.toordinal() + days)
    found = occurrences(first, rhythm, until)
    assert found[0] == first
    assert found == sorted(set(found))
    assert found[-1] <= until
    assert len({(day.year, day.month) for day in found}) == len(found)
    assert all(day.day == first.day or add_months(day, 0).day < first.day for day in found)


def test_there_is_no_month_after_the_last_nor_before_the_first() -> None:
    assert add_months(date(9999, 12, 31), 1) == date.max
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(1, 1, 31), -1) == date.min
    assert occurrences(date(9999, 12, 31), Rhythm.MONTHLY, date.max) == [date.max]


@given(some_months, st.integers(-300, 300))
def test_months_are_counted_there_and_back(month: date, number: int) -> None:
    assert add_months(add_months(month, number), -number) == month
    assert between(month, add_months(month, number)) == number + 1
