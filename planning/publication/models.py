"""The public page of an approved plan: what it shows, and what was taken for it out of a frozen version (C9)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..council.models import ADDED_ONLY
from ..plans.models import Plan
from ..plans.tenancy import InFile, OfPlan, tracked
from .content import PARTS

__all__ = ["Extract", "Publication"]


@tracked
class Publication(OfPlan):
    """Whether a plan has a public page, and what stands on it. Nothing does before somebody says so."""

    in_file = InFile(why_not="is about versions of this installation")

    class Licence(models.TextChoices):
        CC_BY = "cc-by-4.0", _("CC BY 4.0: free to use if the municipality is named")
        CC_ZERO = "cc0-1.0", _("CC0 1.0: free to use without conditions")

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="publication")
    is_on = models.BooleanField(_("shown to everybody"), default=False)
    shows_goals = models.BooleanField(_("Goals and sub-objectives"), default=True)
    shows_actions = models.BooleanField(_("Actions, each with a page of its own"), default=True)
    shows_actors = models.BooleanField(_("Who carries out the actions, and who helps"), default=False)
    shows_dates = models.BooleanField(_("Start and end of the actions"), default=True)
    shows_targets = models.BooleanField(_("Targets and indicators"), default=True)
    shows_money = models.BooleanField(_("Totals of the resources, by currency"), default=False)
    shows_commitments = models.BooleanField(_("Commitments of those who agreed to being named"), default=False)
    language = models.CharField(_("language of the first page"), max_length=10, choices=settings.LANGUAGES)
    licence = models.CharField(
        _("licence of the open data"), max_length=12, choices=Licence.choices, default=Licence.CC_BY
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # counts the saves

    class Meta:
        verbose_name = _("public page")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def parts(self) -> tuple[str, ...]:
        """What is chosen. Actors and dates are those of the actions."""
        of_actions = () if self.shows_actions else ("actors", "dates")
        return tuple(part for part in PARTS if getattr(self, f"shows_{part}") and part not in of_actions)


class Extract(OfPlan):
    """What a version says of the chosen parts, taken once out of its frozen file, which may have megabytes. Sealed as
    that file is: another choice, or another form of it, is another row."""

    in_file = InFile(why_not="is about a version of this installation")

    version = models.ForeignKey("planning.Version", models.PROTECT, related_name="+")
    parts = models.CharField(max_length=120, blank=True)
    form = models.PositiveSmallIntegerField()
    content = models.TextField()  # JSON

    class Meta:
        verbose_name = _("extract of a version")
        constraints = [models.UniqueConstraint(fields=["version", "parts", "form"], name="extracted_once")]
        triggers = [ADDED_ONLY]

    def __str__(self) -> str:
        return f"{self.version}: {self.parts}"
