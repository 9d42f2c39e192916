"""Opening a plan, bringing people into it, and handing their work over (P1, P4)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignKey, ForeignObjectRel, Model, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from ..people.events import note
from ..people.models import Municipality, User
from .models import Invitation, Membership, Partner, Plan, code_digest, lock_plan, new_code
from .permissions import OUTSIDE, ROLE_PERMISSIONS, Permission, Role
from .tenancy import PlanEvent

TRIES = 10


def open_plan(plan: Plan, *, by: User, slug_for: Callable[[str], str]) -> Plan:
    """Stores a new plan at an address that is free; whoever opens it is its secretariat."""
    for attempt in range(TRIES):
        plan.slug = slug_for(plan.title)
        try:
            return _open_plan(plan, by)
        except IntegrityError:  # somebody else opened one of the same name at the same moment
            if attempt == TRIES - 1:
                raise
    return plan


@transaction.atomic
def _open_plan(plan: Plan, by: User) -> Plan:
    plan.save(force_insert=True)
    with scope(plan=plan):
        _note_given(Membership.objects.create(plan=plan, user=by, role=Role.SECRETARIAT), by)
    return plan


def _note_given(membership: Membership, by: User) -> None:
    note("role given", user=membership.user_id, role=membership.role, plan=membership.plan_id, by=by.pk)


def _note_ended(membership: Membership, by: User) -> None:
    note("role ended", user=membership.user_id, role=membership.role, plan=membership.plan_id, by=by.pk)


def municipalities_of(plan: Plan) -> QuerySet[Municipality]:
    """The plan's own, and those that cooperate in it (P1)."""
    partners = Partner.objects.filter(plan=plan).values("municipality")
    return Municipality.objects.filter(Q(pk=plan.municipality_id) | Q(pk__in=partners)).order_by("name")


def set_partners(plan: Plan, municipalities: list[Municipality]) -> None:
    """Makes exactly these the municipalities that cooperate in the plan."""
    with scope(plan=plan), transaction.atomic():
        Partner.objects.exclude(municipality__in=municipalities).delete()
        for municipality in municipalities:
            Partner.objects.get_or_create(plan=plan, municipality=municipality)


def invite(invitation: Invitation, *, by: User) -> str:
    """Stores the invitation and returns its code, which the database does not keep."""
    code = new_code()
    invitation.digest = code_digest(code)
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    invitation.save()
    return code


def find_invitation(code: str) -> Invitation | None:
    """The usable invitation of a code as somebody typed it, with its plan."""
    with scopes_disabled():
        usable = Invitation.objects.usable().select_related("plan__municipality", "group")
        return usable.filter(digest=code_digest(code)).first()


def was_invitation(code: str) -> bool:
    """Whether an invitation had this code, whatever has become of it."""
    with scopes_disabled():
        return Invitation.objects.filter(digest=code_digest(code)).exists()


def accept(invitation: Invitation, *, by: User) -> Membership:
    """Gives the person the role and uses the invitation up. Raises ValidationError when it was used meanwhile.

    Somebody who holds the role already keeps it; the invitation is used up all the same."""
    with scope(plan=invitation.plan), transaction.atomic():
        now = timezone.now()
        if not Invitation.objects.usable().filter(pk=invitation.pk).update(used_at=now, used_by=by):
            raise ValidationError(_("This invitation has been used already."), code="used")
        membership = {"plan": invitation.plan, "user": by, "role": invitation.role, "group": invitation.group}
        held = Membership.objects.active().filter(**membership).first()
        if held is None:
            held = Membership.objects.create(**membership, occupation=invitation.occupation)
            _note_given(held, by)
        return held


def set_away(membership: Membership, away: bool, *, by: User) -> None:
    """While somebody is away, their deputy acts with the rights of the role (P4); the history keeps when that was."""
    since = timezone.now() if away else None
    if Membership.objects.active().filter(pk=membership.pk, away_since__isnull=away).update(away_since=since):
        word = "role left to the deputy" if away else "role taken back from the deputy"
        note(word, user=membership.user_id, role=membership.role, plan=membership.plan_id, by=by.pk)


def change_membership(membership: Membership, *, by: User) -> None:
    """Stores what its form has checked; another role or group stands in the log."""
    before = Membership.objects.get(pk=membership.pk)
    membership.save()
    if (before.role, before.group_id) != (membership.role, membership.group_id):
        note("role changed", user=membership.user_id, role=membership.role, plan=membership.plan_id, by=by.pk)


def revoke(invitation: Invitation, *, by: User) -> None:
    Invitation.objects.usable().filter(pk=invitation.pk).update(revoked_at=timezone.now())


@transaction.atomic
def end_membership(membership: Membership, *, by: User, successor: Membership | None = None) -> None:
    """Ends one membership. What its holder is responsible for in this office goes to the successor, or to nobody.
    Raises ValidationError for the last secretariat, without which nobody could invite again."""
    lock_plan(membership.plan_id)
    keep_a_secretariat(membership.plan, without=[membership.pk])
    if successor and not Membership.objects.may_own().filter(pk=successor.pk).exists():
        raise ValidationError(_("This role has ended. Please choose somebody else."), code="successor")
    _end(membership, successor, by)


