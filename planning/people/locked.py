"""Short texts that only this installation can read: what has to wait somewhere, and is nobody's business."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

LOCKED = "locked:"  # stands before a locked text where others may stand, too


@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"planning.people.locked" + secret.encode()).digest()))


def lock(text: str) -> str:
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unlock(locked: str, seconds: float | None = None) -> str | None:
    """The text, unless it is older than this, or was not locked by this installation's key."""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(locked.encode(), None if seconds is None else int(seconds)).decode()
    except InvalidToken:
        return None
