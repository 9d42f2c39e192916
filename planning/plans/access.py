"""The door: the only way from a request to the rows of a plan (P4).

    @door(Permission.SEE_WORKSHEETS)
    def register(request, access): …

The view runs inside the plan's scope and receives the `Access`, which knows the plan and what its reader may do.
Somebody without a role in the plan gets 404, a member without the permission 403 with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django_scopes import scope

from ..people.mfa import send_for_second_factor
from ..people.models import User
from .memberships import Memberships
from .models import Membership, Plan
from .permissions import ROLE_PERMISSIONS, Permission

View = Callable[..., HttpResponse]
MEMBERSHIPS = Memberships()


@dataclass(frozen=True)
class Access:
    """A reader at a plan: which roles they hold there, and what follows from them."""

    plan: Plan
    user: User
    memberships: tuple[Membership, ...]
    permissions: frozenset[Permission]
    figure: Any = None  # what the door's query was asked to bring along

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def may_edit_goal(self, group_id: int | None) -> bool:
        """Worksheets of a goal: everybody who may edit all of them, and the members of the goal's group."""
        if self.may(Permission.EDIT_WORKSHEETS):
            return True
        return group_id is not None and self.may(Permission.EDIT_OWN_GOALS) and group_id in self.group_ids

    def is_confidant(self, group_id: int | None) -> bool:
        """Whether what is confidential in a goal is confided to them: its group's members and the secretariat (B8)."""
        return self.may(Permission.SEE_CONFIDENTIAL) or (group_id is not None and group_id in self.group_ids)

    @property
    def group_ids(self) -> frozenset[int]:
        return frozenset(m.group_id for m in self.memberships if m.group_id is not None)

    @property
    def stands_in_for(self) -> list[Membership]:
        """The offices of others in which they act as deputy now."""
        return [one for one in self.memberships if one.user_id != self.user.pk]

    @property
    def away_in(self) -> list[Membership]:
        """Their own offices that they have left to a deputy."""
        return [one for one in self.memberships if one.user_id == self.user.pk and one.away_since]

    @property
    def may_manage(self) -> bool:
        return self.may(Permission.MANAGE_PLAN)

    @property
    def may_read(self) -> bool:
        """Whether the worksheets, their history and the list of people are open to them."""
        return self.may(Permission.SEE_WORKSHEETS)

    def demand(self, permission: Permission) -> None:
        if permission not in self.permissions:
            raise PermissionDenied(permission)


def enter(user: User, slug: str, held: Memberships = MEMBERSHIPS, **values: Any) -> Access:
    """The user's access to the plan in one query; Http404 for whoever has no role there."""
    memberships, figure = held(slug, user, **values)
    if not memberships:
        raise Http404
    permissions = frozenset[Permission]().union(*(ROLE_PERMISSIONS[m.role] for m in memberships))
    return Access(memberships[0].plan, user, memberships, permissions, figure)


def door(
    permission: Permission, held: Memberships = MEMBERSHIPS, *, confidential: bool = False
) -> Callable[[View], View]:
    """Guards a view whose URL has the plan's `slug`. `confidential`: what it answers may hold rows that are confided
    to its reader (B8), so no browser keeps it: on a shared laptop "Back" after signing out must not show it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            access = enter(request.user, slug, held, **{name: kwargs[name] for name in held.names})  # type: ignore[arg-type]  # signed in
            access.demand(permission)
            if (
                settings.SECOND_FACTOR_FOR_SECRETARIATS
                and access.may_manage
                and (first := send_for_second_factor(request))
            ):
                return first
            request.access = access  # type: ignore[attr-defined]  # the page's frame shows plan and reader
            with scope(plan=access.plan, reader=access):
                response = view(request, access, **kwargs)
            if confidential:
                response["Cache-Control"] = "no-store"
            return response

        inside.permission = permission  # type: ignore[attr-defined]  # tests read it
        return inside

    return decorate


def door_with(key: str, find: Callable[[int], Any], permission: Permission, **options: Any) -> Any:
    """The door with a row behind it: guards a view whose URL has the plan's `slug` and, as `key`, the key of a row. The
    view receives what `find` makes of it inside the plan's scope, in place of the key. The door takes the `options`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, access: Access, **kwargs: Any) -> HttpResponse:
            row = find(kwargs.pop(key))
            return view(request, access, row, **kwargs)

        return door(permission, **options)(inside)

    return decorate
