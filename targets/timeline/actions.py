"""The write of the timeline that means something: a mark in a month."""

from planning.people.models import User
from planning.worksheets.actions import save_row

from .forms import MonthMark
from .models import Activity


def mark_month(activity: Activity, mark: MonthMark, *, by: User) -> Activity:
    """Marks the month, or takes its mark away. What others do to other months of the same activity at the same moment
    stays: the row is merged month by month."""
    months = set(activity.months) - {mark.month} | ({mark.month} if mark.on else set())
    return save_row(activity, {"months": tuple(sorted(months))}, seen_version=activity.version, by=by)
