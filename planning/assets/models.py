"""The municipality's assets, and what each means for a goal (A2, A3, A4)."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..people.fields import LineField, ProseField
from ..people.models import User
from ..plans.tenancy import InFile, OfPlan, tracked
from ..worksheets.models import Row
from .rules import Priority, RatingLevel, priority

__all__ = ["Asset", "AssetNeed", "GoalAsset", "LocalAvailability", "OwnRating"]

# Twelve digits are more than any town owns of anything, and few enough to stand in a table's cell.
QUANTITY_LIMIT = 999_999_999_999


class Availability(models.IntegerChoices):
    LOW = RatingLevel.LOW, pgettext_lazy("availability", "Low")
    MEDIUM = RatingLevel.MEDIUM, pgettext_lazy("availability", "Medium")
    HIGH = RatingLevel.HIGH, pgettext_lazy("availability", "High")


class Importance(models.IntegerChoices):
    LOW = RatingLevel.LOW, pgettext_lazy("importance", "Low")
    MEDIUM = RatingLevel.MEDIUM, pgettext_lazy("importance", "Medium")
    HIGH = RatingLevel.HIGH, pgettext_lazy("importance", "High")


@tracked
class Asset(Row):
    """An entry of the municipality's Needs and Assets Database (A2)."""

    class Kind(models.TextChoices):
        BUILT = "built", _("Physical, built")
        NATURAL = "natural", _("Physical, natural")
        HUMAN = "human", _("Human")
        SOCIAL = "social", _("Social")

    name = LineField(_("asset"), max_length=160)
    kind = models.CharField(_("kind of capital"), max_length=10, choices=Kind.choices)
    description = ProseField(_("description"), max_length=4000, blank=True)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(QUANTITY_LIMIT)],
    )
    unit = LineField(_("unit"), max_length=40, blank=True)
    size = LineField(_("size"), max_length=80, blank=True)
    condition = LineField(_("quality or condition"), max_length=160, blank=True)
    locality = models.ForeignKey(
        "planning.Locality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("locality"),
    )
    keeper = LineField(_("keeper"), max_length=120, blank=True)
    source = LineField(_("source"), max_length=160, blank=True)

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
    reason = LineField(_("why?"), max_length=1000, blank=True)
    # who recorded the agreed values, and when; members' own come before (A5)
    agreed_by = models.ForeignKey("planning.User", models.PROTECT, null=True, editable=False, related_name="+")
    agreed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Row.Meta):
        verbose_name = _("asset rating")
        verbose_name_plural = _("asset ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "asset"],
                condition=models.Q(deleted_at=None),
                name="asset_once_a_goal",
                violation_error_message=_("This asset is already in the list of this goal."),
            ),
            models.CheckConstraint(
                name="availability_is_a_level",
                condition=models.Q(availability=None) | models.Q(availability__in=RatingLevel),
            ),
            models.CheckConstraint(
                name="importance_is_a_level", condition=models.Q(importance=None) | models.Q(importance__in=RatingLevel)
            ),
        ]

    def __str__(self) -> str:
        return str(self.asset)

    def stamps(self, changes: Mapping[str, Any], by: User) -> dict[str, Any]:
        if not {"availability", "importance"} & set(changes):
            return {}
        return {"agreed_by": by, "agreed_at": timezone.now()}

    @property
    def is_open(self) -> bool:
        return self.priority is None

    @property
    def priority(self) -> Priority | None:
        return priority(self.availability, self.importance)


class OwnRating(OfPlan):
    """What one member thinks of an asset before the group agrees (A5). Not part of the plan's history: it is a first
    thought, and whoever rates on their own shall not be held to it."""

    in_file = InFile(why_not="what a member thinks before the group talks is for nobody else's eyes (A5)")

    goal_asset = models.ForeignKey(GoalAsset, models.CASCADE, related_name="own_ratings")
    user = models.ForeignKey("planning.User", models.CASCADE, related_name="+")
    availability = models.PositiveSmallIntegerField(null=True, choices=Availability.choices)
    importance = models.PositiveSmallIntegerField(null=True, choices=Importance.choices)
    rated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("own rating")
        constraints = [models.UniqueConstraint(fields=["goal_asset", "user"], name="own_rating_once")]

    def __str__(self) -> str:
        return f"{self.goal_asset} · {self.user}"


@tracked
class LocalAvailability(Row):
    """Whether an asset that a goal needs is there in one locality (A3): in one village, and not in the next."""

    goal_asset = models.ForeignKey(GoalAsset, models.PROTECT, related_name="places", verbose_name=_("asset"))
    locality = models.ForeignKey("planning.Locality", models.PROTECT, related_name="+", verbose_name=_("locality"))
    availability = models.PositiveSmallIntegerField(_("availability there"), choices=Availability.choices)
    note = LineField(_("note"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("availability in a locality")
        verbose_name_plural = _("availability in localities")
        constraints = [
            models.UniqueConstraint(
                fields=["goal_asset", "locality"],
                condition=models.Q(deleted_at=None),
                name="once_a_locality",
                violation_error_message=_("This asset already has a row for this locality."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal_asset} · {self.locality}"


@tracked
class AssetNeed(Row):
    """An asset does its work only with another: the clinic with its nurses, the lorry with its drivers (A3)."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="needs", verbose_name=_("asset"))
    needed = models.ForeignKey(Asset, models.PROTECT, related_name="+", verbose_name=_("needs"))

    class Meta(Row.Meta):
        verbose_name = _("need of an asset")
        verbose_name_plural = _("needs of assets")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "needed"],
                condition=models.Q(deleted_at=None),
                name="need_once",
                violation_error_message=_("This need is already in the list."),
            ),
            models.CheckConstraint(
                name="need_of_another",
                condition=~models.Q(asset=models.F("needed")),
                violation_error_message=_("An asset cannot need itself. Choose another one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} → {self.needed}"
