"""How far the document for the council is (C8)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..plans.findings import Part, progress
from .models import Rendering


def parts(slug: str) -> list[Part]:
    newest = Rendering.objects.filter(state=Rendering.State.DONE).order_by("-number").first()
    figure = _("Draft 0.%(number)d") % {"number": newest.number} if newest else _("not made yet")
    state = progress(1 if newest else 0, 1)
    return [Part(4, _("Document for the council"), reverse("document", args=[slug]), state, figure)]
