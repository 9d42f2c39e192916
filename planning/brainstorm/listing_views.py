"""The pages of what was named in a brainstorm: the long list, mergers, the way into the register (A1, A2)."""

import copy
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..people.http import HttpRequest
from ..plans.access import Access, View, door
from ..plans.permissions import Permission
from ..worksheets.actions import Conflict, InUse, delete_row, restore_row, save_row
from ..worksheets.page import posted_version
from . import actions
from .access import brainstorm_door, demand, may_tidy
from .forms import EntryForm, ProofForm
from .listing import list_of, offers, proofs
from .models import Brainstorm, BrainstormEntry
from .page import columns, frame, posted_keys

BATCH = 60  # two fields each: what one form may carry


def to_list(access: Access, session: Brainstorm) -> HttpResponse:
    return redirect("brainstorm_list", slug=access.plan.slug, pk=session.pk)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_list(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """Table 1 of the session: one long list per kind of capital."""
    found = columns(session, proofs=True)
    waiting = sum(not row.proofs for column in found for row in column.rows)
    gone = BrainstormEntry.everything.filter(brainstorm=session).exclude(deleted_at=None)
    values = frame(access, session) | {"columns": found, "waiting": waiting, "gone": gone}
    return render(request, "brainstorm/list.html", values | {"total": sum(len(column.rows) for column in found)})


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_merge(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """What was ticked becomes one entry: first asks which name stays, then, with `stays`, merges."""
    demand(may_tidy(access, session))
    ticked = posted_keys(request, "entry")
    rows = [row for row in list_of(session) if row.entry.pk in ticked]
    if len(rows) < 2:
        messages.error(request, _("Tick two or more that mean the same."))
        return to_list(access, session)
    stays = posted_keys(request, "stays")
    if not stays:
        return render(request, "brainstorm/merge.html", frame(access, session) | {"rows": rows})
    merged = actions.merge(session, stays[0], ticked, by=access.user)
    done = ngettext("%(n)d duplicate merged.", "%(n)d duplicates merged.", merged)
    messages.success(request, done % {"n": merged})
    return to_list(access, session)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_register(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """Puts what was named into the register, as new assets or linked to those that it has already (A2)."""
    demand(may_tidy(access, session))
    if request.method == "POST":
        ticked = posted_keys(request, "entry")
        choices = {pk: request.POST.get(f"as-{pk}", "") for pk in ticked}
        added, linked = actions.into_register(session, choices, by=access.user)
        words = _("Added to the register: %(added)d. Linked to what is there: %(linked)d.")
        messages.success(request, words % {"added": added, "linked": linked})
        return to_list(access, session)
    waiting = [row.entry for row in list_of(session) if not row.proofs]
    values = frame(access, session) | {
        "offers": offers(waiting[:BATCH]),
        "batch": BATCH,
    }
    return render(request, "brainstorm/register.html", values | {"later": len(waiting[BATCH:])})


def entry_door(view: View) -> Any:
    """Guards a view whose URL has the plan's `slug` and the key of an entry; for who may tidy its session."""

    @door(Permission.SEE_WORKSHEETS)
    @wraps(view)
    def inside(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
        rows = BrainstormEntry.everything.select_related("brainstorm__goal", "participant")
        entry: BrainstormEntry = get_object_or_404(rows, pk=pk)
        demand(may_tidy(access, entry.brainstorm))
        return view(request, access, entry)

    return inside


@entry_door
def brainstorm_entry(request: HttpRequest, access: Access, entry: BrainstormEntry) -> HttpResponse:
    """One entry: its name and kind, what was merged into it, and what proves it."""
    # a form writes what was typed into its instance while it checks it; the entry itself stays as it is stored
    form = EntryForm(request.POST or None, instance=copy.copy(entry))
    version, status = entry.version, 200
    if request.method == "POST":
        status, version = 422, posted_version(request, "version")
        if form.is_valid():
            try:
                save_row(entry, form.cleaned_data, seen_version=version, by=access.user)
                return to_list(access, entry.brainstorm)
            except Conflict as conflict:
                status, version = 409, conflict.row.version
                words = _(
                    "Somebody else has changed this in the meantime; it is now: %(name)s. Save again to keep yours."
                )
                form.add_error(None, words % {"name": conflict.row})
    values = frame(access, entry.brainstorm) | {
        "entry": entry,
        "form": form,
        "version": version,
        "proof_form": ProofForm(entry=entry),
        "proofs": proofs().filter(entry=entry),
        "merged": entry.merged.all(),
    }
    return render(request, "brainstorm/entry.html", values, status=status)


@entry_door
def brainstorm_separate(request: HttpRequest, access: Access, entry: BrainstormEntry) -> HttpResponse:
    """Undoes a merger."""
    actions.separate(entry, by=access.user)
    messages.success(request, _("It is separate in the list again: %(name)s") % {"name": entry})
    return to_list(access, entry.brainstorm)


@entry_door
def brainstorm_proof(request: HttpRequest, access: Access, entry: BrainstormEntry) -> HttpResponse:
    """Links an asset of the register to the entry, or takes the link `remove` away."""
    form = ProofForm(request.POST, entry=entry)
    for proof in proofs().filter(entry=entry, pk__in=posted_keys(request, "remove")):
        actions.unlink(proof, by=access.user)
    if "remove" not in request.POST:
        if form.is_valid():
            actions.link(entry, form.cleaned_data["asset"], by=access.user)
        else:
            messages.error(request, _("Choose an asset of the register first."))
    return redirect("brainstorm_entry", slug=access.plan.slug, pk=entry.pk)


@entry_door
def brainstorm_take_out(request: HttpRequest, access: Access, entry: BrainstormEntry) -> HttpResponse:
    """Takes the entry out of the list; with `undo` it comes back."""
    try:
        (restore_row if "undo" in request.POST else delete_row)(entry, by=access.user)
    except InUse:
        messages.error(request, _("Others are merged into this one. Separate them first."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return to_list(access, entry.brainstorm)
