from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django_scopes import scope

from ..people import guessing
from ..people.access import public
from ..plans.access import Access, door, door_with
from ..plans.permissions import Permission
from ..plans.sealed import between_submissions, in_form, warning, warning_of_names
from ..worksheets.actions import Conflict
from . import actions, section
from .actions import Changed, CommitmentRefused
from .forms import CommitmentAnswerForm, CommitmentForm, NameForm, PaperForm, WithdrawForm
from .models import Commitment
from .rules import CommitmentStep
from .tickets import CommitmentTicket

NOT_YET = gettext_lazy(
    "Nothing has been changed yet: the commitment is part of a submitted version. Please read below what that means."
)


def _find(pk: int) -> Commitment:
    rows = Commitment.objects.select_related("goal", "action__goal", "stakeholder", "recorded_by")
    found: Commitment = get_object_or_404(rows, pk=pk)
    return found


def of_one(view: Callable[..., HttpResponse]) -> Any:
    return door_with("pk", _find, Permission.MANAGE_PLAN, confidential=True)(view)


@door(Permission.SEE_WORKSHEETS, confidential=True)
def commitments(request: HttpRequest, access: Access) -> HttpResponse:
    """Who has committed themselves to what; for the confidants also who was asked (C9)."""
    rows = section.listed()
    lists = {
        "binding": [row for row in rows if row.is_binding],
        "asked": [row for row in rows if row.may_edit],
        "over": [row for row in rows if row.is_over],
    }
    values = {"access": access, "plan": access.plan, "may_manage": access.may(Permission.MANAGE_PLAN)} | lists
    return render(request, "commitments/commitments.html", values)


