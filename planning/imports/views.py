from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from planning.people.http import HttpRequest

from ..goals.sheets import LOCALITIES
from ..people.uploads import oversized
from ..plans.access import Access, door
from ..plans.permissions import Permission
from ..worksheets.xlsx import MIME
from . import actions
from .columns import FIELDS, label
from .files import too_large
from .forms import ChoicesForm, UploadForm
from .models import Import
from .table import MEGABYTE, MOST_BYTES, MOST_ROWS, UnreadableFile
from .template import template

SHOWN = 10
ENVELOPE = 100_000  # bytes of a request beside its file

# The register's own permission: whoever may fill it in by hand may do so by a spreadsheet.
EDITS = Permission.EDIT_OWN_GOALS


@door(EDITS)
def asset_import(request: HttpRequest, access: Access) -> HttpResponse:
    """Choosing a file, and the files of late; a POST stores one and has it read (A2)."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        if oversized(request, MOST_BYTES + ENVELOPE):  # it may have lost its file on the way in
            form.errors["file"] = form.error_class([too_large()])
        elif form.is_valid():
            try:
                upload = actions.receive(access.plan, form.cleaned_data["file"], by=access.user)
            except UnreadableFile as refused:
                form.add_error("file", str(refused))
            else:
                return redirect("asset_import_one", slug=access.plan.slug, pk=upload.pk)
    values = {
        "access": access,
        "plan": access.plan,
        "form": form,
        "most_rows": MOST_ROWS,
        "most": MOST_BYTES // MEGABYTE,
        "uploads": Import.objects.select_related("asked_by").order_by("-asked_at", "-pk")[:SHOWN],
    }
    return render(request, "imports/upload.html", values, status=422 if form.errors else 200)


@door(EDITS)
def asset_import_template(request: HttpRequest, access: Access) -> HttpResponse:
    response = HttpResponse(template(), content_type=MIME)
    response["Content-Disposition"] = f'attachment; filename="{access.plan.slug}-assets-template.xlsx"'
    return response


@door(EDITS)
def asset_import_one(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """One file at whichever stage it is; a POST decides how it is read and has its rows checked."""
    upload: Import = get_object_or_404(Import.objects.select_related("asked_by"), pk=pk)
    if request.method != "POST":
        return _page(request, access, upload, _choices_form(access, upload))
    if not (upload.table and upload.file):
        messages.error(request, _("The uploaded file is no longer kept. Please choose it again."))
        return redirect("asset_import", slug=access.plan.slug)
    form = _choices_form(access, upload, request.POST)
    if not form.is_valid():
        return _page(request, access, upload, form, status=422)
    if not actions.check(upload, form.choices, by=access.user):
        messages.info(request, _("This file is being processed."))
    return redirect("asset_import_one", slug=access.plan.slug, pk=pk)


def _choices_form(access: Access, upload: Import, data: Any = None) -> ChoicesForm:
    return ChoicesForm(upload, LOCALITIES.may_edit(access, None), data)


def _page(request: HttpRequest, access: Access, upload: Import, form: ChoicesForm, status: int = 200) -> HttpResponse:
    counts = upload.report.get("counts", {})
    values = _state(access, upload) | {
        "form": form,
        "report": upload.report,
        "counts": [(words, counts[fate]) for fate, words in _fates().items() if fate in counts],
        "heads": [label(name) for name in FIELDS if name in upload.columns],
        "fates": _fates(),
        "hidden_errors": upload.report.get("error_count", 0) - len(upload.report.get("errors", ())),
        "to_match": bool(upload.table and upload.file and not upload.is_waiting),
    }
    return render(request, "imports/import.html", values, status=status)


def _fates() -> dict[str, str]:
    return {"added": _("added"), "updated": _("updated"), "unchanged": _("unchanged"), "skipped": _("skipped")}


def _state(access: Access, upload: Import) -> dict[str, Any]:
    return {"access": access, "plan": access.plan, "upload": upload}


@door(EDITS)
def asset_import_progress(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """How far the worker is, for the page that polls; once it is through, the page is to be loaded anew.
    Whoever comes by a link is led to the page."""
    upload = get_object_or_404(Import, pk=pk)
    if not request.htmx:
        return redirect("asset_import_one", slug=access.plan.slug, pk=pk)
    if not upload.is_waiting:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "imports/progress.html", _state(access, upload))


@door(EDITS)
def asset_import_run(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    if not actions.run(get_object_or_404(Import, pk=pk), by=access.user):
        messages.info(request, _("These rows are not ready to be imported, or have already been imported."))
    return redirect("asset_import_one", slug=access.plan.slug, pk=pk)
