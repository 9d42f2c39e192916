"""What stands on the public pages and in the open data (C9)."""

import csv
import io
import json

import pytest
from django.test import Client
from django_scopes import scope

from planning.approval.actions import decide_further
from planning.models import Action, Extract, Version
from planning.publication.actions import NotIntact, extract_of
from planning.publication.open_data import safe
from tests.approval.conftest import access_of, decision
from tests.fixtures import Town, as_user

from .conftest import addresses, approve, publish

pytestmark = pytest.mark.django_db


def page(town: Town, place: str = "en/") -> str:
    return Client().get(f"/open/{town.plan.slug}/{place}").content.decode()


def version_of(town: Town) -> Version:
    with scope(plan=town.plan):
        found: Version = Version.objects.get()
    return found


def test_the_page_says_what_it_is(public: Town) -> None:
    version = version_of(public)
    for language, words in {"en": "approved by the council on", "ar": 'dir="rtl"'}.items():
        text = page(public, f"{language}/")
        assert words in text
        assert f'lang="{language}"' in text
        for said in ("Plan rihan", "Town of rihan", version.checksum, f"/v/{version.code}/", "CC BY 4.0"):
            assert said in text, said
        assert text.count("<h1") == 1
    assert "20 December 2026" in page(public)
    assert Client().get(f"/v/{version.code}/").status_code == 200


def test_the_first_address_leads_to_the_chosen_language(public: Town) -> None:
    assert Client().get(f"/open/{public.plan.slug}/")["Location"] == f"/open/{public.plan.slug}/en/"


def test_goals_targets_actions_and_commitments(public: Town) -> None:
    text = page(public)
    for said in (
        "The town is clean.",
        "More lorries",
        "Every street is served",
        "Streets served",
        "Clean-up week",
        "Sister Mariam",
        "Lends the yard",
    ):
        assert said in text, said
    action = page(public, f"en/actions/{public.rows['action'].pk}/")
    assert "Clean-up week" in action
    assert "Old mosque" in action
    assert "Calls for it on Friday" in action


def test_the_data(public: Town) -> None:
    data, version = json.loads(page(public, "plan.json")), version_of(public)
    assert data["format"] == "common-plan-open"
    assert data["version"]["sha256"] == version.data_sha256
    assert data["version"]["approved_on"] == "2026-12-20"
    assert data["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [one["id"] for one in data["actions"]] == [public.rows["action"].pk]
    assert data["goals"][0]["sub_objectives"] == [{"code": "1.1", "statement": "More lorries"}]
    assert data["commitments"][0]["name"] == "Sister Mariam"
    assert Client().get(f"/open/{public.plan.slug}/plan.json")["Access-Control-Allow-Origin"] == "*"


def test_the_actions_as_csv(public: Town) -> None:
    answer = Client().get(f"/open/{public.plan.slug}/en/actions.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:4] == ["Code", "Action", "Strategic goal", "Sub-objective"]
    assert line[:3] == ["1.1", "Clean-up week", "The town is clean."]
    assert "Old mosque: Calls for it on Friday" in line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\n=1", "'\n=1"),
        ("Clean-up", "Clean-up"),
        ("1.1", "1.1"),
        ("", ""),
        ("a=1", "a=1"),
    ],
)
def test_no_text_is_a_formula(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_no_formula_in_the_csv(town: Town) -> None:
    with scope(plan=town.plan):
        Action.objects.filter(pk=town.rows["action"].pk).update(title='=HYPERLINK("http://x","y")')
    approve(town)
    publish(town, "actions")
    _head, line = csv.reader(io.StringIO(page(town, "en/actions.csv").removeprefix("\ufeff")))
    assert line[1] == '\'=HYPERLINK("http://x","y")'


def test_typed_text_is_no_html(town: Town) -> None:
    with scope(plan=town.plan):
        Action.objects.filter(pk=town.rows["action"].pk).update(title="<script>alert(1)</script>")
    approve(town)
    publish(town, "actions")
    for place in ("en/", f"en/actions/{town.rows['action'].pk}/"):
        assert "<script" not in page(town, place)
        assert "&lt;script&gt;" in page(town, place)


def test_a_preview_before_it_is_public(town: Town) -> None:
    secretary, url = as_user(town.people["s"]), town.url("publication/preview/")
    assert secretary.get(url)["Location"] == town.url("publication/")
    approve(town)
    text = secretary.get(url).content.decode()
    assert "This is a preview" in text
    link = f"{url}actions/{town.rows['action'].pk}/"
    assert link in text
    assert "Clean-up week" in secretary.get(link).content.decode()
    assert Client().get(f"/open/{town.plan.slug}/en/").status_code == 404


def test_data_that_is_not_what_was_sealed_is_shown_to_nobody(public: Town) -> None:
    import pgtrigger

    with scope(plan=public.plan), pgtrigger.ignore():
        Extract.objects.all().delete()
        Version.objects.update(data=b"{}")
        version = Version.objects.get()
        with pytest.raises(NotIntact):
            extract_of(version, ("goals",))
        assert not Extract.objects.exists()


def test_an_extract_is_sealed(public: Town) -> None:
    from django.db import DatabaseError, transaction

    with scope(plan=public.plan), pytest.raises(DatabaseError), transaction.atomic():
        Extract.objects.update(content="{}")


def test_the_settings_say_where_the_page_is(public: Town) -> None:
    text = as_user(public.people["s"]).get(public.url("publication/")).content.decode()
    assert f"/open/{public.plan.slug}/" in text
    assert "Take it offline" in text


def test_what_a_higher_authority_has_rejected_is_not_shown_as_approved(public: Town) -> None:
    version, rejected = version_of(public), decision("rejected", "9")
    rejected.body = "higher"
    with scope(plan=public.plan):
        decide_further(access_of(public, "m"), version, rejected)
    assert [Client().get(url).status_code for url in addresses(public)] == [404] * len(addresses(public))
    later = approve(public)
    assert later.code in page(public)
    assert version.code not in page(public)
