from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ..plans.access import Access, door
from ..plans.permissions import Permission
from . import actions
from .forms import LeftOpenForm
from .gathered import gather, parts
from .points import in_the_way, points


@door(Permission.SEE_WORKSHEETS)
def readiness(request: HttpRequest, access: Access) -> HttpResponse:
    """Errors and warnings before the plan goes to the council, and what the council will see (C6)."""
    return _page(request, access)


def _page(request: HttpRequest, access: Access, status: int = 200, **more: Any) -> HttpResponse:
    survey = gather(access.plan)
    found = points(access.plan, survey)
    values = {
        "access": access,
        "plan": access.plan,
        "errors": [one for one in found if one.grave],
        "warnings": [one for one in found if not one.grave],
        "in_the_way": in_the_way(found),
        "parts": parts(survey),
        "may_leave": access.may(Permission.SUBMIT),
        "form": LeftOpenForm(),
    } | more
    return render(request, "readiness/readiness.html", values, status=status)


@door(Permission.SUBMIT)
def leave(request: HttpRequest, access: Access) -> HttpResponse:
    """POST leaves the finding `key` open with a `reason`, or takes that back (`do` = "back")."""
    key = request.POST.get("key", "")
    if request.POST.get("do") == "back":
        actions.take_back(access.plan, key)
        messages.success(request, _("Taken back: it is open again."))
        return redirect("readiness", slug=access.plan.slug)
    point = next((one for one in points(access.plan) if one.key == key), None)
    if point is None:
        messages.info(request, _("This has already been corrected."))
        return redirect("readiness", slug=access.plan.slug)
    form = LeftOpenForm(request.POST)
    if not form.is_valid():
        return _page(request, access, status=422, form=form, tried=key)
    seen = form.cleaned_data["seen"] or point.number  # meanwhile there may be more, which nobody has left open
    reason = form.cleaned_data["reason"]
    left_open = point._replace(number=min(point.number, seen))
    try:
        actions.leave_open(access.plan, left_open, reason, known=form.cleaned_data["known"], by=access.user)
    except actions.AnotherReason:
        problem = _("This has been left open in the meantime, with the reason shown there now.")
        return _page(request, access, status=409, problem=problem, typed=reason)
    if seen < point.number:
        messages.warning(request, _("There are more of these now than you saw. Please check again."))
    else:
        messages.success(request, _("Left open, with your reason."))
    return redirect("readiness", slug=access.plan.slug)
