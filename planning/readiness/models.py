"""What is left open with a reason, though the readiness check finds it (C6)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from targets.models import Target

from ..actions.models import Action
from ..brainstorm.models import Brainstorm
from ..goals.models import Goal
from ..people.fields import LineField, ProseField
from ..plans.tenancy import InFile, OfPlan, tracked

__all__ = ["LeftOpen"]


def row(model: type[models.Model]) -> "models.ForeignKey[models.Model | None, models.Model | None]":
    """A row that a finding may be about."""
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=model._meta.verbose_name,
    )


@tracked
class LeftOpen(OfPlan):
    """Something that the readiness check finds and that goes to the council all the same, with the reason, which is
    printed in the annex (C6) as long as the check finds it. `finding` and the rows say which finding it is, as does
    `Finding.key`, in every language and in a copy of the plan; `title` is what was found, in the words of that day, and
    `number` in how many rows, None for one that was given before they were counted: when it is found in more, it is
    open again."""

    in_file = InFile(
        without={"at": "stands in the history", "ended_at": "only what is still left open is content"}, over="ended_at"
    )

    ROWS = ("goal", "action", "target", "other", "brainstorm")

    finding = models.CharField(max_length=40, blank=True, editable=False)
    goal, action, target, other, brainstorm = row(Goal), row(Action), row(Target), row(Target), row(Brainstorm)
    title = LineField(_("what was found"), max_length=300, editable=False)
    number = models.PositiveIntegerField(_("how many there were"), null=True, editable=False)
    reason = ProseField(_("reason"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("point left open")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "finding", "goal", "action", "target", "other", "brainstorm"],
                condition=Q(ended_at=None) & ~Q(finding=""),
                nulls_distinct=False,
                name="left_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """That of the finding: "main-actor action:12"."""
        rows = (f"{name}:{pk}" for name in self.ROWS if (pk := getattr(self, f"{name}_id")))
        return " ".join((self.finding, *rows))


def fields_of(key: str) -> dict[str, Any]:
    """What the columns say of the finding with this key."""
    what, *rows = key.split(" ")
    named = dict(row.split(":") for row in rows)
    return {"finding": what} | {f"{name}_id": int(named[name]) if name in named else None for name in LeftOpen.ROWS}
