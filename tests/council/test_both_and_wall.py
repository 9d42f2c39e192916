"""One document in both languages, and the sheets for a wall (C8, A6)."""

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override
from django_scopes import scope, scopes_disabled

from planning.council import pdf
from planning.council.actions import request_document
from planning.council.document import content_of
from planning.council.making import content_now, make
from planning.council.models import BOTH, Rendering
from planning.goals.models import Goal
from planning.plans.models import Plan
from tests.fixtures import Town

from .conftest import make_plan, pages_of, plain

pytestmark = pytest.mark.django_db


def export(*args: object) -> None:
    with scopes_disabled():
        call_command("exportplan", *map(str, args), verbosity=0)


def test_both_languages_stand_one_after_the_other(plan: Plan, tmp_path: Path) -> None:
    Goal.objects.update(statement="المدينة نظيفة وجميلة")
    target = tmp_path / "plan.pdf"
    export("town", "--to", target, "--language", BOTH)
    pages = pages_of(target.read_bytes())
    alone = len(pages_of(pdf.make_pdf(content_of(plan, "en").html(1)).content))
    with override("ar"):
        turn = plain(gettext("Contents"))
    assert "Contents" in pages[2]
    assert turn in pages[alone + 2]
    assert f"Page 2 of {len(pages)}" in pages[1]
    with pikepdf.open(target) as document:
        assert str(document.Root.Lang) == "en"
        assert sorted(document.attachments) == ["town-ar.xlsx", "town-en.xlsx", "town.json"]
        tops = list(document.Root.StructTreeRoot.K[0].K)
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        spoken = {(numbers[one.Pg.objgen] >= alone, str(one.get("/Lang", "en"))) for one in tops}
        assert spoken == {(False, "en"), (True, "ar")}
    made = Rendering.objects.get()
    assert made.file.name.endswith("town-0.1-en-ar.pdf")


def test_no_place_stands_twice_and_links_stay_in_their_language(plan: Plan) -> None:
    page = content_now(plan, "pdf", BOTH).html(1)
    places = re.findall(r' id="([^"]+)"', page)
    assert len(places) == len(set(places))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(places)
    first, second = page.split('id="edition-ar"')
    assert not re.search(r'href="#ar-', first)
    assert all(link.startswith("ar-") for link in re.findall(r'href="#([^"]+)"', second))


def test_both_is_new_content_when_either_is(plan: Plan) -> None:
    before = content_now(plan, "pdf", BOTH).digest
    assert content_now(plan, "pdf", BOTH).digest == before
    Goal.objects.update(statement="Another")
    assert content_now(plan, "pdf", BOTH).digest != before


def test_wall_sheets_are_a3_and_have_the_three_tables(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "wall.pdf"
    export("rihan", "--to", target, "--wall")
    pages = pages_of(target.read_bytes())
    text = " ".join(pages)
    for words in ("Table 2: Ranking of assets", "Modified SWOT analysis", "Table 6: Timeline"):
        assert words in text
    assert "Table 7" not in text
    assert "Step 1" not in text
    with pikepdf.open(target) as document:
        sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in document.pages}
        assert sizes == {(420, 297)}
        assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
        levels = document.Root.StructTreeRoot is not None
        assert levels
    assert all("Page" in page for page in pages)


def test_wall_sheets_count_for_themselves(plan: Plan) -> None:
    make(request_document(plan, "en", by=None, queue=False).pk)
    sheets = request_document(plan, "en", by=None, queue=False, kind="wall")
    assert sheets.number == 1
    make(sheets.pk)
    sheets.refresh_from_db()
    assert sheets.file.name.endswith("town-wall-0.1-en.pdf")
    assert request_document(plan, "en", by=None, kind="wall").pk == sheets.pk
    assert request_document(plan, "en", by=None).number == 1


def test_an_empty_plan_has_an_empty_sheet() -> None:
    empty = make_plan("empty")
    with scope(plan=empty):
        page = content_now(empty, "wall", "en").html(1)
    assert "No goals have been written down yet." in " ".join(pages_of(pdf.make_pdf(page).content))


def test_wall_sheets_are_in_one_language_and_a_pdf(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="one language"):
        export("town", "--to", tmp_path / "x.pdf", "--wall", "--language", BOTH)
    with pytest.raises(CommandError, match=r"Wall sheets are a \.pdf"):
        export("town", "--to", tmp_path / "x.docx", "--wall")


def test_the_pdf_is_one_that_a_reader_opens(plan: Plan) -> None:
    made = pdf.make_pdf(content_now(plan, "pdf", BOTH).html(1)).content
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.check_pdf_syntax() == []
