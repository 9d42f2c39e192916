"""Taking over what Step 1 knows, and editing it (C1)."""

import re
import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from planning.council.document import content_of
from planning.goals.confidential import trusted
from planning.goals.rooms import Survey
from planning.models import Asset, Goal, GoalAsset, LocalAvailability, SwotEntry
from planning.overview.path import COUNTS
from planning.plans.findings import Progress
from planning.swot.actions import take
from planning.swot.checks import findings, parts
from planning.swot.section import offers
from stakeholders.models import Stakeholder
from tests.fixtures import HTMX, Town, as_user
from tests.plans.names import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def rated(town: Town) -> Town:
    """The lorries are too few, and missing in the upper quarter; they are kept by a stakeholder of the register."""
    goal, rating, plan = town.rows["goal"], town.rows["rating"], town.plan
    town.add(Stakeholder(plan=plan, name="Works Department", kind="servants"))
    with scope(plan=plan):
        Asset.objects.filter(pk=rating.asset_id).update(keeper="works department")
        GoalAsset.objects.filter(pk=rating.pk).update(availability=2, importance=3, reason="two of three")
    local = LocalAvailability(plan=plan, goal_asset=rating, locality=town.rows["locality"], availability=1)
    town.add(local, goal_asset__goal=goal)
    return town


def texts(town: Town) -> set[str]:
    with trusted(town.plan):
        return set(SwotEntry.objects.exclude(origin="").values_list("text", flat=True))


FROM_ASSETS = {
    "Not enough of it, or not good enough: Lorries (two of three)",
    "Lorries: missing in Upper quarter",
}
FROM_STANCES = {"Drivers’ union: longer hours"}


def test_the_page_starts_with_what_step_1_knows(rated: Town) -> None:
    page = as_user(rated.people["g"]).get(address("swot", rated)).content.decode()
    for text in FROM_ASSETS | FROM_STANCES:
        assert text in page
    assert "Local government: civil servants" in page  # the keeper's type
    assert "Adopt all 3 proposals" in page


def test_who_is_no_confidant_is_offered_the_assets_alone(rated: Town) -> None:
    teacher = as_user(rated.people["t"])
    page = teacher.get(address("swot", rated)).content.decode()
    assert "Adopt all 2 proposals" in page
    assert "longer hours" not in page
    teacher.post(address("swot_take", rated), {"origin": f"wants:{rated.rows['position'].pk}"})
    assert texts(rated) == set()
    teacher.post(address("swot_take", rated), {"all": "1"})
    assert texts(rated) == FROM_ASSETS


def test_taking_over_twice_makes_no_double(rated: Town) -> None:
    group, url = as_user(rated.people["g"]), address("swot_take", rated)
    origin = f"short:{rated.rows['rating'].pk}"
    for _time in range(2):
        assert group.post(url, {"origin": origin}).status_code == 302
    assert texts(rated) == {"Not enough of it, or not good enough: Lorries (two of three)"}
    for _time in range(2):
        group.post(url, {"all": "1"})
    assert texts(rated) == FROM_ASSETS | FROM_STANCES
    with trusted(rated.plan):
        assert SwotEntry.objects.exclude(origin="").count() == 3
        secret = set(SwotEntry.objects.filter(secret=True).exclude(origin="").values_list("text", flat=True))
        assert secret == FROM_STANCES
    assert "No more proposals" in group.get(address("swot", rated)).content.decode()


def test_what_became_confidential_is_not_offered_to_others_again(rated: Town) -> None:
    group, teacher = as_user(rated.people["g"]), as_user(rated.people["t"])
    group.post(address("swot_take", rated), {"all": "1"})
    with trusted(rated.plan):
        SwotEntry.objects.exclude(origin="").update(secret=True)
    assert "No more proposals" in teacher.get(address("swot", rated)).content.decode()
    teacher.post(address("swot_take", rated), {"all": "1"})
    with trusted(rated.plan):
        assert SwotEntry.objects.exclude(origin="").count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_take_over_at_once(rated: Town) -> None:
    with trusted(rated.plan):
        both = offers(rated.rows["goal"])
    ready, made = threading.Barrier(2), []

    def taking(letter: str) -> None:
        try:
            ready.wait(10)
            with trusted(rated.plan):
                made.append(len(take(rated.rows["goal"], both, by=rated.people[letter])))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=taking, args=(letter,)) for letter in "sg"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with trusted(rated.plan):
        assert SwotEntry.objects.exclude(origin="").count() == len(both) == 3
    assert sorted(made) == [0, 3]  # the second is told that nothing was left, and not stopped by an error


def test_an_entry_leads_back_to_where_it_comes_from(rated: Town) -> None:
    group = as_user(rated.people["g"])
    group.post(address("swot_take", rated), {"all": "1"})
    page = group.get(address("swot", rated)).content.decode()
    rows = rated.rows
    ways = {
        f"{address('ratings', rated)}#row-{rows['rating'].pk}",
        f"{address('positions', rated)}#row-{rows['position'].pk}",
    }
    found = set(re.findall(r'<a href="([^"]+)">Source', page))
    assert found == ways
    for way in ways:
        path, _hash, row = way.partition("#")
        assert f'id="{row}"' in group.get(path).content.decode()


