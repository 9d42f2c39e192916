"""What has gone out of a plan, or come into it, as one file (C8)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..plans.tenancy import InFile, OfPlan, tracked

__all__ = ["Transfer"]


@tracked
class Transfer(OfPlan):
    """Somebody took the whole plan out as a file, confidential parts included, or made the plan from one. Its line in
    the plan's history is what it is for."""

    in_file = InFile(why_not="tells of files of this installation")

    class What(models.TextChoices):
        WHOLE = "whole", _("The whole plan as a file, confidential parts included")
        IMPORT = "import", _("The plan was made from a file")

    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    done_on = models.DateTimeField(_("on"), default=timezone.now)
    at_server = models.BooleanField(_("by a command on the server"), default=False)

    class Meta:
        verbose_name = _("plan as a file")
        verbose_name_plural = _("plan as a file")

    def __str__(self) -> str:
        return str(self.What(self.what).label)
