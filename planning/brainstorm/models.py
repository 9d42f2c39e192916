"""The brainstorm in rounds: who sits in it, and what they name (A1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..people.fields import LineField
from ..plans.tenancy import InFile, OfPlan, tracked
from ..worksheets.models import Row
from .rules import Capital, Seat

__all__ = ["Brainstorm", "BrainstormEntry", "Participant", "Proof"]


@tracked
class Brainstorm(OfPlan):
    """One session, for a goal or for the whole plan. Everything that happens in it holds a lock on this row."""

    in_file = InFile(without={"version": "counts the saves in this installation"})

    goal = models.ForeignKey(
        "planning.Goal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="brainstorms",
        verbose_name=_("strategic goal"),
    )
    started_at = models.DateTimeField(_("started on"), default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("started by")
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("brainstorm")
        verbose_name_plural = _("brainstorms")
        indexes = [models.Index(fields=["plan", "-started_at"], name="newest_brainstorms")]

    def __str__(self) -> str:
        return str(self.goal) if self.goal_id else _now("The whole plan")

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Participant(OfPlan):
    """A member of a session, with a phone of their own or spoken for by whoever leads it.

    Without a history: whose turn it is changes all the time, and what came of it are the entries."""

    in_file = InFile(without={"version": "counts the saves in this installation"})

    brainstorm = models.ForeignKey(Brainstorm, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = LineField(_("name"), max_length=150)
    number = models.PositiveIntegerField()
    next_round = models.PositiveIntegerField(default=0)
    left_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("participant")
        constraints = [
            models.UniqueConstraint(fields=["brainstorm", "number"], name="number_given_once"),
            models.UniqueConstraint(fields=["brainstorm", "user"], condition=Q(left_at=None), name="one_seat_each"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat(self) -> Seat:
        return Seat(self.number, self.next_round, self.left_at is None)


@tracked
class BrainstormEntry(Row):
    """An asset that somebody named in their turn; `position` is its number in the session.

    It stands in the list unless it was merged into another or taken out; both can be undone."""

    class Kind(models.TextChoices):
        PHYSICAL = Capital.PHYSICAL.value, _("Physical: built or natural")
        HUMAN = Capital.HUMAN.value, _("Human: skills and knowledge")
        SOCIAL = Capital.SOCIAL.value, _("Social: trust, associations, habits")

    brainstorm = models.ForeignKey(Brainstorm, models.PROTECT, related_name="entries", verbose_name=_("brainstorm"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="entries", verbose_name=_("named by"))
    round = models.PositiveIntegerField(_("round"), editable=False)
    name = LineField(_("asset"), max_length=160)
    kind = models.CharField(_("kind of capital"), max_length=10, choices=Kind.choices)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", verbose_name=_("merged into")
    )

    class Meta(Row.Meta):
        verbose_name = _("brainstormed asset")
        verbose_name_plural = _("brainstormed assets")
        constraints = [
            models.UniqueConstraint(fields=["participant", "round"], name="one_entry_a_turn"),
            models.UniqueConstraint(fields=["brainstorm", "position"], name="entries_in_order"),
            models.CheckConstraint(name="not_merged_into_itself", condition=~Q(merged_into=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Proof(OfPlan):
    """An entry of the register that proves that a brainstormed asset is there (A2)."""

    in_file = InFile(without={"removed_at": "only what is not removed is content"}, over="removed_at")

    entry = models.ForeignKey(
        BrainstormEntry, models.CASCADE, related_name="proofs", verbose_name=_("brainstormed asset")
    )
    asset = models.ForeignKey("planning.Asset", models.PROTECT, related_name="+", verbose_name=_("asset"))
    removed_at = models.DateTimeField(_("removed on"), null=True)

    class Meta:
        verbose_name = _("link to the register")
        constraints = [
            models.UniqueConstraint(fields=["entry", "asset"], condition=Q(removed_at=None), name="proved_once"),
        ]

    def __str__(self) -> str:
        return str(self.asset)
