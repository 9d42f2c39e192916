"""After the naming: mergers that can be undone, new names, the way into the register, Table 1."""

import re

import pytest
from django.test import Client

from planning.brainstorm import actions, checks
from planning.brainstorm.listing import list_of
from planning.brainstorm.section import long_lists
from planning.council.document import content_of
from planning.goals.rooms import Survey
from planning.models import Asset, BrainstormEntry, Proof
from planning.plans.access import enter
from planning.plans.findings import WHOLE_PLAN, Counted
from planning.plans.history import changes_of_plan
from tests.brainstorm.conftest import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(room: Room) -> Client:
    """… who alone has named: Brooms (physical), Nurses (human), Football club (social), Lorry (physical)."""
    for name in ("Nurses", "Football club", "Lorry"):
        room.say(name)
    return room.client("s")


def key(name: str) -> int:
    return int(BrainstormEntry.everything.get(name=name).pk)


def listed(room: Room) -> dict[str, tuple[list[str], list[str]]]:
    """{name: (merged into it, register entries)}"""
    return {
        row.entry.name: ([e.name for e in row.merged], [p.asset.name for p in row.proofs])
        for row in list_of(room.session)
    }


def entry_url(room: Room, name: str, path: str = "") -> str:
    return room.town.url(f"brainstorms/entries/{key(name)}/{path}")


def test_the_list_has_a_column_for_each_kind(room: Room, secretary: Client) -> None:
    page = room.client("v").get(room.url("list/")).content.decode()
    places = [
        page.index(word)
        for word in (
            "Physical capital",
            "Brooms",
            "Lorry",
            "Human capital",
            "Nurses",
            "Social capital",
            "Football club",
        )
    ]
    assert places == sorted(places)
    assert "checkbox" not in page  # a viewer reads


def test_duplicates_are_merged_and_separated(room: Room, secretary: Client) -> None:
    ticked = {"entry": [key("Brooms"), key("Lorry")]}
    asked = secretary.post(room.url("merge/"), ticked)
    assert b"Which name stays?" in asked.content
    assert len(listed(room)) == 4  # nothing merged yet
    secretary.post(room.url("merge/"), ticked | {"stays": key("Lorry")})
    assert listed(room) == {"Nurses": ([], []), "Football club": ([], []), "Lorry": (["Brooms"], [])}
    secretary.post(entry_url(room, "Brooms", "separate/"))
    assert set(listed(room)) == {"Brooms", "Nurses", "Football club", "Lorry"}


def test_a_merged_one_is_merged_on(room: Room, secretary: Client) -> None:
    by = room.town.people["s"]
    actions.merge(room.session, key("Lorry"), [key("Brooms")], by=by)
    assert actions.merge(room.session, key("Brooms"), [key("Nurses")], by=by) == 0  # it stands in the list no more
    assert actions.merge(room.session, key("Nurses"), [key("Lorry"), key("Nurses")], by=by) == 1
    assert listed(room)["Nurses"] == (["Brooms", "Lorry"], [])
    actions.separate(BrainstormEntry.objects.get(name="Lorry"), by=by)
    assert listed(room)["Nurses"] == (["Brooms"], [])


def test_one_tick_is_not_enough(room: Room, secretary: Client) -> None:
    answer = secretary.post(room.url("merge/"), {"entry": key("Brooms")}, follow=True)
    assert b"Tick two or more" in answer.content


def test_an_entry_is_renamed_and_a_stale_form_is_told(room: Room, secretary: Client) -> None:
    url = entry_url(room, "Brooms")
    assert secretary.post(url, {"name": "Good brooms", "kind": "physical", "version": 1}).status_code == 302
    stale = secretary.post(url, {"name": "Bad brooms", "kind": "physical", "version": 1})
    assert stale.status_code == 409
    assert b"it is now: Good brooms" in stale.content
    assert b'value="Bad brooms"' in stale.content
    assert secretary.post(url, {"name": "Bad brooms", "kind": "physical", "version": 2}).status_code == 302
    assert secretary.post(url, {"name": "", "kind": "physical", "version": 3}).status_code == 422
    assert "Bad brooms" in listed(room)


