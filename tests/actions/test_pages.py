"""An action's page with its links, its means in the balance, the monitoring plan, opponents' interests (C3 to C5)."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from planning.goals.confidential import trusted
from planning.models import Accommodation, ActionLink, GoalAsset
from planning.worksheets.actions import InUse, delete_row, save_row
from tests.fixtures import Town, as_user

pytestmark = pytest.mark.django_db


def page_of(town: Town) -> str:
    return town.url(f"goals/{town.rows['goal'].pk}/actions/{town.rows['action'].pk}/questions/")


def links(town: Town) -> set[tuple[str, int]]:
    with scope(plan=town.plan):
        return {link.place for link in ActionLink.objects.all()}


def ticked(town: Town) -> dict[str, object]:
    return {"target": [town.rows["target"].pk], "asset": [town.rows["asset"].pk], "seen": ""}


def test_what_is_ticked_is_linked_once(town: Town, secretary: Client) -> None:
    for _twice in range(2):
        assert secretary.post(page_of(town), ticked(town)).status_code == 302
    assert links(town) == {("target", town.rows["target"].pk), ("asset", town.rows["asset"].pk)}


def test_what_somebody_else_has_linked_meanwhile_stays(town: Town, secretary: Client, teacher: Client) -> None:
    """Both opened the page when nothing was linked; each ticks one thing."""
    secretary.post(page_of(town), {"target": [town.rows["target"].pk], "seen": ""})
    teacher.post(page_of(town), {"asset": [town.rows["asset"].pk], "seen": ""})
    assert links(town) == {("target", town.rows["target"].pk), ("asset", town.rows["asset"].pk)}


def test_a_link_goes_and_comes_back(town: Town, secretary: Client) -> None:
    secretary.post(page_of(town), ticked(town))
    seen = " ".join(f"{end}:{pk}" for end, pk in links(town))
    secretary.post(page_of(town), {"asset": [town.rows["asset"].pk], "seen": seen})
    assert links(town) == {("asset", town.rows["asset"].pk)}
    secretary.post(page_of(town), ticked(town) | {"seen": f"asset:{town.rows['asset'].pk}"})
    assert len(links(town)) == 2


def test_only_what_is_of_the_goal_can_be_linked(town: Town, other_town: Town, secretary: Client) -> None:
    """Neither another plan's target nor one of another goal; what was typed stays on the page, with a message."""
    response = secretary.post(page_of(town), {"target": [other_town.rows["target"].pk], "seen": ""})
    assert response.status_code == 422
    assert "Select a valid choice" in response.content.decode()
    assert links(town) == set()


@pytest.mark.parametrize("seen", ["asset:x", "asset", "group:1", "x" * 500, "asset:99999999999999999999 target:²"])
def test_nonsense_in_place_of_what_was_seen_changes_nothing(town: Town, secretary: Client, seen: str) -> None:
    assert secretary.post(page_of(town), {"seen": seen}).status_code == 302
    assert links(town) == set()


def test_what_an_action_builds_on_cannot_be_deleted(town: Town, secretary: Client) -> None:
    secretary.post(page_of(town), ticked(town))
    with scope(plan=town.plan), pytest.raises(InUse) as caught:
        delete_row(town.rows["target"], by=town.people["s"])
    assert ("links of actions", 1) in caught.value.holders


def test_a_hidden_entry_stays_linked_when_somebody_saves_who_does_not_see_it(
    town: Town, secretary: Client, teacher: Client
) -> None:
    """The teacher's page knows nothing of the confidential entry, and saving it must not take the link away."""
    entry = town.rows["secret_entry"].pk
    secretary.post(page_of(town), {"entry": [entry], "seen": ""})
    page = teacher.get(page_of(town))
    assert "Longer hours are feared" not in page.content.decode()
    teacher.post(page_of(town), {"target": [town.rows["target"].pk], "seen": page.context["form"]["seen"].value()})
    assert links(town) == {("entry", entry), ("target", town.rows["target"].pk)}
    assert teacher.post(page_of(town), {"entry": [entry], "seen": ""}).status_code == 422


def test_nobody_takes_a_link_away_that_they_do_not_see(town: Town, secretary: Client, teacher: Client) -> None:
    """By saying that it was seen; nor learns in this way whether it is there."""
    entry = town.rows["secret_entry"].pk
    secretary.post(page_of(town), {"entry": [entry], "seen": ""})
    assert teacher.post(page_of(town), {"seen": f"entry:{entry}"}).status_code == 302
    assert links(town) == {("entry", entry)}


def test_a_link_to_an_asset_that_is_rated_no_more_can_be_taken_away(town: Town, secretary: Client) -> None:
    asset = town.rows["asset"].pk
    secretary.post(page_of(town), {"asset": [asset], "seen": ""})
    with scope(plan=town.plan):
        GoalAsset.objects.update(deleted_at="2026-01-01T00:00:00Z")
    assert "Lorries" in secretary.get(page_of(town)).content.decode()
    secretary.post(page_of(town), {"seen": f"asset:{asset}"})
    assert links(town) == set()


