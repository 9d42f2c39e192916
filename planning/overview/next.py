"""What a reader can do next, whatever their role (P4, P5)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ..approval.rules import Awaited
from ..approval.waiting import WaitingVersion, waiting_version
from ..plans.access import Access
from ..plans.actions import office_columns
from ..plans.addresses import address
from ..plans.findings import Finding
from ..plans.permissions import Permission
from ..publication.pages import find

# somebody waits for these; what is missing in the worksheets can wait
AT_ONCE = frozenset({Awaited.DECISION, Awaited.MENDING, Awaited.ANSWERS, Awaited.COMMENT})


@dataclass(frozen=True)
class Next:
    """`url`: where it is done, "" where there is nothing to do but wait. `minutes`: how long it takes, where known."""

    title: str
    detail: str
    url: str = ""
    button: str = ""
    minutes: int = 0


def next_for(access: Access, missing: list[Finding]) -> Next:
    """What somebody waits for, else the first missing thing that this reader can mend, else what there is to read."""
    version = waiting_version(access)
    if version and version.what in AT_ONCE:
        return _of_version(access, version)
    if found := mendable(access, missing):
        return Next(found.title, found.detail, found.url, _("Open the worksheet"), found.minutes)
    if version and version.what is Awaited.SUBMITTING:
        return _of_version(access, version)
    if access.may(Permission.OWN) and is_responsible(access):
        said = _("With the dates, and what is still missing.")
        return Next(
            _("See what you are responsible for"), said, address("responsible", access.plan.slug), _("Open the list")
        )
    return _to_read(access, version)


def mendable(access: Access, missing: list[Finding]) -> Finding | None:
    """The first that this reader can mend: their own group's before other groups'."""
    mine = [f for f in missing if f.group is not None and f.group in access.group_ids]
    can = [f for f in missing if (access.may_manage if f.manages else access.may_edit_goal(f.group))]
    return next(iter(mine or can), None)


def is_responsible(access: Access) -> bool:
    """In an office of theirs, or in one in which they act for somebody."""
    offices = [one.pk for one in access.memberships]
    kinds = [column.model for column in office_columns() if column.name == "owner"]
    first, *others = (_owned(kind, offices) for kind in kinds)
    return bool(first.union(*others, all=True)[:1])


def _owned(kind: type[Model], offices: list[int]) -> Any:
    return kind._default_manager.filter(owner__in=offices).order_by().values_list("pk")


def _of_version(access: Access, version: WaitingVersion) -> Next:
    return Next(version.title, version.state, address("approval", access.plan.slug), _("Open the page"))


def _to_read(access: Access, version: WaitingVersion | None) -> Next:
    plan = access.plan
    if version:
        return _of_version(access, version)
    if access.may(Permission.SEE_DOCUMENTS):
        said = _("Nothing waits for you. This is how far the plan is.")
        return Next(_("Read the plan as it stands"), said, address("document", plan.slug), _("Open the document"))
    if find(plan.slug):
        said = _("As the council has approved it.")
        return Next(_("Read the plan"), said, address("open_plan", plan.slug), _("Open the public page"))
    return Next(_("Nothing to do yet"), _("You can read the plan here once the municipality has published it."))
