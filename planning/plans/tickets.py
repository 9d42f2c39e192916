"""The printed side of an invitation: its code, address and QR code."""

import io
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import qrcode
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from qrcode.image.svg import SvgPathImage

from .models import Invitation, clean_code
from .tasks import send_ticket

KEPT_SECONDS = 60 * 60


def _key(session: SessionBase, row: Any) -> str:
    return f"ticket:{session.session_key}:{row._meta.label}:{row.pk}"


@dataclass(frozen=True)
class Ticket:
    """An invitation whose code this session still knows: it was made here, within the last hour. The same serves other
    rows with a code that works once (`is_usable`), at another `page`."""

    code: str

    page: ClassVar[str] = "accept"  # whose address it leads to

    @classmethod
    def keep(cls, session: SessionBase, invitation: Any, code: str) -> None:
        """Remembers the code for an hour, so that a ticket can be printed twice: in the cache and not in the session,
        which stands in the database and in its backups."""
        cache.set(_key(session, invitation), code, KEPT_SECONDS)

    @classmethod
    def of(cls, session: SessionBase, invitation: Any) -> "Self | None":
        code = cache.get(_key(session, invitation))
        return cls(code) if code and invitation.is_usable else None

    def send(self, invitation: Invitation) -> None:
        """Mails the ticket's address, in the background: a slow mail server must not hold up the secretariat."""
        send_ticket.delay_on_commit(invitation.plan_id, invitation.pk, self.code, get_language())

    @property
    def grouped(self) -> str:
        """The code as it is printed: KTR7M-2QFXA."""
        return f"{self.code[:5]}-{self.code[5:]}"

    @property
    def url(self) -> str:
        return settings.SITE_URL + reverse(self.page, kwargs={"code": clean_code(self.code)})

    @property
    def typed_url(self) -> str:
        """Where the code is typed in by hand, without the scheme."""
        return (settings.SITE_URL + reverse("join")).split("://")[-1].rstrip("/")

    @property
    def qr(self) -> SafeString:
        return qr_code(self.url)


def qr_code(address: str) -> SafeString:
    """An address as an SVG drawing of our own making (no text of anybody's in it)."""
    image = qrcode.make(address, image_factory=SvgPathImage, box_size=10, border=0)
    out = io.BytesIO()
    image.save(out)
    drawing = out.getvalue().decode()
    return mark_safe(drawing[drawing.index("<svg") :])
