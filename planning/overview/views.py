from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..plans.access import Access, door
from ..plans.permissions import Permission
from .path import path_of, state_of


@door(Permission.SEE_PLAN)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """The guided path of one plan (P5)."""
    path, plan = path_of(access), access.plan
    days = (plan.session_date - timezone.localdate()).days if plan.session_date else None
    values = {
        "access": access, "plan": plan, "path": path, "days": days if days is not None and days >= 0 else None,
        "states": {step: state_of(parts).value for step, parts in path.parts.items()},
        "reads": access.may(Permission.SEE_WORKSHEETS),
    }  # fmt: skip
    return render(request, "overview/overview.html", values)
