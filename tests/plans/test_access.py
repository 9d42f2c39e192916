"""Every URL × every role × GET, POST and htmx: own plan, another plan, signed out.

A new URL without a line in one of the tables below fails `test_every_url_is_in_a_table`."""

import re
from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from planning.models import Membership, User
from tests.fixtures import HTMX, Town, as_user

from .names import address, one_by_one, our_patterns, shares

# Roles: s secretariat, t task force, g member of the group of goal 1, v council viewer, f funder
READERS = "stgv"
PUBLIC = {
    "check_version",
    "health",
    "live",
    "ready",
    "join",
    "accept",
    "set_language",
    "home",
    "calendar_feed",
    "plan_schema",
    "commitment_link",
}
PUBLIC |= {"open_plan", "open_page", "open_action", "open_json", "open_csv"}
SIGNED_IN = {"plan_list", "plan_new", "profile"}

# name: (who may GET, who may POST, methods)
PLAN: dict[str, tuple[str, str, str]] = {
    "overview": ("stgvf", "", "GET"),
    "plan_settings": ("s", "s", "GET POST"),
    "plan_history": (READERS, "", "GET"),
    "responsible": ("stgv", "", "GET"),
    "people": (READERS, "", "GET"),
    "invite": ("s", "s", "GET POST"),
    "hand_over": ("s", "s", "GET POST"),
    "membership": ("s", "s", "GET POST"),
    "membership_end": ("s", "s", "GET POST"),
    "membership_away": ("", "sv", "POST"),
    "invitation": ("s", "", "GET"),
    "invitation_renew": ("", "s", "POST"),
    "invitation_revoke": ("", "s", "POST"),
    "priority_grid": (READERS, "", "GET"),
    "rating_detail": (READERS, "", "GET"),
    "places": (READERS, "", "GET"),
    "own_ratings": ("stg", "", "GET"),
    "own_rating": ("", "stg", "POST"),
    "analysis": (READERS, "", "GET"),
    "promote": ("sg", "", "GET"),
    "interview_guide": ("sg", "", "GET"),
    "stakeholder_map": ("sg", "", "GET"),
    "stakeholder_network": ("sg", "", "GET"),
    "release": ("s", "s", "GET POST"),
    "target_grid": (READERS, "", "GET"),
    "target_pairs": (READERS, "", "GET"),
    "target_check": (READERS, "", "GET"),
    "action": (READERS, "stg", "GET POST"),
    "balance": (READERS, "", "GET"),
    "monitoring_plan": (READERS, "", "GET"),
    "chain": (READERS, "", "GET"),
    "chain_link": (READERS, "", "GET"),
    "trees": (READERS, "", "GET"),
    "swot": (READERS, "", "GET"),
    "swot_take": ("", "stg", "POST"),
    "swot_release": ("s", "s", "GET POST"),
    "swot_withhold": ("", "sg", "POST"),  # whoever is no confidant would lose sight of it
    "timeline": (READERS, "stg", "GET POST"),
    "plan_timeline": (READERS, "", "GET"),
    "calendar": (READERS, READERS, "GET POST"),  # one's own addresses
    "calendar_file": (READERS, "", "GET"),
    "brainstorms": (READERS, "stg", "GET POST"),
    "brainstorm": (READERS, "", "GET"),
    "brainstorm_poll": (READERS, "", "GET"),
    "brainstorm_wall": (READERS, "", "GET"),
    "brainstorm_join": ("", "stg", "POST"),
    "brainstorm_turn": ("", "stg", "POST"),
    "brainstorm_leave": ("", "stg", "POST"),
    "brainstorm_end": ("", "s", "POST"),  # who started it, and the secretariat
    "brainstorm_list": (READERS, "", "GET"),
    "brainstorm_merge": ("", "stg", "POST"),
    "brainstorm_register": ("stg", "stg", "GET POST"),
    "brainstorm_entry": ("stg", "stg", "GET POST"),
    "brainstorm_separate": ("", "stg", "POST"),
    "brainstorm_proof": ("", "stg", "POST"),
    "brainstorm_take_out": ("", "stg", "POST"),
    "asset_import": ("stg", "stg", "GET POST"),
    "asset_import_template": ("stg", "", "GET"),
    "asset_import_one": ("stg", "stg", "GET POST"),
    "asset_import_progress": ("stg", "", "GET"),
    "asset_import_run": ("", "stg", "POST"),
    "document": (READERS, "", "GET"),
    "document_make": ("", "stg", "POST"),
    "document_progress": (READERS, "", "GET"),
    "document_file": (READERS, "", "GET"),
    "document_retry": ("", "stg", "POST"),
    "document_sections": ("s", "s", "GET POST"),
    "document_section_new": ("s", "s", "GET POST"),
    "document_section": ("s", "s", "GET POST"),
    "document_section_delete": ("", "s", "POST"),
    "plan_data_file": (READERS, "", "GET"),
    "plan_data_whole": ("s", "s", "GET POST"),
    "commitments": (READERS, "", "GET"),
    "commitment_new": ("s", "s", "GET POST"),
    "commitment": ("s", "s", "GET POST"),
    "commitment_renew": ("", "s", "POST"),
    "commitment_paper": ("", "s", "POST"),
    "commitment_withdraw": ("", "s", "POST"),
    "commitment_unname": ("", "s", "POST"),
    "commitment_name": ("", "s", "POST"),
    "commitment_remove": ("", "s", "POST"),
    "readiness": (READERS, "", "GET"),
    "readiness_leave": ("", "s", "POST"),
    "approval": (READERS, "", "GET"),
    "approval_open": ("", "s", "POST"),
    "approval_submit": ("", "s", "POST"),
    "approval_withdraw": ("", "s", "POST"),
    "version": (READERS, "", "GET"),
    "version_file": (READERS, "", "GET"),
    "version_docx_file": (READERS, "", "GET"),
    "decision_new": ("s", "s", "GET POST"),
    "scan_file": (READERS, "", "GET"),
    "comment_new": ("", "stg", "POST"),
    "comment_resolve": ("", "s", "POST"),
    "publication": ("s", "s", "GET POST"),
    "publication_switch": ("", "s", "POST"),
    "publication_preview": ("s", "", "GET"),
    "publication_preview_action": ("s", "", "GET"),
}
# which need not be there
FILES = {"document_file", "version_file", "version_docx_file", "scan_file"}
FILES |= {"publication_preview", "publication_preview_action"}
# worksheet: who may edit it
WORKSHEETS = {
    "areas": "s",
    "groups": "s",
    "goals": "s",
    "localities": "st",
    "assets": "stg",
    "sub_objectives": "stg",
    "ratings": "stg",
    "actions": "stg",
    "resources": "stg",
    "stakeholders": "stg",
    "asset_needs": "stg",
    "local_ratings": "stg",
    "targets": "stg",
    "indicators": "stg",
    "mid_values": "stg",
    "action_groups": "stg",
    "action_parts": "stg",
    "swot_entries": "stg",
    "tree_nodes": "stg",
    "activities": "stg",
    "precedences": "stg",
    "meetings": "stg",
    "meeting_guests": "stg",
}
# worksheets that only the group of the goal and the secretariat read (B8)
CONFIDENTIAL = ("positions", "influences", "connections", "interviews", "answers", "accommodations")
PARTLY = ("swot", "commitment")  # of which some rows are for them alone
# pages that show such rows, beside the worksheets' own addresses
SHOWING = {
    "analysis",
    "promote",
    "interview_guide",
    "stakeholder_map",
    "stakeholder_network",
    "release",
    "plan_history",
    "chain",
    "chain_link",
    "action",
    "plan_data_whole",
    "calendar",  # a secret address, shown once
}
for _name, _readers, _editors in [
    *((name, READERS, editors) for name, editors in WORKSHEETS.items()),
    *((name, "sg", "sg") for name in CONFIDENTIAL),
]:
    PLAN |= {
        _name: (_readers, _editors, "GET POST"),
        f"{_name}_poll": (_readers, "", "GET"),
        f"{_name}_row": (_editors, _editors, "GET POST"),
        f"{_name}_view": (_readers, _editors, "GET POST"),
        f"{_name}_delete": ("", _editors, "POST"),
        f"{_name}_move": ("", _editors, "POST"),
        f"{_name}_history": (_readers, "", "GET"),
    }
