"""The printed side of an invitation: its code, address and QR code."""

import io
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import qrcode
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from ..people.locked import lock, unlock
from .models import Invitation, clean_code

KEPT_SECONDS = 60 * 60


def _key(row: Any) -> str:
    return f"ticket:{row._meta.label}:{row.pk}"


def _open(session: SessionBase, key: str) -> str | None:
    return unlock(session.get(key, ""), KEPT_SECONDS)


@dataclass(frozen=True)
class Ticket:
    """An invitation whose code this session still knows: it was made here, within the last hour. The same serves other
    rows with a code that works once (`is_usable`), at another `page`."""

    code: str

    page: ClassVar[str] = "accept"  # whose address it leads to

    @classmethod
    def keep(cls, session: SessionBase, invitation: Any, code: str) -> None:
        """Remembers the code for an hour, so that a ticket can be printed twice. It is locked, as the session stands in
        the database and in its backups."""
        for key, _locked in list(session.items()):
            if key.startswith("ticket:") and not _open(session, key):
                del session[key]
        session[_key(invitation)] = lock(code)

    @classmethod
    def of(cls, session: SessionBase, invitation: Any) -> "Self | None":
        code = _open(session, _key(invitation))
        return cls(code) if code and invitation.is_usable else None

    def send(self, invitation: Invitation) -> None:
        """Mails the ticket's address, in the language of whoever invites."""
        values = {"invitation": invitation, "plan": invitation.plan, "url": self.url}
        text = render_to_string("plans/ticket_mail.txt", values)
        send_mail(_("Invitation: %(plan)s") % {"plan": invitation.plan.title}, text, None, [invitation.email])

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
