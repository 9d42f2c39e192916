"""What a room gives to the chain: its kinds of links, and the ways between them and those of rooms before it (P5).

A way between two rooms stands with the later one, which knows both. Rows are asked for through the managers of their
tables, so that who may not know who opposes what sees no link that would tell (B8)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from ..worksheets.models import Row

Rows = Callable[[int], Q]  # which rows are neighbours of the one with this key


@dataclass(frozen=True)
class Link:
    """A kind of link: its table, the column that names its rows, and its worksheet.

    `goal`: the way to the goal whose worksheet it stands in."""

    word: Promise
    model: type[Row]
    name: str
    sheet: str
    goal: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("pk", self.name, *((self.goal, f"{self.goal}__position", "position") if self.goal else ()))


@dataclass(frozen=True)
class Way:
    """From links of one kind to neighbours of another: what it means. `secret`: only confidants find any."""

    of: str
    to: str
    title: Promise
    rows: Rows
    secret: bool = False


def through(model: type[Any], of: str, to: str, **only: Any) -> Rows:
    """Rows whose keys stand in another table, as far as the reader may know that table."""
    return lambda key: Q(pk__in=model.objects.filter(**{of: key}, **only).values(to))
