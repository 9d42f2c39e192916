"""The worksheets of this room: a goal's actions (C3, Table 7) and the means for them (C4, Table 8)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..people.money import totals
from ..worksheets.models import Row
from ..worksheets.sheet import Worksheet, weight_with
from .forms import ActionForm, ResourceForm
from .models import Action, ResourceLine


def by_action(lines: QuerySet[Any]) -> QuerySet[Any]:
    return lines.filter(action__deleted_at=None).order_by("action__position", "origin", "position")


def resource_sums(goal: Row | None, rows: list[ResourceLine] | None) -> dict[str, Any]:
    """The goal's own means, and those needed from outside, by currency."""
    lines = rows
    if lines is None:
        lines = list(ResourceLine.objects.filter(action__goal=goal, action__deleted_at=None))
    external = ResourceLine.Origin.EXTERNAL
    own = totals((line.currency, line.amount) for line in lines if line.origin != external)
    needed = totals((line.currency, line.amount) for line in lines if line.origin == external)
    return {"own_sums": own, "needed_sums": needed}


ACTIONS = Worksheet(
    step=3,
    name="actions", model=Action, form=ActionForm, page="actions/actions.html", cells="actions/action_cells.jinja",
    computed="actions/horizon.html",
    columns=(_("Action"), _("Time frame"), _("Main actor"), _("Other actors"), _("Flexibility"), _("Social cohesion")),
    parent=Goal, related=("goal", "sub_objective__goal", "owner"),
)  # fmt: skip
RESOURCES = Worksheet(
    step=3,
    name="resources", model=ResourceLine, form=ResourceForm, page="actions/resources.html",
    cells="actions/resource_cells.jinja",
    columns=(_("Means"), _("Action"), _("Origin"), _("Amount"), _("Possible source")),
    parent=Goal, parent_path="action__goal", related=("action",), extra=resource_sums, reorder=False,
    annotate=by_action,
    weight=weight_with("action"), also_changed=("action",),
)  # fmt: skip
