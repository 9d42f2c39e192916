"""The document for the council, and the work of making it (C8)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..people.fields import LineField, ProseField
from ..plans.tenancy import InFile, OfPlan, tracked
from ..plans.work import Work

__all__ = ["DocumentSection", "FrozenPage", "Rendering"]


BOTH = "en+ar"  # English, then Arabic


def rendering_path(rendering: "Rendering", filename: str) -> str:
    return f"plans/{rendering.plan_id}/documents/{rendering.pk}/{filename}"


REFUSED = "RAISE EXCEPTION 'a sealed row cannot be changed' USING ERRCODE = '23514', CONSTRAINT = 'sealed';"
ADDED_ONLY = pgtrigger.Trigger(
    name="added_only", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=REFUSED
)
SEALED = pgtrigger.Trigger(
    name="sealed_document",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__version_id__isnull=False),
    func=f"""
        IF TG_OP = 'DELETE'
            OR (OLD.plan_id, OLD.version_id, OLD.kind, OLD.language, OLD.content_hash)
                IS DISTINCT FROM (NEW.plan_id, NEW.version_id, NEW.kind, NEW.language, NEW.content_hash)
            OR (OLD.state = 'done' AND (OLD.file, OLD.sha256, OLD.pages, OLD.state)
                IS DISTINCT FROM (NEW.file, NEW.sha256, NEW.pages, NEW.state)) THEN
            {REFUSED}
        END IF;
        RETURN NEW;
    """,
)


@tracked
class Rendering(Work):
    """One document: asked for, in the making, done or failed."""

    State = Work.State

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF for the council")
        DOCX = "docx", _("For a word processor (DOCX)")
        WALL = "wall", _("Wall sheets (A3)")

    kind = models.CharField(_("kind of document"), max_length=4, choices=Kind.choices, default=Kind.PDF)
    language = models.CharField(
        _("language"), max_length=10, choices=[*settings.LANGUAGES, (BOTH, _("Both languages"))]
    )
    plan = models.ForeignKey("planning.Plan", models.CASCADE, related_name="renderings")
    state = models.CharField(
        max_length=10,
        default=State.QUEUED,
        choices=[
            (State.QUEUED.value, _("Waiting")),
            (State.RUNNING.value, _("Being made")),
            (State.DONE.value, _("Ready")),
            (State.FAILED.value, _("Failed")),
        ],
    )
    number = models.PositiveIntegerField(null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=rendering_path, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    version = models.ForeignKey("planning.Version", models.PROTECT, null=True, related_name="documents")
    sha256 = models.CharField(max_length=64, blank=True)  # of the file

    too_long = _("Making the document took too long and was stopped. Please try again.")
    broke = _("The document could not be made. The server’s log has the details.")

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "language", "content_hash"],
                condition=Q(state="done"),
                name="same_content_rendered_once",
            ),
            models.CheckConstraint(name="done_has_file", condition=~Q(state="done") | ~Q(file="")),
        ]
        indexes = [models.Index(fields=["plan", "-asked_at"], name="newest_documents")]
        triggers = [SEALED]

    def __str__(self) -> str:
        return f"{self.plan} · {self.language} · {self.get_state_display()}"

    @property
    def label(self) -> str:
        """What its version is called: "2", and "0.7" for a draft."""
        return str(self.version.number) if self.version else f"0.{self.number}"

    @property
    def spoken(self) -> str:
        """That of whoever asked, else the document's own."""
        return (self.asked_by and self.asked_by.language) or self.languages[0]

    @property
    def languages(self) -> list[str]:
        """One, or two for the document in both."""
        return self.language.split("+")

    def given_up(self) -> str:
        if self.state == self.State.QUEUED:
            return gettext(
                "The server did not start making the document. The person who runs the server should check that "
                "a worker is running."
            )
        problem = gettext(
            "Making the document was started %(count)s times and never finished. The server may be short of memory."
        )
        return problem % {"count": self.attempts}


class FrozenPage(OfPlan):
    """What the document of a submitted version says: the page as it was when the version was frozen."""

    in_file = InFile(why_not="is a document of this installation")

    rendering = models.OneToOneField(Rendering, models.PROTECT, related_name="frozen")
    html = models.TextField()

    class Meta:
        verbose_name = _("frozen page")
        triggers = [ADDED_ONLY]

    def __str__(self) -> str:
        return str(self.rendering)


def kinds_of_sections() -> list[tuple[str, str]]:
    from .registered import choices  # the rooms' sections ask for models, which are all loaded by then

    return choices()


@tracked
class DocumentSection(OfPlan):
    """A section of the document in the place that the plan gives it: one of the method's, or a free one with its own
    text (E1). A plan without any has all sections of the method in its order."""

    in_file = InFile(
        without={"deleted_at": "only what is not deleted is content"},
        over="deleted_at",
        unshared_rows={"kind": "free", "is_shown": False},  # stays in the plan and out of the document (E1)
    )

    kind = models.CharField(_("section"), max_length=12, choices=kinds_of_sections)
    position = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField(_("is part of the document"), default=True)
    title = LineField(_("heading"), max_length=120, blank=True)
    text = ProseField(_("text"), max_length=6000, blank=True)
    deleted_at = models.DateTimeField(null=True)  # of a free section: taken out for good, but for the history

    class Meta:
        verbose_name = _("section of the document")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind"], condition=~Q(kind="free"), name="section_stands_once"),
            models.CheckConstraint(
                name="own_text_in_free_sections",
                condition=Q(kind="free") & ~Q(title="") | ~Q(kind="free") & Q(title="", text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())
