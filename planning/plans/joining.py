"""Accepting an invitation: the only way to an account. These views stand before the door, because whoever comes
has no role yet; the code is what they show."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_scopes import scope

from ..people import guessing
from ..people.access import public
from ..people.models import User
from . import actions
from .forms import CodeForm, JoinForm
from .models import Invitation, clean_code

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
def join(request: HttpRequest) -> HttpResponse:
    """Where a printed code is typed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = clean_code(form.cleaned_data["code"])
        try:
            if _find(request, code):
                return redirect("accept", code=code)
            problem = _("This code is not known, has been used, or has expired. The secretariat can make a new one.")
        except guessing.Slowed:
            problem = _("Too many wrong codes were entered here. Please wait a minute, then try again.")
        form.add_error("code", problem)
    return render(request, "plans/join.html", {"form": form}, status=422 if form.errors else 200)


@public
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket's own address: shows what is offered; a POST takes the role, with a new account if need be."""
    invitation = _find(request, code)
    if invitation is None:
        return render(request, "plans/join_gone.html", status=404)
    values = {"invitation": invitation, "plan": invitation.plan, "code": code}
    if request.user.is_authenticated:
        if request.method == "POST":
            return _take(request, invitation, request.user)
        return _offer(request, values)
    form = JoinForm(request.POST or None, initial={"name": invitation.name, "email": invitation.email})
    if request.method == "POST" and form.is_valid():
        try:
            return _take_as_new(request, invitation, form)
        except IntegrityError:
            # somebody else took the user name or the address between the check and the writing: ask the check again
            form = JoinForm(request.POST)
    return _offer(request, values | {"form": form}, status=422 if form.errors else 200)


def _offer(request: HttpRequest, values: dict[str, Any], status: int = 200) -> HttpResponse:
    """The ticket, in the scope of its plan: its date is written with the months of that plan's town."""
    with scope(plan=values["plan"]):
        return render(request, "plans/accept.html", values, status=status)


def _find(request: HttpRequest, code: str) -> Invitation | None:
    """Raises Slowed."""
    return guessing.look_up(request, lambda: actions.find_invitation(code), lambda: actions.was_invitation(code))


def _take(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        actions.accept(invitation, by=user)
    except ValidationError:
        return render(request, "plans/join_gone.html", status=404)
    return redirect("overview", slug=invitation.plan.slug)


def _take_as_new(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    user = form.save(commit=False)
    user.set_password(form.cleaned_data["password"])
    user.language = request.LANGUAGE_CODE
    try:
        with transaction.atomic():
            user.save()
            actions.accept(invitation, by=user)
    except ValidationError:
        return render(request, "plans/join_gone.html", status=404)
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)  # for the list of one's sessions, as allauth's own sign-in does
    return redirect("overview", slug=invitation.plan.slug)
