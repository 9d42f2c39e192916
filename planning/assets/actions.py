from ..people.models import User
from .models import GoalAsset, OwnRating


def rate_oneself(row: GoalAsset, *, availability: int | None, importance: int | None, by: User) -> OwnRating:
    """Stores what a member thinks of the asset; their last word counts, on whichever device they said it (A5)."""
    values = {"availability": availability, "importance": importance, "plan_id": row.plan_id}
    return OwnRating.objects.update_or_create(goal_asset=row, user=by, defaults=values)[0]
