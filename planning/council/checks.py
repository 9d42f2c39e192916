"""How far the document for the council is (C8)."""

from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from ..goals.rooms import Room, Survey
from ..plans.addresses import address
from ..plans.findings import WHOLE_PLAN, Part, progress, tally
from .models import Rendering


def tallies(plan: int) -> list[QuerySet[Any]]:
    return [
        tally(
            Rendering.objects.filter(plan=plan, state=Rendering.State.DONE, kind=Rendering.Kind.PDF),
            draft=Max("number"),
        )
    ]


def parts(survey: Survey) -> list[Part]:
    newest = survey.numbers["draft", WHOLE_PLAN]
    figure = _("Draft 0.%(number)d") % {"number": newest} if newest else _("not made yet")
    state = progress(1 if newest else 0, 1)
    return [Part(4, _("Document for the council"), address("document", survey.slug), state, figure)]


ROOM = Room("council", tallies, parts)