def test_what_is_taken_out_comes_back(room: Room, secretary: Client) -> None:
    url = entry_url(room, "Brooms", "take-out/")
    assert b"Removed" in secretary.post(url, follow=True).content
    assert "Brooms" not in listed(room)
    secretary.post(url, {"undo": "1"})
    assert "Brooms" in listed(room)
    actions.merge(room.session, key("Brooms"), [key("Lorry")], by=room.town.people["s"])
    assert b"Separate them first" in secretary.post(url, follow=True).content
    assert "Brooms" in listed(room)


def test_what_was_merged_and_taken_out_comes_back_to_where_its_head_went(room: Room, secretary: Client) -> None:
    by = room.town.people["s"]
    actions.merge(room.session, key("Lorry"), [key("Brooms")], by=by)
    secretary.post(entry_url(room, "Brooms", "take-out/"))
    actions.merge(room.session, key("Nurses"), [key("Lorry")], by=by)
    secretary.post(entry_url(room, "Brooms", "take-out/"), {"undo": "1"})
    assert sorted(listed(room)["Nurses"][0]) == ["Brooms", "Lorry"]


def test_an_open_session_of_the_whole_plan_is_found(room: Room) -> None:
    whole = actions.start(room.town.plan, None, by=room.town.people["s"])
    counted = Counted(checks.tallies).of(room.town.plan)
    urls = [one.url for one in checks.findings(Survey("town", [room.town.rows["goal"]], counted))]
    assert urls[:2] == [f"/plans/town/brainstorms/{pk}/" for pk in (whole.pk, room.session.pk)]


def test_into_the_register_as_new_or_as_what_is_there(room: Room, secretary: Client) -> None:
    """The register has "Lorries" already."""
    page = secretary.get(room.url("register/")).content.decode()
    lorries = Asset.objects.get()
    assert f'<option value="a{lorries.pk}">There already: Lorries</option>' in page
    choices = {
        "entry": [key("Brooms"), key("Nurses"), key("Lorry")],
        f"as-{key('Brooms')}": "natural",
        f"as-{key('Nurses')}": "human",
        f"as-{key('Lorry')}": f"a{lorries.pk}",
        f"as-{key('Football club')}": "social",  # not ticked
    }
    for _time in range(2):  # a form that is sent twice adds once
        answer = secretary.post(room.url("register/"), choices, follow=True)
    assert b"Added to the register: 0. Linked to what is there: 0." in answer.content
    assert list(Asset.objects.order_by("pk").values_list("name", "kind")) == [
        ("Lorries", "built"),
        ("Brooms", "natural"),
        ("Nurses", "human"),
    ]
    assert listed(room) == {
        "Brooms": ([], ["Brooms"]),
        "Nurses": ([], ["Nurses"]),
        "Football club": ([], []),
        "Lorry": ([], ["Lorries"]),
    }
    assert "In the register: <bdi>Lorries" in secretary.get(room.url("list/")).content.decode()


def test_the_same_name_is_linked_and_not_added_again(room: Room, secretary: Client) -> None:
    room.session.entries.filter(name="Lorry").update(name="  LORRIES ")
    room.session.entries.filter(name="Brooms").update(name="Depot")
    room.say("No more assets are added")
    room.session.entries.filter(name="No more assets are added").update(name="depot.", kind="physical")
    choices = {pk: "built" for pk in room.session.entries.filter(kind="physical").values_list("pk", flat=True)}
    assert actions.into_register(room.session, choices, by=room.town.people["s"]) == (1, 2)
    assert list(Asset.objects.order_by("pk").values_list("name", flat=True)) == ["Lorries", "Depot"]


@pytest.mark.parametrize("choice", ["", "social", "a999999", "ax", "a", "b1", "a²", "a" + "9" * 5000])
def test_a_choice_that_does_not_fit_does_nothing(room: Room, secretary: Client, choice: str) -> None:
    assert actions.into_register(room.session, {key("Brooms"): choice}, by=room.town.people["s"]) == (0, 0)
    assert Asset.objects.count() == 1
    assert not Proof.objects.exists()


