"""What the page of an amendment says of it: the council decides by it (C7)."""

from collections.abc import Sequence

import pytest
from django.utils.html import strip_tags
from django_scopes import scope

from planning.approval import actions
from planning.approval.rules import moved
from planning.commitments import actions as commitments
from planning.council.actions import add_section, rearrange
from planning.council.rules import ticks_of
from planning.council.sections import all_sections
from planning.goals.confidential import trusted
from planning.models import Action, Commitment, DocumentSection, Goal
from planning.worksheets.actions import move_row
from targets.models import Activity, Target
from tests.fixtures import Town, as_user

from .conftest import access_of, add_clerk, decision, submitted

pytestmark = pytest.mark.django_db


def approved(town: Town) -> None:
    if "m" not in town.people:
        add_clerk(town)
    version = submitted(town)
    with scope(plan=town.plan):
        actions.decide(access_of(town, "m"), version.number, decision())


def said(town: Town, letter: str = "v") -> str:
    """What an amendment that is submitted now says on its page, as text."""
    number = submitted(town).number
    page = as_user(town.people[letter]).get(town.url(f"approval/{number}/")).content.decode()
    part = page.partition('id="differences"')[2].partition("</section>")[0]
    return " ".join(strip_tags(part.replace("<", " <")).split())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("abc", "abc", ""),
        ("abc", "xabyc", ""),  # what was put in moves nothing
        ("abcd", "bd", ""),  # nor what was taken out
        ("abcd", "dabc", "d"),  # three were passed
        ("abcd", "bcda", "a"),
        ("abcde", "adcbe", "bc|bd|cd"),
        ("ab", "ba", "a|b"),
    ],
)
def test_what_counts_as_moved(before: str, after: str, expected: str) -> None:
    assert moved(before, after) in [set(one) for one in expected.split("|")]


def lines(town: Town) -> Sequence[object]:
    """Three of what the town has one of, in its first goal."""
    goal = town.rows["goal"]
    return [town.add(Action(plan=town.plan, goal=goal, title=title), goal=goal) for title in ("Night shift", "Fees")]


def test_numbers_that_are_others_are_named(town: Town) -> None:
    """Two goals change places, and an action moves up: codes are printed, and people speak of rows by them."""
    shift, _fees = lines(town)
    approved(town)
    with trusted(town.plan):
        move_row(Goal.objects.get(pk=town.rows["goal2"].pk), True, by=town.people["s"])
        move_row(shift, True, by=town.people["s"], goal=town.rows["goal"])
    page = said(town)
    assert "Strategic goal · 1 , was 2 : Every child walks safely." in page
    assert "Strategic goal · 2 , was 1 : The town is clean." in page
    assert "Action · 2.1 , was 1.2 : Night shift" in page
    assert "Action · 2.2 , was 1.1 : Clean-up week" in page
    for unsaid in ("Nothing.", "Fees", "More lorries"):  # their numbers only begin with their goal's
        assert unsaid not in page


def test_what_has_no_number_is_said_to_be_moved(town: Town) -> None:
    """Once, and not for all that it has passed."""
    goal = town.rows["goal"]
    names = ["Rent a yard", "Paint bins"]
    more = [town.add(Activity(plan=town.plan, goal=goal, name=name), goal=goal) for name in names]
    approved(town)
    with trusted(town.plan):
        for _step in range(3):
            move_row(more[-1], True, by=town.people["s"], goal=goal)
    page = said(town)
    assert page.count("· moved") == 1
    assert "Paint bins · moved Comes after Rent a yard – at the beginning –" in page


def test_rows_that_others_move_by_coming_in_are_not_named(town: Town) -> None:
    goal = town.rows["goal"]
    approved(town)
    with trusted(town.plan):
        new = town.add(Target(plan=town.plan, goal=goal, statement="No bin overflows", level="operational"), goal=goal)
        move_row(new, True, by=town.people["s"], goal=goal)
    page = said(town)
    assert "No bin overflows · added" in page
    assert "moved" not in page


# The sections of the document ----------------------------------------------------------------------------------------


def arrange(town: Town, hidden: str = "", move: str = "", by: int = -1) -> None:
    with scope(plan=town.plan):
        town.plan.refresh_from_db()
        seen = ticks_of(all_sections(), town.plan.encloses_data)
        shown = [token for token, ticked in seen.items() if ticked and token != hidden]
        rearrange(town.plan, seen, shown=shown, move=move, by=by)


def test_a_section_that_was_moved_or_left_out_is_named(town: Town) -> None:
    approved(town)
    arrange(town, move="monitoring")
    arrange(town, hidden="swot")
    page = said(town)
    assert "Section of the document Modified SWOT analysis · changed Is part of the document Yes No" in page
    assert "Monitoring plan · moved Comes after Table 8: Mobilisation of resources Table 7: Collective" in page
    assert page.count(" · ") == 2


def test_one_section_more_is_one_line(town: Town) -> None:
    """The method's own get rows with it, and stand as they stood."""
    approved(town)
    with scope(plan=town.plan):
        section = DocumentSection(title="What we owe to the families", text="Thanks.")
        add_section(town.plan, section)
    page = said(town)
    assert "Section of the document What we owe to the families · added" in page
    assert page.count(" · ") == 1
    with scope(plan=town.plan):
        actions.decide(access_of(town, "m"), 2, decision(number="18/2026"))
        DocumentSection.objects.filter(pk=section.pk).update(text="Many thanks.")
    assert "What we owe to the families · changed Text Thanks. Many thanks." in said(town)


# Commitments ---------------------------------------------------------------------------------------------------------


def test_who_is_not_named_any_more_is_not_named_here(town: Town) -> None:
    """It holds, and stands in the annex without the name."""
    approved(town)
    with trusted(town.plan):
        commitments.unname(Commitment.objects.get(name="Sister Mariam"), by=town.people["s"])
    page = said(town, "s")
    assert "Lends the yard · is no longer named" in page
    for unsaid in ("Mariam", "convent", "removed"):
        assert unsaid not in page


def test_what_is_signed_without_a_name_is_told_without_it(town: Town) -> None:
    approved(town)
    with trusted(town.plan):
        asked = Commitment.objects.get(name="Baker")
        commitments.record(asked, signed_on="2026-10-01", may_name=False, by=town.people["s"])
    page = said(town)
    assert "Gives bread to the helpers · added, without a name" in page
    assert "Baker" not in page


def test_a_withdrawn_commitment_is_taken_out_without_its_name(town: Town) -> None:
    approved(town)
    with trusted(town.plan):
        commitments.withdraw(Commitment.objects.get(name="Sister Mariam"), "Sold", by=town.people["s"])
    page = said(town)
    assert "Lends the yard · removed" in page
    assert "Mariam" not in page


def test_who_is_unnamed_after_a_version_goes_from_its_page(town: Town) -> None:
    approved(town)
    with trusted(town.plan):
        asked = Commitment.objects.get(name="Baker")
        commitments.record(asked, signed_on="2026-10-01", may_name=True, by=town.people["s"])
    assert "Baker – Gives bread to the helpers · added" in said(town)
    with trusted(town.plan):
        commitments.unname(Commitment.objects.get(name="Baker"), by=town.people["s"])
    page = as_user(town.people["v"]).get(town.url("approval/2/")).content.decode()
    assert "Gives bread to the helpers" in page
    assert "Baker" not in page
