"""What the newest version waits for from one reader of the plan (P4), in one query."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from ..plans.access import Access
from . import rules
from .models import Comment, Version
from .words import AWAITED


@dataclass(frozen=True)
class WaitingVersion:
    """`key` says which it is, in whatever language: the version, and what it waits for."""

    key: str
    what: rules.Awaited
    title: str
    state: str


def waiting_version(access: Access) -> WaitingVersion | None:
    newest = Version.objects.filter(plan=access.plan).defer("data", "row_keys").order_by("-number")
    unanswered = Count("comments", filter=Q(comments__resolved_at=None))
    mine = Exists(Comment.objects.filter(version=OuterRef("pk"), by=access.user))
    version = newest.annotate(unanswered=unanswered, commented=mine).first()
    if version is None:
        return None
    case = rules.Case(
        version.rules_state,
        access.permissions,
        submitted_it=version.submitted_by_id == access.user.pk,
        may_decide_alone=access.plan.may_decide_alone,
        open_comments=version.unanswered,
    )
    what = rules.awaited(case, commented=version.commented)
    if what is None:
        return None
    to_do = rules.Awaited.READING if what is rules.Awaited.COMMENT else what  # who has commented needs no new word
    key = f"{to_do.value} {version.state} version:{version.pk}"
    return WaitingVersion(key, what, str(AWAITED[what]) % {"number": version.number}, version.get_state_display())
