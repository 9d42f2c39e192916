"""The target check (T3) and the pairs (T2), by what the module says of performance targets (step 2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.rules import (
    MOST_TARGETS,
    Aim,
    Direction,
    Found,
    Measure,
    Problem,
    TargetLevel,
    check,
    contradictions,
    counted,
    gains,
    is_plain,
    is_specific,
)

UP, DOWN, KEEP = Direction.UP, Direction.DOWN, Direction.KEEP
YEAR, NEXT = date(2027, 12, 31), date(2028, 12, 31)


def aim(key: int = 1, **said: object) -> Aim:
    """A target with which nothing is wrong; the goal has another of the other level."""
    whole = Aim(key, 1, TargetLevel.OPERATIONAL, "80 % of households are served twice a week", "", YEAR, True, True)
    return replace(whole, **said)


OTHER = aim(99, level=TargetLevel.STRATEGIC)


def problems(aims: Sequence[Aim], measures: Sequence[Measure] = ()) -> list[Problem]:
    return [found.problem for found in check(aims, measures)]


def value(number: int, target: int = 1, direction: Direction = UP, on: date | None = None) -> Measure:
    return Measure(target, "served", direction, Decimal(number), on)


def test_a_good_list_has_no_findings() -> None:
    assert check([aim(), OTHER], []) == []
    assert check([], []) == []


@pytest.mark.parametrize(
    ("lacking", "expected"),
    [
        ({"statement": "Collection gets better"}, Problem.NOT_SPECIFIC),
        ({"due": None}, Problem.NO_DATE),
        ({"owned": False}, Problem.NO_OWNER),  # those who are to achieve it are involved in setting it
        ({"consulted": False}, Problem.NOT_CONSULTED),  # "in close consultation with the identified stakeholders"
        ({"statement": "1 " + "word " * 30}, Problem.WORDY),  # "easy to understand"
        ({"external": True}, Problem.NO_TWIN),  # "another target if you do not"
        ({"level": TargetLevel.STRATEGIC}, Problem.NO_OPERATIONAL),
    ],
)
def test_each_demand(lacking: dict[str, object], expected: Problem) -> None:
    assert problems([aim(**lacking), OTHER]) == [expected]


def test_both_levels_are_wanted() -> None:
    assert problems([aim()]) == [Problem.NO_STRATEGIC]
    assert [one.problem for one in check([], [], [1])] == [Problem.NO_STRATEGIC, Problem.NO_OPERATIONAL]
    assert [one.goal for one in check([aim(), OTHER], [], [1, 2])] == [2, 2]


@pytest.mark.parametrize(
    ("target", "measures", "expected"),
    [
        (aim(statement="Collection gets better"), [], False),
        (aim(statement="٨٠ من المساكن"), [], True),  # figures of all scripts
        (aim(statement="Streets are cleaner by 2028"), [], False),  # when is not what
        (aim(statement="شوارع أنظف حتى ٢٠٢٨"), [], False),
        (aim(statement="20 streets by 2028"), [], True),
        (aim(statement="Three school buses run every school day by September 2028"), [], True),
        (aim(statement="ثلاث حافلات مدرسية تسير كل يوم دراسي"), [], True),
        (aim(statement="Trois bus scolaires roulent chaque jour"), [], True),
        (aim(statement="Her okul günü üç servis çalışır"), [], True),
        (aim(statement="Everybody feels safer on the way to school"), [], False),
        (aim(statement="2028000 trees"), [], True),
        (aim(statement="Collection gets better", seen_by="The market is empty of waste at ten"), [], True),
        (aim(statement="Collection gets better", seen_by="  "), [], False),
        (aim(statement="Collection gets better"), [Measure(1, "served")], False),
        (aim(statement="Collection gets better"), [value(80)], True),
        (aim(statement="Collection gets better"), [Measure(1, "streets", state="no litter")], True),
    ],
)
def test_a_number_or_a_state_makes_it_specific(target: Aim, measures: list[Measure], expected: bool) -> None:
    assert is_specific(target, measures) is expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Half of all waste is sorted.", True),
        ("Fees cover 2.5 times the cost.", True),
        ("Fees cover the cost. Bills are complete.", False),
        ("Serve approx. 95 % of homes", True),
        ("Serve approx. half of all homes", True),
        ("الشوارع نظيفة. الرسوم كاملة.", False),
        ("word " * 30, True),
        ("word " * 31, False),
    ],
)
def test_plain(statement: str, expected: bool) -> None:
    assert is_plain(statement) is expected


@pytest.mark.parametrize(("number", "expected"), [(7, []), (8, [Problem.TOO_MANY])])
def test_a_short_list(number: int, expected: list[Problem]) -> None:
    aims = [OTHER, *(aim(key) for key in range(1, number))]
    assert problems(aims) == expected
    if expected:
        assert check(aims, [])[0] == Found(Problem.TOO_MANY, 1, number=8)


def test_the_list_is_counted_by_goal_and_a_pair_once() -> None:
    pair = [aim(1, external=True, without=2), aim(2)]
    assert counted(pair) == 1
    others = [aim(key) for key in range(3, MOST_TARGETS + 1)]
    assert Problem.TOO_MANY not in problems([*pair, *others, OTHER], [value(2, 1), value(1, 2)])
    elsewhere = [aim(100 + key, goal=2) for key in range(MOST_TARGETS)]
    assert Problem.TOO_MANY not in problems([*others, *elsewhere])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the same indicator, opposite directions
        (value(80), value(80, 2, DOWN), True),
        (Measure(1, "served", UP), Measure(2, "served", DOWN), True),
        (Measure(1, "served", UP), Measure(2, "bills", DOWN), False),
        (value(80), value(80, 2, KEEP), False),
        # two values on the same day
        (value(80), value(90, 2), True),
        (value(80), value(80, 2), False),
        (value(80), value(90, 2, KEEP), True),
        # a later value that falls back behind an earlier one
        (value(80), value(90, 2, on=NEXT), False),
        (value(80), value(70, 2, on=NEXT), True),
        (value(80, 1, DOWN), value(70, 2, DOWN, NEXT), False),
        (value(80, 1, DOWN), value(90, 2, DOWN, NEXT), True),
        (value(80, 1, KEEP), value(81, 2, KEEP, NEXT), True),
        # one that rises or falls, and one that should stay
        (value(80), value(20, 2, KEEP, NEXT), True),
        (value(80), value(90, 2, KEEP, NEXT), False),
        (value(80, 1, KEEP), value(90, 2, UP, NEXT), False),
        (value(80, 1, KEEP), value(90, 2, DOWN, NEXT), True),
        # what has no value says nothing of values
        (value(80), Measure(2, "served", UP), False),
    ],
)
def test_contradictions(one: Measure, other: Measure, expected: bool) -> None:
    """Without a date of its own an indicator has its target's, here the same for both."""
    for measures in ([one, other], [other, one]):
        assert bool(contradictions([aim(1), aim(2)], measures)) is expected


