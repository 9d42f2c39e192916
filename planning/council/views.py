from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.people.http import HttpRequest
from stakeholders.section import holds_withdrawn_parts

from ..commitments.section import holds_withdrawn_commitments
from ..plans.access import Access, door
from ..plans.permissions import Permission
from ..swot.section import holds_withheld_entries
from . import actions, pdf, rules
from .forms import SectionForm
from .making import file_name
from .models import BOTH, DocumentSection, Rendering
from .registered import FREE
from .sections import all_sections, changes, listed_sections
from .word import DOCX

SHOWN = 20

KINDS = [
    (Rendering.Kind.PDF, Rendering.Kind.PDF.label, gettext_lazy("To print and hand in; it cannot be changed.")),
    (
        Rendering.Kind.DOCX,
        Rendering.Kind.DOCX.label,
        gettext_lazy("The same content, for editing in a word processor."),
    ),
    (Rendering.Kind.WALL, Rendering.Kind.WALL.label, gettext_lazy("Priority grid, SWOT and timeline of each goal.")),
]


def _state(access: Access) -> dict[str, Any]:
    """What the list of documents shows."""
    newest = Rendering.objects.select_related("version").defer("version__data", "version__row_keys")
    renderings = list(newest.order_by("-asked_at", "-pk")[:SHOWN])
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
    values = _state(access) | {"languages": languages, "both": BOTH, "kinds": KINDS, "missing": pdf.missing_packages()}
    values |= {
        "may_read": access.may(Permission.SEE_WORKSHEETS),
        "may_arrange": access.may(Permission.MANAGE_PLAN),
        "may_take_whole": access.may(Permission.SEE_CONFIDENTIAL),
    }
    return render(request, "council/documents.html", values)


@door(Permission.SEE_DOCUMENTS)
def document_progress(request: HttpRequest, access: Access) -> HttpResponse:
    """The list alone, for the page that polls while a document is being made; others are led to the page."""
    if not request.htmx:
        return redirect(reverse("document", args=[access.plan.slug]) + "#renderings")
    return render(request, "council/renderings.html", _state(access))


@door(Permission.MAKE_DOCUMENTS)
def document_make(request: HttpRequest, access: Access) -> HttpResponse:
    language = request.POST.get("language", "")
    kind = request.POST.get("kind", Rendering.Kind.PDF)
    both = language == BOTH and kind == Rendering.Kind.PDF
    if kind not in Rendering.Kind or not (both or language in dict(settings.LANGUAGES)):
        return HttpResponseBadRequest(_("There is no document in this language."))
    rendering = actions.request_document(access.plan, language, by=access.user, kind=kind)
    if rendering.state == Rendering.State.DONE:
        found = _("Nothing has changed since draft 0.%(number)s; here it is.")
        messages.info(request, found % {"number": rendering.number})
    return redirect("document", slug=access.plan.slug)


