"""Mail that must not hold up a request, and housekeeping that beat asks for."""

from celery import shared_task
from django.core.management import call_command

from . import mail


@shared_task(soft_time_limit=120, time_limit=150)
def send_waiting_mail() -> None:
    if mail.send_waiting():
        send_waiting_mail.delay()


@shared_task
def clear_sessions() -> None:
    call_command("clearsessions")
