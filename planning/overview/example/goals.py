"""Writes a goal of the example plan: its rows, and what is done with some of them afterwards."""

from stakeholders.models import Position

from ...actions.actions import change_links
from ...actions.models import Action, ActionLink
from ...assets.models import GoalAsset
from ...commitments import actions as commitments
from ...commitments.models import Commitment
from ...goals.models import Goal, SubObjective
from ...people.models import User
from ...plans.models import Membership
from ...plans.permissions import Role
from ...swot import actions as swot
from ...swot.models import SwotEntry
from ...swot.rules import Says
from ...swot.section import offers
from ...worksheets.actions import save_row
from .files import Table
from .rows import Rows

OF_ASSETS = {Says.WORKS.value, Says.SHORT.value, Says.MISSING.value}


def write_goal(rows: Rows, data: Table) -> Goal:
    """The tables in the order of the file."""
    for name, table in data.items():
        if name in WRITERS:
            WRITERS[name](rows, table)
        else:
            rows.fill(name, table)
    goal: Goal = rows.found[Goal, rows.goal]
    return goal


def add_members(rows: Rows, table: Table) -> None:
    """Of the goal's working group."""
    group = rows.found[Goal, rows.goal].group
    for key, row in table.items():
        user = rows.found[User, key]
        office = {"role": Role.WORKING_GROUP, "group": group, **row}
        rows.found[Membership, key] = Membership.objects.create(plan=rows.plan, user=user, **office)


def add_entries(rows: Rows, table: Table) -> None:
    """The SWOT; what Step 1 offers is taken over and rewritten, as a group would do it."""
    goal = rows.found[Goal, rows.goal]
    offered = {one.origin: one for one in offers(goal)}
    for key, row in table.items():
        text = {column: row[column] for column in ("cell", "group", "text")}
        if "takes" not in row:
            rows.add("swot_entries", (key,), text, secret=False)
            continue
        (entry,) = swot.take(goal, [offered[origin(rows, row["takes"])]], by=rows.by)
        entry = save_row(entry, text, seen_version=entry.version, by=rows.by)
        rows.found[SwotEntry, key] = swot.release(entry, by=rows.by) if row.get("released") else entry


def origin(rows: Rows, takes: str) -> str:
    """The name of an offer: "works:landfill" with the number of that rating instead of the key."""
    says, _, key = takes.partition(":")
    model = GoalAsset if says in OF_ASSETS else SubObjective if says == Says.SHARED.value else Position
    return f"{says}:{rows.found[model, key].pk}"


def pair_actions(rows: Rows, table: Table) -> None:
    """Quick wins, each with the action that it earns trust for."""
    for key, row in table.items():
        action = rows.found[Action, key]
        values = {"trust_for_id": rows.found[Action, row["trust_for"]].pk}
        save_row(action, values, seen_version=action.version, by=rows.by)


def link_actions(rows: Rows, table: Table) -> None:
    """What each action serves, builds on and answers."""
    for key, ends in table.items():
        wanted = {(end, rows.value(ActionLink, end, one).pk) for end, keys in ends.items() for one in keys}
        change_links(rows.found[Action, key], seen=set(), wanted=wanted, by=rows.by)


def sign(rows: Rows, table: Table) -> None:
    """Commitments on paper, whose signers may be named."""
    for key, row in table.items():
        commitments.record(rows.found[Commitment, key], **row, may_name=True, by=rows.by)


WRITERS = {
    "members": add_members,
    "swot_entries": add_entries,
    "quick_wins": pair_actions,
    "links": link_actions,
    "signatures": sign,
}
