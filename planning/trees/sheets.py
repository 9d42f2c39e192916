"""The worksheet of this room: the trees of a goal as one outline (C2)."""

from typing import Any

from django.db.models import Case, F, Func, IntegerField, QuerySet, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..worksheets.models import Row
from ..worksheets.sheet import Gathered, Moves, Parent, Seen, Worksheet
from . import rules
from .actions import move, nodes_of
from .forms import NewNodeForm, NodeForm
from .models import TreeNode

# from the core problem, at the most, to the node itself
LINE = ["__".join(["parent"] * above) for above in range(rules.MOST_LEVELS - 1, 0, -1)]
RANK = Case(
    *(When(kind=kind.value, then=Value(rank)) for rank, kind in enumerate(rules.ORDER)), output_field=IntegerField()
)


def in_outline(nodes: QuerySet[Any]) -> QuerySet[Any]:
    """Each node behind the one that it hangs on, as `rules.outline` has them: their places one after the other, from
    the core problem on, sort like words."""
    places = [F(f"{line}__position") for line in LINE]
    path = Func(*places, F("position"), template="array_remove(ARRAY[%(expressions)s]::int[], NULL)")
    path.output_field = TextField()  # only sorted by
    core = Func(*places, F("position"), function="COALESCE", output_field=IntegerField())
    return nodes.order_by(core, RANK, path, "pk")


def with_numbers(goal: Row | None, rows: list[TreeNode]) -> None:
    """Puts on each row its number in the outline, "1.2.1"."""
    numbers = rules.numbers(nodes_of(rows[0].goal_id))
    for row in rows:
        row.number = numbers.get(row.pk, "")
        row.level = row.number.count(".")
        row.may_grow = row.level + 1 < rules.MOST_LEVELS


TREE_NODES = Worksheet(
    step=3,
    name="tree_nodes",
    model=TreeNode,
    form=NodeForm,
    add_form=NewNodeForm,
    page="trees/outline.html",
    cells="trees/node_cells.jinja",
    columns=(_("Problem"), _("Restated as an objective")),
    parent=Parent(Goal),
    arranged=in_outline,
    exported=("kind", "text", "turned", "sub_objective"),
    shows={"step": "sub_objective__position"},
    gathered=(Gathered(with_numbers, Seen(TreeNode, "goal")),),
    moves=Moves(
        ways=(
            ("up", _("Up"), "up"),
            ("down", _("Down"), "down"),
            ("in", _("Level down"), "arrow"),
            ("out", _("Level up"), ""),
        ),
        by=move,
    ),
)
