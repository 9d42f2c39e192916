"""The computations of means, pairs, opponents and reviews (C3, C4, C5): plain values in, plain values out."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.actions.rules import (
    Balance,
    Call,
    Column,
    MeansFigure,
    PairProblem,
    ResourceState,
    accommodation,
    account,
    pair_problem,
    reviews,
)
from targets.timeline.rules import add_months

D = Decimal
MONTH = {"short": (date(2027, 1, 1), date(2027, 4, 30)), "long": (date(2027, 1, 1), date(2028, 6, 30))}


def test_the_totals_of_an_action_with_two_currencies() -> None:
    lines = [
        MeansFigure(Column.MAIN, "USD", D(46000), ResourceState.COMMITTED),
        MeansFigure(Column.MAIN, "LBP", D(900000000), ResourceState.RECEIVED),
        MeansFigure(Column.MAIN, "USD", D(2000), ResourceState.PLEDGED),
        MeansFigure(Column.MAIN, "", None, ResourceState.NEEDED),
        MeansFigure(Column.EXTERNAL, "USD", D(118000), ResourceState.REQUESTED),
        MeansFigure(Column.EXTERNAL, "USD", D(12000), ResourceState.COMMITTED),
        MeansFigure(Column.EXTERNAL, "USD", D(5000), ResourceState.RECEIVED),
    ]
    found = account(lines)
    assert list(found.by_currency) == ["LBP", "USD"]
    usd, lbp = found.by_currency["USD"], found.by_currency["LBP"]
    assert (usd.own, usd.external, usd.total) == (D(48000), D(135000), D(183000))
    assert (usd.secured, usd.pledged, usd.gap) == (D(63000), D(2000), D(120000))
    # without outside money what was received stays, what was only promised in writing does not come
    assert usd.without == D(2000) + D(118000) + D(12000)
    assert (lbp.total, lbp.secured, lbp.gap, lbp.without) == (D(900000000), D(900000000), D(0), D(0))
    assert (found.unvalued, found.unsecured) == (1, 3)
    assert found.has_gap


def test_each_sum_stands_under_its_column() -> None:
    """What others give is not the main actor's own; what is asked of others is what is not secured yet."""
    secured, asked = ResourceState.RECEIVED, ResourceState.REQUESTED
    found = account(
        [
            MeansFigure(Column.MAIN, "USD", D(40000), secured, municipal=True),
            MeansFigure(Column.OTHERS, "USD", D(7000), secured),
            MeansFigure(Column.OTHER_WAYS, "USD", D(500), secured),
            MeansFigure(Column.EXTERNAL, "USD", D(118000), secured),
            MeansFigure(Column.EXTERNAL, "USD", D(123200), asked),
        ]
    ).by_currency["USD"]
    assert (found.main, found.others, found.other_ways, found.own) == (D(40000), D(7000), D(500), D(40500))
    assert (found.external, found.external_secured, found.to_seek) == (D(241200), D(118000), D(123200))
    assert (found.municipal, found.total) == (D(40000), D(288700))


def test_nothing_has_no_gap() -> None:
    assert account([]).by_currency == {}
    assert not account([]).has_gap


lines_of = st.lists(
    st.builds(
        MeansFigure,
        st.sampled_from(Column),
        st.sampled_from(["EUR", "USD", "LBP"]),
        st.none() | st.decimals(0, 10**9, places=2),
        st.sampled_from(ResourceState),
    )
)


@given(lines_of, lines_of)
def test_two_lists_come_to_what_both_come_to(one: list[MeansFigure], other: list[MeansFigure]) -> None:
    """Currency by currency, and never across them."""
    together, apart = account(one + other), [account(one), account(other)]
    for currency, balance in together.by_currency.items():
        parts = [a.by_currency.get(currency, Balance()) for a in apart]
        for name in (
            "main",
            "others",
            "other_ways",
            "own",
            "external",
            "external_secured",
            "municipal",
            "to_seek",
            "secured",
            "pledged",
            "without",
            "total",
            "gap",
        ):
            assert getattr(balance, name) == sum((getattr(part, name) for part in parts), D())


@given(lines_of)
def test_a_gap_is_never_below_nothing_nor_above_the_whole(lines: list[MeansFigure]) -> None:
    for balance in account(lines).by_currency.values():
        assert 0 <= balance.gap <= balance.total
        assert balance.pledged <= balance.gap <= balance.without
        assert 0 <= balance.to_seek <= balance.external


@pytest.mark.parametrize(
    ("quick", "sustained", "problem"),
    [
        (MONTH["short"], MONTH["long"], None),
        (MONTH["long"], MONTH["long"], PairProblem.NOT_QUICK),
        (MONTH["short"], MONTH["short"], PairProblem.NOT_SUSTAINED),
        ((date(2028, 5, 1), date(2028, 7, 31)), MONTH["long"], PairProblem.TOO_LATE),
        ((date(2028, 4, 1), date(2028, 6, 30)), MONTH["long"], None),
        ((None, None), MONTH["long"], None),
        (MONTH["short"], (None, None), None),
        ((date(2027, 1, 1), date(2027, 1, 7)), MONTH["long"], None),  # a week is quick as well
    ],
)
def test_a_quick_win_is_short_and_comes_before_the_end_of_what_it_builds_trust_for(
    quick: tuple[date, date], sustained: tuple[date, date], problem: PairProblem | None
) -> None:
    assert pair_problem(quick, sustained) is problem


@pytest.mark.parametrize(
    ("influence", "interest", "call"),
    [
        (2, 2, Call.MUST),
        (2, 1, Call.CONSIDER),
        (2, None, Call.CONSIDER),
        (1, 2, None),
        (1, 1, None),
        (None, 2, None),
        (None, None, None),
    ],
)
def test_whose_interest_has_to_be_accommodated(influence: int | None, interest: int | None, call: Call | None) -> None:
    """Strong influence, strong interest: accommodate; strong influence, weak interest: consider (B4)."""
    assert accommodation(influence, interest) is call


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2027, 1, 1), date(2027, 2, 15), [date(2027, 2, 15)]),
        (date(2027, 1, 1), date(2027, 6, 30), [date(2027, 4, 1), date(2027, 6, 30)]),
        (date(2027, 1, 1), date(2027, 4, 1), [date(2027, 4, 1)]),
        (date(2026, 11, 30), date(2027, 6, 1), [date(2027, 2, 28), date(2027, 5, 30), date(2027, 6, 1)]),
        (None, date(2027, 4, 1), []),
        (date(2027, 4, 1), None, []),
    ],
)
def test_an_action_is_looked_at_every_three_months_and_at_its_end(
    start: date | None, end: date | None, days: list[date]
) -> None:
    assert reviews(start, end) == days


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 900))
def test_no_action_goes_on_for_more_than_three_months_unseen(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    days = [start, *reviews(start, end)]
    assert days[-1] == end
    assert days == sorted(days)
    assert all(after <= add_months(before, 3) + timedelta(days=3) for before, after in pairwise(days))
