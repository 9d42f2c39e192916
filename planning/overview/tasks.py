from celery import shared_task

from . import digest


@shared_task
def tell_what_waits() -> None:
    """Beat asks for it every hour of the day; each person gets one mail a day at the most."""
    for user in digest.everybody():
        digest.tell(user)
