"""Writes the rows of the example plan, worksheet by worksheet, through the same action as the worksheets themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import models

from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target
from targets.timeline.fields import MonthsField
from targets.timeline.rules import between, months_from

from ...actions.models import Accommodation, Action, ActionGroup, ActionPart, ResourceLine
from ...assets.models import Asset, AssetNeed, GoalAsset, LocalAvailability
from ...commitments.models import Commitment
from ...goals.fields import OutlineField
from ...goals.models import Goal, Locality, PriorityArea, SubObjective, WorkingGroup
from ...goals.outlines import canonical
from ...people.models import User
from ...plans.models import Plan
from ...swot.models import SwotEntry
from ...trees.models import TreeNode
from ...worksheets.actions import add_row
from ...worksheets.models import Row
from .files import Table

NAME = ""  # a key that is only a row's name
Found = dict[tuple[type[models.Model], str], Any]


@dataclass(frozen=True)
class ExampleSheet:
    """A worksheet: the path from its rows to what it hangs on, and the columns that their keys stand for."""

    model: type[Row]
    path: str = "goal"
    keys: tuple[str, ...] = (NAME,)


SHEETS = {
    "localities": ExampleSheet(Locality, "plan"),
    "assets": ExampleSheet(Asset, "plan"),
    "asset_needs": ExampleSheet(AssetNeed, "plan", ("asset", "needed")),
    "stakeholders": ExampleSheet(Stakeholder, "plan"),
    "groups": ExampleSheet(WorkingGroup, "plan"),
    "areas": ExampleSheet(PriorityArea, "plan"),
    "goals": ExampleSheet(Goal, "plan"),
    "sub_objectives": ExampleSheet(SubObjective),
    "ratings": ExampleSheet(GoalAsset, keys=("asset",)),
    "local_ratings": ExampleSheet(LocalAvailability, "goal_asset__goal", ("goal_asset", "locality")),
    "positions": ExampleSheet(Position, "sub_objective", ("sub_objective", "stakeholder")),
    "influences": ExampleSheet(Influence, "sub_objective", ("sub_objective", "holder")),
    "connections": ExampleSheet(Connection),
    "interviews": ExampleSheet(Interview),
    "answers": ExampleSheet(Answer, keys=("interview",)),
    "swot_entries": ExampleSheet(SwotEntry),
    "tree_nodes": ExampleSheet(TreeNode),
    "action_groups": ExampleSheet(ActionGroup),
    "actions": ExampleSheet(Action),
    "action_parts": ExampleSheet(ActionPart, "action__goal", ("action", "stakeholder")),
    "resources": ExampleSheet(ResourceLine, "action__goal", ("action", NAME)),
    "accommodations": ExampleSheet(Accommodation, keys=("action", "opponent")),
    "targets": ExampleSheet(Target),
    "indicators": ExampleSheet(Indicator, "target__goal"),
    "mid_values": ExampleSheet(MidValue, "indicator__target__goal", ("indicator", "on")),
    "activities": ExampleSheet(Activity),
    "precedences": ExampleSheet(Precedence, "activity__goal", ("activity", "needs")),
    "meetings": ExampleSheet(Meeting, "plan"),
    "meeting_guests": ExampleSheet(MeetingGuest, "plan", ("meeting", "stakeholder")),
    "commitments": ExampleSheet(Commitment),
}


def months(text: str) -> list[date]:
    """ "2027-04/06 2027-09": the first days of the four months."""
    found: list[date] = []
    for span in text.split():
        first, _, last = span.partition("/")
        last = f"{first[:5]}{last}" if len(last) == 2 else last or first
        begin, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
        found += months_from(begin, between(begin, end))
    return found


LEVELS = {"low": 1, "medium": 2, "high": 3, "weak": 1, "strong": 2}
OFFICES = {"keeper", "actor", "collector", "organisation"}  # columns that name one of the offices
# How a column of this kind is read; all others as Django reads them.
READERS: dict[type, Any] = {
    models.PositiveSmallIntegerField: LEVELS.__getitem__,
    MonthsField: months,
    OutlineField: canonical,
}


@dataclass(frozen=True)
class Rows:
    """What has been written, by table and key; `goal` is the key of the goal that is being written."""

    plan: Plan
    by: User
    offices: dict[str, str]
    found: Found
    goal: str = ""

    def of(self, goal: str) -> "Rows":
        """To write a goal's own rows, whose keys may be those of another goal's."""
        return replace(self, goal=goal, found=dict(self.found))

    def fill(self, name: str, table: Table) -> None:
        for keys, row in unfolded(table, len(SHEETS[name].keys)):
            self.add(name, keys, row)

    def add(self, name: str, keys: tuple[str, ...], said: Table, **given: Any) -> None:
        """Appends a row to its worksheet."""
        sheet = SHEETS[name]
        columns = {column: key for column, key in zip(sheet.keys, keys, strict=True) if column} | said
        if self.goal and any(field.name == "goal" for field in sheet.model._meta.fields):
            columns["goal"] = self.goal
        values = {column: self.value(sheet.model, column, value) for column, value in columns.items()}
        row = sheet.model(plan=self.plan, **values, **given)
        parent = attrgetter(sheet.path.replace("__", "."))(row)
        self.found[sheet.model, keys[-1]] = add_row(row, key=None, by=self.by, **{sheet.path: parent})

    def value(self, model: type[Row], column: str, said: Any) -> Any:
        """What is written into the column: for a key the row that has it."""
        field: Any = model._meta.get_field(column)
        if field.is_relation:
            return self.found[field.related_model, said]
        if column in OFFICES:
            return self.offices[said]
        return READERS.get(type(field), field.to_python)(said)


def unfolded(table: Table, depth: int) -> Iterator[tuple[tuple[str, ...], Table]]:
    """Each row with its keys from the outside in: ("trucks", "deir-salim")."""
    for key, inner in table.items():
        if depth == 1:
            yield (key,), inner
        else:
            yield from (((key, *keys), row) for keys, row in unfolded(inner, depth - 1))
