"""The dates of a plan for calendar programs, read back by their library; the secret addresses (T5, T6)."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope
from icalendar import Calendar, Component

from planning.calendar.actions import find_address, make_address
from planning.calendar.feed import calendar_of
from planning.models import Action, Membership, Plan, User
from planning.plans.actions import hand_over
from planning.plans.permissions import Role
from targets.models import Activity, CalendarAddress, Meeting, Target
from tests.fixtures import Town, as_user, make_town, person
from tests.patience import PATIENCE

SECRETS = ("Drivers’ union", "longer hours", "prays there", "Abu Samir", "We will not drive")


def events(content: bytes) -> dict[str, Component]:
    """By what they are called."""
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def made(town: Town, user: User | None = None) -> bytes:
    with scope(plan=town.plan):
        return calendar_of(Plan.objects.select_related("municipality").get(pk=town.plan.pk), user)


def in_english(town: Town) -> Town:
    town.plan.municipality.locale = "en_GB"
    town.plan.municipality.save()
    return town


def days(event: Component) -> tuple[date, date]:
    return event["dtstart"].dt, event["dtend"].dt


@pytest.mark.django_db
def test_what_stands_in_the_calendar(town: Town) -> None:
    in_english(town)
    with scope(plan=town.plan):
        Target.objects.update(due=date(2027, 12, 31))
        Action.objects.update(end=date(2027, 4, 30))
        Activity.objects.filter(pk=town.rows["activity"].pk).update(months=(date(2026, 12, 1), date(2027, 1, 1)))
    content = made(town)
    found = events(content)
    assert days(found["Buy lorries"]) == (date(2026, 12, 1), date(2027, 2, 1))  # the day after the last one
    assert days(found["Target due: Every street is served"]) == (date(2027, 12, 31), date(2028, 1, 1))
    assert days(found["Action ends: Clean-up week"]) == (date(2027, 4, 30), date(2027, 5, 1))
    assert days(found["Works and finance"])[0].day == 3
    assert "Goal 1: The town is clean." in str(found["Buy lorries"]["description"])
    calendar = Calendar.from_ical(content)
    assert len([e for e in calendar.walk("VEVENT") if e["summary"] == "Train crews"]) == 2  # October, and December
    assert len([e for e in calendar.walk("VEVENT") if e["summary"] == "Works and finance"]) == 14  # to the plan's end
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    assert b"DTSTART;VALUE=DATE:20261201" in content
    for event in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "URL"} <= set(event)


@pytest.mark.django_db
def test_a_meeting_with_an_hour_is_in_the_installations_time_zone(town: Town, settings: Any) -> None:
    with scope(plan=town.plan):
        Meeting.objects.update(hour=time(10, 30), minutes=75, until=date(2027, 7, 30), place="Town hall; room 2, left")
    content = made(town)
    (first, *_others, last) = [e for e in Calendar.from_ical(content).walk("VEVENT") if "duration" in e]
    assert first["dtstart"].params["TZID"] == settings.TIME_ZONE == "Asia/Beirut"
    assert first["dtstart"].dt.utcoffset() == timedelta(hours=3)  # summer
    assert first["dtstart"].dt.replace(tzinfo=None) == datetime(2026, 9, 3, 10, 30)
    assert last["dtstart"].dt.date() == date(2027, 7, 3)
    assert first["duration"].dt == timedelta(minutes=75)
    assert b"LOCATION:Town hall\\; room 2\\, left" in content
    assert b"BEGIN:VTIMEZONE" in content
    assert b"X-PUBLISHED-TTL:PT12H" in content
    winter = [e["dtstart"].dt for e in Calendar.from_ical(content).walk("VEVENT") if "duration" in e][2]
    assert (winter.month, winter.utcoffset()) == (1, timedelta(hours=2))


@pytest.mark.django_db
def test_summer_time_holds_for_meetings_outside_the_plans_years(town: Town) -> None:
    with scope(plan=town.plan):
        Meeting.objects.update(
            hour=time(10, 30), first=date(2031, 7, 31), until=date(2032, 1, 31), rhythm="half-yearly"
        )
    found = [e["dtstart"].dt for e in Calendar.from_ical(made(town)).walk("VEVENT") if "duration" in e]
    assert [moment.utcoffset() for moment in found] == [timedelta(hours=3), timedelta(hours=2)]


@pytest.mark.django_db
def test_work_is_handed_on_with_its_meetings_and_the_address_ends(town: Town) -> None:
    leaver, successor = town.people["t"], town.people["g"]
    with scope(plan=town.plan):
        Activity.objects.filter(pk=town.rows["activity"].pk).update(owner=town.office("t"))
        Meeting.objects.update(owner=town.office("t"))
    url = new_address(as_user(leaver), town)
    with scope(plan=town.plan):
        hand_over(town.plan, leaver, successor, by=town.people["s"])
    assert {"Buy lorries", "Works and finance"} <= set(events(made(town, successor)))
    assert code(url) == 404


@pytest.mark.django_db
def test_the_calendar_asks_a_constant_number_of_questions(town: Town) -> None:
    client, url = as_user(town.people["s"]), town.url("calendar/plan.ics")
    client.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))
        for number in range(12):
            row = Activity(plan=town.plan, goal=town.rows["goal2"], name=f"A {number}", months=(date(2027, 1, 1),))
            town.add(row, goal=town.rows["goal2"])
            town.add(
                Meeting(plan=town.plan, goal=town.rows["goal2"], kind="groups", purpose="All", first=date(2027, 1, 1))
            )
    assert counts[0] == counts[1] <= 8


@pytest.mark.django_db
def test_the_same_rows_are_the_same_file_and_a_change_raises_the_sequence(town: Town) -> None:
    before = made(town)
    assert made(town) == before
    old = events(before)["Buy lorries"]
    as_user(town.people["s"]).post(
        town.url(f"goals/{town.rows['goal'].pk}/activities/{town.rows['activity'].pk}/"),
        {"version": "1", "fields": "name", "name": "Buy two lorries"},
    )
    new = events(made(town))["Buy two lorries"]
    assert new["uid"] == old["uid"]
    assert (old["sequence"], new["sequence"]) == (0, 1)
    assert new["last-modified"].dt > old["last-modified"].dt


@pytest.mark.django_db
def test_texts_are_escaped_and_lines_folded(town: Town) -> None:
    name = "Bins; lids, wheels\\ and نفايات " * 5
    with scope(plan=town.plan):
        Activity.objects.filter(pk=town.rows["activity"].pk).update(name=name)
    content = made(town)
    assert name in events(content)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.django_db
def test_the_calendar_speaks_the_municipalitys_language(town: Town) -> None:
    """Whoever asks."""
    with scope(plan=town.plan):
        Target.objects.update(due=date(2027, 12, 31))
    assert "Target due" in made(in_english(town)).decode()
    assert (
        as_user(town.people["s"]).get(town.url("calendar/plan.ics"), headers={"Accept-Language": "ar"}).status_code
        == 200
    )
    town.plan.municipality.locale = "fr_FR"  # which the product does not speak
    town.plan.municipality.save()
    assert "Target due" in made(town).decode()


@pytest.mark.django_db
def test_ones_own_calendar_has_what_one_is_responsible_for(town: Town) -> None:
    in_english(town)
    teacher, office, others = town.people["t"], town.office("t"), town.office("s")
    due = date(2027, 12, 31)
    with scope(plan=town.plan):
        Target.objects.update(due=due, owner=office)
        Action.objects.update(end=due, owner=office)
        Activity.objects.filter(pk=town.rows["activity"].pk).update(owner=office)
        Meeting.objects.update(owner=office)
    town.add(
        Target(
            plan=town.plan,
            goal=town.rows["goal"],
            statement="Other",
            level="strategic",
            dimension="assets",
            due=due,
            owner=others,
        ),
        goal=town.rows["goal"],
    )
    assert set(events(made(town, teacher))) == {
        "Buy lorries",
        "Target due: Every street is served",
        "Action ends: Clean-up week",
        "Works and finance",
    }
    assert set(events(made(town, others.user))) == {"Target due: Other"}
    assert "Train crews" in events(made(town))


@pytest.mark.django_db
def test_nothing_confidential_and_nobodys_guest_stands_in_it(town: Town) -> None:
    text = made(town).decode().replace("\r\n ", "")
    assert [word for word in SECRETS if word in text] == []
    assert "Old mosque" not in text


# Addresses -----------------------------------------------------------------------------------------------------------


def new_address(client: Client, town: Town, what: str = "plan") -> str:
    """Makes an address in the page and takes it from there, as people do."""
    response = client.post(town.url("calendar/"), {"what": what, "do": "make"}, follow=True)
    text = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    found = re.search(r'value="[^"]*(/calendar/[^"]+\.ics)"', text)
    assert found
    return found[1]


def code(url: str) -> int:
    """Of a program that is signed in nowhere."""
    return Client().get(url).status_code


@pytest.mark.django_db
def test_a_secret_address_is_read_without_signing_in(town: Town) -> None:
    url = new_address(as_user(town.people["t"]), town)
    response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Buy lorries" in events(response.content)
    assert response["Cache-Control"] == "private, no-cache"
    again = Client().get(url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    with scope(plan=town.plan):
        Activity.objects.filter(pk=town.rows["activity"].pk).update(name="Lease lorries")
    assert Client().get(url, headers={"If-None-Match": response["ETag"]}).status_code == 200
    assert Client().head(url).status_code == 200
    assert Client().post(url).status_code == 405


@pytest.mark.django_db
def test_it_is_shown_once_and_stored_as_a_digest(town: Town) -> None:
    client = as_user(town.people["t"])
    url = new_address(client, town, "mine")
    token = url.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43  # 256 bits
    page = client.get(town.url("calendar/")).content.decode()
    assert "/calendar/" + token not in page
    with scope(plan=town.plan):
        (row,) = CalendarAddress.objects.values()
        history = str(list(CalendarAddress.pgh_event_model.objects.values()))
    assert token not in str(row) + history + client.get(town.url("history/")).content.decode()
    assert "Works and finance" not in events(Client().get(url).content)  # the teacher calls no meeting


@pytest.mark.django_db
def test_a_new_address_ends_the_old_one_and_its_owner_can_withdraw_it(town: Town) -> None:
    client = as_user(town.people["t"])
    first, mine = new_address(client, town), new_address(client, town, "mine")
    second = new_address(client, town)
    assert [code(url) for url in (first, mine, second)] == [404, 200, 200]
    other = as_user(town.people["s"])
    other.post(town.url("calendar/"), {"what": "plan", "do": "revoke"})  # withdraws nobody else's
    assert code(second) == 200
    client.post(town.url("calendar/"), {"what": "plan", "do": "revoke"})
    assert [code(url) for url in (mine, second)] == [200, 404]


@pytest.mark.django_db
def test_an_address_ends_with_the_role(town: Town) -> None:
    user = town.people["t"]
    url = new_address(as_user(user), town)
    with scope(plan=town.plan):
        Membership.objects.filter(user=user).update(ended_at=timezone.now())
    assert code(url) == 404
    with scope(plan=town.plan):  # who comes back later has to make a new one
        Membership.objects.create(plan=town.plan, user=user, role=Role.TASK_FORCE)
    assert code(url) == 404
    assert code(new_address(as_user(user), town)) == 200


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["inactive", "funder"])
def test_an_address_ends_with_the_right_to_read(change: str, town: Town) -> None:
    user = town.people["t"]
    url = new_address(as_user(user), town)
    if change == "inactive":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        with scope(plan=town.plan):
            Membership.objects.filter(user=user).update(role=Role.FUNDER)
    assert code(url) == 404


@pytest.mark.django_db
def test_unknown_addresses_are_404(town: Town) -> None:
    url = new_address(as_user(town.people["t"]), town)
    for wrong in (
        url[:-5] + "x.ics",
        "/calendar/x.ics",
        "/calendar/%00.ics",
        url.upper(),
        "/calendar/" + "a" * 4000 + ".ics",
    ):
        assert code(wrong) == 404, wrong


@pytest.mark.django_db
def test_a_post_without_a_known_choice_changes_nothing(town: Town) -> None:
    client = as_user(town.people["t"])
    url = new_address(client, town)
    for typed in ({}, {"what": "all", "do": "make"}, {"what": "plan", "do": "burn"}):
        assert client.post(town.url("calendar/"), typed).status_code == 422
    assert code(url) == 200


@pytest.mark.django_db(transaction=True)
def test_addresses_made_at_once_leave_one() -> None:
    town = make_town("calendars")
    start, by = Barrier(4), town.people["t"]

    def make(_number: int) -> str:
        try:
            with scope(plan=town.plan):
                start.wait(timeout=PATIENCE)
                return make_address(town.plan, "plan", by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        tokens = list(pool.map(make, range(4)))
    assert sum(find_address(token) is not None for token in tokens) == 1


@pytest.mark.django_db
def test_the_download_is_behind_the_door(town: Town) -> None:
    response = as_user(town.people["v"]).get(town.url("calendar/plan.ics"))
    assert response["Content-Disposition"] == 'attachment; filename="rihan.ics"'
    assert "Buy lorries" in events(response.content)
    assert "Buy lorries" not in events(as_user(town.people["v"]).get(town.url("calendar/plan.ics?mine")).content)
    assert as_user(person("stranger")).get(town.url("calendar/plan.ics")).status_code == 404


@pytest.mark.django_db
def test_the_command_writes_the_same_file(town: Town, tmp_path: Path) -> None:
    target, out = tmp_path / "plan.ics", io.StringIO()
    call_command("exportplan", "rihan", "--to", str(target), stdout=out)
    assert target.read_bytes() == made(town)
    assert "17 events" in out.getvalue()
    with pytest.raises(CommandError, match=r"only \.pdf, \.docx, \.xlsx, \.ics and \.json"):
        call_command("exportplan", "rihan", "--to", str(tmp_path / "plan.txt"))
