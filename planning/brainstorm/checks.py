"""What was named in brainstorms, and what of it is not in the register yet (A1, A2)."""

from typing import Any

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import WHOLE_PLAN, Finding, Part, progress, tally
from .models import Brainstorm, BrainstormEntry, Proof


def tallies(plan: int) -> list[QuerySet[Any]]:
    """How many assets stand in the lists, how many of them the register proves, and the newest session that is open,
    for each goal and for the whole plan."""
    named = BrainstormEntry.objects.filter(plan=plan, merged_into=None)
    living = Proof.objects.filter(plan=plan, removed_at=None, asset__deleted_at=None)
    proved = living.values_list(Coalesce("entry__merged_into", "entry"))  # what proves a twin proves the entry
    running = Brainstorm.objects.filter(plan=plan, ended_at=None)
    return [
        tally(named, named=Q(), proved=Q(pk__in=proved)),
        tally(running, "goal", open_brainstorm=Max("pk")),
    ]


def parts(survey: Survey) -> list[Part]:
    named, proved = survey.numbers["named", WHOLE_PLAN], survey.numbers["proved", WHOLE_PLAN]
    figure = ngettext("%(n)d asset named", "%(n)d assets named", named) % {"n": named}
    return [Part(1, _("Brainstorm"), address("brainstorms", survey.slug), progress(proved, named), figure)]


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in (None, *survey.goals):
        key = survey.numbers["open_brainstorm", goal.pk if goal else WHOLE_PLAN]
        if key:
            words = _("Join it, or end it if it is over.")
            group = goal.group_id if goal else None
            url = address("brainstorm", survey.slug, key)
            found.append(Finding(1, f"brainstorm brainstorm:{key}", _("A brainstorm is open"), words, url, 30, group))
    left = survey.numbers["named", WHOLE_PLAN] - survey.numbers["proved", WHOLE_PLAN]
    if left:
        title = ngettext("Add %(n)d named asset to the register", "Add %(n)d named assets to the register", left)
        detail = _("They were named in a brainstorm.")
        url = address("brainstorms", survey.slug)
        found.append(
            Finding(1, "named-assets", title % {"n": left}, detail, url, max(2, round(left * 0.3)), number=left)
        )
    return found


ROOM = Room("brainstorm", tallies, parts, findings)
