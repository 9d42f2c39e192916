"""Taking over what Step 1 offers, and saying who may read an entry (C1, B8)."""

from collections.abc import Iterable

from django.db import transaction

from ..goals.models import Goal
from ..people.models import User
from ..plans.models import lock_plan
from ..worksheets.actions import add_row, save_row
from .models import SwotEntry
from .rules import Proposal, Says
from .words import sentence

# which key of an entry leads to the row that a proposal comes from
KEYS = {
    Says.WORKS: "from_rating_id",
    Says.SHORT: "from_rating_id",
    Says.MISSING: "from_rating_id",
    Says.GAPS: "from_rating_id",
    Says.CAN_MOVE: "from_position_id",
    Says.WANTS: "from_position_id",
    Says.POWERLESS: "from_position_id",
    Says.HELPS: "from_position_id",
    Says.HINDERS: "from_position_id",
    Says.HEARD: "from_answer_id",
    Says.SHARED: "from_step_id",
}


@transaction.atomic
def take(goal: Goal, proposals: Iterable[Proposal], *, by: User) -> list[SwotEntry]:
    """Makes an entry of each proposal, in the language of who takes it over, and returns the new ones. What an entry
    was made from already makes no second one, however often it is sent. From a confidential source comes a
    confidential entry."""
    lock_plan(goal.plan_id)
    taken = set(SwotEntry.unguarded.filter(goal=goal).values_list("origin", flat=True))
    made = []
    for one in proposals:
        if one.origin not in taken:
            taken.add(one.origin)
            keys = {"from_step_id": one.step} | {KEYS[one.says]: one.source}
            entry = SwotEntry(
                plan_id=goal.plan_id,
                goal=goal,
                cell=one.cell.value,
                group=one.group,
                text=sentence(one),
                origin=one.origin,
                secret=one.is_secret,
                **keys,
            )
            made.append(add_row(entry, key=None, by=by, goal=goal))
    return made


def release(entry: SwotEntry, *, by: User) -> SwotEntry:
    """Shows the entry to all who read the plan, in the document and in spreadsheets (B8)."""
    return save_row(entry, {"secret": False}, seen_version=entry.version, by=by)


def withhold(entry: SwotEntry, *, by: User) -> SwotEntry:
    """Keeps the entry to the goal's group and the secretariat from now on, its history included. What somebody has
    read or printed meanwhile cannot be taken back."""
    return save_row(entry, {"secret": True}, seen_version=entry.version, by=by)
