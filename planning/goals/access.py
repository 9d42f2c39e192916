"""The door with a goal behind it, for the pages of one goal that are not worksheets."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from ..plans.access import Access, View, door
from ..plans.permissions import Permission
from .sheets import SUB_OBJECTIVES


def goal_door(permission: Permission, **options: Any) -> Any:
    """Guards a view whose URL has the plan's `slug` and the key of its `goal`; the view receives both.
    The door takes the `options`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, access: Access, goal: int, **kwargs: Any) -> HttpResponse:
            return view(request, access, SUB_OBJECTIVES.find_parent({"goal": goal}), **kwargs)

        return door(permission, **options)(inside)

    return decorate