def _end(membership: Membership, successor: Membership | None, by: User) -> int:
    """Returns how many rows have gone to the successor, or to nobody."""
    columns = office_columns()
    for column in columns:  # first: whoever saves one of them waits for the office, and we would for the row
        list(_every(column.model).select_for_update().filter(**{column.name: membership}).values_list("pk"))
    if Membership.objects.active().filter(pk=membership.pk).update(ended_at=timezone.now(), away_since=None):
        _note_ended(membership, by)
    return sum(_pass_on(column, membership, successor, by) for column in columns)


def _pass_on(column: Any, membership: Membership, successor: Membership | None, by: User) -> int:
    """Nobody becomes their own deputy: where the successor was one, or has one who is the same person, that is open."""
    model, stamps = column.model, {}
    if model is not Membership:
        stamps = {"changed_by": by, "changed_at": timezone.now(), "version": F("version") + 1}
    rows = _every(model).filter(**{column.name: membership})
    count: int = rows.update(**{column.name: successor}, **stamps)
    if successor and hasattr(model, "deputy"):
        holder = "user" if model is Membership else "owner__user"
        _every(model).filter(**{holder: successor.user_id}, deputy__user=successor.user_id).update(deputy=None)
    return count


def _every(model: Any) -> QuerySet[Any]:
    """Deleted rows, too: what comes back must not have an owner who has left."""
    found: QuerySet[Any] = getattr(model, "everything", model._default_manager).all()
    return found


def keep_a_secretariat(plan: Plan, without: list[int]) -> None:
    """Raises ValidationError where nobody else could invite people again."""
    others = Membership.objects.active().filter(role=Role.SECRETARIAT).exclude(pk__in=without)
    if not others.exists():
        raise ValidationError(
            _("This is the last member of the secretariat. Give somebody else that role first."), code="last"
        )


@transaction.atomic
def hand_over(plan: Plan, leaver: User, successor: User, *, by: User) -> tuple[int, int]:
    """Moves all of a leaver's open work in the plan to the successor, in one step (P4): each office, and with it every
    row for which the leaver answers or steps in. Returns how many of both. What the leaver did stays under their name
    in the history."""
    if leaver == successor:
        raise ValidationError(_("Choose somebody else as the successor."), code="same")
    lock_plan(plan.pk)
    held = list(Membership.objects.active().filter(user=leaver).select_related("deputy"))
    offices = [(membership, _office_for(membership, successor, by)) for membership in held]
    return len(held), sum(_end(membership, office, by) for membership, office in offices)


def opens_confidential(offices: Collection[Membership], to: User) -> list[Membership]:
    """Those of the roles by which somebody would read what is confidential, and does not yet. Raises ValidationError
    where they have a role that must never read it."""
    changing = [one.pk for one in offices]  # where it is one of their own
    held = list(Membership.objects.active().filter(user=to))
    groups, whole = {one.group_id for one in held}, any(_reads_all(one) for one in held)
    new = [one for one in offices if not whole and (_reads_all(one) or (one.group_id and one.group_id not in groups))]
    outside = [one for one in held if one.role in OUTSIDE and one.pk not in changing]
    if new and outside:
        words = _(
            "%(name)s is in this plan as “%(role)s”, and whoever has this role must not read who supports and who "
            "opposes. End that role first, or choose somebody else."
        )
        raise ValidationError(words % {"name": to, "role": outside[0].role_word}, code="outside")
    return new


def _reads_all(membership: Membership) -> bool:
    return Permission.SEE_CONFIDENTIAL in ROLE_PERMISSIONS[membership.role]


def _office_for(membership: Membership, successor: User, by: User) -> Membership:
    """The successor's office of the same role and group; made where there is none."""
    fields = {"plan_id": membership.plan_id, "role": membership.role, "group_id": membership.group_id}
    there = Membership.objects.active().filter(user=successor, **fields).first()
    if there is None:
        also = {"occupation": membership.occupation, "municipality_id": membership.municipality_id}
        deputy = membership.deputy if membership.deputy and membership.deputy.user_id != successor.pk else None
        there = Membership.objects.create(user=successor, deputy=deputy, **fields, **also)
        _note_given(there, by)
    return there


def office_columns() -> list[ForeignKey[Any, Any]]:
    """Every column that names an office, as its rows' owner or deputy: found by where it leads, so that a room above
    this one need not be known here."""
    relations = [f for f in Membership._meta.get_fields(include_hidden=True) if isinstance(f, ForeignObjectRel)]
    return [one.field for one in relations if not issubclass(one.field.model, PlanEvent)]


@dataclass(frozen=True)
class HeldWork:
    """What somebody is responsible for in an office, of one kind: the word for it, and the rows."""

    word: str
    rows: list[Model]


def work_of(membership: Membership) -> list[HeldWork]:
    """What would have no owner or deputy any more if this office ended."""
    found = []
    for column in office_columns():
        if column.model is Membership:
            rows, word = Membership.objects.active().select_related("user"), _("Deputy of")
        else:
            rows = column.model._default_manager.all()
            word = f"{capfirst(str(column.model._meta.verbose_name_plural))}: {column.verbose_name}"
        if held := list(rows.filter(**{column.name: membership})):
            found.append(HeldWork(word, held))
    return found


def users_of(plan: Plan) -> QuerySet[User]:
    """The people who hold a role in the plan now, by name."""
    return User.objects.filter(memberships__plan=plan, memberships__ended_at=None).distinct().order_by("name")
