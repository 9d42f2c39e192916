"""A spreadsheet on its way into the register (A2), and the headers that a municipality uses."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..people.fields import LineField
from ..plans.tenancy import tracked
from ..plans.work import Work

__all__ = ["Import", "KnownHeader"]


class Rule(models.TextChoices):
    """What is done with a row whose asset is in the register already."""

    SKIP = "skip", _("Skip it")
    UPDATE = "update", _("Update the asset")
    ADD = "add", _("Add it as another asset")


def upload_path(upload: "Import", filename: str) -> str:
    return f"plans/{upload.plan_id}/imports/{filename}"


@tracked
class Import(Work):
    """One file, from its upload to its rows in the register. It takes three stages, each done by a worker; between
    them a person decides. Its language is that of what the worker says about the file."""

    class Stage(models.TextChoices):
        READ = "read", _("Reading the file")
        CHECK = "check", _("Checking the rows")
        RUN = "run", _("Importing")

    file = models.FileField(upload_to=upload_path, blank=True)
    name = LineField(_("file"), max_length=200)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.READ)
    # {"headers": […], "samples": [[…]], "rows": 40, "about": "page “Assets”", "guess": {"name": 0}}
    table = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)  # what was matched: {"name": 0, "kind": 3}
    rule = models.CharField(_("assets that exist already"), max_length=10, choices=Rule.choices, blank=True)
    new_localities = models.BooleanField(_("add unknown localities"), default=False)
    report = models.JSONField(default=dict)  # what checking or importing came to (checking.Report)

    too_long = _("This took too long and was stopped; nothing was imported. Please try again with a smaller file.")
    broke = _("The file could not be processed; nothing was imported. The server’s log has the details.")

    class Meta:
        verbose_name = _("import")
        constraints = [
            models.CheckConstraint(
                name="import_runs_by_a_rule",
                condition=models.Q(stage="read") | ~models.Q(rule=""),
            ),
        ]
        indexes = [models.Index(fields=["plan", "-asked_at"], name="newest_imports")]

    def __str__(self) -> str:
        return self.name

    def given_up(self) -> str:
        return gettext("This was started several times and never finished; nothing was imported. Please try again.")

    @property
    def is_imported(self) -> bool:
        return self.stage == self.Stage.RUN and self.state == self.State.DONE

    @property
    def may_run(self) -> bool:
        """Checked without an error, with something to do."""
        return bool(self.is_checked and self.file and self.has_work and not self.report.get("error_count"))

    @property
    def is_checked(self) -> bool:
        return self.stage == self.Stage.CHECK and self.state == self.State.DONE

    @property
    def has_work(self) -> bool:
        counts = self.report.get("counts", {})
        return bool(counts.get("added") or counts.get("updated"))


class KnownHeader(models.Model):
    """Which field a municipality's header stands for, as somebody matched it; the next file is matched by it."""

    municipality = models.ForeignKey("planning.Municipality", models.CASCADE, related_name="+")
    header = models.CharField(max_length=120)  # as people.text.loosely writes it
    field = models.CharField(max_length=40, blank=True)  # "" for a column that is not imported

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "header"], name="header_known_once")]

    def __str__(self) -> str:
        return f"{self.header} → {self.field or '–'}"
