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
