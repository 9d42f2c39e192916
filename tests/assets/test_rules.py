"""The priority of an asset, cell by cell as Table 2 prints it (A6)."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.assets.rules import Priority, RatingLevel, grid, priority

L, M, H = RatingLevel.LOW, RatingLevel.MEDIUM, RatingLevel.HIGH
# rows: availability; columns: importance high, medium, low
TABLE_2 = {
    H: (Priority.LOW, Priority.LOW, Priority.LOW),
    M: (Priority.HIGH, Priority.HIGH, Priority.LOW),
    L: (Priority.HIGH, Priority.HIGH, Priority.LOW),
}


@pytest.mark.parametrize("availability", [H, M, L])
@pytest.mark.parametrize(("column", "importance"), list(enumerate([H, M, L])))
def test_every_cell_of_table_2(availability: RatingLevel, column: int, importance: RatingLevel) -> None:
    assert priority(availability, importance) is TABLE_2[availability][column]


@pytest.mark.parametrize(("availability", "importance"), [(None, H), (H, None), (None, None)])
def test_no_priority_before_both_ratings(availability: RatingLevel | None, importance: RatingLevel | None) -> None:
    assert priority(availability, importance) is None


def test_what_is_no_level_is_an_error() -> None:
    with pytest.raises(ValueError):
        priority(4, 1)


@dataclass(frozen=True)
class Rating:
    availability: int | None
    importance: int | None


levels = st.none() | st.sampled_from(RatingLevel)


@given(st.lists(st.builds(Rating, levels, levels)))
def test_every_rated_row_stands_in_exactly_one_cell(rows: list[Rating]) -> None:
    cells = grid(rows)
    assert len(cells) == 9
    placed = [row for cell in cells.values() for row in cell]
    rated = [row for row in rows if row.availability is not None and row.importance is not None]
    assert sorted(map(repr, placed)) == sorted(map(repr, rated))
    for (availability, importance), cell in cells.items():
        assert all((row.availability, row.importance) == (availability, importance) for row in cell)
