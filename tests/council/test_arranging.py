"""What a page of the sections saw is posted along (E1), and what of them lies inside the PDF (C8)."""

import html
import io
import json
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.test import Client
from django.utils.text import capfirst

from planning.archive.actions import make_plan as make_of_file
from planning.archive.checking import read
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council import actions
from planning.council.actions import request_document
from planning.council.document import content_of
from planning.council.enclosures import sheets_of, workbook
from planning.council.making import make
from planning.council.models import DocumentSection, Rendering
from planning.council.registered import SECTIONS
from planning.council.rules import METHOD
from planning.people.models import User
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role
from planning.worksheets.urls import SHEETS
from tests.pages import squeezed

PAGE = "/plans/town/document/sections/"


@pytest.fixture
def client(signed_in: Callable[[User], Client], secretary: User, plan: Plan) -> Client:
    return signed_in(secretary)


def order_on(page: str) -> list[str]:
    return re.findall(r'name="shown" value="(?!data")([^"]+)"', page)


def form_of(page: str) -> dict[str, Any]:
    """What the form of the sections' page would send."""
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    return {"seen": html.unescape(seen[1]), "shown": re.findall(r'name="shown" value="([^"]+)"[^>]* checked', page)}


def without(form: dict[str, Any], token: str) -> dict[str, Any]:
    return form | {"shown": [one for one in form["shown"] if one != token]}


@pytest.mark.parametrize(("press", "said"), [("up", "Moved up."), ("down", "Moved down.")])
def test_a_move_is_told(press: str, said: str, client: Client) -> None:
    form = form_of(squeezed(client.get(PAGE)))
    assert said in squeezed(client.post(PAGE, form | {press: "swot"}, follow=True))


# What others have changed meanwhile -----------------------------------------------------------------------------------


def shown_now(client: Client) -> list[str]:
    return list(form_of(squeezed(client.get(PAGE)))["shown"])


@pytest.mark.parametrize("press", [{"up": "actions"}, {}, {"reset": "1"}])
def test_an_old_page_switches_nothing_back_on(
    press: dict[str, str], client: Client, plan: Plan, signed_in: Callable[[User], Client]
) -> None:
    other = User.objects.create(username="second", name="Second Secretary")
    Membership.objects.create(plan=plan, user=other, role=Role.SECRETARIAT)
    old = form_of(squeezed(client.get(PAGE)))
    assert signed_in(other).post(PAGE, without(old, "swot")).status_code == 302
    response = client.post(PAGE, without(old, "lists") | press)
    page = squeezed(response)
    assert response.status_code == 409
    assert "“Modified SWOT analysis” is no longer part of the document." in page
    assert "Second Secretary" in page
    assert "swot" not in shown_now(client)
    assert "lists" in shown_now(client)  # nothing is saved yet
    again = form_of(page)
    assert {"swot", "lists"} & set(again["shown"]) == set()
    assert client.post(PAGE, again).status_code == 302
    assert {"swot", "lists"} & set(shown_now(client)) == set()


def test_what_was_added_taken_out_and_moved_is_named(client: Client, plan: Plan) -> None:
    gone = actions.add_section(plan, DocumentSection(title="Foreword", text="Welcome."))
    old = form_of(squeezed(client.get(PAGE)))
    actions.delete_section(gone)
    actions.add_section(plan, DocumentSection(title="Thanks", text="To all."))
    actions.arrange(plan, listed=[], shown=[], move="swot", by=-1)
    page = squeezed(client.post(PAGE, without(old, "data")))
    for said in ("“Thanks” is new.", "“Foreword” has been removed.", "The order has changed."):
        assert said in page
    assert "data" not in form_of(page)["shown"]
    assert client.post(PAGE, form_of(page)).status_code == 302
    plan.refresh_from_db()
    assert not plan.encloses_data


def test_pressing_twice_is_no_change_by_others(client: Client, plan: Plan) -> None:
    old = without(form_of(squeezed(client.get(PAGE))), "places") | {"up": "swot"}
    for _time in range(2):
        assert client.post(PAGE, old).status_code == 302
    assert order_on(squeezed(client.get(PAGE)))[5:8] == ["targets", "swot", "timeline"]


@pytest.mark.parametrize("seen", ["", "x", "goals", "goals+ +", "9" * 99 + "+", "²+ -", "goals- goals+ data"])
def test_a_page_that_saw_something_else_is_refused(seen: str, client: Client, plan: Plan) -> None:
    assert client.post(PAGE, {"seen": seen, "shown": ["goals"]}).status_code == 409
    assert not DocumentSection.objects.exists()


