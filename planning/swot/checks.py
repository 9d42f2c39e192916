"""How far the SWOT of each goal is (C1). The guided path is read by all members: it tells how many cells have entries
that its reader knows of, and of none what it says."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import Finding, Part, progress, tally
from .models import SwotEntry
from .rules import SwotCell

CELLS = len(SwotCell)


def tallies(plan: int) -> list[QuerySet[Any]]:
    entries = SwotEntry.unguarded.filter(plan=plan)
    seen = {
        "swot_cells": Count("cell", distinct=True),
        "swot_open": Count("cell", distinct=True, filter=Q(secret=False)),
    }
    return [tally(entries, "goal", **seen)]


def filled_in(survey: Survey, goal: Any) -> int:
    """The cells with entries, as far as the reader knows of these: another figure would tell of confidential ones."""
    return survey.numbers["swot_cells" if survey.is_confided(goal) else "swot_open", goal.pk]


def parts(survey: Survey) -> list[Part]:
    found = []
    for goal in survey.goals:
        filled = filled_in(survey, goal)
        figure = _("%(done)d of %(of)d cells") % {"done": filled, "of": CELLS}
        name = _("SWOT, goal %(code)s") % {"code": goal.code}
        found.append(Part(3, name, address("swot", survey.slug, goal.pk), progress(filled, CELLS), figure))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        empty = CELLS - filled_in(survey, goal)
        title = _("The SWOT of goal %(code)s is empty: adopt the proposals from step 1")
        if empty < CELLS:
            title = ngettext(
                "%(n)d cell of the SWOT of goal %(code)s is empty",
                "%(n)d cells of the SWOT of goal %(code)s are empty",
                empty,
            )
        if empty:
            url = address("swot", survey.slug, goal.pk)
            title %= {"code": goal.code, "n": empty}
            key = f"swot goal:{goal.pk}"
            found.append(Finding(3, key, title, goal.statement, url, 5 * empty, goal.group_id, number=empty))
    return found


ROOM = Room("swot", tallies, parts, findings)
