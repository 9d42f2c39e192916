"""Second factors: one-time codes in the digits of any script, and who has to have one."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from .numbers import western


class WesternCode:
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = "".join(western(self.cleaned_data["code"]).split())
        return str(super().clean_code())


class SignInCodeForm(WesternCode, AuthenticateForm):
    pass


class CodeAgainForm(WesternCode, ReauthenticateForm):
    pass


class FirstCodeForm(WesternCode, ActivateTOTPForm):
    pass


def send_for_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Leads whoever has no second factor to where it is set up; None for whoever has one."""
    if get_adapter().is_mfa_enabled(request.user):
        return None
    messages.warning(request, _("The secretariat of this installation works with a second factor. Please set one up."))
    page = redirect("mfa_index")
    return HttpResponseClientRedirect(page.url) if request.htmx else page  # type: ignore[attr-defined]  # django-htmx
