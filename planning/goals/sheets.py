"""The worksheets of this room (P2, P3)."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ..plans.permissions import Permission
from ..worksheets.sheet import Worksheet
from .forms import GoalForm, LocalityForm, PriorityAreaForm, SubObjectiveForm, WorkingGroupForm
from .models import Goal, Locality, PriorityArea, SubObjective, WorkingGroup


def with_steps(goals: QuerySet[Any]) -> QuerySet[Any]:
    """Each goal with how many sub-objectives it has."""
    return goals.annotate(steps=Count("sub_objectives", filter=Q(sub_objectives__deleted_at=None)))


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
    related=("area", "group"),
    annotate=with_steps,
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
    parent=Goal,
    related=("goal",),
)
LOCALITIES = Worksheet(
    step=0,
    name="localities",
    model=Locality,
    form=LocalityForm,
    page="goals/localities.html",
    cells="goals/locality_cells.jinja",
    columns=(_("Locality"), _("Kind"), _("Point"), _("Outline")),
    annotate=with_outlines,
    exported=("name", "kind", "latitude", "longitude"),  # an outline is no cell to read
)