def test_what_was_merged_brings_its_proofs(room: Room, secretary: Client) -> None:
    by, lorries = room.town.people["s"], Asset.objects.get()
    actions.link(BrainstormEntry.objects.get(name="Lorry"), lorries, by=by)
    actions.merge(room.session, key("Brooms"), [key("Lorry")], by=by)
    assert listed(room)["Brooms"] == (["Lorry"], ["Lorries"])
    assert Counted(checks.tallies).of(room.town.plan)["proved", WHOLE_PLAN] == 1  # Brooms, by what proves the Lorry
    lorries.deleted_at = lorries.changed_at  # as the register deletes
    lorries.save()
    assert listed(room)["Brooms"] == (["Lorry"], [])
    assert Counted(checks.tallies).of(room.town.plan)["proved", WHOLE_PLAN] == 0


def test_proofs_are_linked_and_taken_away_on_the_entrys_page(room: Room, secretary: Client) -> None:
    url, lorries = entry_url(room, "Brooms", "proof/"), Asset.objects.get()
    secretary.post(url, {"asset": lorries.pk})
    secretary.post(url, {"asset": lorries.pk})  # a second time it is not offered
    assert listed(room)["Brooms"] == ([], ["Lorries"])
    secretary.post(url, {"remove": Proof.objects.get(removed_at=None).pk})
    assert listed(room)["Brooms"] == ([], [])
    assert Asset.objects.count() == 1
    assert b"Choose an asset" in secretary.post(url, {}, follow=True).content


def test_another_groups_session_is_not_tidied(room: Room, secretary: Client) -> None:
    """But joined: the town's assets are common to all."""
    other = actions.start(room.town.plan, room.town.rows["goal2"], by=room.town.people["s"])
    member, url = room.client("g"), room.town.url(f"brainstorms/{other.pk}/")
    assert member.post(f"{url}join/").status_code == 302
    assert member.post(f"{url}merge/").status_code == 403
    assert member.get(f"{url}register/").status_code == 403


def test_table_1_goal_by_goal(room: Room, secretary: Client) -> None:
    by = room.town.people["s"]
    actions.merge(room.session, key("Brooms"), [key("Lorry")], by=by)
    actions.end(room.session)
    second = actions.start(room.town.plan, room.session.goal, by=by)
    room.session = second
    room.say("brooms")  # again, in another session
    room.say("Drivers")
    (table,) = long_lists()
    assert table.goal == second.goal
    assert table.lines == [("Brooms", "Nurses", "Football club"), ("", "Drivers", "")]
    room.session = actions.start(room.town.plan, None, by=by)
    room.say("Spring")
    assert [(t.goal and t.goal.code, t.lines[0][0]) for t in long_lists()] == [("1", "Brooms"), (None, "Spring")]


def test_the_history_tells_of_it_by_name(room: Room, secretary: Client) -> None:
    room.session = actions.start(room.town.plan, None, by=room.town.people["s"])  # a session without a goal
    room.say("Spring")
    actions.link(BrainstormEntry.objects.get(name="Spring"), Asset.objects.get(), by=room.town.people["s"])
    # in a test all of it happens in one moment, so the order is not that of people's days
    reader = enter(room.town.people["v"], room.town.plan.slug)
    pages = [changes_of_plan(reader, page)[0] for page in (1, 2, 3)]
    found = {(change.kind, change.name) for page in pages for change in page}
    assert {("brainstormed asset", "Spring"), ("link to the register", "Lorries")} <= found
    fields = {(field.label, field.after) for page in pages for change in page for field in change.fields}
    assert {("brainstorm", "The whole plan"), ("brainstorm", "1 The town is clean.")} <= fields


@pytest.mark.parametrize(("language", "heading"), [("en", "Table 1"), ("ar", "")])
def test_the_document_has_the_long_list(room: Room, secretary: Client, language: str, heading: str) -> None:
    page = content_of(room.town.plan, language).html(1)
    section = page[page.index('id="table1"') : page.index('id="table2"')]
    assert heading in section
    for name in ("Brooms", "Nurses", "Football club", "Lorry"):
        assert re.search(rf"<td>\u2068?{name}\u2069?</td>", section), name
