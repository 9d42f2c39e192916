"""The door with a goal behind it, for the pages of one goal that are not worksheets."""

from typing import Any

from ..plans.access import door_with
from ..plans.permissions import Permission
from .sheets import SUB_OBJECTIVES


def goal_door(permission: Permission, **options: Any) -> Any:
    """Guards a view whose URL has the plan's `slug` and the key of its `goal`; the view receives both. The door takes
    the `options`."""
    return door_with("goal", lambda pk: SUB_OBJECTIVES.rows.find_parent({"goal": pk}), permission, **options)
