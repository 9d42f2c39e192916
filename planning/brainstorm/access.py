"""The door with a brainstorm behind it, and who may do what in one."""

from typing import Any

from django.core.exceptions import PermissionDenied

from ..plans.access import MEMBERSHIPS, Access, door_with
from ..plans.memberships import Memberships
from ..plans.permissions import Permission
from ..plans.prepared import PreparedRows
from .models import Brainstorm

READ_SESSION = PreparedRows(
    Brainstorm, lambda plan, pk: Brainstorm.objects.filter(plan=plan, pk=pk), "plan", "pk", related=["goal"]
)


def brainstorm_door(permission: Permission, held: Memberships = MEMBERSHIPS) -> Any:
    """Guards a view whose URL has the plan's `slug` and the session's `pk`; the view receives both."""
    return door_with("pk", _find, permission, held=held)


def _find(pk: int) -> Brainstorm:
    return READ_SESSION.one_or_404(pk=pk)


def may_take_part(access: Access) -> bool:
    """Whoever fills in worksheets of any goal may sit in every session: the town's assets are common to all."""
    return access.may(Permission.EDIT_OWN_GOALS)


def may_lead(access: Access, session: Brainstorm) -> bool:
    """Speaks for those without a phone, skips who does not answer, ends the session: who started it, while they
    still fill in worksheets, and the secretariat."""
    return access.may_manage or (session.started_by_id == access.user.pk and may_take_part(access))


def may_tidy(access: Access, session: Brainstorm) -> bool:
    """Merges, renames and moves into the register: who may fill in the goal's worksheets (for a session of the whole
    plan, who may fill in the register)."""
    if session.goal is None:
        return may_take_part(access)
    return access.may_edit_goal(session.goal.group_id)


def demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
