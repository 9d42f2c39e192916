"""Work in the background. The page polls the row that exists before its task is queued."""

from celery import Task, shared_task
from django.conf import settings

from . import working

# stopped in good time before the worker itself is killed, so that the row can say why
SOFT_LIMIT = max(settings.RENDER_TIME_LIMIT - 20, settings.RENDER_TIME_LIMIT // 2, 1)


@shared_task(bind=True, soft_time_limit=SOFT_LIMIT)
def work(self: Task, import_id: int) -> None:
    """Does the stage that an import is at; running it twice does it once."""
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    working.work(import_id, take_over=redelivered)


@shared_task
def mend_imports() -> None:
    """Queues again what a lost worker left behind (beat, every minute)."""
    for import_id in working.mend():
        work.delay(import_id)


@shared_task
def clear_uploads() -> None:
    """Deletes the files that nobody imported within a day (beat, every hour)."""
    working.clear()
