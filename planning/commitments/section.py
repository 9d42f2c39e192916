"""The commitments as they are read: on the pages of the plan, and in the annex of the document (C9)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ..goals.models import Goal
from .models import Commitment


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