def test_the_page_answers_the_four_questions(town: Town, teacher: Client) -> None:
    with scope(plan=town.plan):
        values = {
            "start": date(2027, 2, 1),
            "end": date(2027, 4, 30),
            "main_actor_id": town.rows["other"].pk,
            "readiness": "committed",
            "capacity": "Two people",
            "flexibility": "Can be called again",
        }
        save_row(town.rows["action"], values, seen_version=1, by=town.people["s"])
    text = teacher.get(page_of(town)).content.decode()
    for said in (
        "Short-term activity",
        "Old mosque",
        "Committed, capacity has to grow",
        "Two people",
        "Calls for it on Friday",
        "Can be called again",
        "Brooms",
    ):
        assert said in text
    assert "not answered yet" not in text


def test_only_assets_of_the_goal_are_offered(town: Town, secretary: Client) -> None:
    text = secretary.get(page_of(town)).content.decode()
    assert "Lorries" in text
    with scope(plan=town.plan):
        GoalAsset.objects.filter(asset=town.rows["asset"]).update(goal=town.rows["goal2"])
    assert "Lorries" not in secretary.get(page_of(town)).content.decode()


def test_the_balance_never_adds_currencies(town: Town, teacher: Client) -> None:
    with scope(plan=town.plan):
        line = town.rows["resource"]
        save_row(line, {"amount": 100, "currency": "USD"}, seen_version=1, by=town.people["s"])
        more = type(line)(
            plan=town.plan,
            action=town.rows["action"],
            origin="external",
            description="Bins",
            amount=900,
            currency="LBP",
            state="received",
        )
    town.add(more, action__goal=town.rows["goal"])
    text = teacher.get(town.url(f"goals/{town.rows['goal'].pk}/resources/balance/")).content.decode()
    assert "100 USD" in text
    assert "900 LBP" in text
    assert "1,000" not in text


def test_the_monitoring_plan_is_made_of_what_is_written_elsewhere(town: Town, teacher: Client) -> None:
    text = teacher.get(town.url(f"goals/{town.rows['goal'].pk}/monitoring-plan/")).content.decode()
    carried, _head, reached = text.partition('id="second"')
    assert "Clean-up week" in carried
    assert "Brooms" in carried
    assert "Streets served" in reached
    assert "Streets served" not in carried


def opponents(town: Town) -> str:
    return town.url(f"goals/{town.rows['goal'].pk}/actions/opponents/")


def test_an_influential_opponent_without_an_action_is_named_to_confidants(town: Town, secretary: Client) -> None:
    assert "Nothing accommodates their interest yet" not in secretary.get(opponents(town)).content.decode()
    with trusted(town.plan):
        delete_row(Accommodation.objects.get(), by=town.people["s"])
    text = secretary.get(opponents(town)).content.decode()
    assert "Nothing accommodates their interest yet" in text
    assert f"?opponent={town.rows['position'].pk}#add" in text


def test_nobody_else_reads_whose_interest_is_met(town: Town) -> None:
    for letter in "tvf":
        assert as_user(town.people[letter]).get(opponents(town)).status_code == 403


def test_what_was_met_can_be_written_on_when_the_opponent_has_changed_sides(town: Town, secretary: Client) -> None:
    with trusted(town.plan):
        save_row(town.rows["position"], {"stance": "supporter"}, seen_version=1, by=town.people["s"])
        met = Accommodation.objects.get()
    at = f"{opponents(town)}{met.pk}/"
    values = {"version": met.version, "opponent": met.opponent_id, "action": met.action_id, "how": "higher pay"}
    assert secretary.post(at, values).status_code == 302
    with trusted(town.plan):
        assert Accommodation.objects.get().how == "higher pay"


@pytest.mark.parametrize(("end", "status"), [("2037-01-31", 302), ("2037-02-02", 422)])
def test_an_action_has_an_end_in_sight(end: str, status: int, town: Town, secretary: Client) -> None:
    values = {"title": "Clean-up week", "start": "2027-02-01", "end": end}
    response = secretary.post(town.url(f"goals/{town.rows['goal'].pk}/actions/"), values)
    assert response.status_code == status
    if status == 422:
        assert "at most 10 years" in response.content.decode().partition("end_error")[2][:300]


def test_only_opponents_of_the_goal_are_offered(town: Town, secretary: Client) -> None:
    with trusted(town.plan):
        save_row(town.rows["position"], {"stance": "supporter"}, seen_version=1, by=town.people["s"])
    values = {"opponent": town.rows["position"].pk, "action": town.rows["action"].pk, "how": "x"}
    response = secretary.post(opponents(town), values)
    assert response.status_code == 422
