"""The SWOT and the tree of the example: what Step 1 offers is taken over and rewritten, as a group would do it."""

from django.utils.translation import override

from stakeholders.models import Position

from ...assets.models import GoalAsset
from ...goals.models import Goal, SubObjective
from ...people.models import User
from ...swot import actions as swot
from ...swot.models import SwotEntry
from ...swot.rules import Proposal, Says
from ...swot.section import offers
from ...trees.models import TreeNode
from ...worksheets.actions import add_row, save_row
from .content import ExampleEntry, ExampleGoal, ExampleNode

OF_ASSETS = {Says.WORKS.value, Says.SHORT.value, Says.MISSING.value}


def add_situation(text: ExampleGoal, goal: Goal, step: SubObjective, *, by: User, language: str) -> list[SwotEntry]:
    """Adds the SWOT of the goal and the tree of its first sub-objective; returns the entries in their order."""
    with override(language):
        offered = {one.origin: one for one in offers(goal)}
        entries = [_entry(goal, one, offered, by) for one in text.swot]
    _node(TreeNode(goal=goal, kind="core", sub_objective=step), text.tree, entries, by)
    return entries


def _entry(goal: Goal, text: ExampleEntry, offered: dict[str, Proposal], by: User) -> SwotEntry:
    if text.takes is None:
        row = SwotEntry(plan_id=goal.plan_id, goal=goal, cell=text.cell, group=text.group, text=text.text, secret=False)
        return add_row(row, key=None, by=by, goal=goal)
    (taken,) = swot.take(goal, [offered[_origin(goal, *text.takes)]], by=by)
    values = {"cell": text.cell, "group": text.group, "text": text.text}
    taken = save_row(taken, values, seen_version=taken.version, by=by)
    return swot.release(taken, by=by) if text.released else taken


def _origin(goal: Goal, says: str, at: int) -> str:
    """The name of a proposal about the asset, the sub-objective or the stakeholder with this index."""
    rows = SubObjective.objects.filter(goal=goal)
    if says in OF_ASSETS:
        rows = GoalAsset.objects.filter(goal=goal)
    elif says != Says.SHARED.value:
        rows = Position.objects.filter(goal=goal)
    return f"{says}:{rows.order_by('pk')[at].pk}"


def _node(row: TreeNode, text: ExampleNode, entries: list[SwotEntry], by: User) -> None:
    row.plan_id, row.text, row.turned = row.goal.plan_id, text.text, text.turned
    row.from_entry = entries[text.entry] if text.entry is not None else None
    add_row(row, key=None, by=by, goal=row.goal)
    for kind, hanging in (("effect", text.effects), ("cause", text.causes)):
        for one in hanging:
            _node(TreeNode(goal=row.goal, kind=kind, parent=row), one, entries, by)
