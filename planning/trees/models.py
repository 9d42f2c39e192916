"""Problem trees: what a problem comes from and what it leads to, and the same turned over into objectives (C2)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..people.fields import LineField
from ..plans.tenancy import tracked
from ..worksheets.models import Row
from . import rules

__all__ = ["TreeNode"]


@tracked
class TreeNode(Row):
    """A problem in a tree. A core problem hangs on no other; what hangs on it, causes and effects, has a `parent`.

    `turned` is the same as an objective, in somebody's own words. An action that is to reach it can name this row."""

    class Kind(models.TextChoices):
        CORE = rules.NodeKind.CORE.value, _("Core problem")
        CAUSE = rules.NodeKind.CAUSE.value, pgettext_lazy("tree", "Cause")
        EFFECT = rules.NodeKind.EFFECT.value, pgettext_lazy("tree", "Effect")

    text = LineField(_("problem"), max_length=300)
    turned = LineField(
        _("restated as an objective"),
        max_length=300,
        blank=True,
        help_text=_("The state that you want in its place, as if it were already so."),
    )
    goal = models.ForeignKey("planning.Goal", models.PROTECT, related_name="tree_nodes", editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="children", verbose_name=_("belongs under")
    )
    sub_objective = models.ForeignKey(
        "planning.SubObjective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sub-objective"),
        help_text=_("For a core problem, if the tree is about one sub-objective only."),
    )
    from_entry = models.ForeignKey(
        "planning.SwotEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("SWOT entry that it comes from"),
    )

    untold = frozenset({"from_entry"})  # the entry may have become confidential since

    class Meta(Row.Meta):
        verbose_name = _("problem in a tree")
        verbose_name_plural = _("problems in trees")
        constraints = [
            models.CheckConstraint(
                name="only_a_core_problem_hangs_on_none",
                condition=Q(kind="core", parent=None) | (~Q(kind="core") & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(name="node_hangs_not_on_itself", condition=Q(parent=None) | ~Q(parent=F("id"))),
            models.CheckConstraint(
                name="only_a_core_problem_has_a_step",
                condition=Q(sub_objective=None) | Q(kind="core"),
                violation_error_message=_("Only a core problem names a sub-objective."),
            ),
        ]

    # its place in the outline, where somebody has counted
    number = ""
    level = 0
    may_grow = False

    def __str__(self) -> str:
        return self.text

    @property
    def code(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Not turned over yet."""
        return not self.turned
