"""How far the trees of each goal are (C2)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import Finding, Part, progress, tally
from .models import TreeNode


def tallies(plan: int) -> list[QuerySet[Any]]:
    """For each goal how many problems its trees have, how many of them are causes, and how many are turned over."""
    nodes = TreeNode.objects.filter(plan=plan)
    return [tally(nodes, "goal", problems=Q(), causes=Q(kind=TreeNode.Kind.CAUSE), turned=~Q(turned=""))]


def parts(survey: Survey) -> list[Part]:
    found = []
    for goal in survey.goals:
        turned, of = survey.numbers["turned", goal.pk], survey.numbers["problems", goal.pk]
        figure = _("%(done)d of %(of)d problems restated") % {"done": turned, "of": of}
        state = progress(turned + bool(survey.numbers["causes", goal.pk]), of + 1 if of else 0)
        name = _("Cause and effect, goal %(code)s") % {"code": goal.code}
        found.append(Part(3, name, address("trees", survey.slug, goal.pk), state, figure))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        name, url = {"code": goal.code}, address("tree_nodes", survey.slug, goal.pk)
        left = survey.numbers["problems", goal.pk] - survey.numbers["turned", goal.pk]
        if not survey.numbers["problems", goal.pk]:
            what, title = "core-problem", _("Write the core problem that stands in the way of goal %(code)s")
        elif not survey.numbers["causes", goal.pk]:
            what, title = "causes", _("The core problem of goal %(code)s has no causes yet")
        elif left:
            what = "objectives"
            title = ngettext(
                "%(n)d problem of goal %(code)s is not restated as an objective",
                "%(n)d problems of goal %(code)s are not restated as objectives",
                left,
            )
        else:
            continue
        key, minutes = f"{what} goal:{goal.pk}", max(10, 2 * left)
        title %= name | {"n": left}
        number = left if what == "objectives" else 1
        found.append(Finding(3, key, title, goal.statement, url, minutes, goal.group_id, number=number))
    return found


ROOM = Room("trees", tallies, parts, findings)
