"""The worksheets of this room (P2, P3)."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from ..plans.permissions import Permission
from ..worksheets.models import Row
from ..worksheets.sheet import Gathered, Parent, Seen, Worksheet
from .forms import GoalForm, LocalityForm, PriorityAreaForm, SubObjectiveForm, WorkingGroupForm
from .models import Goal, Locality, PriorityArea, SubObjective, WorkingGroup


def with_steps(_parent: Row | None, goals: list[Any]) -> None:
    """Puts on each goal how many sub-objectives it has."""
    counted = dict(SubObjective.objects.order_by().values_list("goal").annotate(Count("pk")))
    for goal in goals:
        goal.steps = counted.get(goal.pk, 0)


def with_outlines(places: QuerySet[Any]) -> QuerySet[Any]:
    """Elsewhere the outlines stay in the database."""
    return places.defer(None)


AREAS = Worksheet(
    step=0,
    name="areas",
    model=PriorityArea,
    form=PriorityAreaForm,
    page="goals/areas.html",
    cells="goals/name_cells.jinja",
    columns=(_("Priority area"),),
    edits=Permission.MANAGE_PLAN,
)
GROUPS = Worksheet(
    step=0,
    name="groups",
    model=WorkingGroup,
    form=WorkingGroupForm,
    page="goals/groups.html",
    cells="goals/name_cells.jinja",
    columns=(_("Working group"),),
    edits=Permission.MANAGE_PLAN,
)
GOALS = Worksheet(
    step=0,
    name="goals",
    model=Goal,
    form=GoalForm,
    page="goals/goals.html",
    cells="goals/goal_cells.jinja",
    columns=(_("Strategic goal"), _("Priority area"), _("Working group"), _("Sub-objectives")),
    edits=Permission.MANAGE_PLAN,
    shows={"area_name": "area__name", "group_name": "group__name"},
    gathered=(Gathered(with_steps, Seen(SubObjective)),),
)
SUB_OBJECTIVES = Worksheet(
    step=0,
    name="sub_objectives",
    chain="sub-objective",
    model=SubObjective,
    form=SubObjectiveForm,
    page="goals/sub_objectives.html",
    cells="goals/sub_objective_cells.jinja",
    columns=(_("Sub-objective"),),
    parent=Parent(Goal),
)
LOCALITIES = Worksheet(
    step=0,
    name="localities",
    model=Locality,
    form=LocalityForm,
    page="goals/localities.html",
    cells="goals/locality_cells.jinja",
    columns=(_("Locality"), _("Kind"), _("Point"), _("Outline")),
    arranged=with_outlines,
    exported=("name", "kind", "latitude", "longitude"),  # an outline is no cell to read
)
