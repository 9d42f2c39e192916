"""How far the analysis of stakeholders is (B1 to B7). The guided path is read by all members: nothing here tells who
supports or opposes what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.goals.models import SubObjective
from planning.goals.rooms import Room, Survey
from planning.plans.addresses import address
from planning.plans.findings import WHOLE_PLAN, Finding, Part, progress, tally

from .models import Position, Stakeholder


def tallies(plan: int) -> list[QuerySet[Any]]:
    """The register; for each goal how many sub-objectives it has, and how many of them have an analysis."""
    steps = SubObjective.objects.filter(plan=plan)
    analysed = Q(pk__in=Position.unguarded.filter(plan=plan).values("sub_objective"))
    return [
        tally(Stakeholder.objects.filter(plan=plan), stakeholders=Q()),
        tally(steps, "goal", steps=Q(), analysed=analysed),
    ]


def parts(survey: Survey) -> list[Part]:
    known = survey.numbers["stakeholders", WHOLE_PLAN]
    figure = ngettext("%(n)d stakeholder", "%(n)d stakeholders", known) % {"n": known}
    found = [Part(1, _("Stakeholder register"), address("stakeholders", survey.slug), progress(known, 1), figure)]
    for goal in survey.goals:
        done, of = survey.numbers["analysed", goal.pk], survey.numbers["steps", goal.pk]
        figure = _("%(done)d of %(of)d sub-objectives") % {"done": done, "of": of}
        name = _("Stakeholder analysis, goal %(code)s") % {"code": goal.code}
        found.append(Part(1, name, address("analysis", survey.slug, goal.pk), progress(done, of), figure))
    return found


def findings(survey: Survey) -> list[Finding]:
    found = []
    for goal in survey.goals:
        left = survey.numbers["steps", goal.pk] - survey.numbers["analysed", goal.pk]
        if left > 0:
            title = ngettext(
                "Ask who can help or hinder %(n)d sub-objective of goal %(code)s",
                "Ask who can help or hinder %(n)d sub-objectives of goal %(code)s",
                left,
            ) % {"n": left, "code": goal.code}
            url = address("analysis", survey.slug, goal.pk)
            key = f"analysis goal:{goal.pk}"
            found.append(Finding(1, key, title, goal.statement, url, 20 * left, goal.group_id, number=left))
    return found


@dataclass(frozen=True)
class Covered:
    """A type of stakeholder: how many the register knows, and how many well-informed persons were heard."""

    kind: str
    known: int
    heard: int

    @property
    def is_missing(self) -> bool:
        return self.known > 0 and not self.heard


def coverage(known: Iterable[str], heard: Iterable[str]) -> list[Covered]:
    """At least one well-informed person for each type of stakeholder (B7): types in the method's order."""
    registered, interviewed = Counter(known), Counter(heard)
    return [Covered(str(label), registered[kind], interviewed[kind]) for kind, label in Stakeholder.Kind.choices]


ROOM = Room("stakeholders", tallies, parts, findings)
