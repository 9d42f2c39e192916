"""What every row of every worksheet has, whatever table of the method it stands in."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from ..people.models import User
from ..plans.offices import only_held
from ..plans.tenancy import InFile, OfPlan
from .rules import Question


class LiveManager(models.Manager[Any]):
    """The rows that nobody has deleted."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)


class Row(OfPlan):
    """A row that several people edit at once.

    `version` counts the saves: a save names the version its author saw (worksheets.actions.save_row).
    A deleted row stays, so that deleting can be undone; `objects` does not return it, `everything` does.
    """

    marks: ClassVar[frozenset[str]] = frozenset()  # fields that are sets of marks, merged mark by mark (rules.merge)
    way_out: ClassVar[Any] = ""  # what to do with the row so that another one, on which it hangs, can be deleted
    refusals: ClassVar[Mapping[str, Any]] = {}  # what a trigger of the table refuses, by the name it gives: the words

    in_file: ClassVar[InFile] = InFile(
        without={
            "version": "counts the saves in this installation",
            "changed_at": "stands in the history",
            "changed_by": "stands in the history",
            "deleted_at": "only what is not deleted is content",
            "key": "serves devices of this installation",
        }
    )

    version = models.PositiveIntegerField(default=1, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, editable=False)
    # made by the device that adds the row, so that sending it twice on a bad line adds it once
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    objects = ScopedManager(plan="plan", _manager_class=LiveManager)
    everything = ScopedManager(plan="plan")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def validate_constraints(self, exclude: Any = None) -> None:
        """Left to the database, which checks them anyway: asking first would cost a query for each, and answer for a
        moment that has passed (worksheets.actions says the constraint's own message)."""

    def stamps(self, changes: Mapping[str, Any], by: User) -> dict[str, Any]:
        """What else is written when these fields change: who agreed to a value, and when."""
        return {}

    def questions(self, changes: Mapping[str, Any], since: datetime | None = None) -> list[Question]:
        """What the editor has to confirm before these changes (by attribute name) are written. `since`: the changes
        only undo what the editor did at that moment, so that only what has come after it has to be asked about."""
        return []

    @property
    def code(self) -> str:
        """What people call the row by: its number in its worksheet, or a code that tells its parent's too."""
        return str(self.position)

    @property
    def heading(self) -> str:
        """What the row is called beside its code, which some are called by as well."""
        return str(self).removeprefix(f"{self.code} ")

    @property
    def is_open(self) -> bool:
        """Whether something that the row is for is still missing; people jump from open row to open row."""
        return False


class Owned(Row):
    """A row for which a person is responsible, in an office that they hold in the plan."""

    refusals: ClassVar[Mapping[str, Any]] = {"in_office": _("This role has ended. Please choose somebody else.")}

    owner = models.ForeignKey(
        "planning.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person responsible"),
    )

    class Meta(Row.Meta):
        abstract = True
        triggers = only_held("owner")


class OwnedWithDeputy(Owned):
    """One with a deputy, who acts while whoever is responsible is away."""

    deputy = models.ForeignKey(
        "planning.Membership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )

    class Meta(Owned.Meta):
        abstract = True
        triggers = only_held("owner", "deputy")