PLAN |= {f"{_name}_xlsx": (READERS, "", "GET") for _name in WORKSHEETS}


def test_every_url_is_in_a_table() -> None:
    assert set(our_patterns()) == PUBLIC | SIGNED_IN | set(PLAN)


def test_everything_of_a_plan_lives_below_it() -> None:
    for name, route in our_patterns().items():
        assert (name in PLAN) == route.startswith("plans/<slug:slug>/"), route


def ask(client: Client, method: str, url: str, **headers: str) -> int:
    send = client.get if method == "GET" else client.post
    return send(url, {}, headers=headers).status_code


@shares(PLAN)
def test_members_reach_what_their_role_allows(names: Iterable[str], town: Town) -> None:
    """And no browser keeps what is confidential, of pages, rows, refused saves and fragments; what all may read can be
    kept, so that "Back" is quick."""
    clients = {letter: as_user(user) for letter, user in town.people.items()}
    for name, as_made in one_by_one(names, town):
        get, post, methods = PLAN[name]
        for method, allowed in (("GET", get), ("POST", post)):
            if method in methods.split():
                for letter, client in clients.items():
                    try_member(client, method, name, as_made, letter in allowed, keeps=letter == "s")
            else:  # said before anybody is asked for
                assert ask(clients["s"], method, address(name, as_made)) == 405, (method, name)


