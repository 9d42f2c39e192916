"""Versions of the plan on their way to the council, and what was decided about them (C7).

A version is frozen when it is submitted: its data as the shareable JSON file, the pages of its documents, and the
checksum. From then on the database refuses to change or delete any of it, whoever asks on the application's connection;
what was said and decided is only ever added to.
"""

import hashlib
from pathlib import PurePath

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..council.models import ADDED_ONLY, REFUSED
from ..goals.models import Goal
from ..people.fields import LineField, ProseField
from ..plans.models import new_code
from ..plans.permissions import Permission
from ..plans.sealed import Sealed
from ..plans.tenancy import InFile, OfPlan, tracked
from . import rules

__all__ = ["Comment", "Decision", "StatusChange", "Version"]

FROZEN = (
    "plan_id",
    "number",
    "based_on_id",
    "code",
    "submitted_by_id",
    "submitted_at",
    "data",
    "data_sha256",
    "row_keys",
    "parts",
)
SEALED = pgtrigger.Trigger(
    name="sealed",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__submitted_at__isnull=False),
    func=f"""
        IF TG_OP = 'DELETE' OR ({", ".join(f"OLD.{name}" for name in FROZEN)})
            IS DISTINCT FROM ({", ".join(f"NEW.{name}" for name in FROZEN)}) THEN {REFUSED} END IF;
        RETURN NEW;
    """,
)
WAYS = " OR ".join(
    f"(OLD.state = '{before.value}' AND NEW.state = '{after.value}')"
    for (before, _step), after in rules.LEADS_TO.items()
    if before is not None and after is not rules.VersionState.REVIEW
)
IN_ORDER = pgtrigger.Trigger(
    name="in_order",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
    func=f"IF NOT ({WAYS}) THEN {REFUSED} END IF; RETURN NEW;",
)


class Version(Sealed):
    """One version of the plan, from the task force's review to the council's decision. `code` is its public address."""

    in_file = InFile(why_not="freezes the plan itself, and stands where it was decided on")

    class State(models.TextChoices):
        REVIEW = rules.VersionState.REVIEW.value, _("Under review by the task force")
        SUBMITTED = rules.VersionState.SUBMITTED.value, _("Before the council")
        APPROVED = rules.VersionState.APPROVED.value, _("Approved")
        RETURNED = rules.VersionState.RETURNED.value, _("Returned with remarks")
        REJECTED = rules.VersionState.REJECTED.value, _("Rejected")
        WITHDRAWN = rules.VersionState.WITHDRAWN.value, _("Withdrawn")
        OVERRULED = rules.VersionState.OVERRULED.value, _("Approved by the council, not by the higher authority")

    state = models.CharField(max_length=10, choices=State.choices, default=State.REVIEW)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=10, unique=True, default=new_code)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    data = models.BinaryField(null=True)  # the shareable file (planning.archive), as it was
    data_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("version")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state__in=["review", "submitted"]), name="one_open_version"
            ),
            models.CheckConstraint(
                name="submitted_is_frozen",
                condition=Q(submitted_at=None, data=None, data_sha256="")
                | Q(submitted_at__isnull=False, data__isnull=False, submitted_by__isnull=False) & ~Q(data_sha256=""),
            ),
            models.CheckConstraint(
                name="decided_is_submitted",
                condition=Q(state__in=["review", "withdrawn"]) | Q(submitted_at__isnull=False),
            ),
        ]
        triggers = [SEALED, IN_ORDER]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def rules_state(self) -> rules.VersionState:
        return rules.VersionState(self.state)

    @property
    def is_open(self) -> bool:
        return self.rules_state in rules.OPEN

    @property
    def checksum(self) -> str:
        """The first twelve figures of the data's SHA-256, as they are printed: "7c41 9e02 b8d5"."""
        return " ".join(self.data_sha256[start : start + 4] for start in (0, 4, 8))

    @property
    def is_intact(self) -> bool:
        """Whether the stored data is what was sealed."""
        return self.data is not None and hashlib.sha256(bytes(self.data)).hexdigest() == self.data_sha256


@tracked
class StatusChange(OfPlan):
    """Who took which step with a version, when, and why. Only ever added."""

    in_file = InFile(why_not="tells what was done with a version here")

    version = models.ForeignKey(Version, models.PROTECT, related_name="changes")
    step = models.CharField(max_length=10, choices=[(step.value, step.value) for step in rules.ApprovalStep])
    state = models.CharField(max_length=10, choices=Version.State.choices)  # the one that it led to
    reason = ProseField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("status change")
        ordering = ("at", "pk")
        triggers = [ADDED_ONLY]

    def __str__(self) -> str:
        return f"{self.version}: {self.state}"


def scan_path(decision: "Decision", filename: str) -> str:
    """Under a name of our own: what a person's file was called is nobody else's affair, but for its kind."""
    return f"plans/{decision.plan_id}/decisions/{decision.version_id}-{new_code()}{PurePath(filename).suffix}"


@tracked
class Decision(OfPlan):
    """What a body decided about a version that was before it. Only ever added: a mistake is put right by another. A
    council numbers its decisions by the year, so one number of a year is one decision, on one version of the plan."""

    in_file = InFile(why_not="is about a version of this installation")

    class Body(models.TextChoices):
        COUNCIL = "council", _("Local council")
        HIGHER = "higher", _("Higher authority")
        FUNDING = "funding", _("Funding body")

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned with remarks")
        REJECTED = "rejected", _("Rejected")

    version = models.ForeignKey(Version, models.PROTECT, related_name="decisions")
    body = models.CharField(_("decided by"), max_length=10, choices=Body.choices, default=Body.COUNCIL)
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    session_date = models.DateField(_("date of the session"))
    number = LineField(_("number of the decision"), max_length=60)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    remarks = ProseField(_("remarks"), blank=True, max_length=4000)
    scan = models.FileField(_("scan of the signed resolution"), upload_to=scan_path, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        ordering = ("recorded_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(body="council"),
                name="council_decides_once",
                violation_error_message=_("The council’s decision on this version has already been recorded."),
            ),
            models.UniqueConstraint(
                fields=["version", "body", "number"],
                name="decision_once",
                violation_error_message=_("This decision has already been recorded."),
            ),
        ]
        triggers = [ADDED_ONLY]

    def __str__(self) -> str:
        return f"{self.number} ({self.session_date})"


@tracked
class Comment(OfPlan):
    """A comment on a version under review, at its place: a goal and a part of the document, or the whole of it. It is
    resolved one by one, with an answer."""

    in_file = InFile(why_not="is about a version of this installation")

    class Part(models.TextChoices):
        GOALS = "goals", _("Goals and sub-objectives")
        ASSETS = "assets", _("Assets")
        STAKEHOLDERS = "stakeholders", _("Stakeholders")
        TARGETS = "targets", _("Targets and timeline")
        CAUSES = "causes", _("SWOT, causes and effects")
        ACTIONS = "actions", _("Actions")
        RESOURCES = "resources", _("Resources")

    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("strategic goal")
    )
    part = models.CharField(_("part of the plan"), max_length=12, choices=Part.choices, blank=True)
    text = ProseField(_("comment"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = LineField(_("what was done about it"), max_length=1000, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    reserved_for = Permission.COMMENT  # in the plan's history too

    class Meta:
        verbose_name = _("comment")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                name="resolved_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(answer=""),
            )
        ]

    def __str__(self) -> str:
        return self.text
