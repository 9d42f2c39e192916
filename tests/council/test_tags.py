"""How the PDF of a plan with everything in it is built for readers who do not see it (R3), looked at with pikepdf."""

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from django_scopes import scope

from planning.council import pdf
from planning.council.document import Stamp, content_of
from tests.fixtures import example

from .test_pdf import elements

pytestmark = pytest.mark.django_db
QR = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'


@cache
def content(language: str) -> bytes:
    """Drawn once for all tests, which only read it."""
    plan = example(language)
    stamp = Stamp(2, date(2026, 12, 1), "ab" * 32, "plan.example/c/23456789AB", QR)
    with scope(plan=plan):
        return pdf.make_pdf(content_of(plan, language, stamp=stamp).html(1)).content


@pytest.fixture(params=["en", pytest.param("ar", marks=pytest.mark.heavy)])
def document(request: Any) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content(request.param))) as document:
        assert str(document.Root.Lang) == request.param
        yield document


def tags(document: pikepdf.Pdf) -> list[Any]:
    return elements(document.Root.StructTreeRoot.K)


def test_the_headings_leave_no_level_out(document: pikepdf.Pdf) -> None:
    levels = [int(str(tag["/S"])[2:]) for tag in tags(document) if re.fullmatch(r"/H\d", str(tag["/S"]))]
    assert levels[0] == 1
    assert {1, 2, 3} == set(levels)
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_every_table_has_heads_and_every_cell_knows_its_own(document: pikepdf.Pdf) -> None:
    tables = [tag for tag in tags(document) if tag["/S"] == "/Table"]
    assert len(tables) > 10
    for table in tables:
        cells = [tag for tag in elements(table) if tag["/S"] in ("/TH", "/TD")]
        heads = [tag for tag in cells if tag["/S"] == "/TH"]
        assert heads
        assert all("/ID" in head for head in heads)
        assert all(len(cell["/A"]["/Headers"]) for cell in cells if cell["/S"] == "/TD")


def test_every_figure_says_what_it_shows(document: pikepdf.Pdf) -> None:
    figures = [tag for tag in tags(document) if tag["/S"] == "/Figure"]
    assert len(figures) >= 2  # the QR code, and a map
    assert [str(figure.get("/Alt", "")) for figure in figures if not str(figure.get("/Alt", ""))] == []


def test_the_outline_has_steps_tables_and_goals_and_each_leads_to_a_page(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        deep = {level for item in outline.root for level in depths(item)}
        assert deep == {1, 2, 3}
        assert all(item.destination is not None or item.action is not None for item in outline.root)
        assert len(outline.root) > 6


def depths(item: pikepdf.OutlineItem, level: int = 1) -> Iterator[int]:
    yield level
    for child in item.children:
        yield from depths(child, level + 1)


def test_every_line_of_the_contents_is_a_link_to_a_place_that_exists(document: pikepdf.Pdf) -> None:
    names = document.Root.Names.Dests.Names
    places = {str(name) for name in list(names)[::2]}
    links = [
        str(note.Dest)
        for page in document.pages
        for note in page.get("/Annots", [])
        if note.get("/Subtype") == "/Link" and "/Dest" in note
    ]
    assert len(links) > 12
    assert set(links) <= places


def test_the_fonts_are_embedded(document: pikepdf.Pdf) -> None:
    fonts = [
        one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
