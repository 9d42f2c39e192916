"""The one-time codes of django-allauth, typed in the digits of any script: those of another are no wrong guess."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

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
