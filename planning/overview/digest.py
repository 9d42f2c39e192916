"""Tells people by mail what waits for them (P4): once for each thing, and one mail a day at the most."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from ..approval.models import Version
from ..approval.rules import Awaited
from ..approval.waiting import WaitingVersion, waiting_version
from ..people.models import User
from ..plans.access import enter
from ..plans.addresses import address
from ..plans.models import Membership, Plan, Told

PAUSE = timedelta(hours=20)  # a mail each day at the same hour, though the clock of the worker is not exact
UNTOLD = frozenset({Awaited.SUBMITTING})  # whoever begins a review knows that it is theirs to end it


@dataclass(frozen=True)
class WaitingPlan:
    plan: Plan
    version: WaitingVersion

    @property
    def url(self) -> str:
        return settings.SITE_URL + address("approval", self.plan.slug)


def tell(user: User) -> bool:
    """Sends one mail with all that waits for somebody, where some of it is new to them; whether it did."""
    with transaction.atomic(), scopes_disabled():
        User.objects.select_for_update().get(pk=user.pk)  # two workers tell one after the other
        if Told.objects.filter(user=user, at__gt=timezone.now() - PAUSE).exists():
            return False
        with override(user.language or settings.LANGUAGE_CODE):
            waiting = what_waits(user)
            known = set(Told.objects.filter(user=user).values_list("key", flat=True))
            new = [one for one in waiting if one.version.key not in known]
            if new:
                Told.objects.bulk_create(Told(plan=one.plan, user=user, key=one.version.key) for one in new)
                _send(user, waiting)
    return bool(new)


def what_waits(user: User) -> list[WaitingPlan]:
    """In all plans in which somebody has a role or acts for somebody, the newest version of which waits for them."""
    acts = Q(user=user) | Q(deputy__user=user, deputy__ended_at=None, away_since__isnull=False)
    plans = Membership.objects.active().filter(acts).values("plan")
    with_versions = Version.objects.filter(plan__in=plans).values("plan")
    found = []
    for plan in Plan.objects.filter(pk__in=with_versions).order_by("title", "pk"):
        access = enter(user, plan.slug)
        with scope(plan=plan, reader=access):
            version = waiting_version(access)
        if version and version.what not in UNTOLD:
            found.append(WaitingPlan(plan, version))
    return found


def _send(user: User, waiting: list[WaitingPlan]) -> None:
    text = render_to_string("overview/waiting_mail.txt", {"user": user, "waiting": waiting, "site": settings.SITE_URL})
    send_mail(_("Something waits for you in Common Plan"), text, None, [user.email])


def everybody() -> list[User]:
    """Whoever has an address and wants to be told."""
    return list(User.objects.filter(is_active=True, wants_mail=True).exclude(email="").order_by("pk"))
