"""No page waits for a mail server, and what waits to be sent is readable by nobody else."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as real_settings
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.settings import ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS, EMAIL_BACKEND, EMAIL_TIMEOUT
from planning.models import Mail, User
from planning.people import mail, tasks
from planning.plans.tickets import Ticket
from tests.fixtures import Town, as_user

CANARY = "canary-of-the-letter"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(settings, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The product's own way of mail, which tests otherwise do not take; its mail server is Django's list."""
    settings.EMAIL_BACKEND = EMAIL_BACKEND
    settings.MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    calls: list[int] = []
    monkeypatch.setattr(tasks.send_waiting_mail, "delay", lambda: calls.append(1))
    return calls


class Broken:
    """A mail server that answers with an error."""

    error: Exception = TimeoutError("timed out")

    def __init__(self, **options: object) -> None: ...

    def send_messages(self, messages: object) -> int:
        raise self.error


@pytest.fixture
def broken(settings, monkeypatch: pytest.MonkeyPatch) -> type[Broken]:
    settings.MAIL_DELIVERY = f"{__name__}.Broken"
    monkeypatch.setattr(Broken, "error", Broken.error)
    return Broken


def test_a_mail_waits_and_is_sent_as_it_was(told: list[int], django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        letter = EmailMultiAlternatives("الدعوة", CANARY, "a@x.org", ["b@x.org"], bcc=["c@x.org"], headers={"X-A": "1"})
        letter.attach_alternative(f"<p>{CANARY}", "text/html")
        letter.send()
    assert told == [1]
    assert django_mail.outbox == []
    mail.send_waiting()
    (sent,) = django_mail.outbox
    assert (sent.subject, sent.body, sent.from_email, sent.bcc) == ("الدعوة", CANARY, "a@x.org", ["c@x.org"])
    assert sent.message()["X-A"] == "1"
    assert sent.alternatives[0][0] == f"<p>{CANARY}"
    assert not Mail.objects.exists(), "nothing is kept of what was sent"


def test_what_waits_is_readable_by_nobody_else(settings) -> None:
    send_mail(CANARY, CANARY, None, ["b@canary.org"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(planning_mail)::text FROM planning_mail")
        assert "canary" not in "".join(row for (row,) in cursor)
    settings.SECRET_KEY = "another"
    mail.send_waiting()
    assert (django_mail.outbox, Mail.objects.count()) == ([], 0)


def test_the_form_says_the_same_and_strangers_get_no_mail(client: Client) -> None:
    User.objects.create_user("known", "known@x.org", "a-password")
    answers = [client.post(reverse("account_reset_password"), {"email": one}) for one in ("known@x.org", "un@x.org")]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, answers[0]["Location"])] * 2
    assert Mail.objects.count() == 1
    mail.send_waiting()
    assert [letter.to for letter in django_mail.outbox] == [["known@x.org"]]
    assert "/password/reset/key/" in django_mail.outbox[0].body
    assert ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS is False


def test_a_page_touches_no_mail_server(client: Client, broken: type[Broken]) -> None:
    User.objects.create_user("known", "known@x.org", "a-password")
    assert client.post(reverse("account_reset_password"), {"email": "known@x.org"}).status_code == 302
    assert Mail.objects.count() == 1


def test_without_a_broker_the_page_answers_and_the_mail_waits(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def away() -> None:
        raise ConnectionError

    monkeypatch.setattr(tasks.send_waiting_mail, "delay", away)
    User.objects.create_user("known", "known@x.org", "a-password")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("account_reset_password"), {"email": "known@x.org"}).status_code == 302
    assert Mail.objects.count() == 1


def test_a_server_that_is_away_is_asked_later_once(broken: type[Broken], caplog) -> None:
    """Of all that waits one is tried: each try takes a worker's time."""
    for number in range(3):
        send_mail("s", CANARY, None, [f"{number}@x.org"])
    assert mail.send_waiting() is False
    assert sorted(Mail.objects.values_list("tried", flat=True)) == [0, 0, 1]
    assert not Mail.objects.filter(due_at__lte=timezone.now()).exists()
    assert "TimeoutError" in caplog.text
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        mail.send_waiting()
        assert Mail.objects.filter(due_at__lte=timezone.now()).count() == 0
    assert "x.org" not in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("error", "left"),
    [
        (smtplib.SMTPRecipientsRefused({"b@x.org": (550, b"no b@x.org here")}), 0),
        (smtplib.SMTPRecipientsRefused({"b@x.org": (450, b"later")}), 1),
        (smtplib.SMTPDataError(554, b"spam"), 0),
        (smtplib.SMTPAuthenticationError(535, b"who are you"), 1),
    ],
)
def test_what_a_server_refuses(broken: type[Broken], caplog, error: Exception, left: int) -> None:
    broken.error = error
    send_mail("s", "b", None, ["b@x.org"])
    mail.send_waiting()
    assert Mail.objects.count() == left
    assert "b@x.org" not in caplog.text


def test_nothing_waits_longer_than_a_day(broken: type[Broken]) -> None:
    with time_machine.travel(timezone.now() - mail.KEPT - timedelta(minutes=1)):
        send_mail("s", "b", None, ["b@x.org"])
    mail.send_waiting()
    assert not Mail.objects.exists()


def test_without_a_mail_server_nothing_waits_and_nothing_is_told(settings, caplog, capsys) -> None:
    settings.MAIL_DELIVERY = None
    send_mail(CANARY, CANARY, None, ["b@x.org"])
    assert not Mail.objects.exists()
    assert "no mail was sent" in caplog.text
    assert CANARY not in caplog.text + "".join(capsys.readouterr())


def test_a_mail_server_has_its_time() -> None:
    assert 0 < EMAIL_TIMEOUT <= 30
    assert real_settings.CELERY_BEAT_SCHEDULE["mail-not-sent"]["task"] == tasks.send_waiting_mail.name


def test_an_invitations_code_is_locked_in_the_session(town: Town) -> None:
    client = as_user(town.people["s"])
    data = {"name": "Baker", "role": "task-force", "email": "baker@x.org"}
    answer = client.post(reverse("invite", args=[town.plan.slug]), data)
    assert answer.status_code == 302, answer.content.decode()
    (kept,) = [value for key, value in client.session.items() if key.startswith("ticket:")]
    page = client.get(answer["Location"]).content.decode()
    mail.send_waiting()
    code = django_mail.outbox[0].body.partition("/join/")[2].partition("/")[0]
    assert Ticket(code).grouped in page
    assert code not in kept
