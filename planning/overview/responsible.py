"""Who is responsible for what: the reader first, then what nobody is responsible for, then everybody else (P4, D3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from targets.models import Activity, Indicator, Meeting, Target
from targets.timeline.rules import add_months

from ..actions.models import Action
from ..plans.access import Access
from ..plans.addresses import address
from ..plans.models import Membership
from ..worksheets.models import Owned


@dataclass(frozen=True)
class OwnedKind:
    """A kind of row for which people are responsible: its word; where its name, last day, goal and worksheet are."""

    word: Promise
    model: type[Owned]
    name: str
    until: str
    sheet: str
    goal: str = ""
    owner: str = "owner"  # who is responsible where nobody is named

    @property
    def has_deputy(self) -> bool:
        return hasattr(self.model, "deputy")


KINDS = (
    OwnedKind(_("Action"), Action, "title", "end", "actions", "goal"),
    OwnedKind(_("Target"), Target, "statement", "due", "targets", "goal"),
    OwnedKind(_("Indicator"), Indicator, "name", "target__due", "indicators", "target__goal", "target__owner"),
    OwnedKind(_("Activity"), Activity, "name", "months", "activities", "goal"),
    OwnedKind(_("Series of meetings"), Meeting, "purpose", "until", "meetings"),
)


@dataclass(frozen=True)
class OwnedLine:
    """A row for which somebody should be responsible. `until`: its last day, where it has one."""

    word: Promise
    code: str
    name: str
    until: date | None
    url: str
    owner: int | None
    deputy: int | None
    has_deputy: bool


@dataclass
class OfficeLines:
    """What somebody is responsible for in an office, and that for which they step in while others are away."""

    office: Membership
    owned: list[OwnedLine] = field(default_factory=list)
    stepped_in: list[OwnedLine] = field(default_factory=list)


@dataclass(frozen=True)
class Responsible:
    """`open`: what nobody is responsible for."""

    mine: list[OfficeLines]
    others: list[OfficeLines]
    open: list[OwnedLine]


def responsible(access: Access) -> Responsible:
    """In one query for each kind of row and one for the offices."""
    offices = Membership.objects.active().select_related("user", "deputy__user").order_by("user__name", "pk")
    by_office = {one.pk: OfficeLines(one) for one in offices}
    lines = [line for kind in KINDS for line in _lines(access, kind)]
    for line in lines:
        if line.owner in by_office:
            by_office[line.owner].owned.append(line)
        if line.deputy in by_office:
            by_office[line.deputy].stepped_in.append(line)
    mine = {one.pk for one in access.memberships}
    busy = [one for one in by_office.values() if one.owned or one.stepped_in]
    return Responsible(
        [one for one in busy if one.office.pk in mine],
        [one for one in busy if one.office.pk not in mine],
        [line for line in lines if line.owner not in by_office],
    )


def _lines(access: Access, kind: OwnedKind) -> Iterable[OwnedLine]:
    slug = access.plan.slug
    columns: dict[str, Any] = {"of_goal": F(f"{kind.goal}__position"), "goal_key": F(kind.goal)} if kind.goal else {}
    rows: Any = kind.model._default_manager.annotate(otherwise=F(kind.owner), ends=F(kind.until), **columns)
    for row in rows.order_by(*columns and ["of_goal"], "position", "pk"):
        goal = (row.goal_key,) if kind.goal else ()
        yield OwnedLine(
            kind.word,
            f"{row.of_goal}.{row.position}" if kind.goal else str(row.position),
            str(getattr(row, kind.name)),
            _last_day(row.ends),
            f"{address(kind.sheet, slug, *goal)}?row={row.pk}#row-{row.pk}",
            row.owner_id or row.otherwise,
            row.deputy_id if kind.has_deputy else None,
            kind.has_deputy,
        )


def _last_day(until: date | Sequence[date] | None) -> date | None:
    """A day as it is; of months of work the last day of the last."""
    if until is None or isinstance(until, date):
        return until
    return add_months(until[-1], 1) - timedelta(days=1) if until else None
