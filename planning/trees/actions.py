"""Moving a node in its tree (C2)."""

from django.db import transaction
from django.utils.translation import gettext as _

from ..people.models import User
from ..plans.models import lock_plan
from ..worksheets.actions import save_row
from . import rules
from .models import TreeNode

WHY = {
    rules.CannotMove.NOTHING_BEFORE: lambda: _("There is no row before it to place it under."),
    rules.CannotMove.BESIDE_CORE: lambda: _(
        "It is already directly under the core problem, or is a core problem itself."
    ),
    rules.CannotMove.TOO_DEEP: lambda: (
        _("A tree has at most %(n)d levels. Please use fewer.") % {"n": rules.MOST_LEVELS}
    ),
}


def nodes_of(goal: int) -> list[rules.OutlineNode]:
    rows = TreeNode.objects.filter(goal=goal).values_list("pk", "parent", "kind", "position")
    return [rules.OutlineNode(pk, parent, rules.NodeKind(kind), position) for pk, parent, kind, position in rows]


@transaction.atomic
def move(row: TreeNode, way: str, *, by: User) -> str:
    """Moves the node and what hangs on it; "" or, where it cannot move so, the reason. Under the plan's lock, so that
    two people who move at once make no circle."""
    lock_plan(row.plan_id)
    if way not in {one.value for one in rules.MoveWay}:
        return ""
    found = rules.moved(nodes_of(row.goal_id), row.pk, rules.MoveWay(way))
    if isinstance(found, rules.CannotMove):
        return str(WHY[found]())
    rows = TreeNode.objects.in_bulk(found)
    for key, placed in found.items():
        values = {"parent_id": placed.parent, "position": placed.position}
        save_row(rows[key], values, seen_version=rows[key].version, by=by)
    return ""
