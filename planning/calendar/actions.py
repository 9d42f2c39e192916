"""The secret addresses of calendars: made, withdrawn and found."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from targets.timeline.models import CalendarAddress

from ..people.models import User
from ..plans.models import Membership, Plan, lock_plan
from ..plans.permissions import ROLE_PERMISSIONS, Permission


def calendar_digest(token: str) -> str:
    """What the database keeps of a secret address: a stolen database opens no calendar."""
    return salted_hmac("targets.calendar", token, algorithm="sha256").hexdigest()


@transaction.atomic
def make_address(plan: Plan, what: str, *, by: User) -> str:
    """A new secret address of the person's calendar, in the place of the one before; returns its token, which is known
    nowhere else."""
    lock_plan(plan.pk)  # two at once would each leave an address of their own
    revoke_address(plan, what, by=by)
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.create(plan=plan, user=by, what=what, digest=calendar_digest(token), made_at=timezone.now())
    return token


def revoke_address(plan: Plan, what: str, *, by: User) -> int:
    """Withdraws one's own address; returns how many there were, nought or one."""
    own = CalendarAddress.objects.filter(plan=plan, user=by, what=what, revoked_at=None)
    return own.update(revoked_at=timezone.now())


def find_address(token: str) -> CalendarAddress | None:
    """The address with its plan and person, as long as it holds: not withdrawn, and its owner still in a role that
    they had when they made it, and that may read the worksheets."""
    with scopes_disabled():
        usable = CalendarAddress.objects.filter(revoked_at=None, user__is_active=True)
        found = usable.select_related("plan__municipality", "user").filter(digest=calendar_digest(token)).first()
        if found is None:
            return None
        memberships = Membership.objects.active().filter(plan=found.plan, user=found.user, since__lte=found.made_at)
        reads = any(Permission.SEE_WORKSHEETS in ROLE_PERMISSIONS[membership.role] for membership in memberships)
    return found if reads else None
