"""Table 3 of the module, from the example plan to the page."""

import re
import uuid
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags
from django_scopes import scope

from planning.assets.models import GoalAsset
from planning.goals.confidential import trusted
from planning.goals.models import Goal, SubObjective
from planning.models import Plan, User
from stakeholders.actions import release
from stakeholders.models import Connection, Influence, Interview, Position, Stakeholder
from stakeholders.section import ALL_PARTS, analysis_of, matrix
from stakeholders.words import ADVICE
from tests.fixtures import as_user, example

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return example("en")


@pytest.fixture
def shopowner(plan: Plan) -> Client:
    return as_user(User.objects.get(username="shopowner"))


def first_step(plan: Plan) -> SubObjective:
    with scope(plan=plan):
        return SubObjective.objects.get(goal__position=1, position=1)


def text(response: object) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def test_each_stakeholder_has_the_modules_advice(plan: Plan) -> None:
    with trusted(plan):
        found = analysis_of(first_step(plan), ALL_PARTS, whole=True)
        words = {line.name: line.advice[0] for line in found.lines if line.advice}
    by_name = {advice.value: str(words) for advice, (words, _meaning) in ADVICE.items()}
    assert words == {
        "Citizen group “Clean city”": by_name["drive"],
        "Local council": by_name["drive"],
        "Business association": by_name["strengthen"],
        "Workers’ union": by_name["accommodate"],
        "Imam of the old mosque": by_name["watch"],
    }


def test_public_opinion_is_held_only_by_an_opponent(plan: Plan) -> None:
    with trusted(plan):
        holds = {line.asset: line.worst[0] for line in matrix(Goal.objects.get(position=1)).lines}
    assert holds["Public opinion on local issues"] == "risk"
    assert holds["Longer work hours of the waste-collection workers"] == "risk"
    assert holds["Collection vehicles"] == "promoted"
    assert holds["Business community support for a clean city"] == "weak"
    assert holds["Recycle bins"] == "gap"  # of high priority, and nobody's


