"""The pages of a running brainstorm (A1). What comes after it is in listing_views.py."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from planning.people.http import HttpRequest

from ..plans.access import Access, door
from ..plans.memberships import Memberships
from ..plans.permissions import Permission
from ..worksheets.page import add_key
from . import actions
from .access import brainstorm_door, demand, may_lead, may_take_part
from .forms import SeatForm, StartForm, TurnForm
from .models import Brainstorm, Participant
from .page import context, demand_voice, fingerprint, posted_turn, show

SHOWN = 50


@door(Permission.SEE_WORKSHEETS)
def brainstorms(request: HttpRequest, access: Access) -> HttpResponse:
    """The sessions of the plan; a POST starts one."""
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, access=access, initial={"goal": request.GET.get("goal")})
    if sent is not None:
        demand(may_take_part(access))
        if form.is_valid():
            session = actions.start(access.plan, form.cleaned_data["goal"], by=access.user)
            return redirect("brainstorm", slug=access.plan.slug, pk=session.pk)
    named = Count("entries", filter=Q(entries__merged_into=None, entries__deleted_at=None), distinct=True)
    people = Count("participants", distinct=True)
    sessions = Brainstorm.objects.select_related("goal").annotate(named=named, people=people)
    values = {
        "access": access,
        "plan": access.plan,
        "form": form,
        "takes_part": may_take_part(access),
        "sessions": sessions.order_by("-started_at", "-pk")[:SHOWN],
    }
    return render(request, "brainstorm/brainstorms.html", values, status=422 if form.errors else 200)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """The session as its members see it on their phones. `keep` holds what was typed when a turn was over."""
    return show(request, access, session, keep=request.GET.get("keep", "")[:160])


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_wall(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """The session in large type, for a projector."""
    values = context(access, session)
    values["address"] = request.build_absolute_uri(values["base"]).split("://")[-1].rstrip("/")
    return render(request, "brainstorm/wall.html", values)


@door(Permission.SEE_WORKSHEETS, Memberships(fingerprint, "pk"))
def brainstorm_poll(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """What every open page asks for again and again; 304 while nothing has happened, by the door's query alone."""
    if access.figure is None:
        raise Http404
    wall = "wall" in request.GET
    etag = f'W/"brainstorm-{pk}-{access.figure}-{access.user.pk}-{get_language()}-{wall:d}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    session: Brainstorm = get_object_or_404(Brainstorm.objects.select_related("goal"), pk=pk)
    if wall:
        response = render(request, "brainstorm/wall_live.html", context(access, session))
    else:
        response = show(request, access, session, parts=True)
    response["ETag"] = etag
    return response


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_join(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """A seat for the reader, or for somebody without a phone whose name the leader types."""
    demand(may_take_part(access))
    form = SeatForm(request.POST) if "name" in request.POST else None
    if form is not None:
        demand(may_lead(access, session))
        if not form.is_valid():
            return show(request, access, session, seat_form=form, status=422)
    try:
        actions.join(session, **({"name": form.cleaned_data["name"]} if form else {"user": access.user}))
    except actions.Ended:
        return show(request, access, session, over=_("The brainstorm is over."), status=409)
    return redirect("brainstorm", slug=access.plan.slug, pk=session.pk)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_turn(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """Uses a turn: names an asset, or passes with `pass`."""
    demand(may_take_part(access))
    turn, passes = posted_turn(request), "pass" in request.POST
    demand_voice(access, session, turn.number)
    form = TurnForm(request.POST)
    if not passes and not form.is_valid():
        return show(request, access, session, form=form, status=422)
    try:
        if passes:
            actions.pass_turn(session, turn)
        else:
            actions.name_asset(session, turn, form.cleaned_data["name"], key=add_key(request), by=access.user)
    except (actions.TurnOver, actions.Ended) as problem:
        session.refresh_from_db(from_queryset=Brainstorm.objects.select_related("goal"))
        ended = isinstance(problem, actions.Ended)
        words = _("The brainstorm is over.") if ended else _("This turn has already been used.")
        keep = "" if passes else form.cleaned_data["name"]
        return show(request, access, session, over=words, keep=keep, status=409)
    if request.htmx:
        return show(request, access, session)
    return redirect("brainstorm", slug=access.plan.slug, pk=session.pk)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_leave(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """The reader's own seat, or the one whose `number` the leader gives."""
    demand(may_take_part(access))
    seats = Participant.objects.filter(brainstorm=session, left_at=None)
    number = request.POST.get("number", "")
    if number.isascii() and number.isdigit() and len(number) < 7:
        demand_voice(access, session, int(number))
        seats = seats.filter(number=int(number))
    else:
        seats = seats.filter(user=access.user)
    if session.is_open and (seat := seats.first()):
        actions.leave(seat)
    return redirect("brainstorm", slug=access.plan.slug, pk=session.pk)


@brainstorm_door(Permission.SEE_WORKSHEETS)
def brainstorm_end(request: HttpRequest, access: Access, session: Brainstorm) -> HttpResponse:
    """Ends the session; with `again` it goes on."""
    demand(may_lead(access, session))
    if "again" in request.POST:
        actions.go_on(session)
        return redirect("brainstorm", slug=access.plan.slug, pk=session.pk)
    actions.end(session)
    messages.success(request, _("The brainstorm is over. Here is all that was named."))
    return redirect("brainstorm_list", slug=access.plan.slug, pk=session.pk)
