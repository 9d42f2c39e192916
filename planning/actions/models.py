"""Collective actions, who adds what to them, what they serve, and the means for them (C3, C4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..goals.confidential import Confidential
from ..people.fields import CurrencyField, LineField, ProseField
from ..people.money import validate_precision
from ..plans.tenancy import tracked
from ..worksheets.models import OwnedWithDeputy, Row
from .rules import Horizon, ResourceState, horizon

__all__ = ["Accommodation", "Action", "ActionGroup", "ActionLink", "ActionPart", "ResourceLine"]

AMOUNT_LIMIT = 999_999_999_999


@tracked
class ActionGroup(Row):
    """Actions of a goal that support one another (C3)."""

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="action_groups")
    name = LineField(_("group of actions"), max_length=120)
    purpose = LineField(_("what they achieve together"), max_length=300, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("group of actions")
        verbose_name_plural = _("groups of actions")

    def __str__(self) -> str:
        return self.name


@tracked
class Action(OwnedWithDeputy):
    """A collective action of a goal: one row of Table 7. `other_actors` holds those who are not in the register."""

    class Readiness(models.TextChoices):
        """The module's question: does the main actor have the commitment and the capacity?"""

        BOTH = "both", _("Committed and able")
        COMMITTED = "committed", _("Committed, capacity has to grow")
        ABLE = "able", _("Able, not committed yet")
        NEITHER = "neither", _("Neither yet")

    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="actions")
    title = LineField(_("action"), max_length=500)
    description = ProseField(_("description"), max_length=8000, blank=True)
    sub_objective = models.ForeignKey(
        "planning.SubObjective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("sub-objective that it mainly serves"),
    )
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    main_actor = models.ForeignKey(
        "stakeholders.Stakeholder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main actor"),
    )
    readiness = models.CharField(_("can they carry it through?"), max_length=10, choices=Readiness.choices, blank=True)
    capacity = ProseField(_("commitment and capacity"), max_length=2000, blank=True)
    other_actors = ProseField(
        _("others who help and are not in the register"),
        max_length=2000,
        blank=True,
        help_text=_("Stakeholders of the register are entered under “What others add”."),
    )
    flexibility = ProseField(_("impact on flexibility"), max_length=2000, blank=True)
    cohesion = ProseField(_("impact on social cohesion"), max_length=2000, blank=True)
    together = models.ForeignKey(
        ActionGroup, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name=_("group of actions")
    )
    trust_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quick_wins",
        verbose_name=_("quick win for"),
        help_text=_("The sustained action for which this one builds trust."),
    )

    class Meta(OwnedWithDeputy.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                name="action_is_not_its_own_quick_win",
                condition=Q(trust_for=None) | ~Q(trust_for=F("id")),
                violation_error_message=_("Choose another action."),
            ),
            models.CheckConstraint(
                name="action_ends_after_start",
                condition=Q(start=None) | Q(end=None) | Q(end__gte=F("start")),
                violation_error_message=_("The end is before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        return f"{self.goal.position}.{self.position}"

    @property
    def is_open(self) -> bool:
        """Without dates, a main actor, or somebody who answers for it."""
        return not (self.start and self.end and self.main_actor_id and self.owner_id)

    @property
    def horizon(self) -> Horizon | None:
        return horizon(self.start, self.end)


@tracked
class ActionPart(Row):
    """What another stakeholder adds to an action: an entry of Table 7's column of other actors."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="parts", verbose_name=_("action"))
    stakeholder = models.ForeignKey(
        "stakeholders.Stakeholder", models.PROTECT, related_name="+", verbose_name=_("stakeholder")
    )
    adds = LineField(_("what they add"), max_length=500, blank=True)
    readiness = models.CharField(
        _("can they carry it through?"), max_length=10, choices=Action.Readiness.choices, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("contribution of another actor")
        verbose_name_plural = _("contributions of other actors")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "stakeholder"],
                condition=Q(deleted_at=None),
                name="one_part_each",
                violation_error_message=_("This stakeholder is already in the list of this action."),
            )
        ]

    def __str__(self) -> str:
        return str(self.stakeholder)

    @property
    def is_open(self) -> bool:
        return not self.adds


@tracked
class ActionLink(Row):
    """Something that an action serves or builds on: a link of the chain (P5). Exactly one of the keys is set."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="links", verbose_name=_("action"))
    sub_objective = models.ForeignKey("planning.SubObjective", models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey("targets.Target", models.PROTECT, null=True, related_name="+", verbose_name=_("target"))
    asset = models.ForeignKey("planning.Asset", models.PROTECT, null=True, related_name="+", verbose_name=_("asset"))
    entry = models.ForeignKey("planning.SwotEntry", models.PROTECT, null=True, related_name="+")

    ENDS = ("sub_objective", "target", "asset", "entry")
    untold = frozenset({"entry"})  # it may be, or become, confidential

    class Meta(Row.Meta):
        verbose_name = _("link of an action")
        verbose_name_plural = _("links of actions")
        constraints = [
            models.CheckConstraint(
                name="link_has_one_end",
                condition=Q(sub_objective__isnull=False, target=None, asset=None, entry=None)
                | Q(sub_objective=None, target__isnull=False, asset=None, entry=None)
                | Q(sub_objective=None, target=None, asset__isnull=False, entry=None)
                | Q(sub_objective=None, target=None, asset=None, entry__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["action", "sub_objective", "target", "asset", "entry"],
                nulls_distinct=False,
                name="one_link_each",
            ),
        ]

    def __str__(self) -> str:
        return str(self.action)

    @property
    def place(self) -> tuple[str, int]:
        """Which end is set, and its key: ("target", 7)."""
        return next((end, key) for end in self.ENDS if (key := getattr(self, f"{end}_id")))


@tracked
class Accommodation(Confidential):
    """How an action meets the interest of an influential opponent (C3); as confidential as the stance itself."""

    opponent = models.ForeignKey("stakeholders.Position", models.PROTECT, related_name="+", verbose_name=_("opponent"))
    action = models.ForeignKey(Action, models.PROTECT, related_name="+", verbose_name=_("action"))
    how = LineField(_("what it gives them"), max_length=1000, blank=True)

    class Meta(Confidential.Meta):
        verbose_name = _("accommodation of an opponent")
        verbose_name_plural = _("accommodations of opponents")
        constraints = [
            models.UniqueConstraint(
                fields=["opponent", "action"],
                condition=Q(deleted_at=None),
                name="one_accommodation_each",
                violation_error_message=_("This action is already noted for this opponent."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.opponent} · {self.action}"

    @property
    def is_open(self) -> bool:
        return not self.how


@tracked
class ResourceLine(Row):
    """A means for an action: one entry in a cell of Table 8."""

    class Origin(models.TextChoices):
        """The columns of Table 8."""

        MAIN = "main", _("Resources of the main actor")
        OTHERS = "others", _("Resources of other actors")
        OTHER_WAYS = "other-ways", _("Other ways: in kind, rationalisation")
        EXTERNAL = "external", _("External resources needed")

    class Kind(models.TextChoices):
        MONEY = "money", pgettext_lazy("means", "Money")
        STAFF = "staff", pgettext_lazy("means", "Staff and working time")
        EQUIPMENT = "equipment", pgettext_lazy("means", "Equipment and material")
        PREMISES = "premises", pgettext_lazy("means", "Land and premises")
        SERVICE = "service", pgettext_lazy("means", "Service or expertise")

    class State(models.TextChoices):
        NEEDED = ResourceState.NEEDED.value, pgettext_lazy("means", "Needed")
        REQUESTED = ResourceState.REQUESTED.value, pgettext_lazy("means", "Requested")
        PLEDGED = ResourceState.PLEDGED.value, pgettext_lazy("means", "Pledged")
        COMMITTED = ResourceState.COMMITTED.value, pgettext_lazy("means", "Committed in writing")
        RECEIVED = ResourceState.RECEIVED.value, pgettext_lazy("means", "Received")

    action = models.ForeignKey(Action, models.PROTECT, related_name="lines", verbose_name=_("action"))
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MONEY)
    description = LineField(_("resource"), max_length=500)
    amount = models.DecimalField(
        _("amount"),
        max_digits=16,
        decimal_places=3,  # as dinars have; what a currency has less is asked by the form
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(AMOUNT_LIMIT)],
    )
    currency = CurrencyField(_("currency"), max_length=3, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEEDED)
    giver = models.ForeignKey(
        "stakeholders.Stakeholder",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("possible source"),
        help_text=_("A stakeholder of the register who could provide it."),
    )
    source = LineField(_("another possible source"), max_length=200, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(name="amount_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
            models.CheckConstraint(
                name="amount_has_currency",
                condition=Q(amount=None) | ~Q(currency=""),
                violation_error_message=_("An amount needs a currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    def clean(self) -> None:
        validate_precision(self.amount, self.currency)
