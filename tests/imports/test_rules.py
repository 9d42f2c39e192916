from datetime import timedelta

import pytest

from planning.imports.rules import (
    as_text,
    column_letter,
    fate,
    find_header,
    guess,
    shown,
    twice,
)
from planning.people.text import loosely, same_name


def test_names() -> None:
    assert same_name("  The\u00a0 LORRIES\u200f") == same_name("the lorries")
    assert same_name("Cafe\u0301") == same_name("café")
    assert same_name("بئر") != same_name("بير")  # another word is another asset
    assert loosely("مادي، مبنيّ") == loosely("مادي مبني")
    assert loosely("الكميّة") == loosely("الكميه")
    assert loosely("  Kind_of-capital: ") == "kind of capital"


def test_columns() -> None:
    known = {"name": ["Asset", "الأصل"], "kind": ["Kind"]}
    assert guess(["KIND ", "", "الاصل"], known, {}) == {"kind": 0, "name": 2}
    assert guess(["Asset", "Kind", "asset"], known, {}) == {"kind": 1}  # which of the two is for a person to say
    assert guess(["Asset", "Sort"], known, {"sort": "kind", "asset": ""}) == {"kind": 1}
    assert twice(["Asset", "Kind", "asset ", "", ""]) == ["Asset"]
    assert [column_letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_the_header() -> None:
    words = {"name", "kind"}
    assert find_header([["Assets of our town"], ["Name", "Kind"], ["Mill", "built"]], words) == 1
    assert find_header([["What", "Sort"], ["Mill", "built"]], words) == 0
    assert find_header([["Mill", 3], ["Well", 4]], words) is None
    assert find_header([["Mill", "٣"]], words) is None
    assert find_header([], words) is None


@pytest.mark.parametrize(
    ("rule", "existing", "differs", "expected"),
    [
        ("add", 0, True, "added"),
        ("add", 1, True, "added"),
        ("add", 2, False, "added"),
        ("update", 0, True, "added"),
        ("update", 1, True, "updated"),
        ("update", 1, False, "unchanged"),
        ("skip", 0, True, "added"),
        ("skip", 1, True, "skipped"),
        ("skip", 2, False, "skipped"),
    ],
)
def test_the_three_rules(rule: str, existing: int, differs: bool, expected: str) -> None:
    assert fate(rule, existing, differs) == expected


def test_cells_as_text() -> None:
    from datetime import date, datetime

    assert [as_text(v) for v in (None, 3, 3.0, 0.1 + 0.2, True, " a ")] == ["", "3", "3", "0.3", "TRUE", "a"]
    assert as_text(datetime(2026, 5, 1)) == as_text(date(2026, 5, 1)) == "2026-05-01"


@pytest.mark.parametrize(
    ("number", "pattern", "text"),
    [
        (0.85, "0%", "85%"),
        (0.855, "0.0%", "85.5%"),
        (0.5, "0.00%", "50.00%"),
        (42, "00000", "00042"),
        (42, "General", "42"),
        (42.5, "00000", "42.5"),
        (1234.5, "#,##0.00", "1234.5"),
    ],
)
def test_a_number_arrives_as_the_sheet_shows_it(number: float, pattern: str, text: str) -> None:
    assert as_text(shown(number, pattern)) == text


def test_thirty_hours_are_no_day_and_six() -> None:
    assert as_text(timedelta(hours=30)) == "30:00"
