"""The writes of the timeline that mean something: a mark in a month, and the secret addresses of calendars."""

from planning.people.models import User
from planning.worksheets.actions import save_row

from .forms import Mark
from .models import Activity


def mark_month(activity: Activity, mark: Mark, *, by: User) -> Activity:
    """Marks the month, or takes its mark away. What others do to other months of the same activity at the same moment
    stays: the row is merged month by month."""
    months = set(activity.months) - {mark.month} | ({mark.month} if mark.on else set())
    return save_row(activity, {"months": tuple(sorted(months))}, seen_version=activity.version, by=by)
