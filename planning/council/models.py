"""The document for the council, and the work of making it (C8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..plans.tenancy import OfPlan, tracked

__all__ = ["Rendering"]


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"plans/{rendering.plan_id}/documents/{rendering.pk}/{filename}"


@tracked
class Rendering(OfPlan):
    """One council PDF: asked for, in the making, done or failed. The page polls this row, so it exists
    before the task is queued."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting for its turn")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    plan = models.ForeignKey("planning.Plan", models.CASCADE, related_name="renderings")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=rendering_path, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    # moves with every step of the work: a row that stopped moving has lost its worker
    moved_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "language", "content_hash"],
                condition=Q(state="done"),
                name="same_content_rendered_once",
            ),
            models.CheckConstraint(name="done_has_file", condition=~Q(state="done") | ~Q(file="")),
        ]
        indexes = [models.Index(fields=["plan", "-asked_at"], name="newest_documents")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.language} · {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether the page has to look again: the document is neither done nor failed."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self) -> int:
        return round(100 * self.step / self.steps) if self.steps else 0
