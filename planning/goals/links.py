"""Goals in the chain."""

from django.utils.translation import gettext_lazy as _

from .chain import Link
from .models import SubObjective

LINKS = {"sub-objective": Link(_("Sub-objective"), SubObjective, "statement", "sub_objectives", "goal")}