def try_member(client: Client, method: str, name: str, town: Town, allowed: bool, keeps: bool) -> None:
    """As a page and as htmx asks; `keeps`: whether what may be kept of it is looked at."""
    url = address(name, town)
    for headers in ({}, HTMX):
        response = (client.get if method == "GET" else client.post)(url, {}, headers=headers)
        code = response.status_code
        if allowed:
            assert code in {200, 201, 204, 302, 400, 409, 422} or name in FILES, (method, url, code)
        else:
            assert code == 403, (method, url, code)
        if keeps:
            confidential = name in SHOWING or name.startswith((*CONFIDENTIAL, *PARTLY))
            assert ("no-store" in response.get("Cache-Control", "")) == confidential, (name, code)
        if name.endswith("_delete") and code == 200:
            client.post(url, {"undo": "1"})
        if name == "membership_end" and code in {204, 302}:
            url = address(name, restored(town))


def restored(town: Town) -> Town:
    with scope(plan=town.plan):
        Membership.objects.filter(role="council-viewer").update(ended_at=None)
    return town


@shares(PLAN)
def test_outsiders_get_404_and_the_signed_out_the_sign_in(
    names: Iterable[str], town: Town, other_town: Town, outsider: User
) -> None:
    strangers = (as_user(outsider), as_user(other_town.people["s"]))
    for name, as_made in one_by_one(names, town):
        try_strangers(name, as_made, strangers)


def try_strangers(name: str, town: Town, strangers: Iterable[Client]) -> None:
    url = address(name, town)
    for method in PLAN[name][2].split():
        for stranger in strangers:
            assert ask(stranger, method, url) == 404, (method, url)
            assert ask(stranger, method, url, **HTMX) == 404, (method, url)
        signed_out = Client()
        response = signed_out.get(url) if method == "GET" else signed_out.post(url, {})
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
        fragment = Client(headers=HTMX)
        response = fragment.get(url) if method == "GET" else fragment.post(url, {})
        assert response.status_code == 204
        assert response["HX-Redirect"].startswith("/accounts/login/")


@shares(name for name in PLAN if "<int:" in our_patterns()[name])
def test_rows_of_another_plan_do_not_exist_here(names: Iterable[str], town: Town, other_town: Town) -> None:
    """The secretary of one town, at home, with the keys of the other town's rows."""
    secretary = as_user(town.people["s"])
    for name, as_made in one_by_one(names, other_town):
        url = address(name, as_made).replace(f"/plans/{other_town.plan.slug}/", f"/plans/{town.plan.slug}/")
        for method in PLAN[name][2].split():
            assert ask(secretary, method, url) == 404, (method, url)


OF_GOALS = [
    "ratings",
    "actions",
    "resources",
    "sub_objectives",
    "targets",
    "indicators",
    "swot_entries",
    "tree_nodes",
    "activities",
    "timeline",
]


@pytest.mark.parametrize("name", OF_GOALS)
def test_group_members_edit_only_their_own_goals(name: str, town: Town) -> None:
    url = reverse(name, kwargs={"slug": town.plan.slug, "goal": town.rows["goal2"].pk})
    member = as_user(town.people["g"])
    assert member.get(url).status_code == 200
    assert member.post(url, {}).status_code == 403


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_own_pages_ask_for_a_sign_in(name: str, town: Town) -> None:
    assert Client().get(reverse(name)).status_code == 302
    assert as_user(town.people["s"]).get(reverse(name)).status_code == 200


def test_a_plan_is_opened_by_a_secretariat_only(town: Town, outsider: User) -> None:
    assert as_user(outsider).get(reverse("plan_new")).status_code == 403
    assert as_user(town.people["t"]).post(reverse("plan_new"), {}).status_code == 403
    assert as_user(town.people["s"]).get(reverse("plan_new")).status_code == 200


def test_former_members_are_outsiders(town: Town) -> None:
    from django.utils import timezone

    with scope(plan=town.plan):
        Membership.objects.filter(user=town.people["t"]).update(ended_at=timezone.now())
    assert as_user(town.people["t"]).get(town.url()).status_code == 404


def test_wrong_csrf_is_said_plainly(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(town.people["s"])
    response = strict.post(town.url("assets/"), {"name": "Lorries"})
    assert response.status_code == 403
    assert b"so nothing was saved" in response.content


@shares(name for name in PLAN if "GET" in PLAN[name][2] and not name.endswith("_poll"))
def test_a_link_leads_to_a_page_with_its_frame(names: Iterable[str], town: Town) -> None:
    """What htmx puts into a page is none by itself: a polled address that somebody opens leads to its page."""
    for name, as_made in one_by_one(names, town):
        response = as_user(town.people["s"]).get(address(name, as_made), follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert response.content.lstrip().startswith(b"<!DOCTYPE html>"), name


@pytest.mark.parametrize("letter", "stgvf")
def test_the_frame_offers_only_what_is_open(letter: str, town: Town) -> None:
    client = as_user(town.people[letter])
    foot = client.get(town.url()).content.decode().partition('<footer class="foot">')[2]
    links = re.findall(r'href="([^"]+)"', foot)
    assert bool(links) == (letter in READERS)
    assert [client.get(link).status_code for link in links] == [200] * len(links)
