"""The municipality's assets, and what each means for a goal (A2, A3, A4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..plans.tenancy import tracked
from ..worksheets.models import Row
from .rules import Level, Priority, priority

__all__ = ["Asset", "GoalAsset"]

# Twelve digits are more than any town owns of anything, and few enough to stand in a table's cell.
QUANTITY_LIMIT = 999_999_999_999


class Availability(models.IntegerChoices):
    LOW = Level.LOW, pgettext_lazy("availability", "Low")
    MEDIUM = Level.MEDIUM, pgettext_lazy("availability", "Medium")
    HIGH = Level.HIGH, pgettext_lazy("availability", "High")


class Importance(models.IntegerChoices):
    LOW = Level.LOW, pgettext_lazy("importance", "Low")
    MEDIUM = Level.MEDIUM, pgettext_lazy("importance", "Medium")
    HIGH = Level.HIGH, pgettext_lazy("importance", "High")


@tracked
class Asset(Row):
    """An entry of the municipality's Needs and Assets Database (A2)."""

    class Kind(models.TextChoices):
        BUILT = "built", _("Physical, built")
        NATURAL = "natural", _("Physical, natural")
        HUMAN = "human", _("Human")
        SOCIAL = "social", _("Social")

    name = models.CharField(_("asset"), max_length=160)
    kind = models.CharField(_("kind of capital"), max_length=10, choices=Kind.choices)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(QUANTITY_LIMIT)],
    )  # fmt: skip
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    size = models.CharField(_("size"), max_length=80, blank=True)
    condition = models.CharField(_("quality or condition"), max_length=160, blank=True)
    locality = models.ForeignKey(
        "planning.Locality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("locality"),
    )
    keeper = models.CharField(_("keeper"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=160, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("asset")
        verbose_name_plural = _("assets")

    def __str__(self) -> str:
        return self.name


@tracked
class GoalAsset(Row):
    """An asset as a goal sees it: is it there, and does it matter (A3, A4)? The priority follows (A6)."""

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="goal_assets")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="goal_assets", verbose_name=_("asset"))
    availability = models.PositiveSmallIntegerField(
        _("availability"), null=True, blank=True, choices=Availability.choices
    )
    importance = models.PositiveSmallIntegerField(_("importance"), null=True, blank=True, choices=Importance.choices)
    reason = models.CharField(_("why?"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("asset rating")
        verbose_name_plural = _("asset ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "asset"], condition=models.Q(deleted_at=None), name="asset_once_a_goal",
                violation_error_message=_("This asset is already in the list of this goal."),
            ),
            models.CheckConstraint(
                name="availability_is_a_level", condition=models.Q(availability=None) | models.Q(availability__in=Level)
            ),
            models.CheckConstraint(
                name="importance_is_a_level", condition=models.Q(importance=None) | models.Q(importance__in=Level)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.asset)

    @property
    def is_open(self) -> bool:
        return self.priority is None

    @property
    def priority(self) -> Priority | None:
        return priority(self.availability, self.importance)
