"""How two people's edits of one row come together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Question:
    """What has to be confirmed before a cell's new value is written.

    `field` is the cell's, `says` what follows from the change, `yes` the words to agree to. `token` names the change
    itself: who has agreed to one has not agreed to another."""

    field: str
    says: str
    yes: str
    token: str


@dataclass(frozen=True)
class Merge:
    """`changes` are to be written; each field in `conflicts` has two new values, and a person must choose."""

    changes: dict[str, Any] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def merge(
    seen: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], marks: Collection[str] = ()
) -> Merge:
    """A three-way merge, field by field.

        `seen`: the row as its editor saw it; `mine`: the values they send; `theirs`: the row as it is now.
        What I left as I saw it stays as it is now; what only I changed is written; what both of us changed
        to different values is a conflict. Where the value is a set of `marks` (a sorted tuple) it is none: what I set
    or took away comes together with what they did."""
    changes: dict[str, Any] = {}
    conflicts: list[str] = []
    for name, value in mine.items():
        if value == theirs[name] or value == seen[name]:
            continue
        if theirs[name] == seen[name]:
            changes[name] = value
        elif name in marks and isinstance(seen[name], tuple):
            changes |= _together(name, set(seen[name]), set(value), theirs[name])
        else:
            conflicts.append(name)
    return Merge(changes, conflicts)


def _together(name: str, seen: set[Any], mine: set[Any], theirs: tuple[Any, ...]) -> dict[str, Any]:
    both = tuple(sorted(set(theirs) - (seen - mine) | (mine - seen)))
    return {name: both} if both != theirs else {}
