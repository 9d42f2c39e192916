"""What Step 1 proposes for the SWOT (C1), by the module's tables 2 and 3 and its template."""

import pytest

from planning.swot.rules import (
    ALL_GROUPS,
    OUTSIDE,
    ROWS,
    AnswerFact,
    AssetFact,
    Says,
    StanceFact,
    SwotCell,
    not_taken,
    of_answers,
    of_assets,
    of_stances,
)
from planning.swot.words import LONGEST, PROMPTS, SENTENCES, sentence
from stakeholders.models import Stakeholder

TRUCKS, STEP = "Improve waste collection through new garbage trucks", 7


def union(**other: object) -> StanceFact:
    values = {
        "key": 3,
        "who": "Workers’ union",
        "kind": "union",
        "stance": "opponent",
        "reason": "",
        "step": STEP,
        "step_name": TRUCKS,
    }
    return StanceFact(**(values | other))


def test_the_template_has_two_rows_of_three_cells() -> None:
    """Current situation: strengths, separate interests, weaknesses; future scenarios: opportunities, common interests,
    threats."""
    assert [[cell.value for cell in row] for row in ROWS] == [
        ["strength", "separate", "weakness"],
        ["opportunity", "common", "threat"],
    ]
    assert set(PROMPTS) == set(SwotCell)
    assert set(SENTENCES) == set(Says)
    assert set(Stakeholder.Kind.values) >= OUTSIDE


@pytest.mark.parametrize(
    ("availability", "importance", "expected"),
    [
        # Table 2: present and sufficient, so it works and should be continued
        (3, 3, (SwotCell.STRENGTH, Says.WORKS)),
        (3, 2, (SwotCell.STRENGTH, Says.WORKS)),
        # present, but not sufficient; not present: what needs to be improved
        (2, 3, (SwotCell.WEAKNESS, Says.SHORT)),
        (2, 2, (SwotCell.WEAKNESS, Says.SHORT)),
        (1, 3, (SwotCell.WEAKNESS, Says.MISSING)),
        (1, 2, (SwotCell.WEAKNESS, Says.MISSING)),
        # the goal is achieved satisfactorily without it
        (3, 1, None),
        (2, 1, None),
        (1, 1, None),
        # not rated
        (None, 3, None),
        (3, None, None),
        (None, None, None),
    ],
)
def test_assets(availability: int | None, importance: int | None, expected: tuple[SwotCell, Says] | None) -> None:
    found = of_assets([AssetFact(5, "Collection vehicles", availability, importance, "old", "servants")])
    assert [(one.cell, one.says) for one in found] == ([expected] if expected else [])
    for one in found:
        assert (one.group, one.source, one.facts, one.is_secret) == (
            "servants",
            5,
            ("Collection vehicles", "old"),
            False,
        )


