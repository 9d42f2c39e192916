"""Where the plan stands on its way to the council, as the guided path tells it (C7)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import WHOLE_PLAN, Part, Progress, tally
from .models import Version

State = Version.State


def tallies(plan: int) -> list[QuerySet[Any]]:
    states = {f"{state.value}_versions": Q(state=state) for state in (State.REVIEW, State.SUBMITTED, State.APPROVED)}
    return [tally(Version.objects.filter(plan=plan), "", **states)]


def parts(survey: Survey) -> list[Part]:
    there = [
        state
        for state in (State.SUBMITTED, State.REVIEW, State.APPROVED)
        if survey.numbers[f"{state.value}_versions", WHOLE_PLAN]
    ]
    figure = str(there[0].label) if there else _("not started")
    state = Progress.NOTHING if not there else Progress.DONE if there == [State.APPROVED] else Progress.PART
    return [Part(4, _("Review and approval"), address("approval", survey.slug), state, figure)]


ROOM = Room("approval", tallies, parts)