@door(Permission.SEE_DOCUMENTS)
def document_file(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    done = Rendering.objects.select_related("plan").filter(state=Rendering.State.DONE)
    rendering: Rendering = get_object_or_404(done, pk=pk)
    if _is_taken_back(rendering) and not access.may(Permission.SEE_CONFIDENTIAL):
        messages.error(request, _("This draft contains parts that are no longer released. Please make a new one."))
        return redirect("document", slug=access.plan.slug)
    if not actions.has_file(rendering):
        messages.error(request, _("The file of this document is no longer there. Please make the document again."))
        return redirect("document", slug=access.plan.slug)
    kind = DOCX if rendering.kind == Rendering.Kind.DOCX else "application/pdf"
    return FileResponse(  # type: ignore[return-value]  # a streaming answer, which the stubs set apart
        rendering.file.open("rb"), as_attachment=True, filename=file_name(rendering), content_type=kind
    )


def _is_taken_back(rendering: Rendering) -> bool:
    """Whether it may hold what has become confidential since. A version stays as the council was given it
    (docs/decisions/0023); the wall sheets have no annex."""
    if rendering.version_id is not None:
        return False
    span, has_annex = (rendering.asked_at, rendering.done_at), rendering.kind != Rendering.Kind.WALL
    return (
        holds_withdrawn_parts(*span)
        or holds_withheld_entries(*span)
        or (has_annex and holds_withdrawn_commitments(*span))
    )


@door(Permission.MAKE_DOCUMENTS)
def document_retry(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    if not actions.retry(get_object_or_404(Rendering, pk=pk), by=access.user):
        messages.info(request, _("This document is already being made, or is ready."))
    return redirect("document", slug=access.plan.slug)


# The sections of the document (E1) -----------------------------------------------------------------------------------


@door(Permission.MANAGE_PLAN)
def document_sections(request: HttpRequest, access: Access) -> HttpResponse:
    """Which sections the document has, and in which order. POST: `seen`, how the page showed them; `shown`, those that
    are ticked; `up` or `down`, one to move; `reset`, as the method has them."""
    if request.method != "POST":
        return render(request, "council/sections.html", _arranged(access))
    seen, shown = rules.read_ticks(request.POST.get("seen", "")), request.POST.getlist("shown")
    up, down = request.POST.get("up", ""), request.POST.get("down", "")
    try:
        if "reset" in request.POST:
            actions.arrange_as_the_method(access.plan, seen)
        else:
            actions.rearrange(access.plan, seen, shown=shown, move=up or down, by=-1 if up else 1)
    except actions.Overtaken as overtaken:
        return render(request, "council/sections.html", _overtaken(access, overtaken.now, seen, shown), status=409)
    if up or down:  # back to the button that was pressed
        messages.success(request, _("Moved up.") if up else _("Moved down."))
        return redirect(f"{reverse('document_sections', args=[access.plan.slug])}#section-{up or down}")
    as_method = _("The sections are in the method’s order again.")
    messages.success(request, as_method if "reset" in request.POST else _("The sections have been saved."))
    return redirect("document_sections", slug=access.plan.slug)


def _arranged(access: Access) -> dict[str, Any]:
    """The page of the sections, with what is stored ticked."""
    now = rules.ticks_of(all_sections(), access.plan.encloses_data)
    return _page_of(access, now, now)


def _page_of(access: Access, now: rules.Ticks, ticks: rules.Ticks) -> dict[str, Any]:
    return {
        "access": access,
        "plan": access.plan,
        "seen": rules.written(now),
        "sections": listed_sections(ticks),
        "encloses_data": ticks[rules.DATA],
    }


def _overtaken(access: Access, now: rules.Ticks, seen: rules.Ticks, shown: list[str]) -> dict[str, Any]:
    """The page as it stands now, with what its reader ticked themselves, and what others have changed meanwhile."""
    who = actions.last_hand(DocumentSection.objects.all())
    return _page_of(access, now, rules.proposed(now, seen, shown)) | {"changes": changes(now, seen), "who": who}


@door(Permission.MANAGE_PLAN)
def document_section_new(request: HttpRequest, access: Access) -> HttpResponse:
    return _section_page(request, access, SectionForm(request.POST or None))


@door(Permission.MANAGE_PLAN)
def document_section(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """POST for a section that somebody has taken out meanwhile gives what was typed back, for a new one."""
    with transaction.atomic():  # nobody writes between the look and the save
        own = DocumentSection.objects.select_for_update().filter(kind=FREE)
        section: DocumentSection = get_object_or_404(
            own if request.method == "POST" else own.filter(deleted_at=None), pk=pk
        )
        if section.deleted_at is None:
            return _section_page(request, access, SectionForm(request.POST or None, instance=section))
    typed = {name: request.POST.get(name, "") for name in ("title", "text")}
    values = {"access": access, "plan": access.plan, "form": SectionForm(initial=typed), "is_gone": True}
    values["who"] = actions.last_hand(DocumentSection.objects.filter(pk=pk))
    return render(request, "council/section.html", values, status=410)


def _section_page(request: HttpRequest, access: Access, form: SectionForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        section = form.save(commit=False)
        if section.pk:
            section.save(update_fields=["title", "text"])
        else:
            actions.add_section(access.plan, section)
        messages.success(request, _("The section has been saved."))
        return redirect("document_sections", slug=access.plan.slug)
    values = {"access": access, "plan": access.plan, "form": form}
    return render(request, "council/section.html", values, status=422 if form.errors else 200)


@door(Permission.MANAGE_PLAN)
def document_section_delete(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    section = get_object_or_404(DocumentSection, pk=pk, kind=FREE)
    actions.delete_section(section)
    messages.success(request, _("The section has been removed. Its text stays in the plan’s history."))
    return redirect("document_sections", slug=access.plan.slug)
