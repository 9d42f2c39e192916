"""The views of every worksheet: page, row, save, add, delete and undo, move, poll.

Each answers a browser without JavaScript with a page or a redirect, and htmx with the row (or a part of it) alone.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning.people.http import HttpRequest

from ..plans.access import Access
from ..plans.history import changes_of_row
from . import actions
from .fetching import PAGE_SIZE
from .forms import RowForm
from .models import Row
from .page import (
    add_key,
    ask,
    conflict_views,
    context,
    deleted_row,
    form_for,
    posted_key,
    posted_version,
    posted_versions,
    read_as,
    row_response,
    with_theirs,
)
from .sheet import Worksheet
from .xlsx import MIME, file_name, workbook

# Web servers' clocks may differ by seconds, and a long transaction may end after a later one: look back that far.
OVERLAP = timedelta(seconds=60)


def page(request: HttpRequest, access: Access, sheet: Worksheet, **kwargs: Any) -> HttpResponse:
    """The worksheet; a POST adds a row, for which the address may choose values beforehand."""
    parent = sheet.rows.parent_for(access, kwargs)
    if request.method == "POST":
        return _add(request, access, sheet, parent)
    form = form_for(sheet, sheet.new_row(access, parent), parent, adding=True)
    # a link may choose beforehand: "?holder=7#add"; what cannot be chosen there chooses nothing
    form.initial.update({name: request.GET[name] for name in form.fields if name in request.GET})
    return _page(request, access, sheet, parent, form)


def _page(
    request: HttpRequest,
    access: Access,
    sheet: Worksheet,
    parent: Row | None,
    form: RowForm,
    status: int = 200,
) -> HttpResponse:
    shown = _rows_shown(access, sheet, parent, request.GET.get("page"), request.GET.get("row", ""))
    values = context(access, sheet, parent) | {
        "rows": list(shown),
        "shown": shown,
        "form": form,
        "new_key": posted_key(request) or uuid.uuid4(),
        "now": timezone.now().isoformat(),
        "adding": status != 200,
    }
    if sheet.extra:
        values |= sheet.extra(parent, values["rows"] if shown.paginator.num_pages == 1 else None)
    return render(request, sheet.page, values, status=status)


def _rows_shown(access: Access, sheet: Worksheet, parent: Row | None, page: str | None, row: str) -> Page[Any]:
    """One page of the rows: that one, or the one where the row of this key stands. Most worksheets have a single one,
    and then the rows need not be counted."""
    first = []
    if page is None:
        first = sheet.rows.page(access, parent)
        if len(first) <= PAGE_SIZE:
            return Paginator(first, PAGE_SIZE).get_page(1)
    if row and page is None:
        keys = [str(key) for key in sheet.rows.every(parent).values_list("pk", flat=True)]
        page = str(keys.index(row) // PAGE_SIZE + 1) if row in keys else None
    paginator = Paginator(range(sheet.rows.count(parent)), PAGE_SIZE)
    number = paginator.get_page(page).number
    found = first if number == 1 and first else sheet.rows.page(access, parent, number)
    return Page(found[:PAGE_SIZE], number, paginator)


def _add(request: HttpRequest, access: Access, sheet: Worksheet, parent: Row | None) -> HttpResponse:
    sheet.demand_edit(access, parent)
    row = sheet.new_row(access, parent)
    key = add_key(request)
    if key and (sent_before := sheet.model.everything.filter(key=key).first()):  # the answer was lost on the line
        return _added(request, access, sheet, parent, sent_before)
    form = form_for(sheet, row, parent, request.POST, adding=True)
    if form.is_valid():
        try:
            row = form.add(key=key, by=access.user, **sheet.belongs(parent))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _added(request, access, sheet, parent, row)
    if request.htmx:
        values = context(access, sheet, parent) | {"form": form, "new_key": posted_key(request)}
        return render(request, "worksheets/add.html", values, status=422)
    return _page(request, access, sheet, parent, form, status=422)


def _added(request: HttpRequest, access: Access, sheet: Worksheet, parent: Row | None, row: Row) -> HttpResponse:
    if not request.htmx:
        return redirect(sheet.url(access, parent) + f"#row-{row.pk}")
    row = sheet.rows.one(access, parent, row.pk)
    form = form_for(sheet, sheet.new_row(access, parent), parent, adding=True)
    values = context(access, sheet, parent) | {
        "form": form,
        "new_key": uuid.uuid4(),
        "rows": [row],
        "added": True,
    }
    return render(request, "worksheets/add.html", values, status=201)


def row(request: HttpRequest, access: Access, sheet: Worksheet, pk: int, **kwargs: Any) -> HttpResponse:
    """One row in edit mode; a POST saves all of it or the cells named in `fields`."""
    parent = sheet.rows.parent_for(access, kwargs)
    sheet.demand_edit(access, parent)
    if request.method == "POST":
        return _save(request, access, sheet, parent, pk)
    found = sheet.rows.one(access, parent, pk)
    return row_response(request, access, sheet, parent, found, form_for(sheet, found, parent), opened=found.version)


def _save(request: HttpRequest, access: Access, sheet: Worksheet, parent: Row | None, pk: int) -> HttpResponse:
    found = deleted_row(sheet, parent, pk)
    problem = _brought_back(request, access, found)
    cells = set(request.POST["fields"].split()) if "fields" in request.POST else None
    form = form_for(sheet, found, parent, with_theirs(request, found), only=cells)
    before, seen_version, seen = found.version, posted_version(request, "version"), _seen(request)
    status, conflicts = _written(request, access, found, form, seen_version, seen)
    if status == 200:
        mine_only = found.version == before or found.changed_by_id == access.user.pk
        alone = before == seen_version and found.version <= before + 1 and mine_only
        return _saved(request, access, sheet, parent, found, cells, alone=alone, read_as=read_as(form))
    return row_response(
        request,
        access,
        sheet,
        parent,
        found,
        form,
        conflicts=conflicts,
        cells=cells,
        status=status,
        opened=posted_version(request, "opened", seen_version),
        version=seen_version,
        problem=problem,
        seen=seen,
    )


def _seen(request: HttpRequest) -> dict[str, int]:
    """A version of its own for each cell that was saved or decided upon after others' changes came in between."""
    # what this editor has not seen of the other cells stays unseen
    shown, kept = posted_versions(request, "shown"), request.POST.getlist("mine")
    return posted_versions(request, "seen") | {name: shown[name] for name in kept if name in shown}


