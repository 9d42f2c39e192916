"""What is to be achieved until when, and by what one sees it (T1, T2, T4); gathers the timeline's models as well."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from planning.people.fields import LineField
from planning.plans.tenancy import tracked
from planning.worksheets.models import OwnedWithDeputy, Row

from . import rules
from .timeline.models import Activity, CalendarAddress, Meeting, MeetingGuest, Precedence

__all__ = [
    "Activity",
    "CalendarAddress",
    "Indicator",
    "Meeting",
    "MeetingGuest",
    "MidValue",
    "Precedence",
    "Target",
]

VALUE_LIMIT = 999_999_999_999
LIMITS = [MinValueValidator(-VALUE_LIMIT), MaxValueValidator(VALUE_LIMIT)]


@tracked
class Target(OwnedWithDeputy):
    """A performance target of a goal, in its place of Table 5 (T1).

    A pair (T2) is a target with `without`: the target that is reached if the external means do not come."""

    class Level(models.TextChoices):
        STRATEGIC = rules.TargetLevel.STRATEGIC.value, _("Strategic")
        OPERATIONAL = rules.TargetLevel.OPERATIONAL.value, _("Operational")

    class Dimension(models.TextChoices):
        ASSETS = "assets", _("Assets")
        SERVICE = "service", _("Service delivery")
        MANAGEMENT = "management", _("Management")

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="targets")
    statement = LineField(
        _("target"),
        max_length=300,
        help_text=_("One plain sentence: what will be achieved, and how much of it."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    dimension = models.CharField(_("dimension"), max_length=12, choices=Dimension.choices)
    sub_objective = models.ForeignKey(
        "planning.SubObjective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("sub-objective"),
    )
    seen_by = LineField(
        _("number or observable state"),
        max_length=200,
        blank=True,
        help_text=_("Where the sentence has no number: what would a visitor see?"),
    )
    due = models.DateField(_("until"), null=True, blank=True)
    consulted_on = models.DateField(
        _("discussed with those who have influence"),
        null=True,
        blank=True,
        help_text=_("Only the date. Whom you asked, and what they think, belongs in the interviews."),
    )
    action = models.ForeignKey(
        "planning.Action",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("needs the external resources of"),
        help_text=_(
            "The action of Table 8 whose external resources this target depends on. Empty: own resources are enough."
        ),
    )
    without = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="twins",
        verbose_name=_("what is reached without them"),
    )

    class Meta(OwnedWithDeputy.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                name="target_is_not_its_own_twin",
                condition=Q(without=None) | ~Q(without=F("id")),
                violation_error_message=_("Choose another target."),
            ),
            models.UniqueConstraint(
                fields=["without"],
                condition=Q(deleted_at=None),
                name="one_pair_each",
                violation_error_message=_("That target is already in another pair."),
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_open(self) -> bool:
        """Without a date, somebody who answers for it, or a talk about it."""
        return not (self.due and self.owner_id and self.consulted_on)


@tracked
class Indicator(OwnedWithDeputy):
    """By what one sees whether a target is reached (T4). Only its name and its target have to be given; where it has
    no owner, that of the target answers for it."""

    class Kind(models.TextChoices):
        QUANTITATIVE = "number", pgettext_lazy("indicator", "Quantitative: a number")
        QUALITATIVE = "state", pgettext_lazy("indicator", "Qualitative: a state, an opinion")

    class Direction(models.TextChoices):
        UP = rules.Direction.UP.value, pgettext_lazy("direction", "More is better")
        DOWN = rules.Direction.DOWN.value, pgettext_lazy("direction", "Less is better")
        KEEP = rules.Direction.KEEP.value, pgettext_lazy("direction", "It should stay the same")

    class Frequency(models.TextChoices):
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        HALF = "half", _("Twice a year")
        YEAR = "year", _("Once a year")
        ONCE = "once", _("Once, at the end")

    target = models.ForeignKey(Target, models.PROTECT, related_name="indicators", verbose_name=_("target"))
    name = LineField(_("indicator"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.QUANTITATIVE)
    unit = LineField(_("unit"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(
        _("value today"), max_digits=20, decimal_places=6, null=True, blank=True, validators=LIMITS
    )
    baseline_state = LineField(_("state today, in words"), max_length=200, blank=True)
    baseline_on = models.DateField(_("measured on"), null=True, blank=True)
    baseline_source = LineField(_("source of today’s value"), max_length=160, blank=True)
    value = models.DecimalField(
        _("target value"), max_digits=20, decimal_places=6, null=True, blank=True, validators=LIMITS
    )
    state = LineField(_("target state, in words"), max_length=200, blank=True)
    on = models.DateField(_("target date"), null=True, blank=True, help_text=_("Empty: the date of the target."))
    cumulative = models.BooleanField(_("values are cumulative"), default=False)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices, blank=True)
    verification = LineField(_("means of verification"), max_length=200, blank=True)
    collector = LineField(_("who collects it"), max_length=160, blank=True)
    by_sex = models.BooleanField(_("broken down by sex"), default=False)
    by_age = models.BooleanField(_("broken down by age"), default=False)
    by_locality = models.BooleanField(_("broken down by locality"), default=False)
    by_group = models.BooleanField(_("broken down by group"), default=False)

    class Meta(OwnedWithDeputy.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Without a value or a state that is wanted."""
        return self.value is None and not self.state


@tracked
class MidValue(Row):
    """A value that an indicator should have on the way to its target (T4)."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="mid_values", verbose_name=_("indicator"))
    on = models.DateField(_("day"))
    value = models.DecimalField(_("target value"), max_digits=20, decimal_places=6, validators=LIMITS)

    class Meta(Row.Meta):
        verbose_name = _("intermediate value")
        verbose_name_plural = _("intermediate values")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"],
                condition=Q(deleted_at=None),
                name="one_mid_value_a_day",
                violation_error_message=_("The indicator already has a value for this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
