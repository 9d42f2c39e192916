"""Activities in the chain."""

from django.utils.translation import gettext_lazy as _

from planning.goals.chain import Link

from .models import Activity

LINKS = {"activity": Link(_("Activity"), Activity, "name", "activities", "goal")}