@door(Permission.MANAGE_PLAN, confidential=True)
def commitment_new(request: HttpRequest, access: Access) -> HttpResponse:
    """Writes down what somebody is asked to commit themselves to; `?about=action:7` chooses the action."""
    form = CommitmentForm(request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(Commitment(plan=access.plan, **form.values), by=access.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("The commitment has been written down. It can now be confirmed by a link, or signed on paper."),
            )
            return redirect("commitment", slug=access.plan.slug, pk=row.pk)
    values = {"access": access, "plan": access.plan, "form": form}
    return render(request, "commitments/new.html", values, status=422 if form.errors else 200)


def _page(request: HttpRequest, access: Access, row: Commitment, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "access": access,
        "plan": access.plan,
        "row": row,
        "link": CommitmentTicket.of(request.session, row),
        "form": CommitmentForm(instance=row),
        "paper": PaperForm(),
        "withdraw": WithdrawForm(),
        "naming": NameForm(),
    }
    if row.is_binding:  # and what of it stays readable (docs/decisions/0023)
        told = section.sealed_with(row)
        values |= {"sealed": in_form(told), "warning": warning(told)}
    if row.is_binding and row.may_name:
        told = section.sealed_with_names(row)
        values |= {"sealed_names": in_form(told), "warning_of_names": warning_of_names(told)}
    values |= more
    return render(request, "commitments/commitment.html", values, status=status)


@of_one
def commitment(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """One commitment: its words while nobody has answered, its link, and what can become of it."""
    if request.method != "POST":
        return _page(request, access, row)
    form = CommitmentForm(request.POST, instance=row)
    if not form.is_valid():
        return _page(request, access, _find(row.pk), status=422, form=form)
    row = _find(row.pk)  # as it stands in the database: the form has written into the other one
    try:
        actions.edit(row, form.values, seen=form.cleaned_data["version"] or 0, by=access.user)
    except Conflict as conflict:
        return _page(request, access, row, status=409, form=form, stands=conflict.row)
    except ValidationError as error:
        problem, typed = " ".join(error.messages), form.cleaned_data["text"]
        return _page(request, access, _find(row.pk), status=409, problem=problem, typed=typed)
    messages.success(request, _("Saved."))
    return redirect("commitment", slug=access.plan.slug, pk=row.pk)


def _step(request: HttpRequest, access: Access, row: Commitment, step: Callable[[], object], done: str) -> HttpResponse:
    try:
        step()
    except CommitmentRefused:
        problem = _("This commitment has been answered or withdrawn in the meantime. It is shown as it is now.")
        return _page(request, access, _find(row.pk), status=409, problem=problem)
    messages.success(request, done)
    return redirect("commitment", slug=access.plan.slug, pk=row.pk)


@of_one
def commitment_renew(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST makes a link; an older one stops working."""

    def step() -> None:
        CommitmentTicket.keep(request.session, row, actions.new_link(row, by=access.user))

    return _step(request, access, row, step, _("The link is ready. It works once."))


@of_one
def commitment_paper(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST records that it was signed on paper."""
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, access, row, status=422, paper=form)
    signed = {name: form.cleaned_data[name] for name in ("signed_on", "may_name")}
    done = _("The signature has been recorded.")
    return _step(request, access, row, lambda: actions.record(row, **signed, by=access.user), done)


@of_one
@between_submissions
def commitment_withdraw(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST withdraws it, with a reason. `sealed`: the versions that the reader has been told of."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, access, row, status=422, withdraw=form)
    if row.is_binding and in_form(section.sealed_with(row)) != request.POST.get("sealed", ""):
        more = {"withdraw": form, "asks_withdraw": True}
        return _page(request, access, row, status=409, problem=NOT_YET, **more)
    reason, done = form.cleaned_data["reason"], _("The commitment has been withdrawn.")
    return _step(request, access, row, lambda: actions.withdraw(row, reason, by=access.user), done)


@of_one
@between_submissions
def commitment_unname(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST: whoever made it is not named in public any more. `sealed`: the versions that the reader was told of."""
    if row.is_binding and in_form(section.sealed_with_names(row)) != request.POST.get("sealed", ""):
        return _page(request, access, row, status=409, problem=NOT_YET, asks_unname=True)
    done = _("They are no longer named in public.")
    return _step(request, access, row, lambda: actions.unname(row, by=access.user), done)


@of_one
def commitment_name(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST records that whoever made it has agreed to being named since."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, access, row, status=422, naming=form)
    done = _("They may now be named in public.")
    return _step(request, access, row, lambda: actions.name(row, by=access.user), done)


@of_one
def commitment_remove(request: HttpRequest, access: Access, row: Commitment) -> HttpResponse:
    """POST takes what was declined or withdrawn out of the list."""
    try:
        actions.remove(row, by=access.user)
    except CommitmentRefused:
        return _page(request, access, _find(row.pk), status=409, problem=_("This commitment still applies."))
    return redirect("commitments", slug=access.plan.slug)


# Behind the link: before the door, as whoever holds it has no role -------------------------------------------------


@public
@never_cache
def commitment_link(request: HttpRequest, code: str) -> HttpResponse:
    """Shows what its holder is asked for; a POST confirms or declines it. Programs that only look confirm nothing."""
    row = guessing.look_up(request, lambda: actions.find(code), lambda: actions.had_link(code))
    if row is None:
        return render(request, "commitments/gone.html", status=404)
    step = {"confirm": CommitmentStep.CONFIRM, "decline": CommitmentStep.DECLINE}.get(request.POST.get("do", ""))
    form = CommitmentAnswerForm(request.POST if step else None, initial={"seen": row.version})
    if step and form.is_valid():
        return _answered(request, row, step, form)
    return _asked(request, row, form)


def _answered(request: HttpRequest, row: Commitment, step: CommitmentStep, form: CommitmentAnswerForm) -> HttpResponse:
    seen, may_name = form.cleaned_data["seen"], form.cleaned_data["may_name"]
    try:
        row = actions.answer(row, step, seen=seen, may_name=may_name)
    except CommitmentRefused:
        return render(request, "commitments/gone.html", status=404)
    except Changed:
        row = actions.find(request.resolver_match.kwargs["code"]) or row  # type: ignore[union-attr]  # a view is resolved
        form = CommitmentAnswerForm(initial={"seen": row.version, "may_name": may_name})
        return _asked(request, row, form, status=409, changed=True)
    with scope(plan=row.plan):
        return render(request, "commitments/thanks.html", {"row": row, "plan": row.plan})


def _asked(
    request: HttpRequest, row: Commitment, form: CommitmentAnswerForm, status: int = 200, **more: Any
) -> HttpResponse:
    """In the scope of its plan: the date is written with the months of that plan's town."""
    with scope(plan=row.plan):
        values = {"row": row, "plan": row.plan, "form": form} | more
        return render(request, "commitments/asked.html", values, status=status)
