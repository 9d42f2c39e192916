"""What the worksheet views have in common: reading the request, and showing a row in its states."""

import contextlib
import copy
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.people.http import HttpRequest

from ..people.fields import is_number
from ..people.words import listed
from ..plans.access import Access
from .actions import Conflict, Unconfirmed
from .forms import RowForm
from .models import Row
from .sheet import Worksheet

LAST_VERSION = 2_000_000_000  # the column's own limit


def context(access: Access, sheet: Worksheet, parent: Row | None) -> dict[str, Any]:
    """What every template of a worksheet needs. `base` is the worksheet's own address; its rows live below it."""
    goal = getattr(parent, "goal", parent)
    return {
        "access": access,
        "plan": access.plan,
        "goal": goal,
        "confidant": access.is_confidant(getattr(goal, "group_id", None)),
        "parent": parent,
        "sheet": sheet,
        "base": sheet.url(access, parent),
        "may_edit": sheet.may_edit(access, parent),
        "clock": timezone.localtime(),
    }


def form_for(
    sheet: Worksheet,
    row: Row,
    parent: Row | None,
    data: Mapping[str, Any] | None = None,
    only: Iterable[str] | None = None,
    adding: bool = False,
) -> RowForm:
    kind = (sheet.add_form or sheet.form) if adding else sheet.form
    if adding and kind.first_fields:
        only = kind.first_fields
    # a form writes what was typed into its instance while it checks it; the row itself has to stay as it is stored
    form = kind(data, instance=copy.copy(row), parent=parent, only=only)
    form.quiet = adding
    return form


def deleted_row(sheet: Worksheet, parent: Row | None, pk: int) -> Any:
    """The row even where somebody has deleted it meanwhile."""
    return get_object_or_404(sheet.rows.every(parent, deleted=True), pk=pk)


def posted_version(request: HttpRequest, name: str, default: int = 0) -> int:
    text = request.POST.get(name, "")
    return min(int(text), LAST_VERSION) if text.isascii() and text.isdigit() and len(text) < 12 else default


def with_theirs(request: HttpRequest, row: Row) -> Mapping[str, Any]:
    """What was posted, with the stored value in each cell where the editor keeps the other's."""
    names = {field.name for field in row._meta.concrete_fields} & set(request.POST.getlist("theirs"))
    if not names:
        return request.POST
    data = request.POST.copy()
    for name, value in forms.model_to_dict(row, names).items():
        data[name] = "" if value is None else value
    return data


def posted_versions(request: HttpRequest, name: str) -> dict[str, int]:
    """Single cells' versions, posted as "keeper:3"; the latest where a cell is named twice."""
    found: dict[str, int] = {}
    for text in request.POST.getlist(name):
        cell, _colon, digits = text.partition(":")
        if digits.isascii() and digits.isdigit() and len(digits) < 12:
            found[cell] = max(found.get(cell, 0), min(int(digits), LAST_VERSION))
    return found


def posted_key(request: HttpRequest) -> uuid.UUID | None:
    with contextlib.suppress(ValueError):
        return uuid.UUID(request.POST.get("key", ""))
    return None


def add_key(request: HttpRequest) -> uuid.UUID | None:
    """The posted key made one with who adds what where: only the very same form sent twice adds one row, and a key
    that is used for another row, goal or plan is another key."""
    key = posted_key(request)
    typed = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return uuid.uuid5(key, f"{request.path} {request.user.pk} {typed}") if key else None


def row_response(
    request: HttpRequest,
    access: Access,
    sheet: Worksheet,
    parent: Row | None,
    row: Row,
    form: RowForm,
    *,
    opened: int,
    conflicts: list[dict[str, Any]] | None = None,
    cells: set[str] | None = None,
    status: int = 200,
    version: int | None = None,
    problem: str = "",
    seen: Mapping[str, int] | None = None,
) -> HttpResponse:
    """A row in edit mode: as a page, as a table row for htmx, or as the note at one cell."""
    values = context(access, sheet, parent) | {
        "row": row,
        "form": form,
        "conflicts": conflicts or [],
        "opened": opened,
        "problem": problem,
        "seen": {name: at for name, at in (seen or {}).items() if cells is None or name in cells},
        "version": row.version if version is None else version,
        "touched": status != 200,
    }
    for shown in values["conflicts"]:
        if shown["name"] in form.fields:
            form.fields[shown["name"]].conflict = shown  # type: ignore[attr-defined]  # drawn by the field's template
    template = "worksheets/edit_page.html"
    if request.htmx:
        template = "worksheets/unsaved.html" if cells is not None else "worksheets/edit.html"
    return render(request, template, values, status=status)


def conflict_views(form: RowForm, conflict: Conflict) -> list[dict[str, Any]]:
    """Both values of every field in conflict, as people read them."""
    views = []
    for attname in conflict.fields:
        field = conflict.row._meta.get_field(attname.removesuffix("_id"))
        name = field.name
        bound = form.fields.get(name)
        views.append(
            {
                "name": name,
                "label": getattr(field, "verbose_name", name),
                "mine": _words(bound, form.cleaned_data.get(name)),
                "theirs": _words(bound, getattr(conflict.row, name)),
                "who": conflict.row.changed_by,
                "when": conflict.row.changed_at,
            }
        )
    return views


def read_as(form: RowForm) -> str:
    """The numbers that were typed in another way than they are stored, as they were understood: "12.5"."""
    typed = {name: str(form.data.get(name, "")).strip() for name, one in form.fields.items() if is_number(one)}
    stored = {name: form.fields[name].widget.format_value(form.cleaned_data.get(name)) for name in typed}
    return listed(stored[name] for name, text in typed.items() if text and stored[name] != text)


def ask(form: RowForm, unconfirmed: Unconfirmed) -> int:
    """Puts each question at its cell, or at the form's first where another cell brought it up; the answer's status."""
    for question in unconfirmed.questions:
        name = question.field if question.field in form.fields else next(iter(form.fields))
        form.fields[name].question = question  # type: ignore[attr-defined]  # likewise
        form.add_error(name, _("Please confirm this first; it has not been saved."))
    return 409


def _words(field: forms.Field | None, value: Any) -> str:
    if value in (None, ""):
        return _("(empty)")
    if in_words := getattr(field, "in_words", None):
        return str(in_words(value))
    for choice, label in getattr(field, "choices", None) or ():
        if not isinstance(field, forms.ModelChoiceField) and str(choice) == str(value):
            return str(label)
    return str(value)
