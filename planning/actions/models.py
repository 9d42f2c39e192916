"""Collective actions and the means for them (C3, C4)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..plans.tenancy import tracked
from ..worksheets.models import Row
from .rules import Horizon, horizon

__all__ = ["Action", "ResourceLine"]

AMOUNT_LIMIT = 999_999_999_999


@tracked
class Action(Row):
    """A collective action of a goal: one row of Table 7."""

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="actions")
    title = models.CharField(_("action"), max_length=300)
    sub_objective = models.ForeignKey(
        "planning.SubObjective", models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name=_("sub-objective"),
    )  # fmt: skip
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    main_actor = models.CharField(_("main actor responsible"), max_length=200, blank=True)
    capacity = models.CharField(_("commitment and capacity"), max_length=400, blank=True)
    other_actors = models.TextField(_("other actors and what each adds"), max_length=1000, blank=True)
    flexibility = models.TextField(_("impact on flexibility"), max_length=600, blank=True)
    cohesion = models.TextField(_("impact on social cohesion"), max_length=600, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answers for it"),
    )  # fmt: skip

    class Meta(Row.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                name="action_ends_after_start",
                condition=models.Q(start=None) | models.Q(end=None) | models.Q(end__gte=models.F("start")),
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        return f"{self.goal.position}.{self.position}"

    @property
    def is_open(self) -> bool:
        """Without dates, a main actor, or somebody who answers for it."""
        return not (self.start and self.end and self.main_actor and self.owner_id)

    @property
    def horizon(self) -> Horizon | None:
        return horizon(self.start, self.end)


@tracked
class ResourceLine(Row):
    """A means for an action: one entry in a cell of Table 8."""

    class Origin(models.TextChoices):
        """The columns of Table 8."""

        MAIN = "main", _("Means of the main actor")
        OTHERS = "others", _("Means of other actors")
        OTHER_WAYS = "other-ways", _("Other ways: in kind, rationalisation")
        EXTERNAL = "external", _("External means needed")

    class Kind(models.TextChoices):
        MONEY = "money", pgettext_lazy("means", "Money")
        STAFF = "staff", pgettext_lazy("means", "Staff and working time")
        EQUIPMENT = "equipment", pgettext_lazy("means", "Equipment and material")
        PREMISES = "premises", pgettext_lazy("means", "Land and premises")
        SERVICE = "service", pgettext_lazy("means", "Service or expertise")

    action = models.ForeignKey(Action, models.PROTECT, related_name="lines", verbose_name=_("action"))
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MONEY)
    description = models.CharField(_("means"), max_length=300)
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(AMOUNT_LIMIT)],
    )  # fmt: skip
    currency = models.CharField(
        _("currency"), max_length=3, blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capital letters, such as USD."))],
    )  # fmt: skip
    source = models.CharField(_("possible source"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                name="amount_not_negative", condition=models.Q(amount=None) | models.Q(amount__gte=0)
            ),
            models.CheckConstraint(
                name="amount_has_currency",
                condition=models.Q(amount=None) | ~models.Q(currency=""),
                violation_error_message=_("An amount needs a currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.description