def test_a_released_entry_does_not_say_where_it_comes_from(rated: Town) -> None:
    as_user(rated.people["g"]).post(address("swot_take", rated), {"all": "1"})
    with trusted(rated.plan):
        SwotEntry.objects.update(secret=False)
    page = as_user(rated.people["t"]).get(address("swot", rated)).content.decode()
    assert "Drivers’ union: longer hours" in page
    assert address("positions", rated) not in page


def test_a_taken_entry_is_edited_and_stays_taken(rated: Town) -> None:
    group = as_user(rated.people["g"])
    group.post(address("swot_take", rated), {"all": "1"})
    with trusted(rated.plan):
        entry = SwotEntry.objects.get(text="Drivers’ union: longer hours")
    url = reverse("swot_entries_row", args=[rated.plan.slug, entry.goal_id, entry.pk])
    saved = group.post(url, {"version": 1, "fields": "text", "text": "Overtime has to be paid"}, headers=HTMX)
    assert saved.status_code == 200
    with trusted(rated.plan):
        entry.refresh_from_db()
    assert (entry.text, entry.secret) == ("Overtime has to be paid", True)
    assert "No more proposals" in group.get(address("swot", rated)).content.decode()
    group.post(url + "delete/")
    assert "Adopt the last proposal" in group.get(address("swot", rated)).content.decode()


def test_what_an_entry_was_made_from_is_not_deleted_unasked(rated: Town) -> None:
    as_user(rated.people["t"]).post(address("swot_take", rated), {"all": "1"})
    refused = as_user(rated.people["t"], **HTMX).post(address("ratings_delete", rated))
    assert refused.status_code == 409
    assert "SWOT entries" in refused.content.decode()


def test_what_one_writes_is_open_unless_a_confidant_says_otherwise(town: Town) -> None:
    url, typed = address("swot_entries", town), {"cell": "threat", "group": "state", "text": "The law may change"}
    teacher, group = as_user(town.people["t"]), as_user(town.people["g"])
    assert 'name="secret"' not in teacher.get(url).content.decode()
    assert 'name="secret"' in group.get(url).content.decode()
    assert not re.search(r'name="secret"[^>]*checked', group.get(url).content.decode())
    assert re.search(r'name="secret"[^>]*checked', group.get(url + "?cell=separate&secret=on").content.decode())
    teacher.post(url, typed | {"secret": "on"})
    group.post(url, typed | {"text": "The law will change"})
    group.post(url, typed | {"text": "The minister is against it", "secret": "on"})
    with trusted(town.plan):
        found = dict(SwotEntry.objects.filter(cell="threat").values_list("text", "secret"))
    assert found == {
        "The law may change": False,
        "The law will change": False,
        "The minister is against it": True,
    }


def test_releasing_has_to_be_sure(town: Town, secretary: Client) -> None:
    entry = town.rows["secret_entry"]
    url = reverse("swot_release", args=[town.plan.slug, entry.goal_id, entry.pk])
    page = secretary.get(url).content.decode()
    for words in (entry.text, "Everybody who reads the worksheets", "The document for the council"):
        assert words in page
    assert secretary.post(url).status_code == 422
    with scope(plan=town.plan):
        assert not SwotEntry.objects.filter(pk=entry.pk).exists()
    assert secretary.post(url, {"sure": "on"}).status_code == 302
    assert secretary.post(url, {"sure": "on"}).status_code == 302  # twice does no harm
    with scope(plan=town.plan):
        assert SwotEntry.objects.filter(pk=entry.pk).exists()


def test_the_path_counts_cells(town: Town) -> None:
    """Also those that hold confidential entries alone: how many are filled tells nothing of what they say."""
    with scope(plan=town.plan):
        goals = list(Goal.objects.all())
    counted, slug = COUNTS.of(town.plan), town.plan.slug
    assert [finding.title for finding in findings(Survey(slug, goals, counted))] == [
        "4 cells of the SWOT of goal 1 are empty",
        "The SWOT of goal 2 is empty: adopt the proposals from step 1",
    ]
    assert [(part.progress, part.figure) for part in parts(Survey(slug, goals, counted))] == [
        (Progress.PART, "2 of 6 cells"),
        (Progress.NOTHING, "0 of 6 cells"),
    ]
    for cell in ("strength", "opportunity", "common", "threat"):
        town.add(SwotEntry(plan=town.plan, goal=goals[0], cell=cell, text=cell), goal=goals[0])
    assert len(findings(Survey(slug, goals, COUNTS.of(town.plan)))) == 1


def test_the_document_has_the_table_where_something_is_open(town: Town) -> None:
    with scope(plan=town.plan):
        page = content_of(town.plan, "en").page
        assert "Old lorries" in page
        assert "Longer hours are feared" not in page
        assert page.count('id="swot"') == page.count('id="step3"') == 1
        assert page.index('id="step3"') < page.index('id="swot"') < page.index('id="table7"')
        SwotEntry.objects.all().update(secret=True)
        page = content_of(town.plan, "en").page
    assert 'id="swot"' not in page
    assert 'href="#swot"' not in page
    with trusted(town.plan):  # whoever has it made: a confidant's document is everybody's
        assert "Old lorries" not in content_of(town.plan, "en").page
