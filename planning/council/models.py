"""The document for the council, and the work of making it (C8)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..plans.tenancy import tracked
from ..plans.work import Work

__all__ = ["Rendering"]


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"plans/{rendering.plan_id}/documents/{rendering.pk}/{filename}"


@tracked
class Rendering(Work):
    """One council PDF: asked for, in the making, done or failed."""

    State = Work.State

    plan = models.ForeignKey("planning.Plan", models.CASCADE, related_name="renderings")
    state = models.CharField(
        max_length=10,
        default=State.QUEUED,
        choices=[
            (State.QUEUED.value, _("Waiting for its turn")),
            (State.RUNNING.value, _("Being made")),
            (State.DONE.value, _("Ready")),
            (State.FAILED.value, _("Failed")),
        ],
    )
    number = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=rendering_path, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)

    too_long = _("Making the document took too long and was stopped.")
    broke = _("Something went wrong while the document was made. What happened is in the server’s log.")

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
    def spoken(self) -> str:
        """That of whoever asked, else the document's own."""
        return (self.asked_by and self.asked_by.language) or self.language

    def given_up(self) -> str:
        if self.state == self.State.QUEUED:
            return gettext("No worker took the document on. Whoever runs the server has to look whether one is there.")
        problem = gettext(
            "The document was begun %(count)s times and never finished. The server may be short of memory."
        )
        return problem % {"count": self.attempts}
