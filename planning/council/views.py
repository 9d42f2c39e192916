from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stakeholders.section import holds_withdrawn_parts

from ..plans.access import Access, door
from ..plans.permissions import Permission
from ..swot.section import holds_withheld_entries
from . import actions, pdf
from .making import file_name
from .models import Rendering

SHOWN = 20


def _state(access: Access) -> dict[str, Any]:
    """What the list of documents shows."""
    renderings = list(Rendering.objects.order_by("-asked_at", "-pk")[:SHOWN])
    return {
        "access": access,
        "plan": access.plan,
        "renderings": renderings,
        "waiting": any(rendering.is_waiting for rendering in renderings),
        "may_make": access.may(Permission.MAKE_DOCUMENTS),
    }


@door(Permission.SEE_DOCUMENTS)
def document(request: HttpRequest, access: Access) -> HttpResponse:
    """What the document is, the buttons that make it, and those made so far (C8)."""
    languages = [(code, _(str(name))) for code, name in settings.LANGUAGES]
    values = _state(access) | {"languages": languages, "missing": pdf.missing_packages()}
    values |= {
        "may_read": access.may(Permission.SEE_WORKSHEETS),
        "may_take_whole": access.may(Permission.SEE_CONFIDENTIAL),
    }
    return render(request, "council/documents.html", values)


@door(Permission.SEE_DOCUMENTS)
def document_progress(request: HttpRequest, access: Access) -> HttpResponse:
    """The list alone, for the page that polls while a document is being made; others are led to the page."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(reverse("document", args=[access.plan.slug]) + "#renderings")
    return render(request, "council/renderings.html", _state(access))


@door(Permission.MAKE_DOCUMENTS)
def document_make(request: HttpRequest, access: Access) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("There is no document in this language."))
    rendering = actions.request_document(access.plan, language, by=access.user)
    if rendering.state == Rendering.State.DONE:
        found = _("Nothing has changed since draft 0.%(number)s; here it is.")
        messages.info(request, found % {"number": rendering.number})
    return redirect("document", slug=access.plan.slug)


@door(Permission.SEE_DOCUMENTS)
def document_file(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    done = Rendering.objects.select_related("plan").filter(state=Rendering.State.DONE)
    rendering: Rendering = get_object_or_404(done, pk=pk)
    span = rendering.asked_at, rendering.done_at
    taken_back = holds_withdrawn_parts(*span) or holds_withheld_entries(*span)
    if taken_back and not access.may(Permission.SEE_CONFIDENTIAL):
        messages.error(
            request, _("This draft holds parts that have been taken back since. Please have a new one made.")
        )
        return redirect("document", slug=access.plan.slug)
    if not actions.has_file(rendering):
        messages.error(request, _("The file of this document is gone. Please have it made again."))
        return redirect("document", slug=access.plan.slug)
    return FileResponse(  # type: ignore[return-value]  # a streaming answer, which the stubs set apart
        rendering.file.open("rb"), as_attachment=True, filename=file_name(rendering), content_type="application/pdf"
    )


@door(Permission.MAKE_DOCUMENTS)
def document_retry(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    if not actions.retry(get_object_or_404(Rendering, pk=pk), by=access.user):
        messages.info(request, _("This document is being made or is ready already."))
    return redirect("document", slug=access.plan.slug)
