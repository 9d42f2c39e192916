"""The worksheets of meetings (T6)."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from targets.models import Meeting, MeetingGuest
from tests.fixtures import HTMX, Town, as_user

pytestmark = pytest.mark.django_db
SERIES = {"purpose": "Families", "kind": "groups", "rhythm": "quarterly", "first": "2027-01-31"}


def test_a_series_is_added_and_stands_in_the_timelines(secretary: Client, town: Town) -> None:
    assert secretary.post(town.url("meetings/"), SERIES, headers=HTMX).status_code == 201
    with scope(plan=town.plan):
        assert Meeting.objects.get(purpose="Families").goal is None
    months = f"{town.url('goals/')}{town.rows['goal2'].pk}/timeline/"
    assert "Families" not in secretary.get(months).content.decode()  # there are no activities to stand below
    for path in (f"goals/{town.rows['goal'].pk}/timeline/?from=2027-01", "timeline/?from=2027-01"):
        text = secretary.get(town.url(path)).content.decode()
        row = text.partition("Families")[2].partition("</tr>")[0]
        assert "31 January 2027: meeting" in row
        assert "30 April 2027: meeting" in row
        assert row.count('<td class="m met') == 4


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"until": "2027-01-30"}, "until", "The last day is before the first."),
        ({"first": "1850-01-01"}, "first", "The year must be between"),
        ({"first": "2029-01-01"}, "first", "The plan has ended by then."),
        ({"first": "2027-01-31", "until": "2037-02-01"}, "until", "at most 10 years"),
        ({"minutes": "0"}, "minutes", "5"),
        ({"hour": "25:00"}, "hour", "valid time"),
        ({"goal": "0"}, "goal", "Select a valid choice"),
    ],
)
def test_wrong_values_are_told_at_their_place(
    typed: dict[str, str], field: str, said: str, secretary: Client, town: Town
) -> None:
    row = town.rows["meeting"]
    cells = {"version": "1", "first": "2027-01-31", "fields": " ".join({"first", *typed})} | typed
    response = secretary.post(town.url(f"meetings/{row.pk}/"), cells)
    assert response.status_code == 422
    assert said in response.content.decode().partition(f'id="id_{field}_error"')[2][:400]
    with scope(plan=town.plan):
        assert Meeting.objects.get(pk=row.pk).first == date(2026, 9, 3)


def test_guests_are_of_the_register_and_their_stance_is_not_told(town: Town) -> None:
    text = as_user(town.people["v"]).get(town.url("meeting-guests/")).content.decode()
    assert "Drivers’ union" in text  # the register is open
    assert "opponent" not in text.lower()
    assert "longer hours" not in text


def test_the_list_names_who_is_asked_to_come(town: Town) -> None:
    text = as_user(town.people["v"]).get(town.url("meetings/")).content.decode()
    assert "<bdi>Drivers’ union</bdi>" in text
    assert "longer hours" not in text


def test_a_guest_is_asked_once(secretary: Client, town: Town) -> None:
    typed = {"meeting": town.rows["meeting"].pk, "stakeholder": town.rows["stakeholder"].pk}
    response = secretary.post(town.url("meeting-guests/"), typed, headers=HTMX)
    assert response.status_code == 422
    assert "They are already invited." in response.content.decode()
    other = typed | {"stakeholder": town.rows["other"].pk}
    assert secretary.post(town.url("meeting-guests/"), other, headers=HTMX).status_code == 201
    with scope(plan=town.plan):
        assert MeetingGuest.objects.count() == 2


def test_members_of_a_group_plan_meetings_too(town: Town) -> None:
    assert as_user(town.people["g"]).post(town.url("meetings/"), SERIES).status_code == 302
    assert as_user(town.people["v"]).post(town.url("meetings/"), SERIES).status_code == 403


def test_a_link_of_the_path_chooses_beforehand(secretary: Client, town: Town) -> None:
    text = secretary.get(town.url(f"meetings/?goal={town.rows['goal'].pk}&kind=briefing")).content.decode()
    assert f'<option value="{town.rows["goal"].pk}" selected>' in text
    assert '<option value="briefing" selected>' in text
