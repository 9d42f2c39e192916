"""The trees as they are read: drawn with effects above and causes below, as problems or turned over (C2)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from ..goals.document import Section
from ..goals.models import Goal
from ..goals.section import goals_of
from ..swot.models import SwotEntry
from . import rules
from .models import TreeNode


@dataclass
class Branch:
    """A node with what hangs on it."""

    key: int
    number: str
    text: str
    turned: str
    source: int | None  # the entry of the SWOT, where the reader may know it
    step: tuple[int, str] | None  # of a core problem: the sub-objective's number in its goal, and what it says
    effects: list["Branch"] = field(default_factory=list)
    causes: list["Branch"] = field(default_factory=list)

    @property
    def effect_lines(self) -> list[tuple[int, "Branch"]]:
        """The effects one below the other, each with its level."""
        return list(_lines(self.effects))

    @property
    def cause_lines(self) -> list[tuple[int, "Branch"]]:
        return list(_lines(self.causes))


def _lines(branches: Iterable[Branch], level: int = 0) -> Iterator[tuple[int, Branch]]:
    for branch in branches:
        yield level, branch
        yield from _lines(branch.effects + branch.causes, level + 1)


COLUMNS = (
    "pk",
    "parent",
    "kind",
    "position",
    "text",
    "turned",
    "from_entry",
    "goal",
    "sub_objective__position",
    "sub_objective__statement",
)


def trees(goal: Goal) -> list[Branch]:
    """The core problems of a goal, each with its tree, in two queries. The entries of the SWOT that they come from are
    those that the reader in scope may know."""
    known = set(SwotEntry.objects.filter(goal=goal).values_list("pk", flat=True))
    return _grown(TreeNode.objects.filter(goal=goal).values_list(*COLUMNS), known)


@dataclass(frozen=True)
class GoalTrees:
    goal: Goal
    cores: list[Branch]


def goal_trees(goals: Iterable[Goal]) -> list[GoalTrees]:
    """For the document: of every goal that has some. One query."""
    rows: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in TreeNode.objects.values_list(*COLUMNS):
        rows[row[COLUMNS.index("goal")]].append(row)
    return [GoalTrees(goal, _grown(rows[goal.pk], set())) for goal in goals if rows[goal.pk]]


def _grown(rows: Iterable[tuple[Any, ...]], known: set[int]) -> list[Branch]:
    nodes, branches = [], {}
    for key, parent, kind, position, text, turned, source, _goal, at, said in rows:
        nodes.append(rules.Node(key, parent, rules.Kind(kind), position))
        step = (at, said) if at is not None else None
        branches[key] = Branch(key, "", text, turned, source if source in known else None, step)
    cores = []
    for key, number in rules.numbers(nodes).items():
        branches[key].number = number
    for node, _level in rules.outline(nodes):
        branch = branches[node.key]
        if node.parent is None:
            cores.append(branch)
        elif node.kind is rules.Kind.EFFECT:
            branches[node.parent].effects.append(branch)
        else:
            branches[node.parent].causes.append(branch)
    return cores


SECTION = Section(
    kind="trees",
    words=gettext_lazy("Cause and effect"),
    step=3,
    template="trees/section.html",
    anchor="trees",
    gather=lambda material: {"goal_trees": goal_trees(material.of(goals_of))},
    needs="goal_trees",
    worksheets=("tree_nodes",),
)
