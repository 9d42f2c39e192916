"""Activities with their months and what they need (T5), meetings about the targets (T6), and the secret addresses at
which calendar programs read both."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.people.fields import LineField
from planning.plans.tenancy import InFile, OfPlan, tracked
from planning.worksheets.models import Owned, Row

from . import rules
from .fields import MonthsField

__all__ = ["Activity", "CalendarAddress", "Meeting", "MeetingGuest", "Precedence"]

LONGEST_MEETING = 24 * 60

# The advisory lock makes two opposite links that are made at once wait for one another; it ends with the transaction.
NO_CIRCLE = pgtrigger.Trigger(
    name="no_circle",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("activity_id", "needs_id", "deleted_at"),
    condition=pgtrigger.Q(new__deleted_at__isnull=True),
    func="""
        PERFORM pg_advisory_xact_lock(hashtextextended('targets.precedence', NEW.plan_id));
        IF EXISTS (
            WITH RECURSIVE before(id) AS (
                SELECT NEW.needs_id
                UNION
                SELECT link.needs_id FROM targets_precedence link JOIN before ON link.activity_id = before.id
                WHERE link.deleted_at IS NULL AND link.id IS DISTINCT FROM NEW.id
            )
            SELECT 1 FROM before WHERE id = NEW.activity_id
        ) THEN
            RAISE EXCEPTION 'an activity would wait for itself' USING ERRCODE = '23514', CONSTRAINT = 'no_circle';
        END IF;
        RETURN NEW;
    """,
)


@tracked
class Activity(Owned):
    """A line of Table 6: a piece of work, with the months in which people work on it."""

    marks = frozenset({"months"})  # two people may each mark a month of the same activity at once

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="activities")
    name = LineField(_("activity"), max_length=200)
    action = models.ForeignKey(
        "planning.Action",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("part of the action"),
    )
    actor = LineField(_("who does it"), max_length=160, blank=True)
    months = MonthsField(_("months of work"))

    class Meta(Owned.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(  # the function is made by the migration
                name="activity_months_in_order",
                condition=Func(F("months"), function="targets_months_in_order", output_field=BooleanField()),
                violation_error_message=_("Choose months between 1990 and 2100."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Without a month, or without somebody who answers for it."""
        return not (self.months and self.owner_id)


@tracked
class Precedence(Row):
    """An activity cannot begin before another one, of any goal of the plan, has ended."""

    refusals = {"no_circle": _("The activity would then have to wait for itself.")}

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="needs", verbose_name=_("activity"))
    needs = models.ForeignKey(
        Activity, models.PROTECT, related_name="needed_by", verbose_name=_("cannot begin before the end of")
    )
    reason = LineField(_("reason"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("link between activities")
        verbose_name_plural = _("links between activities")
        triggers = [NO_CIRCLE]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "needs"],
                condition=Q(deleted_at=None),
                name="needed_once",
                violation_error_message=_("This link is already there."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} ← {self.needs}"


@tracked
class Meeting(Owned):
    """A series of meetings at which people look at the targets (T6): with sectors, groups, or those who support."""

    class Kind(models.TextChoices):
        SECTORS = "sectors", pgettext_lazy("meeting", "With the sectors that work on it")
        GROUPS = "groups", pgettext_lazy("meeting", "With the groups concerned")
        BRIEFING = "briefing", pgettext_lazy("meeting", "Briefing of those who finance, support or carry out")

    class Rhythm(models.TextChoices):
        ONCE = rules.Rhythm.ONCE.value, pgettext_lazy("rhythm", "Once")
        MONTHLY = rules.Rhythm.MONTHLY.value, pgettext_lazy("rhythm", "Every month")
        TWO_MONTHLY = rules.Rhythm.TWO_MONTHLY.value, pgettext_lazy("rhythm", "Every two months")
        QUARTERLY = rules.Rhythm.QUARTERLY.value, pgettext_lazy("rhythm", "Every three months")
        HALF_YEARLY = rules.Rhythm.HALF_YEARLY.value, pgettext_lazy("rhythm", "Every six months")
        YEARLY = rules.Rhythm.YEARLY.value, pgettext_lazy("rhythm", "Every year")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    purpose = LineField(_("purpose"), max_length=200)
    goal = models.ForeignKey(
        "planning.Goal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("goal"),
        help_text=_("Empty: about the whole plan."),
    )
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm.choices, default=Rhythm.TWO_MONTHLY)
    first = models.DateField(_("first day"))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: to the end of the plan’s last year.")
    )
    hour = models.TimeField(_("hour"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=90, validators=[MinValueValidator(5), MaxValueValidator(LONGEST_MEETING)]
    )
    place = LineField(_("place"), max_length=160, blank=True)
    owner = models.ForeignKey(
        "planning.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who calls it"),
    )

    class Meta(Owned.Meta):
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints = [
            models.CheckConstraint(
                name="meetings_end_after_first",
                condition=Q(until=None) | Q(until__gte=F("first")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="meeting_has_length", condition=Q(minutes__gte=5, minutes__lte=LONGEST_MEETING)
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def is_open(self) -> bool:
        """Nobody calls it; the field has the name by which work is handed on (P4)."""
        return not self.owner_id


@tracked
class MeetingGuest(Row):
    """A stakeholder of the register whom a series of meetings concerns. That somebody is asked to come says nothing
    about being for or against (B8)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests", verbose_name=_("series of meetings"))
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder", models.PROTECT, related_name="+", verbose_name=_("stakeholder")
    )

    class Meta(Row.Meta):
        verbose_name = _("invited stakeholders")
        verbose_name_plural = _("invited stakeholders")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "stakeholder"],
                condition=Q(deleted_at=None),
                name="guest_once",
                violation_error_message=_("They are already invited."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder}"


@tracked
class CalendarAddress(OfPlan):
    """A secret address at which one member's calendar program, which cannot sign in, reads dates of the plan."""

    in_file = InFile(why_not="a secret address of this installation")

    class What(models.TextChoices):
        MINE = "mine", _("What I am responsible for")
        PLAN = "plan", _("The whole plan")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    what = models.CharField(_("content of the calendar"), max_length=4, choices=What.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made on"))
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "what"], condition=Q(revoked_at=None), name="one_calendar_address_each"
            )
        ]

    def __str__(self) -> str:
        return str(self.What(self.what).label)
