"""The worksheets of this room: the register (B1), a sub-objective's analysis (B2, B3), a goal's connections and
interviews (B6, B7)."""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from planning.goals.models import Goal, SubObjective
from planning.plans.permissions import Permission
from planning.worksheets.models import Row
from planning.worksheets.sheet import Worksheet, weight_with

from .forms import (
    AnswerForm,
    ConnectionForm,
    InfluenceForm,
    InterviewForm,
    NewPositionForm,
    PositionForm,
    StakeholderForm,
)
from .models import Answer, Connection, Influence, Interview, Position, Stakeholder

ASSET = ("asset__name", "asset__kind")  # what a cell says of one


def with_influences(positions: QuerySet[Any]) -> QuerySet[Any]:
    """Each position with the stakeholder's influence over assets, in one more query."""
    return positions.prefetch_related(
        Prefetch("influences", Influence.objects.select_related("asset").only("holder", "strength", *ASSET)),
    )


def with_connections(step: Row | None, rows: list[Position]) -> None:
    """Puts on each row to whom its stakeholder is connected, and how."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    columns = ("one", "one__name", "other", "other__name", "how")
    for one, its_name, other, others_name, how in Connection.objects.filter(goal=rows[0].goal_id).values_list(*columns):
        found[one].append((others_name, how))
        found[other].append((its_name, how))
    for row in rows:
        row.connections = found[row.stakeholder_id]  # type: ignore[attr-defined]


def ways_back(goal: Any, _rows: list[Any] | None) -> dict[str, Any]:
    """The goal's sub-objectives: one comes to its connections from the list of one of them, and goes back there."""
    steps = list(SubObjective.objects.filter(goal=goal))
    for step in steps:
        step.goal = goal
    return {"steps": steps}


STAKEHOLDERS = Worksheet(
    name="stakeholders", model=Stakeholder, form=StakeholderForm, page="stakeholders/register.html",
    cells="stakeholders/stakeholder_cells.jinja", columns=(_("Stakeholder"), _("Type"), _("Contact")),
    edits=Permission.EDIT_OWN_GOALS,
)  # fmt: skip
POSITIONS = Worksheet(
    name="positions", model=Position, form=PositionForm, add_form=NewPositionForm,
    page="stakeholders/positions.html", cells="stakeholders/position_cells.jinja",
    columns=(_("Who supports, who opposes, and why?"), _("Interest"), _("Assets they control or influence"),
             _("Connections")),
    parent=SubObjective, parent_path="sub_objective", parent_key="sub_objective", related=("stakeholder",),
    annotate=with_influences, dress=with_connections, reorder=False,
    weight=weight_with("stakeholder"), also_changed=("stakeholder",),
)  # fmt: skip
INFLUENCES = Worksheet(
    name="influences", model=Influence, form=InfluenceForm, page="stakeholders/influences.html",
    cells="stakeholders/influence_cells.jinja",
    columns=(_("Stakeholder"), _("Asset"), _("Influence"), _("Where it comes from")),
    parent=SubObjective, parent_path="sub_objective", parent_key="sub_objective",
    related=("holder__stakeholder", "asset"), reorder=False,
    weight=weight_with("asset"), also_changed=("asset",),
)  # fmt: skip
CONNECTIONS = Worksheet(
    name="connections", model=Connection, form=ConnectionForm, page="stakeholders/connections.html",
    cells="stakeholders/connection_cells.jinja", columns=(_("Who"), _("Is connected to"), _("How")),
    parent=Goal, related=("one", "other"), reorder=False, extra=ways_back,
)  # fmt: skip
INTERVIEWS = Worksheet(
    name="interviews", model=Interview, form=InterviewForm, page="stakeholders/interviews.html",
    cells="stakeholders/interview_cells.jinja",
    columns=(_("Well-informed person"), _("Type"), _("Day"), _("Consent"), _("Purpose")),
    parent=Goal, reorder=False,
)  # fmt: skip
ANSWERS = Worksheet(
    name="answers", model=Answer, form=AnswerForm, page="stakeholders/answers.html",
    cells="stakeholders/answer_cells.jinja",
    columns=(_("What was said"), _("About"), _("Question"), _("Evidence"), _("Interview")),
    parent=Goal, related=("interview", "stakeholder", "sub_objective"), reorder=False,
)  # fmt: skip
