"""What concerns security, a line in the log for each: who, what and from where, without anything that people wrote."""

from contextvars import ContextVar
from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db.models import Q

logger = structlog.get_logger("security")
origin: ContextVar[str] = ContextVar("origin", default="")


def note(event: str, **values: object) -> None:
    """One line; people are named by their keys."""
    logger.info(event, **values, origin=origin.get() or "-")


def note_failure(sender: object, credentials: dict[str, Any], **others: object) -> None:
    """The account is told where there is one; what was typed is not, as it may be a password."""
    from .models import User

    typed = str(credentials.get("username") or credentials.get("email") or credentials.get("login") or "")
    found = User.objects.filter(Q(username__iexact=typed) | ~Q(email="") & Q(email__iexact=typed)).first()
    note("sign-in failed", user=found.pk if found else "-")


def listen() -> None:
    """To what Django and django-allauth say."""
    auth.user_login_failed.connect(note_failure, dispatch_uid="note failure")
    heard = {
        "sign-in": auth.user_logged_in,
        "sign-out": auth.user_logged_out,
        "password changed": account.password_changed,
        "password set": account.password_set,
        "password reset": account.password_reset,
        "second factor added": mfa.authenticator_added,
        "second factor removed": mfa.authenticator_removed,
        "recovery codes renewed": mfa.authenticator_reset,
    }
    for event, signal in heard.items():
        signal.connect(_noting(event), dispatch_uid=f"note {event}", weak=False)


def _noting(event: str) -> Any:
    def heard(sender: object, user: Any = None, **others: object) -> None:
        note(event, user=user.pk if user else "-")

    return heard