def _written(
    request: HttpRequest, access: Access, found: Any, form: RowForm, seen_version: int, seen: dict[str, int]
) -> tuple[int, list[dict[str, Any]]]:
    """Saves the row: 200, or the status of what stands against it, with the cells that others changed."""
    if found.deleted_at:
        return 409, []
    if not form.is_valid():
        return 422, []
    mine = actions.attribute_names(found, form.cleaned_data)
    later = {found._meta.get_field(name).attname: seen[name] for name in form.cleaned_data if name in seen}
    sure = request.POST.getlist("sure")
    try:
        actions.save_row(found, mine, seen_version=seen_version, seen_later=later, by=access.user, confirmed=sure)
    except actions.Conflict as conflict:
        return 409, conflict_views(form, conflict)
    except actions.Unconfirmed as unconfirmed:
        return ask(form, unconfirmed), []
    except ValidationError as error:
        form.add_error(None, error)
        return 422, []
    return 200, []


def _brought_back(request: HttpRequest, access: Access, found: Row) -> str:
    """Undoes a deletion where the editor asks for it; what stands against that, else nothing."""
    if found.deleted_at and "restore" in request.POST:
        try:
            actions.restore_row(found, by=access.user)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def _saved(
    request: HttpRequest,
    access: Access,
    sheet: Worksheet,
    parent: Row | None,
    found: Row,
    cells: set[str] | None,
    alone: bool,
    read_as: str = "",
) -> HttpResponse:
    """`alone`: nobody else's change lies between what the editor saw and this save; `read_as`: how a number was
    understood."""
    if not request.htmx:
        return redirect(sheet.url(access, parent) + f"#row-{found.pk}")
    if cells is None:  # the row is shown anew, and with it what it says of other rows
        found = sheet.rows.one(access, parent, found.pk)
    values = context(access, sheet, parent) | {"row": found, "rows": [found], "saved": True}
    values |= {"alone": alone, "cells": cells, "read_as": read_as}
    return render(request, "worksheets/saved.html" if cells is not None else "worksheets/rows.html", values)


def view(request: HttpRequest, access: Access, sheet: Worksheet, pk: int, **kwargs: Any) -> HttpResponse:
    """One row in view mode, for htmx; a POST first takes back what this person changed since they opened it."""
    parent = sheet.rows.parent_for(access, kwargs)
    found = sheet.rows.one(access, parent, pk)
    if request.method == "POST":
        sheet.demand_edit(access, parent)
        opened, seen = posted_version(request, "opened"), posted_version(request, "version")
        seen = max(seen, *posted_versions(request, "seen").values(), 0)
        names = [found._meta.get_field(name).attname for name in sheet.form._meta.fields]  # type: ignore[union-attr]  # ours are all model forms
        try:
            actions.take_back(found, names, to_version=opened, seen_version=seen, by=access.user)
        except actions.Conflict as conflict:
            return _stays(
                request,
                access,
                sheet,
                parent,
                conflict.row,
                _("Somebody else has changed this row since then; it is shown as it is now."),
            )
        except actions.Unconfirmed as unconfirmed:
            asked = " ".join(question.says for question in unconfirmed.questions)
            said = _("The row has stayed as it is now, because putting it back needs your confirmation:")
            return _stays(request, access, sheet, parent, sheet.rows.one(access, parent, pk), f"{said} {asked}")
        found = sheet.rows.one(access, parent, pk)
    if not request.htmx:
        return redirect(sheet.url(access, parent) + f"#row-{pk}")
    return render(request, "worksheets/rows.html", context(access, sheet, parent) | {"rows": [found]})


