"""What happens in a brainstorm: each under a lock on its session, so that one turn has one entry (A1)."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from ..assets.models import Asset
from ..goals.models import Goal
from ..people.models import User
from ..people.text import loosely
from ..plans.models import Plan, lock_plan
from ..worksheets.actions import add_row
from .listing import ADD, FITTING, list_of
from .models import Brainstorm, BrainstormEntry, Participant, Proof
from .rules import Turn, new_seat, next_turn


class TurnOver(Exception):
    """The turn has been used, passed or skipped meanwhile; `now` is whose turn it is, None when nobody's."""

    def __init__(self, now: Turn | None) -> None:
        super().__init__(now)
        self.now = now


class Ended(Exception):
    """The session is over; nothing is added to it any more."""


@contextmanager
def locked(session: Brainstorm, *, running: bool = True) -> Iterator[Brainstorm]:
    """The session as it is now, held until the transaction ends. Raises Ended unless it is running (if it has to)."""
    with transaction.atomic():
        held = Brainstorm.objects.select_for_update().get(pk=session.pk)
        if running and not held.is_open:
            raise Ended
        yield held


def start(plan: Plan, goal: Goal | None, *, by: User) -> Brainstorm:
    """Opens a session; whoever opens it sits in it as the first member. While one for the same goal is open, gives
    that one (a form that was sent twice, or two people who had the same thought)."""
    with transaction.atomic():
        lock_plan(plan.pk)
        if there := Brainstorm.objects.filter(goal=goal, ended_at=None).first():
            return there
        session = Brainstorm.objects.create(plan=plan, goal=goal, started_by=by)
        join(session, user=by)
    return session


def join(session: Brainstorm, *, user: User | None = None, name: str = "") -> Participant:
    """The next free number for the user, or for `name` who has no phone. Who sits there already, stays there; who has
    left and comes back (a guest is known by the name) goes on where they were."""
    with locked(session):
        every = list(Participant.objects.filter(brainstorm=session))
        if user and (there := next((p for p in every if p.user_id == user.pk and p.left_at is None), None)):
            return there
        if user:
            before = [p.seat for p in every if p.left_at and p.user_id == user.pk]
        else:
            before = [p.seat for p in every if p.left_at and not p.user_id and loosely(p.name) == loosely(name)]
        seat = new_seat((p.seat for p in every), before)
        return Participant.objects.create(
            plan=session.plan,
            brainstorm=session,
            user=user,
            name=str(user) if user else name,
            number=seat.number,
            next_round=seat.next_round,
        )


def leave(participant: Participant) -> None:
    """The member's turns are over, the number is never given again. Leaving twice is leaving once."""
    with locked(participant.brainstorm):
        present = Participant.objects.filter(pk=participant.pk, left_at=None)
        present.update(left_at=timezone.now(), version=F("version") + 1)


def name_asset(session: Brainstorm, turn: Turn, name: str, *, key: UUID | None, by: User) -> BrainstormEntry:
    """Uses the turn. Sent twice with the same key (a bad line), the asset is added once.

    Raises TurnOver when the turn is no longer this one, Ended when the session is over."""
    with locked(session, running=False) as held:
        if key and (sent_before := BrainstormEntry.everything.filter(key=key, brainstorm=session).first()):
            return sent_before
        participant = _use(held, turn)
        last = BrainstormEntry.everything.filter(brainstorm=session).aggregate(last=Max("position"))["last"] or 0
        entry = BrainstormEntry(
            plan=session.plan,
            brainstorm=session,
            participant=participant,
            round=turn.round,
            name=name,
            kind=turn.kind.value,
            position=last + 1,
            changed_by=by,
        )
        entry.key = key or entry.key
        entry.save(force_insert=True)
        return entry


def pass_turn(session: Brainstorm, turn: Turn) -> None:
    """The turn is gone for this round. Raises TurnOver and Ended as `name_asset`."""
    with locked(session, running=False) as held:
        _use(held, turn)


def _use(held: Brainstorm, turn: Turn) -> Participant:
    """Counts the turn as used; within the lock."""
    if not held.is_open:
        raise Ended
    seated = {p.number: p for p in Participant.objects.filter(brainstorm=held, left_at=None)}
    now = next_turn(p.seat for p in seated.values())
    if now != turn:
        raise TurnOver(now)
    participant = seated[turn.number]
    Participant.objects.filter(pk=participant.pk).update(next_round=turn.round + 1, version=F("version") + 1)
    return participant


