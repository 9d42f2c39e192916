"""Public pages are the same for everybody: any cache may keep them, and asks with two questions whether they still hold
(C9)."""

import pytest
from django.test import Client
from django_scopes import scope

from planning.approval import actions as approval
from planning.models import Action, Extract, Publication
from planning.publication import pages
from tests.approval.conftest import access_of, decision, submitted
from tests.fixtures import Town, as_user

from .conftest import addresses, approve, publish, queries

pytestmark = pytest.mark.django_db


def test_the_same_for_everybody(public: Town) -> None:
    people = [
        Client(),
        Client(headers={"Accept-Language": "ar"}),
        as_user(public.people["s"]),
        as_user(public.people["f"]),
    ]
    people[1].cookies["django_language"] = "ar"
    for url in addresses(public):
        answers = [one.get(url) for one in people]
        assert len({one.content for one in answers}) == 1, url
        for answer in answers:
            assert answer.status_code == (302 if url.endswith(f"{public.plan.slug}/") else 200), url
            assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding", url
            assert not answer.cookies, url
            assert answer["Cache-Control"] == "public, max-age=300", url


def test_unchanged_pages_are_not_sent_again(public: Town) -> None:
    for url in addresses(public)[1:]:
        first = Client().get(url)
        again = Client().get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), url
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]
        assert "Accept-Language" not in again.get("Vary", "")
        assert queries(url) == 3, url
        assert queries(url, **{"If-None-Match": first["ETag"]}) == 2, url
        weak = Client().get(url, headers={"If-None-Match": f"W/{first['ETag']}"})  # as it was sent compressed
        assert weak.status_code == 304
    tags = {Client().get(url)["ETag"] for url in addresses(public)[1:]}
    assert len(tags) == len(addresses(public)) - 1


def test_light_without_fonts_and_scripts(public: Town) -> None:
    page = Client().get(addresses(public)[2], headers={"Accept-Encoding": "gzip"})
    assert len(page.content) < 4000
    text = Client().get(addresses(public)[2]).content.decode()
    assert "<script" not in text
    assert "components.css" not in text


def tag(town: Town) -> str:
    return str(Client().get(f"/open/{town.plan.slug}/en/")["ETag"])


def test_another_choice_another_fingerprint(public: Town) -> None:
    before = tag(public)
    publish(public, "goals")
    assert tag(public) != before


def test_an_update_of_the_product_changes_it(public: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tag(public)
    monkeypatch.setattr(pages, "made_by", lambda: "another")
    assert tag(public) != before


def test_withdrawn_it_is_gone_at_once(public: Town) -> None:
    before = tag(public)
    assert as_user(public.people["s"]).post(public.url("publication/switch/"), {"do": "off"}).status_code == 302
    for url in addresses(public):
        for headers in ({}, {"If-None-Match": before}):
            answer = Client().get(url, headers=headers)
            assert answer.status_code == 404, url
            assert "public" not in answer.get("Cache-Control", "")


def test_off_by_default_and_without_an_approved_version(town: Town) -> None:
    for url in addresses(town):
        assert Client().get(url).status_code == 404
    refused = as_user(town.people["s"]).post(town.url("publication/switch/"), {"do": "on"})
    assert refused.status_code == 409
    approve(town)
    for url in addresses(town):
        assert Client().get(url).status_code == 404
    with scope(plan=town.plan):
        assert not Publication.objects.exists()


def test_work_in_progress_is_not_shown_before_it_is_approved(public: Town) -> None:
    url = f"/open/{public.plan.slug}/en/"
    before = tag(public)
    with scope(plan=public.plan):
        Action.objects.filter(pk=public.rows["action"].pk).update(title="Clean-up month")
    assert b"Clean-up week" in Client().get(url).content
    assert tag(public) == before
    submitted(public)  # before the council, and then rejected by it
    assert tag(public) == before
    with scope(plan=public.plan):
        approval.decide(access_of(public, "m"), 2, decision("rejected", "18/2026"))
    assert tag(public) == before
    approve(public)
    after = Client().get(url)
    assert b"Clean-up month" in after.content
    assert b"Clean-up week" not in after.content
    assert after["ETag"] != before
    assert queries(url) == 3
    with scope(plan=public.plan):
        assert Extract.objects.count() == 2


def test_a_commitment_that_does_not_hold_any_more_is_gone_at_once(public: Town) -> None:
    url, key = f"/open/{public.plan.slug}/en/", public.rows["signed"].pk
    before = Client().get(url)
    assert b"Sister Mariam" in before.content
    told = {"sealed": "1"}  # the page has said that the name stays readable in the version
    assert as_user(public.people["s"]).post(public.url(f"commitments/{key}/unname/"), told).status_code == 302
    for place in addresses(public)[1:]:
        assert b"Mariam" not in Client().get(place, headers={"If-None-Match": before["ETag"]}).content
    assert Client().get(url, headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_unknown_places(public: Town) -> None:
    root = f"/open/{public.plan.slug}/"
    for place in ("fr/", "en/actions/999999/", "xx/actions.csv", "en/nothing/"):
        assert Client().get(root + place).status_code == 404
    assert Client().get("/open/nowhere/en/").status_code == 404
    assert Client().post(root + "en/").status_code == 405
    publish(public, "goals")
    assert Client().get(f"{root}en/actions/{public.rows['action'].pk}/").status_code == 404
    assert Client().get(f"{root}en/actions.csv").status_code == 404
