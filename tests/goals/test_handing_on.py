"""A goal that goes to another working group takes its confidential analysis along (B8): that is said and confirmed."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django_scopes import scope

from planning.goals.confidential import trusted
from planning.models import Goal, WorkingGroup
from planning.worksheets.actions import save_row, take_back
from stakeholders.models import Answer, Connection, Influence, Interview, Position
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(town: Town) -> WorkingGroup:
    return town.add(WorkingGroup(plan=town.plan, name="Group 2"))


def move(client: Client, town: Town, to: object, goal: str = "goal", cell: bool = True, **more: object) -> HttpResponse:
    """The cell alone, as the browser saves it; without `cell` the whole row, as without JavaScript."""
    values = {"version": 1, "opened": 1, "group": to, "statement": "The town is clean.", **more}
    if cell:
        values["fields"] = "group"
    url = town.url(f"goals/{town.rows[goal].pk}/")
    return client.post(url, values, headers=HTMX if cell else {})


def group_of(town: Town, goal: str = "goal") -> str:
    with scope(plan=town.plan):
        return str(Goal.objects.get(pk=town.rows[goal].pk).group)


def token(response: HttpResponse) -> str:
    found = re.search(r'name="sure" value="([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return found[1].replace("&gt;", ">")


@pytest.mark.parametrize("cell", [True, False])
def test_it_is_said_who_will_read_what_and_asked(
    secretary: Client, town: Town, second: WorkingGroup, cell: bool
) -> None:
    response = move(secretary, town, second.pk, cell=cell)
    said = response.content.decode()
    assert response.status_code == 409
    assert "All members of “Group 2” will be able to read all of them" in said
    assert "“Group 1” will no longer be able to read them" in said
    assert group_of(town) == "Group 1"
    response = move(secretary, town, second.pk, cell=cell, sure=token(response))
    assert response.status_code == (200 if cell else 302)
    assert group_of(town) == "Group 2"


def test_nothing_typed_is_lost_without_javascript(secretary: Client, town: Town, second: WorkingGroup) -> None:
    response = move(secretary, town, second.pk, cell=False, statement="The town is very clean.")
    page = response.content.decode()
    assert 'value="The town is very clean."' in page
    assert f'value="{second.pk}" selected' in page
    assert "<html" in page
    assert " checked" not in page  # it is for the reader to agree
    move(secretary, town, second.pk, cell=False, statement="The town is very clean.", sure=token(response))
    with scope(plan=town.plan):
        assert Goal.objects.get(pk=town.rows["goal"].pk).statement == "The town is very clean."


def test_who_agreed_to_one_group_has_not_agreed_to_another(secretary: Client, town: Town, second: WorkingGroup) -> None:
    third = town.add(WorkingGroup(plan=town.plan, name="Group 3"))
    agreed = token(move(secretary, town, second.pk))
    response = move(secretary, town, third.pk, sure=agreed)
    assert response.status_code == 409
    assert "“Group 3”" in response.content.decode()
    assert group_of(town) == "Group 1"
    assert "“Group 2”" not in response.content.decode().partition("Not saved yet")[2]


def test_without_a_group_only_the_secretariat_reads_it(secretary: Client, town: Town) -> None:
    response = move(secretary, town, "")
    assert response.status_code == 409
    assert "only the secretariat reads them" in response.content.decode()
    assert move(secretary, town, "", sure=token(response)).status_code == 200
    assert (
        as_user(town.people["g"]).get(town.url(f"sub-objectives/{town.rows['sub_objective'].pk}/map/")).status_code
        == 403
    )


def test_a_goal_without_such_rows_moves_without_a_question(secretary: Client, town: Town, second: WorkingGroup) -> None:
    assert move(secretary, town, second.pk, goal="goal2").status_code == 200
    assert group_of(town, "goal2") == "Group 2"


def test_deleted_rows_count_for_they_stand_in_the_history(secretary: Client, town: Town, second: WorkingGroup) -> None:
    with trusted(town.plan):
        for model in (Answer, Interview, Connection, Influence, Position):
            model.objects.update(deleted_at=town.rows["goal"].changed_at)
    assert move(secretary, town, second.pk).status_code == 409


def test_other_cells_ask_nothing_even_where_the_group_changed_meanwhile(
    secretary: Client, town: Town, second: WorkingGroup
) -> None:
    """The row was opened before somebody else moved the goal: who did not touch the group is asked nothing."""
    move(secretary, town, second.pk, sure=f"group:{town.rows['group'].pk}>{second.pk}")
    response = move(secretary, town, town.rows["group"].pk, cell=False, statement="Clean streets.")
    assert response.status_code == 302
    assert group_of(town) == "Group 2"


def test_the_row_is_headed_by_its_code_once(secretary: Client, town: Town) -> None:
    page = squeezed(secretary.get(town.url(f"goals/{town.rows['goal'].pk}/")))
    assert "<bdi>1</bdi></span>&ensp;<bdi>The town is clean.</bdi></h2>" in page


def test_leaving_the_row_as_it_was_asks_nothing(town: Town, secretary: Client, second: WorkingGroup) -> None:
    move(secretary, town, second.pk, sure=f"group:{town.rows['group'].pk}>{second.pk}")
    with scope(plan=town.plan):
        goal = Goal.objects.get(pk=town.rows["goal"].pk)
        take_back(goal, ["group_id"], to_version=1, seen_version=2, by=town.people["s"])
    assert group_of(town) == "Group 1"


def test_what_was_noted_since_is_not_undone_into_other_hands(
    town: Town, secretary: Client, second: WorkingGroup
) -> None:
    """Group 2 has written something down meanwhile; "Cancel" in a tab left open must not hand that to group 1."""
    move(secretary, town, second.pk, sure=f"group:{town.rows['group'].pk}>{second.pk}")
    with trusted(town.plan):
        row = Position.objects.get(pk=town.rows["position"].pk)
        save_row(row, {"reason": "they fear us"}, seen_version=1, by=town.people["s"])
    url = town.url(f"goals/{town.rows['goal'].pk}/view/")
    response = secretary.post(url, {"opened": 1, "version": 2}, headers=HTMX)
    assert response.status_code == 409
    assert "All members of “Group 1” will be able to read all of them" in response.content.decode()
    assert group_of(town) == "Group 2"
