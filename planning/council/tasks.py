"""Work in the background. The page polls the row that exists before its task is queued."""

from celery import Task, shared_task
from django.conf import settings

from . import making

# stopped in good time before the worker itself is killed, so that the row can say why
SOFT_LIMIT = max(settings.RENDER_TIME_LIMIT - 20, settings.RENDER_TIME_LIMIT // 2, 1)


@shared_task(bind=True, soft_time_limit=SOFT_LIMIT)
def render_document(self: Task, rendering_id: int) -> None:
    """Makes one council PDF; running it twice makes it once."""
    redelivered = bool((self.request.delivery_info or {}).get("redelivered"))
    making.make(rendering_id, take_over=redelivered)


@shared_task
def mend_renderings() -> None:
    """Queues again what a lost worker left behind (beat, every minute)."""
    for rendering_id in making.mend():
        render_document.delay(rendering_id)
