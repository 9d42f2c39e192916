"""The plan, and who has which role in it (P1, P4)."""

import secrets

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from ..people.fields import CurrencyField, LineField
from ..people.numbers import western
from .offices import in_office, only_held
from .permissions import ROLE_PERMISSIONS, Permission, Role
from .tenancy import InFile, OfPlan, tracked

__all__ = ["Invitation", "Membership", "Partner", "Plan", "Told"]

# no letter that a hand or an eye mistakes for another: no 0 O 1 I L 5 S 8 B
CODE_ALPHABET = "234679ACDEFGHJKMNPQRTUVWXYZ"
CODE_LENGTH = 10

OCCUPATION_HELP = _("Stands beside the name of whoever is responsible for something, in the documents, too.")

group_goes_with_role = Q(role=Role.WORKING_GROUP, group__isnull=False) | (~Q(role=Role.WORKING_GROUP) & Q(group=None))


@pghistory.track()
class Plan(models.Model):
    """What everything hangs on: one municipality's plan, or one of several that cooperate under a lead."""

    slug = models.SlugField(_("short address"), unique=True, max_length=60, help_text=_("Part of the web address."))
    title = LineField(_("title of the plan"), max_length=200)
    municipality = models.ForeignKey("planning.Municipality", models.PROTECT, verbose_name=_("municipality"))
    first_year = models.PositiveSmallIntegerField(
        _("first year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    currency = CurrencyField(_("currency"), max_length=3, default="USD")
    session_date = models.DateField(_("council session"), null=True, blank=True)
    may_decide_alone = models.BooleanField(
        _("The person who submits a version may also record the decision on it"),
        default=False,
        help_text=_("For a secretariat of one person. Otherwise somebody else has to record it."),
    )
    encloses_data = models.BooleanField(_("the PDF has the plan’s data inside"), default=True)
    is_example = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("plan")
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(first_year__lte=models.F("last_year")),
                violation_error_message=_("The last year is before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        return f"{self.first_year}–{self.last_year}"


def lock_plan(key: int) -> None:
    """Held to the end of the transaction: rows of a plan are added and deleted, and steps with it taken, one after the
    other."""
    Plan.objects.select_for_update().only("pk").get(pk=key)


@tracked
class Partner(OfPlan):
    """A municipality that cooperates in another's plan (P1); its focal point is a Membership with that role."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="partners")
    municipality = models.ForeignKey("planning.Municipality", models.PROTECT, verbose_name=_("municipality"))

    class Meta:
        verbose_name = _("partner municipality")
        constraints = [models.UniqueConstraint(fields=["plan", "municipality"], name="partner_once")]

    def __str__(self) -> str:
        return str(self.municipality)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(ended_at=None)

    def may_own(self) -> "MembershipQuerySet":
        """Those whose holders may be responsible for something, or deputise; by name."""
        roles = [role for role, permissions in ROLE_PERMISSIONS.items() if Permission.OWN in permissions]
        return self.active().filter(role__in=roles).order_by("user__name", "pk")


@tracked
class Membership(OfPlan):
    """An office: one role of one person in one plan. Somebody with two roles has two rows."""

    in_file = InFile(
        without={
            "since": "stands in the history",
            "ended_at": "only roles that are held are content",
            "away_since": "who is away today is no content",
        },
        over="ended_at",
        unshared={"deputy": "of people only their name and what they are here as are needed"},
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    group = models.ForeignKey(
        "planning.WorkingGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("working group"),
    )
    municipality = models.ForeignKey(
        "planning.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("for the municipality of"),
    )
    occupation = LineField(_("job or occupation"), max_length=120, blank=True, help_text=OCCUPATION_HELP)
    deputy = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
        help_text=_("Who acts with the rights of this role while its holder is away."),
    )
    away_since = models.DateTimeField(_("away since"), null=True, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(plan="plan", _manager_class=models.Manager.from_queryset(MembershipQuerySet))

    class Meta:
        verbose_name = _("role in the plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "role", "group"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="role_held_once",
                violation_error_message=_("This person already has this role."),
            ),
            models.CheckConstraint(
                name="group_member_has_group",
                condition=group_goes_with_role,
                violation_error_message=_("Choose a working group for this role, and only for this role."),
            ),
        ]
        indexes = [models.Index(fields=["user", "plan"], condition=Q(ended_at=None), name="open_memberships")]
        triggers = only_held("deputy")

    def __str__(self) -> str:
        return in_office(str(self.user), self.role, self.occupation)

    @property
    def role_word(self) -> str:
        return str(Role(self.role).label)


def new_code() -> str:
    """A code that can be read out on the telephone: "KTR7M2QFXA", 27**10 possibilities."""
    return "".join(secrets.choice(CODE_ALPHABET) for _number in range(CODE_LENGTH))


def clean_code(typed: str) -> str:
    """A code without what people type around it: small letters, spaces, hyphens."""
    return "".join(letter for letter in western(typed).upper() if letter in CODE_ALPHABET)[:CODE_LENGTH]


def code_digest(code: str, salt: str = "planning.invitation") -> str:
    """What the database keeps of a code, however it was typed: a stolen database invites nobody."""
    return salted_hmac(salt, clean_code(code), algorithm="sha256").hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


@tracked
class Invitation(OfPlan):
    """A printed ticket or a link that gives one person one role, once."""

    in_file = InFile(why_not="invites to this installation, with a secret")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    name = LineField(_("for whom"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Only if the link should be sent by e-mail."))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.TASK_FORCE)
    group = models.ForeignKey(
        "planning.WorkingGroup",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working group"),
    )
    occupation = LineField(_("job or occupation"), max_length=120, blank=True, help_text=OCCUPATION_HELP)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(plan="plan", _manager_class=models.Manager.from_queryset(InvitationQuerySet))

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(
                name="invited_group_member_has_group",
                condition=group_goes_with_role,
                violation_error_message=_("Choose a working group for this role, and only for this role."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return not self.used_at and not self.revoked_at and self.expires_at > timezone.now()


class Told(OfPlan):
    """That somebody was told by mail of something that waits for them in a plan, so that nobody is told twice."""

    in_file = InFile(why_not="mail of this installation")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "told"
        verbose_name_plural = "told"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="told_once")]

    def __str__(self) -> str:
        return self.key