@pytest.mark.parametrize(
    ("availability", "expected"),
    [(3, [Says.WORKS, Says.GAPS]), (2, [Says.SHORT, Says.GAPS]), (1, [Says.MISSING])],
)
def test_what_is_there_may_be_missing_in_places(availability: int, expected: list[Says]) -> None:
    """Where it is missing everywhere, the places say nothing more."""
    found = of_assets([AssetFact(5, "Bins", availability, 3, missing_in=("Upper quarter", "Village"))])
    assert [one.says for one in found] == expected
    if Says.GAPS in expected:
        assert (found[-1].cell, found[-1].facts) == (SwotCell.WEAKNESS, ("Bins", "Upper quarter", "Village"))


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        # separate interests: "its members will have to work longer hours"
        (union(reason="longer hours"), [(SwotCell.SEPARATE, "union", Says.WANTS, ("Workers’ union", "longer hours"))]),
        (
            union(stance="undecided", reason="asks about pay"),
            [(SwotCell.SEPARATE, "union", Says.WANTS, ("Workers’ union", "asks about pay"))],
        ),
        (union(), []),
        # capacity of a stakeholder group: a supporter with strong influence; an opponent's is no strength
        (
            union(stance="supporter", kind="society", can_move=("Public support",)),
            [(SwotCell.STRENGTH, "society", Says.CAN_MOVE, ("Workers’ union", "Public support"))],
        ),
        (union(can_move=("Longer work hours",)), []),
        # weakness of a main actor: touched directly, with little power
        (
            union(kind="community", too_weak_for=("Bins",)),
            [(SwotCell.WEAKNESS, "community", Says.POWERLESS, ("Workers’ union", "Bins"))],
        ),
        # support of the central government is an opportunity, its opposition a threat
        (
            union(kind="state", stance="supporter", reason="has a programme"),
            [(SwotCell.OPPORTUNITY, "state", Says.HELPS, ("Workers’ union", TRUCKS, "has a programme"))],
        ),
        (
            union(kind="donor", stance="opponent"),
            [(SwotCell.THREAT, "donor", Says.HINDERS, ("Workers’ union", TRUCKS, ""))],
        ),
        (union(kind="town", stance="undecided", reason="waits"), []),
    ],
)
def test_stances(stance: StanceFact, expected: list[tuple[object, ...]]) -> None:
    found = of_stances([stance])
    assert [(one.cell, one.group, one.says, one.facts) for one in found] == expected
    assert all(one.is_secret and (one.source, one.step) == (3, STEP) for one in found)


def test_what_two_kinds_of_groups_support_is_a_common_interest() -> None:
    council = union(key=1, who="Local council", kind="officials", stance="supporter")
    citizens = union(key=2, who="Clean city", kind="society", stance="supporter")
    second = union(key=4, who="Green street", kind="society", stance="supporter")
    (found,) = of_stances([council, citizens])
    assert (found.cell, found.group, found.says, found.source) == (SwotCell.COMMON, ALL_GROUPS, Says.SHARED, STEP)
    assert found.facts == (TRUCKS, "Local council", "Clean city")
    assert found.is_secret
    assert of_stances([citizens, second]) == []  # one group of society beside another
    assert of_stances([citizens, union(key=9, kind="state", stance="undecided")]) == []
    outside = union(key=9, kind="state", stance="supporter")
    assert [one.says for one in of_stances([citizens, outside])] == [Says.HELPS]
    elsewhere = union(key=1, kind="officials", stance="supporter", step=8)
    assert of_stances([citizens, elsewhere]) == []


def test_interviews_tell_of_interests_inside_the_town() -> None:
    found = of_answers([AnswerFact(1, "Shops", "business", "clean streets"), AnswerFact(2, "Ministry", "state", "–")])
    assert [(one.cell, one.group, one.source, one.facts) for one in found] == [
        (SwotCell.SEPARATE, "business", 1, ("Shops", "clean streets"))
    ]
    assert found[0].is_secret


def test_what_was_taken_is_not_offered_again() -> None:
    every = [*of_stances([union(reason="longer hours")]), *of_assets([AssetFact(5, "Site", 3, 3)])]
    assert [one.origin for one in not_taken(every, set())] == ["works:5", "wants:3"]  # in the order of the cells
    assert [one.origin for one in not_taken(every, {"works:5"})] == ["wants:3"]
    assert len({one.origin for one in every}) == len(every)


def test_sentences_hold_their_facts_and_fit() -> None:
    asset = AssetFact(5, "Bins 100 %", 2, 3, "too few", missing_in=("A", "B"))
    short, gaps = (sentence(one) for one in of_assets([asset]))
    assert short == "Not enough of it, or not good enough: Bins 100 % (too few)"
    assert gaps == "Bins 100 %: missing in A, B"
    (long,) = of_assets([AssetFact(5, "x" * 160, 1, 3, "y" * 300)])
    assert len(sentence(long)) == LONGEST
    assert sentence(long).endswith("…")
    (wants,) = of_stances([union(reason="longer hours")])
    assert sentence(wants) == "Workers’ union: longer hours"
