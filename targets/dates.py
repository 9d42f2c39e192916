"""The days of the targets for the calendars (T5)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from planning.goals.dates import Dated, goal_line, own, page_of
from planning.people.models import User
from planning.plans.models import Plan

from .models import Target


def dates(plan: Plan, user: User | None) -> Iterator[Dated]:
    rows = Target.objects.exclude(due=None).select_related("goal").order_by("pk")
    for row in own(rows, user):
        about = goal_line(row.goal)
        said = _("Target due: %(name)s") % {"name": row.statement}
        page = page_of("targets", plan, row.goal_id)
        yield Dated(f"{row.key}", said, about, page, row.due, row.due, row.version, row.changed_at)
