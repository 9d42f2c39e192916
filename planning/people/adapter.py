"""How django-allauth is fitted to this house: nobody signs up without an invitation, and a hall may sign in at once."""

import base64
import secrets
from collections.abc import Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .events import note
from .locked import LOCKED, lock, unlock


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by account and address, so that nobody locks others out; by account from
        anywhere there is room for more."""
        super().pre_authenticate(request, **credentials)
        account = super()._get_login_attempts_cache_key(request, **credentials)
        if not ratelimit.consume(request, app="allauth.account", action="login_anywhere", key=account):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{self.get_client_ip(request)} {super()._get_login_attempts_cache_key(request, **credentials)}"

    def post_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse:  # type: ignore[no-untyped-def]  # as allauth leaves it
        response = super().post_login(request, user, **kwargs)
        if user.language:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", max_age=60 * 60 * 24 * 365
            )
        return response


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        super().end_sessions(sessions)
        for user in {session.user_id for session in sessions}:
            note("other sessions ended", user=user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of one-time codes so that a stolen copy of the database makes no codes."""

    def encrypt(self, text: str) -> str:
        return LOCKED + lock(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Those from before secrets were locked are as they were. Of one that another SECRET_KEY has locked no code is
        right: `manage.py removesecondfactor` lets its owner in."""
        if not encrypted_text.startswith(LOCKED):
            return encrypted_text
        text = unlock(encrypted_text.removeprefix(LOCKED))
        if text is None:
            note("second factor unreadable: locked by another key")
        return text or base64.b32encode(secrets.token_bytes(20)).decode()
