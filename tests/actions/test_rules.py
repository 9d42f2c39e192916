"""The horizon of an action (C3) and sums by currency (C4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actions.rules import Horizon, horizon, months_between, reviews
from planning.people.money import totals
from targets.timeline.rules import add_months

CASES = [
    # first day, last day, months, horizon: "one to six months" and "six months to two years" (module 3, step 3)
    ("2027-01-01", "2027-01-30", None, Horizon.TOO_SHORT),
    ("2027-01-01", "2027-01-31", 1, Horizon.SHORT),
    ("2027-02-01", "2027-02-28", 1, Horizon.SHORT),
    ("2027-02-15", "2027-03-14", 1, Horizon.SHORT),
    ("2027-01-01", "2027-06-30", 6, Horizon.SHORT),
    ("2027-01-01", "2027-07-01", None, Horizon.MEDIUM),
    ("2027-01-01", "2028-12-31", 24, Horizon.MEDIUM),
    ("2027-01-01", "2029-01-01", None, Horizon.TOO_LONG),
    ("2027-01-31", "2027-02-27", 1, Horizon.SHORT),
    ("2027-03-05", "2027-03-05", None, Horizon.TOO_SHORT),
    ("2027-12-01", "2027-12-31", 1, Horizon.SHORT),
]


@pytest.mark.parametrize(("start", "end", "months", "expected"), CASES)
def test_horizon(start: str, end: str, months: int | None, expected: Horizon) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert horizon(first, last) is expected
    if months:
        assert months_between(first, last) == months


def test_no_horizon_without_both_dates() -> None:
    assert horizon(None, date(2027, 1, 1)) is None
    assert horizon(date(2027, 1, 1), None) is None


days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(days, st.integers(0, 3000))
def test_a_longer_action_never_has_fewer_months(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    assert months_between(start, end) < months_between(start, end + timedelta(days=1))


@pytest.mark.parametrize("start", [date(9998, 12, 31), date(9999, 1, 31), date(9999, 12, 1), date.max])
def test_the_last_year_of_all_is_counted_too(start: date) -> None:
    assert 0 <= months_between(start, date.max) <= 12
    assert reviews(start, date.max)[-1] == date.max


@given(days, st.integers(1, 60))
def test_whole_months_count_as_whole(start: date, months: int) -> None:
    if start.day <= 28:
        assert months_between(start, add_months(start, months) - timedelta(days=1)) == months


def test_currencies_are_never_added_together() -> None:
    lines = [("USD", Decimal("0.10")), ("LBP", Decimal(5)), ("USD", Decimal("0.20")), ("USD", None)]
    assert totals(lines) == {"LBP": Decimal(5), "USD": Decimal("0.30")}
    assert totals([]) == {}