def _stays(
    request: HttpRequest, access: Access, sheet: Worksheet, parent: Row | None, found: Row, problem: str
) -> HttpResponse:
    """The row in edit mode as it is stored, with what kept it from being put back."""
    form = form_for(sheet, found, parent)
    return row_response(request, access, sheet, parent, found, form, opened=found.version, status=409, problem=problem)


def delete(request: HttpRequest, access: Access, sheet: Worksheet, pk: int, **kwargs: Any) -> HttpResponse:
    """POST takes the row away and offers to bring it back; with `undo` it brings it back."""
    parent = sheet.rows.parent_for(access, kwargs)
    sheet.demand_edit(access, parent)
    found = deleted_row(sheet, parent, pk)
    problem = ""
    try:
        if "undo" in request.POST:
            actions.restore_row(found, by=access.user)
        else:
            actions.delete_row(found, by=access.user)
    except actions.InUse as error:
        held = " · ".join(f"{name} ({count})" if count else name for name, count in error.holders)
        problem = _("This row was not deleted, because other rows belong to it: %(rows)s. Delete those first.") % {
            "rows": held
        }
    except ValidationError as error:
        problem = " ".join(error.messages)
    values = context(access, sheet, parent) | {"row": found, "problem": problem}
    if found.deleted_at is None:
        values["rows"] = [sheet.rows.one(access, parent, pk)]
    if problem or request.htmx or found.deleted_at:
        template = "worksheets/deleted.html" if request.htmx else "worksheets/deleted_page.html"
        return render(request, template, values, status=409 if problem else 200)
    return redirect(sheet.url(access, parent) + f"#row-{pk}")


def move(request: HttpRequest, access: Access, sheet: Worksheet, pk: int, **kwargs: Any) -> HttpResponse:
    """POST `way=up` or `way=down`: swaps the row with its neighbour. A worksheet may have other ways of its own."""
    parent = sheet.rows.parent_for(access, kwargs)
    sheet.demand_edit(access, parent)
    found, way = sheet.rows.one(access, parent, pk), request.POST.get("way", "")
    if not sheet.moves or not sheet.moves.by:
        actions.move_row(found, way == "up", by=access.user, **sheet.belongs(parent))
    elif refused := sheet.moves.by(found, way, by=access.user):
        messages.error(request, refused)
    if not request.htmx:
        return redirect(sheet.url(access, parent) + f"#row-{pk}")
    response = HttpResponse(status=204)
    response["HX-Trigger"] = "worksheet:moved"
    return response


def history(request: HttpRequest, access: Access, sheet: Worksheet, pk: int, **kwargs: Any) -> HttpResponse:
    """Who changed what in this row, newest first (D9)."""
    parent = sheet.rows.parent_for(access, kwargs)
    found = deleted_row(sheet, parent, pk)
    values = context(access, sheet, parent) | {"row": found, "changes": changes_of_row(found)[0]}
    return render(request, "worksheets/history.html", values)


def xlsx(request: HttpRequest, access: Access, sheet: Worksheet, **kwargs: Any) -> HttpResponse:
    """The whole worksheet as a spreadsheet."""
    parent = sheet.rows.parent_for(access, kwargs)
    response = HttpResponse(workbook(sheet, parent), content_type=MIME)
    response["Content-Disposition"] = f'attachment; filename="{file_name(sheet, parent, access.plan.slug)}"'
    return response


def poll(request: HttpRequest, access: Access, sheet: Worksheet, **kwargs: Any) -> HttpResponse:
    """What others have changed since a moment; 304 when nothing has, at the cost of the door's own query. Of a
    confidential worksheet not even that is said to others, which takes one more."""
    if sheet.is_confidential:
        sheet.rows.parent_for(access, kwargs)
    etag = (
        f'W/"{sheet.name}-{kwargs.get(sheet.parent.key) if sheet.parent else 0}-{access.figure or 0}-{get_language()}"'
    )
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    parent = sheet.rows.parent_for(access, kwargs)
    now = timezone.now()
    since = _moment(request.GET.get("since", "")) or now
    found = list(sheet.rows.changed(parent, since - OVERLAP).select_related("changed_by")[:PAGE_SIZE])
    values = context(access, sheet, parent) | {
        "rows": found,
        "live": [r for r in found if not r.deleted_at],
        "polled": True,
    }
    response = render(request, "worksheets/polled.html", values)
    response["ETag"] = etag
    response["X-Now"] = now.isoformat()
    return response


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    # a moment near the end of time cannot be told in another zone
    return moment if moment and timezone.is_aware(moment) and 1990 < moment.year < 2200 else None
