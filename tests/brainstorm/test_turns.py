"""A running session: joining, naming, passing, leaving; who may, and what two phones at once come to."""

import re
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from planning.brainstorm import actions
from planning.brainstorm.listing import list_of
from planning.brainstorm.rules import Turn
from planning.models import Brainstorm, BrainstormEntry, Participant
from planning.worksheets.actions import delete_row
from tests.brainstorm.conftest import Room
from tests.fixtures import Town, as_user, make_town
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db


def test_starting_sits_the_starter_down_and_starts_once(town: Town) -> None:
    teacher = as_user(town.people["t"])
    answer = teacher.post(town.url("brainstorms/"), {"goal": ""})
    assert answer.status_code == 302
    again = teacher.post(town.url("brainstorms/"), {"goal": ""})
    assert again["Location"] == answer["Location"]
    with scope(plan=town.plan):
        session = Brainstorm.objects.get(goal=None)
        assert [(p.user, p.number) for p in session.participants.all()] == [(town.people["t"], 0)]


def test_a_group_starts_only_for_its_own_goals(town: Town) -> None:
    member = as_user(town.people["g"])
    answer = member.post(town.url("brainstorms/"), {"goal": town.rows["goal2"].pk})
    assert answer.status_code == 422
    assert as_user(town.people["t"]).post(town.url("brainstorms/"), {"goal": town.rows["goal2"].pk}).status_code == 302


def test_one_joins_last_in_the_running_round_and_once(room: Room) -> None:
    for letter in "tgt":
        assert room.client(letter).post(room.url("join/")).status_code == 302
    seats = [(p.name, p.number, p.next_round) for p in room.session.participants.order_by("number")]
    # the secretary was alone: round 0 was over with her turn
    assert seats == [("Secretary-Rihan", 0, 1), ("Teacher-Rihan", 1, 1), ("Shopowner-Rihan", 2, 1)]
    assert room.turn() == Turn(0, 1)


def test_naming_asks_for_the_kind_of_the_rotation(room: Room) -> None:
    room.client("t").post(room.url("join/"))
    secretary, teacher = room.client("s"), room.client("t")
    assert b"Something that people know or can do" in secretary.get(room.url()).content
    secretary.post(room.url("turn/"), room.form("Nurses"))
    page = teacher.get(room.url()).content.decode()
    assert "Your turn" in page
    assert "trust, associations, habits" in page
    teacher.post(room.url("turn/"), room.form("Football club"))
    entries = BrainstormEntry.objects.filter(brainstorm=room.session).order_by("position")
    assert [(e.name, e.kind, e.round, e.position) for e in entries] == [
        ("Brooms", "physical", 0, 1),
        ("Nurses", "human", 1, 2),
        ("Football club", "social", 1, 3),
    ]


def test_a_passed_turn_is_gone_for_this_round(room: Room) -> None:
    room.client("t").post(room.url("join/"))
    form = room.form()
    room.client("s").post(room.url("turn/"), form | {"pass": "1"})
    assert room.turn() == Turn(1, 1)
    again = room.client("s").post(room.url("turn/"), form | {"name": "Late thought"})
    assert again.status_code == 409
    assert room.names() == ["Brooms"]


def test_the_same_form_twice_adds_once(room: Room) -> None:
    room.client("t").post(room.url("join/"))
    form = room.form("Nurses", key=uuid.uuid4())
    first, second = (room.client("s").post(room.url("turn/"), form) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert room.names() == ["Brooms", "Nurses"]
    assert room.turn() == Turn(1, 1)


def test_a_turn_that_was_used_keeps_what_was_typed(room: Room) -> None:
    room.client("t").post(room.url("join/"))
    form = room.form()
    room.client("s").post(room.url("turn/"), form | {"name": "Nurses", "key": uuid.uuid4()})
    late = room.client("s").post(room.url("turn/"), form | {"name": "Drivers <b>", "key": uuid.uuid4()})
    assert late.status_code == 409
    page = late.content.decode()
    assert "This turn has already been used." in page
    assert '<q id="kept">Drivers &lt;b&gt;</q>' in page
    assert "?keep=Drivers%20%3Cb%3E" in page  # the way back, without JavaScript
    room.say("Football club")  # the teacher's turn
    assert 'value="Drivers &lt;b&gt;"' in room.client("s").get(room.url("?keep=Drivers%20%3Cb%3E")).content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 161, "a\u202eb"])
def test_what_cannot_be_an_asset_is_said_at_its_place(room: Room, name: str) -> None:
    for htmx in (True, False):
        answer = room.client("s", htmx).post(room.url("turn/"), room.form(name))
        assert answer.status_code == 422
        assert b'id="name_error"' in answer.content
        assert (b"<html" in answer.content) is not htmx
    assert room.names() == ["Brooms"]