def test_a_text_outlives_the_section_that_somebody_takes_out(client: Client, plan: Plan, secretary: User) -> None:
    section = actions.add_section(plan, DocumentSection(title="Thanks", text="To all."))
    url = f"{PAGE}{section.pk}/"
    seen = re.search(r'name="seen" value="(\w+)"', squeezed(client.get(url)))
    assert seen
    client.post(f"{url}delete/")
    response = client.post(url, {"title": "Thanks", "text": "To all of <you>.", "seen": seen[1]})
    page = squeezed(response)
    assert response.status_code == 410
    assert "removed this section while you were writing" in page
    assert secretary.name in page
    assert "To all of &lt;you&gt;." in page
    assert f'action="{PAGE}new/"' in page
    assert client.get(url).status_code == 404
    assert client.post(f"{PAGE}new/", {"title": "Thanks", "text": "To all of <you>.", "seen": ""}).status_code == 302
    assert DocumentSection.objects.get(deleted_at=None, kind="free").text == "To all of <you>."


# What lies inside the PDF ---------------------------------------------------------------------------------------------


def test_a_hidden_section_of_ones_own_is_in_no_shareable_file(plan: Plan) -> None:
    own = actions.add_section(plan, DocumentSection(title="Secret plans", text="Not for the council."))
    assert b"Secret plans" in export(plan, FileKind.SHAREABLE)
    actions.arrange(plan, listed=[str(own.pk)], shown=[])
    shareable = export(plan, FileKind.SHAREABLE)
    for words in (b"Secret plans", b"Not for the council."):
        assert words not in shareable
        assert words in export(plan, FileKind.WHOLE)
    marked = [
        row["title"]
        for row in json.loads(export(plan, FileKind.WHOLE))["tables"]["document_section"]
        if row.get("confidential")
    ]
    assert marked == ["Secret plans"]
    copy = make_of_file(read(shareable), slug="copy")
    assert export(copy, FileKind.SHAREABLE).replace(b'"copy"', b'"town"') == shareable


def test_every_worksheet_has_its_sections(plan: Plan) -> None:
    content_of(plan, "en")
    sheets_of(METHOD)
    named = {name for section in SECTIONS.values() for name in section.worksheets}
    assert named == set(SHEETS)


def test_the_workbook_has_the_worksheets_of_the_sections_that_are_shown(plan: Plan) -> None:
    actions.arrange(plan, listed=METHOD, shown=["goals", "swot"])
    content = content_of(plan, "en")
    book = openpyxl.load_workbook(io.BytesIO(workbook(plan, "en", content.shown).content))
    shown = [*SECTIONS["goals"].worksheets, *SECTIONS["swot"].worksheets]
    titles = {str(capfirst(SHEETS[name].model._meta.verbose_name_plural)) for name in shown}
    assert {"Strategic goals", "SWOT entries"} < titles
    assert set(book.sheetnames) == titles | {"SWOT"}


def enclosed(rendering: Rendering) -> list[str]:
    make(rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == "done"
    with rendering.file.open("rb") as file, pikepdf.open(file) as document:
        return sorted(document.attachments)


def test_nothing_is_enclosed_where_the_plan_says_so(client: Client, plan: Plan) -> None:
    page = squeezed(client.get(PAGE))
    assert "The JSON is the whole shareable plan, whatever is ticked" in page
    assert "data" in form_of(page)["shown"]
    first = request_document(plan, "en", by=None, queue=False)
    assert enclosed(first) == ["town-en.xlsx", "town.json"]
    assert client.post(PAGE, without(form_of(page), "data")).status_code == 302
    plan = Plan.objects.get(pk=plan.pk)
    assert not plan.encloses_data
    second = request_document(plan, "en", by=None, queue=False)
    assert second.content_hash != first.content_hash
    assert enclosed(second) == []
    content = export(plan, FileKind.SHAREABLE)
    assert b'"encloses_data": false' in content
    copy = make_of_file(read(content), slug="copy")
    assert not copy.encloses_data
    assert export(copy, FileKind.SHAREABLE).replace(b'"copy"', b'"town"') == content
    older = re.sub(rb',\s+"encloses_data": false', b"", content)
    assert b"encloses" not in older
    assert make_of_file(read(older), slug="older").encloses_data


def test_the_tick_alone_stores_no_sections(client: Client, plan: Plan) -> None:
    client.post(PAGE, without(form_of(squeezed(client.get(PAGE))), "data"))
    assert not DocumentSection.objects.exists()
    assert "data" not in shown_now(client)
