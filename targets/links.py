"""Targets in the chain."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.goals.chain import Link, Way

from .models import Target

LINKS = {"target": Link(_("Target"), Target, "statement", "targets", "goal")}
WAYS = (
    Way("sub-objective", "target", _("Targets"), lambda key: Q(sub_objective=key)),
    Way("target", "sub-objective", _("Its sub-objective"), lambda key: Q(targets=key)),
    Way(
        "target", "target", _("Its pair: with or without external resources"), lambda key: Q(twins=key) | Q(without=key)
    ),
)
