"""The way of all mail: it waits in the database, locked, until a worker has handed it to the mail server.

No page waits for a mail server, and one worker at the most. What waits holds links that work like a password: nobody
reads it without the installation's key; it is deleted once it is sent, and after a day in any case (decision 0041).
"""

import contextlib
import json
import logging
import smtplib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from .locked import lock, unlock
from .models import Mail

logger = logging.getLogger(__name__)
KEPT = timedelta(days=1)
PAUSE = timedelta(seconds=30)  # after the first failure; doubled after each
AT_A_TIME = 60.0  # seconds that a worker goes on with mail before it looks for other work
FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")
ONE_SENDER = 0x6D61696C  # the lock of the worker that sends


class QueuedMail(BaseEmailBackend):
    """Django's way to send mail, used by our own code and by django-allauth."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        if settings.MAIL_DELIVERY is None:
            logger.warning("no mail was sent: EMAIL_URL names no mail server")
            return 0
        told = [message for message in email_messages if message.recipients()]
        with transaction.atomic():
            Mail.objects.bulk_create(Mail(locked=lock(json.dumps(_values(message)))) for message in told)
            # robust: without a broker the mail waits until it is looked for again
            transaction.on_commit(_tell_worker, robust=True)
        return len(told)


def _tell_worker() -> None:
    from .tasks import send_waiting_mail  # which needs this module

    send_waiting_mail.delay()


def _values(message: EmailMessage) -> dict[str, object]:
    if message.attachments:
        raise NotImplementedError("mail with attachments is not queued")
    values: dict[str, object] = {name: getattr(message, name) for name in FIELDS}
    alternatives = [list(one) for one in getattr(message, "alternatives", [])]
    return values | {"subject": str(message.subject), "body": str(message.body), "alternatives": alternatives}


def send_waiting() -> bool:
    """Hands what is due to the mail server, unless another worker does; whether there is more than one turn's."""
    begun = monotonic()
    with _alone() as alone:
        while alone and (mail := Mail.objects.filter(due_at__lte=timezone.now()).order_by("due_at", "pk").first()):
            _send(mail)
            if monotonic() - begun > AT_A_TIME:
                return True
    return False


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_SENDER])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_SENDER])


def _send(mail: Mail) -> None:
    text = unlock(mail.locked, KEPT.total_seconds())
    if text is None:
        logger.error("a mail was given up: it is a day old, or was locked by another key")
    else:
        try:
            _hand_over(text)
        except (OSError, SoftTimeLimitExceeded) as error:  # smtplib's errors are all of the first kind
            logger.warning("a mail was not taken: %s %s", type(error).__name__, _code(error) or "")  # no addresses
            if not _is_final(error):
                _put_off(mail, alone=_code(error) is not None)
                return
    mail.delete()


def _hand_over(text: str) -> None:
    values = json.loads(text)
    headers = values.pop("extra_headers")
    server = get_connection(settings.MAIL_DELIVERY)
    EmailMultiAlternatives(**values, headers=headers, connection=server).send()


def _put_off(mail: Mail, *, alone: bool) -> None:
    """For the longer the more often it failed. Where the server itself is away, all that is due waits with it."""
    pause = PAUSE * 2 ** min(mail.tried, 7)
    due = Mail.objects.filter(pk=mail.pk) if alone else Mail.objects.filter(due_at__lte=timezone.now())
    Mail.objects.filter(pk=mail.pk).update(tried=mail.tried + 1)
    due.update(due_at=timezone.now() + pause)


def _code(error: BaseException) -> int | None:
    """What the server answered, if it did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=None)
    return getattr(error, "smtp_code", None)


def _is_final(error: BaseException) -> bool:
    """Whether the server will not take this mail later either: it has read it, or there is no such address."""
    about_the_mail = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    return about_the_mail and (_code(error) or 0) >= 500