def test_without_any_date_two_values_may_be_of_two_times() -> None:
    assert contradictions([aim(1, due=None), aim(2, due=None)], [value(80), value(90, 2)]) == []


def test_a_contradiction_is_told_to_both_goals() -> None:
    aims = [aim(1), aim(2, goal=2)]
    found = [one for one in check(aims, [value(80), value(90, 2)]) if one.problem is Problem.CONTRADICTS]
    assert found == [Found(Problem.CONTRADICTS, 1, 1, 2, "served"), Found(Problem.CONTRADICTS, 2, 2, 1, "served")]


def test_one_target_does_not_contradict_itself() -> None:
    assert contradictions([aim(1)], [value(80), value(90)]) == []


def test_a_pair_may_want_two_values_but_not_two_directions() -> None:
    pair = [aim(1, external=True, without=2), aim(2)]
    assert contradictions(pair, [value(90), value(80, 2)]) == []
    assert contradictions(pair, [value(90), value(80, 2, DOWN)]) == [(1, 2, "served")]


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ([value(90), value(70, 2)], []),
        ([value(70), value(70, 2)], [Problem.ADDS_NOTHING]),
        ([value(60), value(70, 2)], [Problem.ADDS_NOTHING]),
        ([value(60, 1, DOWN), value(70, 2, DOWN)], []),
        ([value(80, 1, DOWN), value(70, 2, DOWN)], [Problem.ADDS_NOTHING]),
        ([value(70), value(70, 2, on=NEXT)], []),  # the same, a year sooner
        ([value(90)], [Problem.NOT_COMPARED]),
        ([Measure(1, "served"), value(70, 2)], [Problem.NOT_COMPARED]),
        ([], [Problem.NOT_COMPARED]),
    ],
)
def test_what_external_means_add(measures: list[Measure], expected: list[Problem]) -> None:
    assert problems([aim(1, external=True, without=2), aim(2), OTHER], measures) == expected


def test_gains_are_in_the_order_of_the_first() -> None:
    found = gains([Measure(1, "b", UP, Decimal(3)), value(90)], [value(70, 2), Measure(2, "b"), Measure(2, "c")])
    assert [(gain.name, gain.difference, gain.better) for gain in found] == [("b", None, None), ("served", 20, True)]


measure = st.builds(
    Measure,
    target=st.integers(1, 4),
    name=st.sampled_from(["served", "bills"]),
    direction=st.sampled_from(Direction),
    value=st.none() | st.integers(0, 3).map(Decimal),
    on=st.sampled_from([None, YEAR, NEXT]),
)


@given(st.lists(measure, max_size=6), st.randoms())
def test_contradictions_do_not_depend_on_the_order(measures: list[Measure], random: object) -> None:
    aims = [aim(key, due=None) for key in range(1, 5)]
    shuffled = list(measures)
    random.shuffle(shuffled)
    found = {pair[:2] for pair in contradictions(aims, measures)}
    assert found == {pair[:2] for pair in contradictions(aims, shuffled)}
    assert all(one < other for one, other in found)


@pytest.mark.parametrize(
    ("direction", "baseline", "wanted", "wrong"),
    [
        (DOWN, 200, 800, True),  # less is better
        (UP, 140, 60, True),  # more is better
        (UP, 140, 140, False),
        (DOWN, 200, 80, False),
        (KEEP, 10, 12, False),
        (UP, None, 60, False),
    ],
)
def test_a_value_in_the_wrong_direction_is_found(
    direction: Direction, baseline: int | None, wanted: int, wrong: bool
) -> None:
    today = None if baseline is None else Decimal(baseline)
    measure = Measure(1, "served", direction, Decimal(wanted), baseline=today)
    assert (problems([aim(), OTHER], [measure]) == [Problem.WRONG_WAY]) is wrong


@pytest.mark.parametrize(("on", "measured", "wrong"), [(2020, 2031, True), (2028, 2026, False), (2028, None, False)])
def test_a_date_before_todays_value_is_found(on: int, measured: int | None, wrong: bool) -> None:
    measure = Measure(1, "served", on=date(on, 1, 1), baseline_on=date(measured, 1, 1) if measured else None)
    assert (problems([aim(), OTHER], [measure]) == [Problem.BEFORE_TODAY]) is wrong
