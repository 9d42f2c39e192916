"""What no column says by itself: rows that hang on themselves in a circle, links into another goal, and times that are
longer than a form takes."""

from typing import Any

from django.core.exceptions import ValidationError

from targets.timeline.models import Meeting

from ..actions.models import Action
from ..people.days import validate_span
from ..plans.events import is_guarded
from ..trees.models import TreeNode
from ..trees.rules import MOST_LEVELS, NodeKind
from .faults import FileFault, place_of
from .tables import ArchiveColumn, ArchiveTable, tables

SPANS = {Action: ("start", "end"), Meeting: ("first", "until")}  # the first day and the last one
# links to rows of the same table along which somebody walks until there is no further one
WALKED = {("tree_node", "parent"), ("brainstorm_entry", "merged_into"), ("target", "without")}


def circles(lines: dict[Any, list[Any]]) -> list[FileFault]:
    """Rows from which one comes back to them."""
    found = []
    for table in tables():
        for column in table.columns:
            if (table.name, column.name) in WALKED:
                found += _circles(table, column, lines[table.model])
    return found


def _circles(table: ArchiveTable, column: ArchiveColumn, lines: list[Any]) -> list[FileFault]:
    safe: set[int] = set()  # from these one comes to an end
    found = []
    for start in range(1, len(lines) + 1):
        way: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in safe and at not in way:
            way[at] = None
            at = lines[at - 1].links.get(column.name)
        if at in way and at is not None:
            found.append(FileFault(place_of(("tables", table.name, at - 1, column.name)), "It comes back to itself."))
        safe |= set(way)
    return found


def misgrown(lines: dict[Any, list[Any]]) -> list[FileFault]:
    """Nodes of a problem tree where none can hang: too deep, or a cause on an effect (C2). There are no circles."""
    nodes, found = lines[TreeNode], []
    for at, line in enumerate(nodes):
        parent, level, above = line.links.get("parent"), 0, line.links.get("parent")
        while above:
            above, level = nodes[above - 1].links.get("parent"), level + 1
        if level >= MOST_LEVELS:
            found.append(FileFault(_parent(at), f"A tree has at most {MOST_LEVELS} levels."))
        kinds = {line.row.kind, NodeKind.CORE.value}
        if parent and nodes[parent - 1].row.kind not in kinds:
            found.append(
                FileFault(
                    _parent(at),
                    "A cause belongs under a cause or a core problem, an effect under an effect or a core problem.",
                )
            )
    return found


def _parent(at: int) -> str:
    return place_of(("tables", "tree_node", at, "parent"))


def other_goals(lines: dict[Any, list[Any]]) -> list[FileFault]:
    """Links of confidential rows, and of trees, into another goal: who may know of a row follows from its goal (B8)."""
    return [
        FileFault(place_of(("tables", table.name, at, column.name)), "It belongs to another goal than this row.")
        for table in tables()
        for column in table.columns
        if column.leads_to in lines and (is_guarded(table.model) or column.leads_to is table.model)
        for at, line in enumerate(lines[table.model])
        if _strays(line, column, lines)
    ]


def _strays(line: Any, column: ArchiveColumn, lines: dict[Any, list[Any]]) -> bool:
    number, goal = line.links.get(column.name), line.links.get("goal")
    if number is None or goal is None or column.name == "goal":
        return False
    return bool(lines[column.leads_to][number - 1].links.get("goal", goal) != goal)


def overlong(lines: dict[Any, list[Any]]) -> list[FileFault]:
    """Times over so many years as nobody plans for. Those without a last day end with the plan, which may have been
    made longer since: its own file is to be readable."""
    found = []
    for table in tables():
        for at, line in enumerate(lines[table.model] if table.model in SPANS else ()):
            first, last = (getattr(line.row, name) for name in SPANS[table.model])
            try:
                if first and last:
                    validate_span(first, last)
            except ValidationError as error:
                found.append(FileFault(place_of(("tables", table.name, at, SPANS[table.model][1])), error.messages[0]))
    return found
