"""The door with a goal behind it, for the pages of one goal that are not worksheets."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from ..plans.access import Access, View, door
from ..plans.permissions import Permission
from .models import Goal


def goal_door(permission: Permission) -> Any:
    """Guards a view whose URL has the plan's `slug` and the key of its `goal`; the view receives both."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, access: Access, goal: int, **kwargs: Any) -> HttpResponse:
            found = get_object_or_404(Goal.objects.select_related("group"), pk=goal)
            return view(request, access, found, **kwargs)

        return door(permission)(inside)

    return decorate