@pytest.mark.parametrize("sent", [{}, {"number": "x", "round": "0"}, {"number": "9" * 9, "round": "0"}])
def test_a_forged_turn_is_no_turn(room: Room, sent: dict[str, str]) -> None:
    assert room.client("s").post(room.url("turn/"), {"name": "Nurses"} | sent).status_code == 409
    assert room.names() == ["Brooms"]


def test_the_leader_speaks_for_those_without_a_phone(room: Room) -> None:
    secretary = room.client("s")
    secretary.post(room.url("join/"), {"name": "Amal"})
    secretary.post(room.url("turn/"), room.form("Nurses"))
    assert b"What does Amal name?" in secretary.get(room.url()).content
    secretary.post(room.url("turn/"), room.form("Football club"))
    entry = BrainstormEntry.objects.get(name="Football club")
    assert (entry.participant.name, entry.participant.user) == ("Amal", None)
    secretary.post(room.url("turn/"), room.form("", **{"pass": "1"}))
    secretary.post(room.url("leave/"), {"number": 1})
    assert room.turn() == Turn(0, 3)


def test_nobody_else_speaks_for_others(room: Room) -> None:
    room.client("t").post(room.url("join/"))
    member = room.client("t")
    for path, data in (
        ("turn/", room.form("Nurses")),
        ("turn/", room.form("", **{"pass": "1"})),
        ("leave/", {"number": 0}),
        ("join/", {"name": "Amal"}),
        ("end/", {}),
    ):
        assert member.post(room.url(path), data).status_code == 403, path
    assert room.names() == ["Brooms"]
    assert b"Skip Secretary" not in member.get(room.url()).content


@pytest.mark.parametrize("letter", ["v", "f"])
def test_viewers_and_funders_take_no_part(room: Room, letter: str) -> None:
    client = room.client(letter)
    assert client.get(room.url()).status_code == (200 if letter == "v" else 403)
    for path in ("join/", "turn/", "leave/", "end/", "merge/", "register/"):
        assert client.post(room.url(path), room.form("Nurses")).status_code == 403
    if letter == "v":
        assert b"<form method" not in client.get(room.url()).content.split(b'id="main"')[1]


def test_leaving_frees_no_number(room: Room) -> None:
    teacher = room.client("t")
    teacher.post(room.url("join/"))
    teacher.post(room.url("leave/"))
    teacher.post(room.url("leave/"))
    teacher.post(room.url("join/"))
    assert [(p.number, p.left_at is None) for p in room.session.participants.order_by("number")] == [
        (0, True),
        (1, False),
        (4, True),  # a number that is asked for what the teacher's old one was due for
    ]


@pytest.mark.parametrize("guest", [None, "Amal"])
def test_who_leaves_and_comes_back_has_no_second_turn_in_the_round(room: Room, guest: str | None) -> None:
    """The secretary, and the teacher or a guest without a phone whom she seats and takes out."""
    secretary, shopowner = room.client("s"), room.client("g")
    member = secretary if guest else room.client("t")
    data = {"name": guest} if guest else {}
    member.post(room.url("join/"), data)  # number 1, in round 1
    shopowner.post(room.url("join/"))
    secretary.post(room.url("turn/"), room.form("Nurses"))
    member.post(room.url("turn/"), room.form("Football club"))  # social; the shop owner has still to come
    member.post(room.url("leave/"), {"number": 1} if guest else {})
    member.post(room.url("join/"), {"name": "amal "} if guest else {})
    assert room.turn() == Turn(2, 1)
    shopowner.post(room.url("turn/"), room.form("The spring"))
    assert room.turn() == Turn(0, 2)
    secretary.post(room.url("turn/"), room.form("Trust in the mayor"))
    shopowner.post(room.url("turn/"), room.form("Bakers"))
    again = room.turn()
    assert (again.round, again.kind.value) == (2, "physical")  # what comes after social


def test_an_ended_session_takes_nothing_more_and_can_go_on(room: Room) -> None:
    form = room.form("Nurses")
    secretary = room.client("s")
    assert secretary.post(room.url("end/"), follow=True).status_code == 200
    assert secretary.post(room.url("turn/"), form).status_code == 409
    assert room.client("t").post(room.url("join/")).status_code == 409
    assert room.names() == ["Brooms"]
    secretary.post(room.url("end/"), {"again": "1"})
    assert secretary.post(room.url("turn/"), form).status_code == 302


def test_who_started_it_leads_it_while_in_the_plan(room: Room) -> None:
    """A member of the working group ends what they started, and not once they are no member any more."""
    session = actions.start(room.town.plan, None, by=room.town.people["g"])
    member, url = room.client("g"), room.town.url(f"brainstorms/{session.pk}/end/")
    assert member.post(url).status_code == 302
    room.town.plan.memberships.filter(user=room.town.people["g"]).update(role="council-viewer", group=None)
    assert member.post(url, {"again": "1"}).status_code == 403


