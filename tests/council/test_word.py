"""The document for word processors: the same words in the same order, on pages that can be edited (C8)."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_scopes import scope, scopes_disabled

from planning.council.actions import request_document
from planning.council.document import content_of
from planning.council.making import make
from planning.council.models import Rendering
from planning.council.word import make_docx
from planning.council.word_parts import W, measures
from planning.people.models import User
from planning.plans.models import Plan
from stakeholders.actions import release
from tests.fixtures import Town, add_places, example

from .conftest import plain

pytestmark = pytest.mark.django_db


def letters(text: str) -> str:
    """Without spaces, and without the marks that only isolate."""
    return re.sub(r"\s", "", plain(text))


def said_on(page: str) -> str:
    """What the page says, but for drawings, whose list says the same."""
    body = lxml.html.document_fromstring(page).find("body")
    for drawing in [*body.iter("svg"), *body.findall(".//*[@aria-hidden='true']")]:
        drawing.drop_tree()
    return letters(" ".join(body.itertext()))


def said_in(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return letters(" ".join(node.text or "" for node in body.iter(f"{W}t")))


def of_example(language: str) -> str:
    plan = example(language)
    with scope(plan=plan):
        return content_of(plan, language).html(1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_says_what_the_page_says_in_its_order(language: str) -> None:
    page = of_example(language)
    assert len(said_on(page)) > 5_000
    assert said_in(make_docx(page)) == said_on(page)


def test_every_section_is_in_it(town: Town) -> None:
    add_places(town)
    with scope(plan=town.plan):
        release(town.rows["sub_objective"], [("stances", "document"), ("reasons", "document")], by=town.people["s"])
        page = content_of(town.plan, "en").html(1)
    assert "Table 3: Stakeholders" in page
    assert said_in(make_docx(page)) == said_on(page)


def test_headings_tables_and_pages(plan: Plan) -> None:
    page = content_of(plan, "en").html(1)
    document = docx.Document(io.BytesIO(make_docx(page)))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Title") == 1
    assert "Heading 1" in styles
    assert "List Number" in styles
    seven = next(table for table in document.tables if table.cell(0, 1).text == "Action")
    assert [cell.text for cell in seven.rows[0].cells][2] == "Time frame"
    for table in document.tables:
        assert table._tbl.find(f".//{W}tblHeader") is not None
        assert all(row.find(f".//{W}cantSplit") is not None for row in table._tbl.iter(f"{W}tr"))
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True]
    assert "according to Table 8" in " ".join(p.text for p in document.paragraphs)
    assert document.core_properties.title.startswith("Wadi Rihan: A clean city")


def test_no_row_is_parted_from_the_one_that_it_is_of(plan: Plan) -> None:
    document = docx.Document(io.BytesIO(make_docx(content_of(plan, "en").html(1))))
    eight = next(table for table in document.tables if table.cell(0, 2).text == "Resources of the main actor")
    rows = [(row.cells[0].text, row._tr.find(f".//{W}keepNext") is not None) for row in eight.rows]
    assert [kept for text, kept in rows if ":" in text] == [True]  # the goal
    sums = [at for at, (text, _kept) in enumerate(rows) if text.startswith("Total")]
    assert [rows[at - 1][1] for at in sums] == [True] * len(sums) != []
    assert not rows[-1][1]


def test_a_cell_over_two_rows_and_one_over_three_columns(plan: Plan) -> None:
    document = docx.Document(io.BytesIO(make_docx(content_of(plan, "en").html(1))))
    ranking = next(table for table in document.tables if table.cell(0, 0).text == "Availability")
    assert ranking.cell(1, 0).text == "Availability"
    assert ranking.cell(0, 1).text == ranking.cell(0, 3).text == "Importance for the goal"
    assert ranking.cell(1, 1).text.startswith("High")
    assert len(ranking.columns) == 4
    assert all(len(row._tr.findall(f"{W}tc")) in (2, 4) for row in ranking.rows)


def test_pages_are_numbered_but_for_the_cover(plan: Plan) -> None:
    content = make_docx(content_of(plan, "en").html(3))
    document = docx.Document(io.BytesIO(content))
    first, *others = document.sections
    assert first.different_first_page_header_footer
    assert first.first_page_footer.paragraphs[0].text == ""
    assert not any(section.different_first_page_header_footer for section in others)
    for section in document.sections:
        assert "Draft 0.3" in section.header.paragraphs[0].text
        codes = [node.text.strip() for node in section.footer._element.iter(f"{W}instrText")]
        assert codes == ["PAGE", "NUMPAGES"]


def test_the_contents_lead_to_places_that_exist(plan: Plan) -> None:
    body = docx.Document(io.BytesIO(make_docx(content_of(plan, "en").html(1)))).element.body
    links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    places = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(links) > 8
    assert set(links) <= set(places)
    assert len(places) == len(set(places))
    assert all(len(name) <= 40 for name in places)


def test_arabic_runs_from_right_to_left(plan: Plan) -> None:
    page = content_of(plan, "ar").html(1)
    document = docx.Document(io.BytesIO(make_docx(page)))
    body = document.element.body
    spoken = [p for p in body.iter(f"{W}p") if any(node.text for node in p.iter(f"{W}t"))]
    assert len(spoken) > 50
    assert all(p.find(f"{W}pPr/{W}bidi") is not None for p in spoken)
    assert all(table._tbl.find(f"{W}tblPr/{W}bidiVisual") is not None for table in document.tables)
    assert all(section._sectPr.find(f"{W}bidi") is not None for section in document.sections)
    for run in body.iter(f"{W}r"):
        text = "".join(node.text or "" for node in run.iter(f"{W}t"))
        right = run.find(f"{W}rPr/{W}rtl") is not None
        if re.search("[\u0600-\u06ff]", text):
            assert right, text
        elif re.search("[A-Za-z]", text):
            assert not right, text
    english = docx.Document(io.BytesIO(make_docx(content_of(plan, "en").html(1)))).element.body
    assert not list(english.iter(f"{W}bidi"))


def test_columns_are_as_wide_as_on_the_page() -> None:
    assert measures([("width:25%", ""), ("width:75%", "")], 1000) == [250, 750]
    assert measures([("width:40%", ""), ("", ""), ("", "")], 1000) == [400, 300, 300]
    assert sum(measures([("", "c-act"), ("", "c-aft"), *[("", "")] * 12], 14800)) <= 14800


HOSTILE = ["<b>bold</b> & \"quoted\" 'single'", "x" * 160, "שלום and مرحبا mixed 1–2 (three)", "a\nb", "]]>"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_breaks_it(plan: Plan, text: str, language: str) -> None:
    from planning.actions.models import Action

    Action.objects.update(title=text[:160], other_actors=text, flexibility=text)
    Plan.objects.filter(pk=plan.pk).update(title=text[:200])
    plan.refresh_from_db()
    page = content_of(plan, language).html(1)
    assert said_in(make_docx(page)) == said_on(page)


# Asked for ------------------------------------------------------------------------------------------------------------


def test_the_worker_makes_it_with_the_number_of_the_pdf(plan: Plan) -> None:
    first = request_document(plan, "en", by=None, queue=False)
    second = request_document(plan, "en", by=None, queue=False, kind="docx")
    assert first.pk != second.pk
    assert first.number == second.number == 1
    make(second.pk)
    second.refresh_from_db()
    assert second.state == Rendering.State.DONE
    assert second.pages is None
    assert second.file.name.endswith("town-0.1-en.docx")
    with second.file.open("rb") as made:
        assert "Draft 0.1" in docx.Document(made).sections[0].header.paragraphs[0].text
    assert request_document(plan, "en", by=None, kind="docx").pk == second.pk


def test_it_is_asked_for_and_fetched_on_the_page(
    plan: Plan, secretary: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(secretary)
    assert 'name="kind" value="docx"' in client.get("/plans/town/document/").content.decode()
    client.post("/plans/town/document/make/", {"language": "ar", "kind": "docx"})
    made = Rendering.objects.get()
    make(made.pk)
    response = client.get(f"/plans/town/document/{made.pk}/file/")
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == 'attachment; filename="town-0.1-ar.docx"'
    assert "DOCX" in client.get("/plans/town/document/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [{"kind": "odt", "language": "en"}, {"kind": "docx", "language": "en+ar"}, {"kind": "wall", "language": "en+ar"}],
)
def test_what_there_is_not_is_refused(
    plan: Plan, secretary: User, signed_in: Callable[[User], Client], asked: dict[str, str]
) -> None:
    assert signed_in(secretary).post("/plans/town/document/make/", asked).status_code == 400
    assert not Rendering.objects.exists()


def export(*args: Any) -> None:
    with scopes_disabled():
        call_command("exportplan", "town", "--to", *map(str, args), verbosity=0)


def test_the_command_writes_it(plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    export(target, "--language", "ar")
    assert said_in(target.read_bytes()) == said_on(content_of(plan, "ar").html(1))
    with pytest.raises(CommandError, match=r"Only a \.pdf"):
        export(target, "--language", "en+ar")