def test_the_pages_show_it(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    page = text(shopowner.get(f"/plans/clean-city/sub-objectives/{step.pk}/network/"))
    assert re.search(r"Workers’ union ?Imam of the old mosque\s+Workers’ union", page), page
    page = text(shopowner.get(f"/plans/clean-city/sub-objectives/{step.pk}/map/"))
    assert "Accommodate." in page
    assert "Not on the map yet" not in page
    page = text(shopowner.get(f"/plans/clean-city/sub-objectives/{step.pk}/positions/"))
    for words in (
        "Its members will have to work longer hours",
        "Collection vehicles (Physical, built): Strong",
        "Imam of the old mosque: The union’s leader regularly attends his mosque",
    ):
        assert words in page
    page = text(shopowner.get(f"/plans/clean-city/goals/{step.goal_id}/promote/"))
    assert "Public opinion on local issues" in page
    assert "Only opponents influence it, or only they are able to." in page


def test_a_new_stakeholder_enters_the_register(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    url = f"/plans/clean-city/sub-objectives/{step.pk}/positions/"
    typed = {"name": "Market traders", "kind": "business", "stance": "undecided", "reason": "Litter at the stalls"}
    assert shopowner.post(url, typed).status_code == 302
    with trusted(plan):
        new = Position.objects.get(stakeholder__name="Market traders")
        assert (new.goal, new.sub_objective, new.position) == (step.goal, step, 6)
    refused = shopowner.post(url, {"stance": "opponent", "reason": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in refused.content.decode()
    twice = shopowner.post(url, {"stakeholder": new.stakeholder_id, "stance": "opponent"})
    assert twice.status_code == 422


def test_influence_is_offered_for_high_priority_assets_first(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    page = shopowner.get(f"/plans/clean-city/sub-objectives/{step.pk}/influence/").content.decode()
    first, others = page.index('<optgroup label="High priority">'), page.index('<optgroup label="Other assets')
    assert first < page.index(">Effective billing system (Human)<") < others < page.index("Public opinion on", others)


def test_a_strong_influence_has_no_cause_of_weakness(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    with trusted(plan):
        held = Influence.objects.first()
    url = f"/plans/clean-city/sub-objectives/{step.pk}/influence/{held.pk}/"
    data = {"version": "1", "fields": "cause", "cause": "weakness"}
    assert shopowner.post(url, data).status_code == 422
    data = {"version": "1", "fields": "strength cause", "strength": "1", "cause": "weakness"}
    assert shopowner.post(url, data).status_code == 302
    with trusted(plan):
        held = Influence.objects.get(pk=held.pk)
        assert (held.strength, held.cause) == (1, "weakness")


def test_a_connection_is_noted_once_whichever_way(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    url = f"/plans/clean-city/goals/{step.goal_id}/connections/"
    with trusted(plan):
        link = Connection.objects.first()
    again = shopowner.post(url, {"one": link.other_id, "other": link.one_id})
    assert again.status_code == 422
    assert "already in the list" in again.content.decode()
    alone = shopowner.post(url, {"one": link.one_id, "other": link.one_id})
    assert alone.status_code == 422
    assert "Choose two different stakeholders" in alone.content.decode()


def test_a_saved_row_keeps_showing_its_connections(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    with trusted(plan):
        union = Position.objects.get(stakeholder__name="Workers’ union")
    url = f"/plans/clean-city/sub-objectives/{step.pk}/positions/{union.pk}/"
    data = {"version": "1", "stance": "opponent", "interest": "2", "reason": "Night work"}
    saved = text(shopowner.post(url, data, headers={"HX-Request": "true"}))
    assert "Night work" in saved
    assert "Imam of the old mosque: The union’s leader" in saved
    assert "Longer work hours" in saved


def test_what_was_sent_twice_is_answered_as_once(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    url = f"/plans/clean-city/sub-objectives/{step.pk}/positions/"
    typed = {"name": "Market traders", "kind": "business", "stance": "undecided", "key": str(uuid.uuid4())}
    assert [shopowner.post(url, typed).status_code for _time in range(2)] == [302, 302]
    with trusted(plan):
        assert Position.objects.filter(stakeholder__name="Market traders").count() == 1
        assert Stakeholder.objects.filter(name="Market traders").count() == 1


@pytest.mark.parametrize("name", ["workers'  Union", "Workers’-Union.", "Wórkers’ UNION"])
def test_a_name_that_the_register_has_is_not_entered_again(plan: Plan, shopowner: Client, name: str) -> None:
    url = f"/plans/clean-city/sub-objectives/{first_step(plan).pk}/positions/"
    typed = {"name": name, "kind": "union", "stance": "opponent"}
    refused = shopowner.post(url, typed)
    assert refused.status_code == 422
    assert "is already in the register" in refused.content.decode()


def test_the_export_has_what_was_released_and_says_what_was_not(plan: Plan, tmp_path: Path) -> None:
    step = first_step(plan)
    with trusted(plan):
        union = Position.objects.get(sub_objective=step, stakeholder__name="Workers’ union")
        held = Influence.objects.filter(holder=union).first()
        secretary = User.objects.get(username="secretary")
        release(step, [("stances", "document"), ("interviews", "document")], by=secretary)
    target = tmp_path / "plan.xlsx"
    call_command("exportplan", plan.slug, "--to", str(target), "--language", "en", verbosity=0)
    rows = list(openpyxl.load_workbook(target)["Table 3"].iter_rows(values_only=True))
    told = dict(zip(rows[0], next(row for row in rows if row[1] == "Workers’ union"), strict=True))
    assert told["Stance"] == "Opponent"
    assert (told["Why?"], told["Connections"]) == ("not released", "not released")
    assert told["What was said"] == "Self-reported: Nobody asked us. With paid overtime we would talk."
    assert held.get_source_display() in told["Assets"]
    with trusted(plan):
        assert not [name for name in Interview.objects.values_list("person", flat=True) if name and name in str(rows)]


def test_a_row_saved_whole_names_what_was_chosen(plan: Plan, shopowner: Client) -> None:
    step = first_step(plan)
    with trusted(plan):
        held = Influence.objects.filter(sub_objective=step).select_related("asset").first()
        listed = GoalAsset.objects.filter(goal=step.goal).exclude(asset=held.asset_id).select_related("asset")
        other = listed.exclude(asset__in=held.holder.influences.values("asset")).first().asset
    url = f"/plans/{plan.slug}/sub-objectives/{step.pk}/influence/{held.pk}/"
    typed = {
        "version": held.version,
        "holder": held.holder_id,
        "asset": other.pk,
        "strength": held.strength,
        "source": held.source,
        "cause": held.cause,
    }
    saved = shopowner.post(url, typed, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert other.name in saved.content.decode()
    assert held.asset.name not in saved.content.decode()
