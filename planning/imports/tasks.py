"""Work in the background. The page polls the row that exists before its task is queued."""

from celery import Task, shared_task

from ..plans.work import TASK, mend, redelivered
from . import working
from .models import Import


@shared_task(bind=True, **TASK)
def work(self: Task, import_id: int) -> None:
    """Does the stage that an import is at; running it twice does it once."""
    working.work(import_id, take_over=redelivered(self))


@shared_task
def mend_imports() -> None:
    """Queues again what a lost worker left behind (beat, every minute)."""
    mend(Import, work)


@shared_task
def clear_uploads() -> None:
    """Deletes the files that nobody imported within a day (beat, every hour)."""
    working.clear()
