"""Opening a plan, bringing people into it, and handing their work over (P1, P4)."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ForeignObjectRel, Model, QuerySet
from django.utils import timezone
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


def revoke(invitation: Invitation, *, by: User) -> None:
    Invitation.objects.usable().filter(pk=invitation.pk).update(revoked_at=timezone.now())


def end_membership(membership: Membership, *, by: User) -> None:
    """Ends one membership. Raises ValidationError for the last secretariat, without which nobody could invite again."""
    with transaction.atomic():
        lock_plan(membership.plan_id)
        _keep_a_secretariat(membership.plan, without=[membership.pk])
        if Membership.objects.active().filter(pk=membership.pk).update(ended_at=timezone.now()):
            _note_ended(membership, by)


def _keep_a_secretariat(plan: Plan, without: list[int]) -> None:
    others = Membership.objects.active().filter(role=Role.SECRETARIAT).exclude(pk__in=without)
    if not others.exists():
        raise ValidationError(
            _("This is the last member of the secretariat. Give somebody else that role first."), code="last"
        )


@transaction.atomic
def hand_over(plan: Plan, leaver: User, successor: User, *, by: User) -> dict[str, int]:
    """Moves all of a leaver's open work in the plan to the successor, in one step (P4).

    Memberships, deputyships and every row that the leaver answers for. Returns how many of each were moved, by the
    model's name. What the leaver did stays under their name in the history."""
    if leaver == successor:
        raise ValidationError(_("Choose somebody else as the successor."), code="same")
    lock_plan(plan.pk)
    moved = {"memberships": _move_memberships(plan, leaver, successor, by)}
    moved["deputies"] = (
        Membership.objects.active().filter(deputy=leaver).exclude(user=successor).update(deputy=successor)
    )
    Membership.objects.active().filter(deputy=leaver).update(deputy=None)
    for model, field in owned_models():
        rows = model._default_manager.filter(**{field: leaver})
        count = rows.update(**{field: successor}, version=F("version") + 1, changed_by=by, changed_at=timezone.now())
        if count:
            moved[str(model._meta.verbose_name_plural)] = count
    return moved


def opens_confidential(plan: Plan, leaver: User, successor: User) -> list[Membership]:
    """The leaver's roles by which the successor would read what is confidential, and does not yet. Raises
    ValidationError where the successor has a role that must never read it."""
    held = list(Membership.objects.active().filter(user=successor))
    groups, whole = {one.group_id for one in held}, any(_reads_all(one) for one in held)
    new = [
        one
        for one in Membership.objects.active().filter(user=leaver).select_related("group")
        if not whole and (_reads_all(one) or (one.group_id and one.group_id not in groups))
    ]
    outside = [one for one in held if one.role in OUTSIDE]
    if new and outside:
        words = _(
            "%(name)s is in this plan as “%(role)s”, and whoever has this role must not read who supports and who "
            "opposes. End that role first, or choose somebody else."
        )
        raise ValidationError(words % {"name": successor, "role": outside[0].role_word}, code="outside")
    return new


def _reads_all(membership: Membership) -> bool:
    return Permission.SEE_CONFIDENTIAL in ROLE_PERMISSIONS[membership.role]


def _move_memberships(plan: Plan, leaver: User, successor: User, by: User) -> int:
    moved = 0
    for membership in Membership.objects.active().filter(user=leaver).select_for_update():
        fields = {"plan": plan, "user": successor, "role": membership.role, "group_id": membership.group_id}
        if not Membership.objects.active().filter(**fields).exists():
            deputy = membership.deputy_id if membership.deputy_id != successor.pk else None
            given = Membership.objects.create(
                **fields, occupation=membership.occupation, deputy_id=deputy, municipality_id=membership.municipality_id
            )
            _note_given(given, by)
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
        _note_ended(membership, by)
        moved += 1
    return moved


def owned_models() -> list[tuple[type[Model], str]]:
    """Every table with a person who answers for its rows: found by the field's name, `owner`, so that a room
    above this one need not be known here."""
    relations = [f for f in User._meta.get_fields(include_hidden=True) if isinstance(f, ForeignObjectRel)]
    fields = [relation.field for relation in relations if relation.field.name == "owner"]
    return [(field.model, field.name) for field in fields if not issubclass(field.model, PlanEvent)]


def users_of(plan: Plan) -> QuerySet[User]:
    """The people who hold a role in the plan now, by name."""
    return User.objects.filter(memberships__plan=plan, memberships__ended_at=None).distinct().order_by("name")
