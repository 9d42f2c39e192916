"""What the views of a brainstorm share: the session as one reader sees it, and reading what was sent."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from planning.people.http import HttpRequest

from ..plans.access import Access
from ..worksheets.page import posted_key
from .access import may_lead, may_take_part, may_tidy
from .forms import SeatForm, TurnForm
from .listing import by_kind, list_of
from .models import Brainstorm, BrainstormEntry, Participant
from .rules import Capital, Turn, coming
from .words import WORDS

COMING = 4
LATEST = 6  # of each kind on the wall; more would not be read from the back of the room


def fingerprint(pk: int) -> Combinable:
    """For the door's own query: a figure that grows with whatever happens in the session, None where there is none."""

    def weight(rows: QuerySet[Any]) -> Subquery:
        mine = rows.filter(plan=OuterRef("plan"), brainstorm=pk).order_by()
        return Subquery(mine.values("brainstorm").annotate(f=Sum("version")).values("f"))

    session = Brainstorm._base_manager.filter(plan=OuterRef("plan"), pk=pk)
    return (
        Subquery(session.values("version"))
        + Coalesce(weight(Participant._base_manager.all()), Value(0))
        + Coalesce(weight(BrainstormEntry._base_manager.all()), Value(0))
    )


@dataclass(frozen=True)
class CapitalColumn:
    """One kind of capital with what was named of it; `latest` are the newest, the newest first."""

    words: Any
    rows: list[Any]

    @property
    def latest(self) -> list[Any]:
        return self.rows[: -LATEST - 1 : -1]


def columns(session: Brainstorm, proofs: bool = False) -> list[CapitalColumn]:
    found = by_kind(list_of(session, proved=proofs))
    return [CapitalColumn(WORDS[kind], found[kind.value]) for kind in Capital]


def frame(access: Access, session: Brainstorm) -> dict[str, Any]:
    return {
        "access": access,
        "plan": access.plan,
        "session": session,
        "goal": session.goal,
        "base": reverse("brainstorm", args=[access.plan.slug, session.pk]),
        "entries_url": reverse("brainstorms", args=[access.plan.slug]) + "entries/",
        "leads": may_lead(access, session),
        "tidies": may_tidy(access, session),
        "takes_part": may_take_part(access),
    }


def context(access: Access, session: Brainstorm) -> dict[str, Any]:
    """The running session: whose turn it is, who comes next, who sits there, what has been named."""
    people = {p.number: p for p in Participant.objects.filter(brainstorm=session).order_by("number")}
    present = [p for p in people.values() if p.left_at is None]
    turns = coming((p.seat for p in people.values()), COMING) if session.is_open else []
    turn = turns[0] if turns else None
    mine = next((p for p in present if p.user_id == access.user.pk), None)
    values = frame(access, session)
    at_turn = people[turn.number] if turn else None
    speaks = at_turn is not None and (at_turn == mine or values["leads"])
    return values | {
        "present": present,
        "turn": turn,
        "at_turn": at_turn,
        "mine": mine,
        "speaks": speaks,
        "my_turn": at_turn is not None and at_turn == mine,
        "after": [people[other.number] for other in turns[1:]],
        "words": WORDS[turn.kind] if turn else None,
        "example": WORDS[turn.kind].example(turn.round) if turn else "",
        "round": turn.round + 1 if turn else 0,
        "columns": columns(session),
        "key": uuid.uuid4(),
    }


def show(
    request: HttpRequest,
    access: Access,
    session: Brainstorm,
    *,
    form: TurnForm | None = None,
    seat_form: SeatForm | None = None,
    over: str = "",
    keep: str = "",
    parts: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The session as a page, or its living parts alone for the page's script.

    `over`: why what was sent was not taken; `keep`: what was typed then, which stays at hand."""
    values = context(access, session)
    if form is None:
        form = TurnForm(initial={"name": keep} if values["my_turn"] else None, words=values["words"])
    else:
        values["key"] = posted_key(request) or values["key"]
        form.fields["name"].label = values["words"].ask if values["words"] else form.fields["name"].label
    values |= {"form": form, "seat_form": seat_form or SeatForm(), "over": over, "keep": keep}
    parts = parts or bool(request.htmx)
    return render(request, "brainstorm/live.html" if parts else "brainstorm/brainstorm.html", values, status=status)


def posted_turn(request: HttpRequest) -> Turn:
    """The turn that the form was shown for; one that never is where the form is forged."""
    figures = [request.POST.get(name, "") for name in ("number", "round")]
    if all(f.isascii() and f.isdigit() and len(f) < 7 for f in figures):
        return Turn(int(figures[0]), int(figures[1]))
    return Turn(-1, -1)


def demand_voice(access: Access, session: Brainstorm, number: int) -> None:
    """One speaks for oneself, and who leads the session for everybody. Raises PermissionDenied."""
    if may_lead(access, session):
        return
    seat = Participant.objects.filter(brainstorm=session, number=number).first()
    if not may_take_part(access) or (seat is not None and seat.user_id != access.user.pk):
        raise PermissionDenied


def posted_keys(request: HttpRequest, name: str) -> list[int]:
    """The rows that were ticked."""
    return [int(text) for text in request.POST.getlist(name) if text.isascii() and text.isdigit() and len(text) < 16]
