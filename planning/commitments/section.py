"""The commitments as they are read: on the pages of the plan, and in the annex of the document (C9)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from ..goals.models import Goal
from ..plans.sealed import versions_with_part, versions_with_row
from ..plans.tenancy import events_of, history_of
from .models import BINDING, Commitment


def listed() -> list[Commitment]:
    """Those of the plan in scope that its reader may know, goal by goal, those of the whole goal first."""
    rows = Commitment.objects.select_related("goal", "action__goal")
    return list(rows.order_by("goal__position", "goal_id", "action__position", "position", "pk"))


@dataclass(frozen=True)
class Signed:
    """A line of the annex. `who` is empty where somebody has not agreed to being named."""

    goal: Goal
    about: str
    who: str
    text: str
    signed_on: date
    how: str


def annex() -> list[Signed]:
    """What has been confirmed or signed; never what somebody was only asked for."""
    return [_signed(row) for row in listed() if row.is_binding]


def _signed(row: Commitment) -> Signed:
    assert row.signed_on is not None
    code = _("Goal %(code)s") % {"code": row.goal.code}
    about = f"{row.action.code} {row.action.title}" if row.action else f"{code}: {row.goal.statement}"
    who = row.who if row.may_name else ""
    return Signed(row.goal, about, who, row.text, row.signed_on, str(row.get_state_display()))


# What is not to be read any more --------------------------------------------------------------------------------------


def holds_withdrawn_commitments(begun: datetime, done: datetime | None) -> bool:
    """Whether a document made in that time may hold commitments that were withdrawn since, or names of people who do
    not want to be named any more."""
    rows, events = Commitment._base_manager, events_of(Commitment)
    printed = events.filter(secret=False, changed_at__lte=done or begun)
    withdrawn = printed.filter(pgh_obj__in=rows.filter(secret=True).values("pk"))
    unnamed = printed.filter(may_name=True, pgh_obj__in=rows.filter(may_name=False).values("pk"))
    # what goes out of the list went out of the annex before
    since = events.filter(changed_at__gte=begun, deleted_at=None)
    return bool(
        since.filter(secret=True, pgh_obj__in=withdrawn.values("pgh_obj")).exists()
        or since.filter(may_name=False, pgh_obj__in=unnamed.values("pgh_obj")).exists()
    )


def sealed_with(row: Commitment) -> list[int]:
    """The numbers of the submitted versions whose annex has it, with its names or without."""
    held = history_of(row).filter(state__in=BINDING).order_by("pgh_id")
    first = held.values_list("changed_at", flat=True).first()
    return versions_with_part("commitments", first) if first else []


def sealed_with_names(row: Commitment) -> list[int]:
    """The numbers of the submitted versions that say who made it."""
    return versions_with_row("commitment", row)


# As it was, and as it may be told -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HeldCommitment:
    """One that held at a moment. What somebody has answered to keeps its words."""

    text: str
    may_name: bool


def held_at(moment: datetime) -> dict[int, HeldCommitment]:
    """Those of the plan in scope that held then, by key, out of the history. One query."""
    events = events_of(Commitment).filter(changed_at__lte=moment)
    newest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    values = newest.values_list("pgh_obj_id", "state", "deleted_at", "text", "may_name")
    return {
        key: HeldCommitment(text, may_name)
        for key, state, gone, text, may_name in values
        if state in BINDING and gone is None
    }


def names_to_be_told() -> dict[int, str]:
    """Of those that hold now, who is to be named, by key. One query."""
    return {row.pk: row.who for row in Commitment.for_all.filter(may_name=True).only("name", "organisation")}
