"""Numbers as people write them (plain_number)."""

import pytest

from planning.people.numbers import Ambiguous, plain_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", "3"),
        ("٣", "3"),
        ("۱۲", "12"),
        ("٣٫٥", "3.5"),
        ("١٬٢٣٤٬٥٦٧", "1234567"),
        ("12 500", "12500"),
        ("12\u00a0500,5", "12500.5"),
        ("3,5", "3.5"),
        ("1,234,567", "1234567"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1.234.567", "1234567"),
        ("\u22125", "-5"),
        ("1.5", "1.5"),
        ("many", "many"),
        ("\u200f٧", "7"),
        ("", ""),
        ("12 50", "12 50"),
        ("1'000", "1000"),
        ("0,125", "0.125"),
        ("1.234", "1.234"),
        ("१२", "12"),
        ("140.00-150", "140.00-150"),
        ("+5", "+5"),
    ],
)
def test_numbers(typed: str, meant: str) -> None:
    assert plain_number(typed) == meant


@pytest.mark.parametrize("typed", ["1,234", "١٬٢٣٤", "12,500", "-1,234"])
def test_a_number_of_two_meanings_is_not_guessed(typed: str) -> None:
    with pytest.raises(Ambiguous):
        plain_number(typed)


def test_where_a_point_groups_thousands_it_has_two_meanings_as_well() -> None:
    with pytest.raises(Ambiguous) as found:
        plain_number("1.234", point_groups=True)
    assert (found.value.whole, found.value.decimal) == ("1234", "1.234")
    assert plain_number("0.125", point_groups=True) == "0.125"
    assert plain_number("12.5", point_groups=True) == "12.5"
