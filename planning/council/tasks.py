"""Work in the background. The page polls the row that exists before its task is queued."""

from celery import Task, shared_task

from ..plans.work import TASK, mend, redelivered
from . import making
from .models import Rendering


@shared_task(bind=True, **TASK)
def render_document(self: Task, rendering_id: int) -> None:
    """Makes one council PDF; running it twice makes it once."""
    making.make(rendering_id, take_over=redelivered(self))


@shared_task
def mend_renderings() -> None:
    """Queues again what a lost worker left behind (beat, every minute)."""
    mend(Rendering, render_document)
