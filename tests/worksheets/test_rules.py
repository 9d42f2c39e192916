"""The three-way merge of two edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.worksheets.rules import Merge, merge

CASES = [
    # what I saw, what I send, what is there now → written, in conflict
    ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, []),  # only I changed it
    ({"a": 1}, {"a": 1}, {"a": 2}, {}, []),  # only they did: theirs stays
    ({"a": 1}, {"a": 2}, {"a": 2}, {}, []),  # both did the same
    ({"a": 1}, {"a": 2}, {"a": 3}, {}, ["a"]),  # both, differently
    ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 5}, {"a": 2}, []),  # different cells of one row
    ({"a": 1}, {"a": None}, {"a": 1}, {"a": None}, []),  # emptied
    ({"a": None}, {"a": None}, {"a": 4}, {}, []),
]


@pytest.mark.parametrize(("seen", "mine", "theirs", "changes", "conflicts"), CASES)
def test_merge(seen: dict, mine: dict, theirs: dict, changes: dict, conflicts: list) -> None:
    assert merge(seen, mine, theirs) == Merge(changes, conflicts)


rows = st.fixed_dictionaries({name: st.integers(0, 3) for name in "abc"})


@given(seen=rows, mine=rows, theirs=rows)
def test_nothing_anybody_changed_is_lost(seen: dict, mine: dict, theirs: dict) -> None:
    merged = merge(seen, mine, theirs)
    result = theirs | merged.changes
    for name in seen:
        if name not in merged.conflicts:
            if mine[name] != seen[name]:
                assert result[name] == mine[name]
            else:
                assert result[name] == theirs[name]
        else:
            assert mine[name] != seen[name] != theirs[name] != mine[name]


MARKED = [
    # what I saw, what I send, what is there now → written (None: nothing), in conflict
    ((1,), (1, 2), (1,), (1, 2), []),
    ((1,), (1, 2), (1, 3), (1, 2, 3), []),  # I set 2, they set 3
    ((1, 2), (1,), (1, 2, 3), (1, 3), []),  # I took 2 away, they set 3
    ((1, 2), (2,), (1,), (), []),  # each took one away
    ((1, 2), (1, 2), (1, 3), None, []),  # I left it as it was
    ((1,), (1, 2), (1, 2, 3), None, []),  # they set mine as well
    ((), (4, 2), (3,), (2, 3, 4), []),
]


@pytest.mark.parametrize(("seen", "mine", "theirs", "written", "conflicts"), MARKED)
def test_marks_come_together(seen: tuple, mine: tuple, theirs: tuple, written: tuple | None, conflicts: list) -> None:
    merged = merge({"a": seen}, {"a": mine}, {"a": theirs}, {"a"})
    assert merged == Merge({} if written is None else {"a": written}, conflicts)


def test_marks_of_a_version_that_never_was_conflict() -> None:
    assert merge({"a": object()}, {"a": (1,)}, {"a": (2,)}, {"a"}).conflicts == ["a"]


marks = st.frozensets(st.integers(0, 6)).map(lambda found: tuple(sorted(found)))


@given(seen=marks, mine=marks, theirs=marks)
def test_each_mark_is_as_whoever_changed_it_left_it(seen: tuple, mine: tuple, theirs: tuple) -> None:
    result = merge({"a": seen}, {"a": mine}, {"a": theirs}, {"a"}).changes.get("a", theirs)
    for mark in range(7):
        changed = (mark in mine) != (mark in seen)
        assert (mark in result) == (mark in (mine if changed else theirs))