# The poll ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["changes/", "changes/?wall=1"])
def test_an_unchanged_poll_is_304_in_two_queries(
    room: Room, suffix: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = room.client("v")
    first = client.get(room.url(suffix))
    assert b"<html" not in first.content
    assert b"Brooms" in first.content
    with django_assert_max_num_queries(2):
        assert client.get(room.url(suffix), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_whatever_happens_is_seen_by_the_poll(room: Room) -> None:
    client, teacher = room.client("s"), room.client("t")
    etag = client.get(room.url("changes/"))["ETag"]
    brooms = BrainstormEntry.objects.get()
    steps: list[Callable[[], object]] = [
        lambda: teacher.post(room.url("join/")),
        lambda: client.post(room.url("turn/"), room.form("Nurses")),
        lambda: teacher.post(room.url("turn/"), room.form("", **{"pass": "1"})),
        lambda: teacher.post(room.url("leave/")),
        lambda: client.post(room.url("end/")),
        lambda: client.post(room.url("end/"), {"again": "1"}),
        lambda: client.post(
            room.town.url(f"brainstorms/entries/{brooms.pk}/"), {"name": "New brooms", "kind": "physical", "version": 1}
        ),
        lambda: client.post(room.town.url(f"brainstorms/entries/{brooms.pk}/take-out/")),
        lambda: client.post(room.town.url(f"brainstorms/entries/{brooms.pk}/take-out/"), {"undo": "1"}),
    ]
    for number, step in enumerate(steps):
        step()
        answer = client.get(room.url("changes/"), headers={"If-None-Match": etag})
        assert answer.status_code == 200, number
        etag = answer["ETag"]


def test_one_members_answer_is_not_anothers(room: Room) -> None:
    etag = room.client("s").get(room.url("changes/"))["ETag"]
    assert room.client("v").get(room.url("changes/"), headers={"If-None-Match": etag}).status_code == 200


def test_without_javascript_only_readers_are_reloaded(room: Room) -> None:
    """A page that reloads itself would throw away what is being typed."""
    room.client("t").post(room.url("join/"))
    refresh = re.compile(rb'<noscript>\s*<meta\s+http-equiv="refresh"')
    assert refresh.search(room.client("t").get(room.url()).content)
    assert not refresh.search(room.client("s").get(room.url()).content)


# At once ----------------------------------------------------------------------------------------------------------


def all_at_once(count: int, write: Callable[[int], bool]) -> list[bool]:
    barrier = Barrier(count)

    def one(number: int) -> bool:
        try:
            barrier.wait(timeout=PATIENCE)
            return write(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_make_one_entry() -> None:
    town = make_town("busy")
    session, by = town.rows["brainstorm"], town.people["s"]
    for round in range(1, 6):

        def write(number: int, round: int = round) -> bool:
            with scope(plan=town.plan):
                try:
                    actions.name_asset(session, Turn(0, round), f"{round} of {number}", key=None, by=by)
                except actions.TurnOver:
                    return False
            return True

        assert sorted(all_at_once(4, write)) == [False, False, False, True]
    with scope(plan=town.plan):
        entries = BrainstormEntry.objects.filter(brainstorm=session).order_by("position")
        assert [(e.round, e.position) for e in entries] == [(round, round + 1) for round in range(6)]


@pytest.mark.django_db(transaction=True)
def test_joining_at_once_gives_each_a_number() -> None:
    town = make_town("crowd")

    def write(number: int) -> bool:
        with scope(plan=town.plan):
            actions.join(town.rows["brainstorm"], name=f"Guest {number}")
        return True

    all_at_once(6, write)
    with scope(plan=town.plan):
        assert sorted(p.number for p in Participant.objects.all()) == list(range(7))


def test_the_database_too_holds_one_entry_a_turn(room: Room) -> None:
    first = BrainstormEntry.objects.get()
    copy = BrainstormEntry(
        plan=room.town.plan,
        brainstorm=room.session,
        participant=first.participant,
        round=0,
        name="Twice",
        kind="physical",
        position=9,
    )
    with pytest.raises(IntegrityError, match="one_entry_a_turn"):
        copy.save()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_merged_into_what_is_being_taken_out() -> None:
    town = make_town("tidy")
    session, by = town.rows["brainstorm"], town.people["s"]
    with scope(plan=town.plan):
        brooms = BrainstormEntry.objects.get(brainstorm=session)
        lorry = actions.name_asset(session, Turn(0, 1), "Lorry", key=None, by=by)
    begun = Barrier(2)

    def take_out() -> None:
        try:
            with scope(plan=town.plan), transaction.atomic():
                delete_row(brooms, by=by)
                begun.wait(timeout=PATIENCE)
                time.sleep(1)  # the other one has come as far as it gets
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, scope(plan=town.plan):
        taken = pool.submit(take_out)
        begun.wait(timeout=PATIENCE)
        assert actions.merge(session, brooms.pk, [lorry.pk], by=by) == 0
        taken.result()
        assert [row.entry for row in list_of(session)] == [lorry]
