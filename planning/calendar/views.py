import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django_scopes import scope

from targets.timeline.models import CalendarAddress

from ..people.access import public
from ..people.locked import lock, unlock
from ..plans.access import Access, door
from ..plans.permissions import Permission
from . import actions, feed

SHOWN_SECONDS = 10 * 60  # a new address waits that long for the page that shows it, once


@door(Permission.SEE_WORKSHEETS, confidential=True)
def calendar(request: HttpRequest, access: Access) -> HttpResponse:
    """One's own secret addresses for calendar programs; a POST makes, renews or withdraws one (T5)."""
    what, do = request.POST.get("what", ""), request.POST.get("do", "")
    if request.method != "POST":
        return _calendars(request, access)
    if what not in CalendarAddress.What.values or do not in {"make", "revoke"}:
        return _calendars(request, access, _("Please choose one of the calendars below."), 422)
    if do == "make":
        token = actions.make_address(access.plan, what, by=access.user)
        request.session[_shown_once(access, what)] = lock(token)
    else:
        actions.revoke_address(access.plan, what, by=access.user)
        messages.success(request, _("The address no longer works."))
    return redirect("calendar", slug=access.plan.slug)


def _shown_once(access: Access, what: str) -> str:
    """Where in the session a new address waits for the page that shows it; locked, as sessions are backed up."""
    return f"calendar:{access.plan.pk}:{what}"


def _calendars(request: HttpRequest, access: Access, problem: str = "", status: int = 200) -> HttpResponse:
    made = CalendarAddress.objects.filter(user=access.user, revoked_at=None).values_list("what", "made_at")
    made_at, shown = dict(made), []
    for what, words in CalendarAddress.What.choices:
        token = unlock(request.session.pop(_shown_once(access, what), ""), SHOWN_SECONDS)
        url = settings.SITE_URL + reverse("calendar_feed", args=[token]) if token else ""
        shown.append({"what": what, "words": words, "made_at": made_at.get(what), "url": url})
    values = {"access": access, "plan": access.plan, "calendars": shown, "problem": problem}
    return render(request, "calendar/calendar.html", values, status=status)


@door(Permission.SEE_WORKSHEETS)
def calendar_file(request: HttpRequest, access: Access) -> HttpResponse:
    """The calendar as a file to download: one's own with `?mine`, else the whole plan's."""
    own = access.user if "mine" in request.GET else None
    response = _file(request, feed.calendar_of(access.plan, own))
    response["Content-Disposition"] = f'attachment; filename="{feed.file_name(access.plan)}"'
    return response


@public
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar at its secret address, for programs that cannot sign in; 404 as soon as the address has ended."""
    address = actions.find_address(token)
    if address is None:
        raise Http404
    with scope(plan=address.plan):
        own = address.user if address.what == CalendarAddress.What.MINE else None
        response = _file(request, feed.calendar_of(address.plan, own))
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(request: HttpRequest, content: bytes) -> HttpResponse:
    """The file, or 304 where the program has it already."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    whole = HttpResponse(content, content_type=feed.MIME, headers={"ETag": etag})
    found = get_conditional_response(request, etag=etag, response=whole)
    assert isinstance(found, HttpResponse)  # it makes the response that it is given, or one of its own
    found["Cache-Control"] = "private, no-cache"
    return found
