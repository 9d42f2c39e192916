"""The rotation (A1), as the module describes it, and as it has to stay when people come, go and pass."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.brainstorm.rules import (
    KINDS,
    Capital,
    Names,
    Seat,
    Turn,
    after_turn,
    coming,
    kind_for,
    new_seat,
    next_turn,
)
from planning.people.text import loosely

P, H, S = Capital.PHYSICAL, Capital.HUMAN, Capital.SOCIAL


@pytest.mark.parametrize(
    ("member", "round", "kind"),
    [
        # "In the first round, the first member … physical capital, the second … human …, and the third … social"
        (0, 0, P),
        (1, 0, H),
        (2, 0, S),
        # "In the second round, the first member … human capital, the second … social …, and the third … physical"
        (0, 1, H),
        (1, 1, S),
        (2, 1, P),
        # and so on: the third round, and a fourth member
        (0, 2, S),
        (1, 2, P),
        (2, 2, H),
        (0, 3, P),
        (3, 0, P),
        (4, 0, H),
        (3, 1, H),
        (29, 7, P),
    ],
)
def test_the_rotation_is_the_modules(member: int, round: int, kind: Capital) -> None:
    assert kind_for(member, round) is kind
    assert Turn(member, round).kind is kind


def seats(*next_rounds: int | None) -> list[Seat]:
    """Members 0, 1 … with their next rounds; None for one who has left after round 0."""
    return [Seat(n, 1 if r is None else r, r is not None) for n, r in enumerate(next_rounds)]


@pytest.mark.parametrize(
    ("people", "turn"),
    [
        ([], None),
        (seats(None), None),
        (seats(0), Turn(0, 0)),
        (seats(1, 0, 0), Turn(1, 0)),
        (seats(1, 1, 0), Turn(2, 0)),
        (seats(1, 1, 1), Turn(0, 1)),
        (seats(1, None, 0), Turn(2, 0)),
        (seats(None, 2, 1), Turn(2, 1)),
        (seats(None, 2, None), Turn(1, 2)),
    ],
)
def test_whose_turn_it_is(people: list[Seat], turn: Turn | None) -> None:
    assert next_turn(people) == turn
    assert next_turn(reversed(people)) == turn


@pytest.mark.parametrize(
    ("people", "seat"),
    [
        ([], Seat(0, 0)),
        (seats(1, 0), Seat(2, 0)),  # the round is running: last in it
        (seats(1, 1), Seat(2, 1)),  # the round is over, the next one has begun
        (seats(1, None), Seat(2, 1)),  # a leaver's number is not given again
        (seats(3, 3, None), Seat(3, 3)),
        (seats(None), Seat(1, 1)),
    ],
)
def test_where_a_late_joiner_sits(people: list[Seat], seat: Seat) -> None:
    assert new_seat(people) == seat
    if next_turn(people):
        running = [turn for turn in coming([*people, seat], 20) if turn.round == seat.next_round]
        assert running[-1].number == seat.number


@pytest.mark.parametrize(
    ("people", "earlier", "seat"),
    [
        # had the running round's turn: none before the next round, and there the kind that follows
        ([Seat(0, 1, False), Seat(1, 0)], [Seat(0, 1, False)], Seat(3, 1)),  # number 2 would be asked for physical
        ([Seat(0, 0, False), Seat(1, 0)], [Seat(0, 0, False)], Seat(3, 0)),  # left before the turn: has it now
        # was away for two rounds: begins in the running one, with the kind that was due (social)
        ([Seat(0, 3), Seat(1, 1, False)], [Seat(1, 1, False)], Seat(2, 3)),
        # came and went more than once: the last seat counts
        ([Seat(0, 1, False), Seat(1, 1), Seat(3, 2, False)], [Seat(0, 1, False), Seat(3, 2, False)], Seat(6, 2)),
        # alone, and back again
        ([Seat(0, 2, False)], [Seat(0, 2, False)], Seat(3, 2)),
    ],
)
def test_who_comes_back_goes_on_where_they_were(people: list[Seat], earlier: list[Seat], seat: Seat) -> None:
    assert new_seat(people, earlier) == seat
    last = max(earlier, key=lambda one: one.next_round)
    assert kind_for(seat.number, seat.next_round) is kind_for(last.number, last.next_round)
    assert seat.next_round >= last.next_round


def test_what_comes_next() -> None:
    assert coming(seats(1, 0, 0), 5) == [Turn(1, 0), Turn(2, 0), Turn(0, 1), Turn(1, 1), Turn(2, 1)]
    assert coming(seats(None), 3) == []


EVENTS = st.lists(st.one_of(st.just("join"), st.just("turn"), st.just("turn"), st.integers(0, 40)), max_size=150)


@given(EVENTS)
def test_people_come_and_go_and_the_rotation_stays_fair(events: list[str | int]) -> None:
    """`turn` uses or passes a turn, which is the same to the rotation; a number is the leaving of that member."""
    sitting: dict[int, Seat] = {}
    had: list[Turn] = []
    for event in events:
        if event == "join":
            seat = new_seat(sitting.values())
            assert seat.number not in sitting  # nor was it ever given
            sitting[seat.number] = seat
        elif isinstance(event, int):
            if event in sitting:
                sitting[event] = replace(sitting[event], present=False)
        elif turn := next_turn(sitting.values()):
            assert sitting[turn.number].present
            had.append(turn)
            sitting[turn.number] = after_turn(sitting[turn.number])
    assert len(set(had)) == len(had)  # nobody twice in a round
    assert [turn.round for turn in had] == sorted(turn.round for turn in had)
    for number, seat in sitting.items():
        rounds = [turn.round for turn in had if turn.number == number]
        assert rounds == list(range(seat.next_round - len(rounds), seat.next_round))  # and no round left out
        met = Counter(kind_for(number, round) for round in rounds)
        assert max(met[kind] for kind in KINDS) - min(met[kind] for kind in KINDS) <= 1


MOVES = st.lists(
    st.one_of(st.just("turn"), st.tuples(st.sampled_from(["comes", "leaves"]), st.integers(0, 4))), max_size=150
)


@given(MOVES)
def test_a_member_who_comes_and_goes_has_one_turn_in_a_round(moves: list[str | tuple[str, int]]) -> None:
    """Five members who come and go as they like, each in a new seat each time."""
    seats: dict[int, Seat] = {}
    sits: dict[int, list[int]] = {member: [] for member in range(5)}  # the numbers of a member's seats
    had: list[tuple[int, Turn]] = []
    for move in moves:
        if move == "turn":
            if turn := next_turn(seats.values()):
                had.append((next(m for m, numbers in sits.items() if turn.number in numbers), turn))
                seats[turn.number] = after_turn(seats[turn.number])
            continue
        what, member = move
        here = [number for number in sits[member] if seats[number].present]
        if what == "leaves" and here:
            seats[here[0]] = replace(seats[here[0]], present=False)
        elif what == "comes" and not here:
            seat = new_seat(seats.values(), [seats[number] for number in sits[member]])
            assert seat.number not in seats
            seats[seat.number] = seat
            sits[member].append(seat.number)
    assert [turn.round for _member, turn in had] == sorted(turn.round for _member, turn in had)
    for member in sits:
        turns = [turn for who, turn in had if who == member]
        assert len({turn.round for turn in turns}) == len(turns)
        met = Counter(turn.kind for turn in turns)
        assert max(met[kind] for kind in KINDS) - min(met[kind] for kind in KINDS) <= 1


@given(st.integers(1, 12), st.integers(1, 12))
def test_everybody_has_one_turn_in_a_round(members: int, rounds: int) -> None:
    turns = coming([Seat(n, 0) for n in range(members)], members * rounds)
    assert turns == [Turn(n, r) for r in range(rounds) for n in range(members)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Football club", "football  Club.", True),
        ("Café", "cafe", True),
        ("مدرسة الحيّ", "مدرسه الحي", True),
        ("الأرض", "الارض", True),
        ("Football club", "Chess club", False),
    ],
)
def test_names_without_what_makes_no_difference(one: str, other: str, same: bool) -> None:
    assert (loosely(one) == loosely(other)) is same


def test_similar_names_are_offered_best_first() -> None:
    register = {1: "Waste trucks", 2: "Vehicles for waste collection", 3: "Football club", 4: "Collection vehicles"}
    names = Names(register)
    assert names.similar("Vehicles for waste collection (#, size)")[0] == 2
    assert names.similar("collection vehicle") == [4, 2]
    assert names.similar("FOOTBALL-CLUB") == [3]
    assert names.similar("Trust in the mayor") == []
    assert Names({7: "شاحنات لجمع النفايات", 8: "نادي كرة القدم"}).similar("شاحنات جمع النفايات") == [7]
    assert Names({1: "?!"}).similar("?!") == []
    assert Names({n: "Football club" for n in (5, 3, 4, 1)}).similar("football club") == [5, 3, 4]  # in their order