def end(session: Brainstorm) -> None:
    """Nothing is added from now on. Ending twice is ending once."""
    with locked(session, running=False):
        running = Brainstorm.objects.filter(pk=session.pk, ended_at=None)
        running.update(ended_at=timezone.now(), version=F("version") + 1)


def go_on(session: Brainstorm) -> None:
    """Opens an ended session again: the break is over, or it was ended by mistake."""
    with locked(session, running=False):
        Brainstorm.objects.filter(pk=session.pk).update(ended_at=None, version=F("version") + 1)


def merge(session: Brainstorm, stays: int, others: Collection[int], *, by: User) -> int:
    """Lets one entry stand for others of its session; returns how many were merged.

    Only entries that stand in the list are touched: what somebody else has merged or taken out meanwhile stays so."""
    with locked(session, running=False):
        lock_plan(session.plan_id)  # so that none is being taken out
        listed = BrainstormEntry.objects.filter(brainstorm=session, merged_into=None)
        if not listed.filter(pk=stays).exists():
            return 0
        rest = list(listed.filter(pk__in=set(others) - {stays}).values_list("pk", flat=True))
        # what had been merged into one of them comes along, be it taken out: mergers stay one step deep
        BrainstormEntry.everything.filter(merged_into__in=rest).update(merged_into=stays, **_stamp(by))
        return listed.filter(pk__in=rest).update(merged_into=stays, **_stamp(by))


def separate(entry: BrainstormEntry, *, by: User) -> None:
    """Undoes a merger: the entry stands in the list by itself again."""
    with locked(entry.brainstorm, running=False):
        BrainstormEntry.objects.filter(pk=entry.pk).update(merged_into=None, **_stamp(by))


def _stamp(by: User) -> dict[str, object]:
    return {"changed_by": by, "changed_at": timezone.now(), "version": F("version") + 1}


# The way into the register (A2) ------------------------------------------------------------------------------


def into_register(session: Brainstorm, choices: Mapping[int, str], *, by: User) -> tuple[int, int]:
    """Puts entries of the list into the register: {entry: "built" | "natural" | "human" | "social" | "a17"}, the
    last to link it to the register's asset 17. Returns how many assets were added, and how many entries linked.

    Nothing is added twice: an entry that is in the register already is left alone, and where the register has an asset
    of the same name and kind, the entry is linked to that. A choice that has gone meanwhile is left alone too."""
    added = linked = 0
    with locked(session, running=False):
        lock_plan(session.plan_id)  # before any entry, as worksheets do
        waiting = [row.entry for row in list_of(session) if not row.proofs and row.entry.pk in choices]
        register = {f"a{asset.pk}": asset for asset in Asset.objects.all()}
        same = {(asset.kind, loosely(asset.name)): asset for asset in register.values()}
        for entry in waiting:
            choice = choices[entry.pk]
            asset = register.get(choice)
            if asset is None and choice in ADD and ADD[choice] in FITTING[entry.kind]:
                asset = same.get((ADD[choice], loosely(entry.name)))
                if asset is None:
                    new = Asset(plan=session.plan, name=entry.name, kind=ADD[choice])
                    asset = same[(ADD[choice], loosely(entry.name))] = add_row(new, key=None, by=by, plan=session.plan)
                    added, linked = added + 1, linked - 1
            if asset is not None:
                link(entry, asset, by=by)
                linked += 1
    return added, linked


def link(entry: BrainstormEntry, asset: Asset, *, by: User) -> None:
    """The asset proves the entry. Linking twice is linking once."""
    with locked(entry.brainstorm, running=False):
        if not Proof.objects.filter(entry=entry, asset=asset, removed_at=None).exists():
            Proof.objects.create(plan=entry.plan, entry=entry, asset=asset)
            _touch(entry, by)


def unlink(proof: Proof, *, by: User) -> None:
    """The asset does not prove the entry after all; the asset itself stays in the register."""
    with locked(proof.entry.brainstorm, running=False):
        Proof.objects.filter(pk=proof.pk, removed_at=None).update(removed_at=timezone.now())
        _touch(proof.entry, by)


def _touch(entry: BrainstormEntry, by: User) -> None:
    """Lets open pages see that something about the entry has changed."""
    BrainstormEntry.objects.filter(pk=entry.pk).update(**_stamp(by))
