"""The ends of the actions for the calendars (T5)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..goals.dates import Dated, goal_line, own, page_of
from ..people.models import User
from ..plans.models import Plan
from .models import Action


def dates(plan: Plan, user: User | None) -> Iterator[Dated]:
    for row in own(Action.objects.exclude(end=None).select_related("goal").order_by("pk"), user):
        said = _("Action ends: %(name)s") % {"name": row.title}
        page = page_of("actions", plan, row.goal_id)
        yield Dated(f"{row.key}-end", said, goal_line(row.goal), page, row.end, row.end, row.version, row.changed_at)
