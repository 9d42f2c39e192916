"""The modified SWOT of a goal (C1). Entries made from what is confidential are so themselves (B8)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stakeholders.models import Stakeholder

from ..goals.confidential import PartlyConfidential
from ..people.fields import ProseField
from ..plans.tenancy import tracked
from . import rules

__all__ = ["SwotEntry"]

GROUPS = [
    ("government", _("Local government")),
    *Stakeholder.Kind.choices,
    (rules.ALL_GROUPS, pgettext_lazy("groups", "All of them")),
]


@tracked
class SwotEntry(PartlyConfidential):
    """An entry in one of the six cells. What it was made from stays linked to it: `origin` names the proposal, one of
    the keys leads to the row of Step 1."""

    class Cell(models.TextChoices):
        STRENGTH = rules.SwotCell.STRENGTH.value, _("Strengths that can be used")
        SEPARATE = rules.SwotCell.SEPARATE.value, _("Separate interests of the groups")
        WEAKNESS = rules.SwotCell.WEAKNESS.value, _("Weaknesses that stand in the way")
        OPPORTUNITY = rules.SwotCell.OPPORTUNITY.value, _("Opportunities")
        COMMON = rules.SwotCell.COMMON.value, _("Common interests")
        THREAT = rules.SwotCell.THREAT.value, _("Threats")

    text = ProseField(_("entry"), max_length=1000)
    cell = models.CharField(_("cell"), max_length=12, choices=Cell.choices)
    group = models.CharField(_("stakeholder group"), max_length=12, choices=GROUPS, blank=True)
    origin = models.CharField(max_length=40, blank=True, editable=False)
    from_rating = models.ForeignKey(
        "planning.GoalAsset", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("asset")
    )
    from_position = models.ForeignKey(
        "stakeholders.Position", models.PROTECT, null=True, editable=False, related_name="+"
    )
    from_answer = models.ForeignKey("stakeholders.Answer", models.PROTECT, null=True, editable=False, related_name="+")
    from_step = models.ForeignKey("planning.SubObjective", models.PROTECT, null=True, editable=False, related_name="+")

    # a released entry tells what it says, not from whose stance that was concluded
    untold = frozenset({"origin", "from_rating", "from_position", "from_answer", "from_step"})

    class Meta(PartlyConfidential.Meta):
        verbose_name = _("SWOT entry")
        verbose_name_plural = _("SWOT entries")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "origin"],
                condition=Q(deleted_at=None) & ~Q(origin=""),
                name="swot_taken_once",
                violation_error_message=_("This has already been adopted from step 1."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Without the group that it is about."""
        return not self.group
