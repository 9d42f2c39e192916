"""What one meets on the way through the analysis: links that choose beforehand, ways back, names in lists."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from planning.goals.confidential import trusted
from planning.models import Asset, Goal, GoalAsset, SubObjective
from stakeholders.actions import release
from stakeholders.models import Influence, Interview, Position, Stakeholder
from stakeholders.section import matrix
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(town: Town) -> Client:
    return as_user(town.people["g"])


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return squeezed(response)


def chosen(page: str, field: str) -> str:
    """The option that is chosen in the list of this name."""
    (select,) = re.findall(rf'<select name="{field}".*?</select>', page, re.DOTALL)
    return "|".join(re.findall(r'<option value="(\d+)" selected', select))


def link(page: str, words: str) -> str:
    found = re.search(rf'<a href="([^"]+)">{words}<', page)
    assert found, page
    return found[1].replace("&amp;", "&")


def test_a_stakeholders_row_leads_to_its_assets_and_connections(town: Town, member: Client) -> None:
    step, rows = town.rows["sub_objective"], town.rows
    page = page_of(member, town.url(f"sub-objectives/{step.pk}/positions/"))
    assert chosen(page_of(member, link(page, "Add an asset")), "holder") == str(rows["position"].pk)
    there = page_of(member, link(page, "Add a connection"))
    assert chosen(there, "one") == str(rows["stakeholder"].pk)
    assert link(page, "Add an asset").endswith("#add")
    back = re.search(r'<a class="btn" href="([^"]+)">Back to sub-objective <bdi>1.1</bdi></a>', there)
    assert back
    assert back[1] == town.url(f"sub-objectives/{step.pk}/positions/")


def test_a_row_that_was_saved_has_the_same_links(town: Town, member: Client) -> None:
    path = f"sub-objectives/{town.rows['sub_objective'].pk}/positions/{town.rows['position'].pk}/view/"
    row = squeezed(member.get(town.url(path), headers=HTMX))
    assert "<html" not in row
    influence = town.url(f"sub-objectives/{town.rows['sub_objective'].pk}/influence/")
    assert link(row, "Add an asset") == f"{influence}?holder={town.rows['position'].pk}#add"


@pytest.mark.parametrize("query", ["", "?step=0", "?step=x", "?one=999999&step=", "?how=%3Cb%3E"])
def test_an_address_that_chooses_nothing_that_is_there(town: Town, member: Client, query: str) -> None:
    page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/connections/{query}"))
    assert chosen(page, "one") == ""
    assert "Back to sub-objective" not in page
    assert "<b>" not in page.partition('id="add"')[2].partition("</form>")[0]
    assert town.url(f"sub-objectives/{town.rows['sub_objective'].pk}/positions/") in page  # the list of ways back


def test_ways_back_are_those_of_the_goal(town: Town, member: Client) -> None:
    goal2 = town.rows["goal2"]
    other = town.add(SubObjective(plan=town.plan, goal=goal2, statement="Zebra crossings"), goal=goal2)
    page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/connections/?step={other.pk}"))
    assert "Back to sub-objective" not in page
    assert "Zebra" not in page


def test_unnamed_interviews_are_told_apart(town: Town, member: Client) -> None:
    def talk(**values: object) -> Interview:
        row = Interview(plan=town.plan, goal=town.rows["goal"], kind="union", consent="spoken", **values)
        return town.add(row, goal=town.rows["goal"])

    talk(role="drove a lorry for years", held_on=date(2026, 5, 3))
    talk(), talk()
    page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/answers/"))
    (select,) = re.findall(r'<select name="interview".*?</select>', page, re.DOTALL)
    names = re.findall(r"<option[^>]*>([^<]+)<", select)
    assert names == [
        "– choose –",
        "Abu Samir",
        "2 · Unnamed · drove a lorry for years · Trade union · 3 May 2026",
        "3 · Unnamed · Trade union",
        "4 · Unnamed · Trade union",
    ]
    with trusted(town.plan):
        unnamed = Interview.objects.get(position=2)
    assert str(unnamed) == "2 · Unnamed · Trade union"  # what the history calls it by tells no role
    answer = town.rows["answer"]
    with scope(plan=town.plan):
        type(answer).unguarded.filter(pk=answer.pk).update(interview=unnamed.pk)
    assert "2 · Unnamed · drove a lorry" in page_of(member, town.url(f"goals/{town.rows['goal'].pk}/answers/"))


def test_no_cell_of_the_matrix_is_blank(town: Town, member: Client) -> None:
    """The union opposes the one asset strongly; nobody else holds it."""
    page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/promote/"))
    cell = re.search(r'data-col="Others who influence it">(.*?)</td>', page)
    assert cell
    assert re.sub("<[^>]+>", "", cell[1]).strip() == "–"
    with trusted(town.plan):
        Position.objects.update(interest=1)
    page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/promote/"))
    cell = re.search(r'data-col="Others who influence it">(.*?)</td>', page)
    assert cell
    assert re.sub("<[^>]+>", "", cell[1]).startswith("Opponents")


def test_statements_are_kept_from_turning_the_line_around(town: Town, member: Client) -> None:
    """A statement in the other language, with a full stop at its end, stands by itself beside label and code."""
    step = town.rows["sub_objective"].pk
    for path in ("positions/", "influence/", "map/", "network/"):
        page = page_of(member, town.url(f"sub-objectives/{step}/{path}"))
        assert "<bdi>1.1</bdi>: <bdi>More lorries</bdi></p>" in page, path
    for path in ("connections/", "interviews/", "answers/", "stakeholders/", "promote/", "ratings/"):
        page = page_of(member, town.url(f"goals/{town.rows['goal'].pk}/{path}"))
        assert "<bdi>The town is clean.</bdi>" in page, path


def test_a_chain_runs_in_the_direction_of_the_page(town: Town, member: Client) -> None:
    """Two Latin names in an Arabic line would otherwise change places, and the arrow would say the opposite."""
    plan, goal, step = town.plan, town.rows["goal"], town.rows["sub_objective"]
    ally = Position(plan=plan, goal=goal, sub_objective=step, stakeholder=town.rows["other"], stance="supporter")
    town.add(ally, sub_objective=step)
    page = page_of(member, town.url(f"sub-objectives/{step.pk}/network/"))
    assert re.search(
        r'<bdi class="stance[^>]*>Old mosque</bdi>\s*<svg class="i i-flip".*?<bdi>Drivers’ union</bdi>', page
    )


def test_the_notice_groups_what_is_released_by_audience(town: Town, member: Client) -> None:
    step = town.rows["sub_objective"]
    with scope(plan=town.plan):
        release(
            step, [(part, to) for part in ("stances", "reasons") for to in ("members", "document")], by=town.people["s"]
        )
    page = page_of(member, town.url(f"sub-objectives/{step.pk}/positions/"))
    (told,) = re.findall(r'<ul class="plain">(.*?)</ul>', page.partition('class="secret"')[2])[:1]
    assert told.count("<li>") == told.count("</li>") == 2
    assert "The document for the council, and exports: Reasons · Stances, interest and influence</li>" in told


def held(town: Town, step: Any, asset: Any, who: str, stance: str, interest: int, strength: int) -> None:
    """One more stakeholder with influence over the asset, for that sub-objective."""
    goal = town.rows["goal"]
    other = town.add(Stakeholder(plan=town.plan, name=who, kind="other"))
    position = Position(plan=town.plan, goal=goal, sub_objective=step, stakeholder=other, stance=stance)
    position.interest = interest
    town.add(position, sub_objective=step)
    influence = Influence(plan=town.plan, goal=goal, sub_objective=step, holder=position, asset=asset)
    influence.strength = strength
    town.add(influence, sub_objective=step)


def test_sub_objectives_are_never_mixed_in_the_matrix(town: Town) -> None:
    """Teachers alone hold an asset in 1.1, an undecided ministry in 1.2, a supporter in 1.3: each stands by itself, and
    the goal has the worst. What somebody holds and the goal has not listed is named."""
    goal = town.rows["goal"]
    asset = town.add(Asset(plan=town.plan, name="School hours", kind="social"))
    lost = town.add(Asset(plan=town.plan, name="Old mill", kind="built"))
    listed = GoalAsset(plan=town.plan, goal=goal, asset=asset, availability=1, importance=2)
    town.add(listed, goal=goal)
    steps = [town.rows["sub_objective"]]
    for words in ("Second", "Third"):
        steps.append(town.add(SubObjective(plan=town.plan, goal=goal, statement=words), goal=goal))
    with trusted(town.plan):
        held(town, steps[0], asset, "Teachers", "opponent", 2, 2)
        held(town, steps[1], asset, "Ministry", "undecided", 2, 2)
        held(town, steps[2], asset, "Parents", "supporter", 1, 2)
        held(town, steps[2], lost, "Miller", "supporter", 2, 2)
        found = matrix(Goal.objects.get(pk=goal.pk))
    line = next(one for one in found.lines if one.asset == "School hours")
    assert [(one.step, one.hold[0]) for one in line.steps] == [("1.1", "risk"), ("1.2", "open"), ("1.3", "weak")]
    assert line.worst[0] == "risk"
    assert found.unlisted == ["Old mill"]
