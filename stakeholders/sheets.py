"""The worksheets of this room: the register (B1), a sub-objective's analysis (B2, B3), a goal's connections and
interviews (B6, B7)."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.assets.models import Asset
from planning.goals.models import Goal, SubObjective
from planning.people.words import labels
from planning.plans.permissions import Permission
from planning.worksheets.models import Row
from planning.worksheets.sheet import Gathered, Parent, Seen, Worksheet

from . import readings
from .forms import (
    ConnectionForm,
    InfluenceForm,
    InterviewAnswerForm,
    InterviewForm,
    NewPositionForm,
    PositionForm,
    StakeholderForm,
)
from .models import Answer, Connection, Influence, Interview, Position, Stakeholder


def with_assets_and_connections(step: Row | None, rows: list[Any]) -> None:
    """Puts on each row which assets its stakeholder holds, and to whom they are connected, as plain values: whole rows
    of three more tables would be most of the page's time."""
    kinds, strengths = labels(Asset, "kind"), labels(Influence, "strength")
    held: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for one in readings.READ_INFLUENCES(rows[0].sub_objective_id):
        held[one.holder].append((one.asset_name, kinds[one.asset_kind], strengths[one.strength]))
    connected: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for link in readings.READ_CONNECTIONS(rows[0].goal_id):
        connected[link.one].append((link.other_name, link.how))
        connected[link.other].append((link.one_name, link.how))
    for row in rows:
        row.held, row.connections = held[row.pk], connected[row.stakeholder_id]


TALK = ("person", "kind", "role", "held_on", "position")


def with_talks(goal: Row | None, rows: list[Any]) -> None:
    """Puts on each row what its interview is called in lists; one interview has many answers."""
    names: dict[int, str] = {}
    for row in rows:
        if row.interview_id not in names:
            names[row.interview_id] = Interview.name_of(*(getattr(row, f"talk_{name}") for name in TALK))
        row.talk = names[row.interview_id]


def ways_back(goal: Any, _rows: list[Any] | None) -> dict[str, Any]:
    """The goal's sub-objectives: one comes to its connections from the list of one of them, and goes back there."""
    steps = SubObjective.objects.filter(goal=goal)
    return {"steps": [(one.pk, f"{goal.position}.{one.position}", one.statement) for one in steps]}


STAKEHOLDERS = Worksheet(
    name="stakeholders",
    chain="stakeholder",
    model=Stakeholder,
    form=StakeholderForm,
    page="stakeholders/register.html",
    cells="stakeholders/stakeholder_cells.jinja",
    columns=(_("Stakeholder"), _("Type"), _("Contact")),
    edits=Permission.EDIT_OWN_GOALS,
)
POSITIONS = Worksheet(
    name="positions",
    model=Position,
    form=PositionForm,
    add_form=NewPositionForm,
    page="stakeholders/positions.html",
    cells="stakeholders/position_cells.jinja",
    columns=(
        _("Who supports, who opposes, and why?"),
        _("Interest"),
        _("Assets they control or influence"),
        _("Connections"),
    ),
    parent=Parent(SubObjective, "sub_objective", "sub_objective"),
    shows={"who": "stakeholder__name"},
    gathered=(
        Gathered(
            with_assets_and_connections,
            Seen(Influence, "sub_objective", ways=("asset",)),
            Seen(Connection, "goal__sub_objectives", ways=("one", "other")),
        ),
    ),
    moves=None,
)
INFLUENCES = Worksheet(
    name="influences",
    model=Influence,
    form=InfluenceForm,
    page="stakeholders/influences.html",
    cells="stakeholders/influence_cells.jinja",
    columns=(_("Stakeholder"), _("Asset"), _("Influence"), _("Where it comes from")),
    parent=Parent(SubObjective, "sub_objective", "sub_objective"),
    shows={"who": "holder__stakeholder__name", "asset_name": "asset__name", "asset_kind": "asset__kind"},
    moves=None,
)
CONNECTIONS = Worksheet(
    name="connections",
    model=Connection,
    form=ConnectionForm,
    page="stakeholders/connections.html",
    cells="stakeholders/connection_cells.jinja",
    columns=(_("Who"), _("Is connected to"), _("How")),
    parent=Parent(Goal),
    moves=None,
    extra=ways_back,
    shows={"one_name": "one__name", "other_name": "other__name"},
)
INTERVIEWS = Worksheet(
    name="interviews",
    model=Interview,
    form=InterviewForm,
    page="stakeholders/interviews.html",
    cells="stakeholders/interview_cells.jinja",
    columns=(_("Well-informed person"), _("Type"), _("Day"), _("Consent"), _("Purpose")),
    parent=Parent(Goal),
    moves=None,
)
ANSWERS = Worksheet(
    name="answers",
    model=Answer,
    form=InterviewAnswerForm,
    page="stakeholders/answers.html",
    cells="stakeholders/answer_cells.jinja",
    columns=(_("What was said"), _("About"), _("Question"), _("Evidence"), _("Interview")),
    parent=Parent(Goal),
    moves=None,
    shows={"who": "stakeholder__name", "step": "sub_objective__position"}
    | {f"talk_{name}": f"interview__{name}" for name in TALK},
    gathered=(Gathered(with_talks),),
)
