"""The modular template: sections on, off, in another order, and free ones (E1)."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from planning.archive.actions import make_plan as make_of_file
from planning.archive.checking import read
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council import actions, pdf, rules
from planning.council.document import content_of, in_both
from planning.council.enclosures import book_of
from planning.council.models import DocumentSection
from planning.council.rules import FREE, METHOD, PlacedSection, arranged, moved, places
from planning.council.rules import SectionPlace as Place
from planning.people.models import User
from planning.plans.models import Plan
from planning.readiness.actions import leave_open
from planning.readiness.points import points
from tests.pages import squeezed

from .conftest import pages_of, plain
from .test_arranging import PAGE, form_of, order_on, without


def kinds(placed: list[PlacedSection]) -> list[str]:
    return [one.kind for one in placed]


def test_without_rows_all_sections_stand_in_the_methods_order() -> None:
    assert kinds(arranged([])) == list(METHOD)
    assert all(one.is_shown for one in arranged([]))


def test_a_section_that_a_later_release_brings_stands_behind_its_predecessor() -> None:
    known = [PlacedSection(kind, row=n) for n, kind in enumerate(["actions", "goals", FREE, "lists"])]
    found = kinds(arranged(known))
    assert sorted(found) == sorted([*METHOD, FREE])
    assert found[:2] == ["actions", "resources"]
    assert found.index("assets") == found.index("lists") + 1


@pytest.mark.parametrize(
    ("token", "by", "expected"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc"), ("", 0, "abc")],
)
def test_moving(token: str, by: int, expected: str) -> None:
    assert "".join(moved("abc", token, by)) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (
            ["goals", "lists", "assets"],
            [Place(0, False, 0), Place(1, True, 1), Place(1, False, 1)],
        ),
        (
            ["assets", "actions", "lists"],
            [Place(1, True, 1), Place(3, True, 1), Place(1, True, 2)],
        ),
        (["lists", FREE, "assets"], [Place(1, True, 1), Place(1, False, 1), Place(1, False, 1)]),
        (["lists", FREE, FREE, "assets"], [Place(1, True, 1), *[Place(1, False, 1)] * 3]),
        (["lists", FREE, "targets"], [Place(1, True, 1), Place(0, False, 0), Place(2, True, 1)]),
        ([FREE, "swot"], [Place(0, False, 0), Place(3, True, 1)]),
        (["swot", FREE], [Place(3, True, 1), Place(0, False, 0)]),
        ([], []),
    ],
)
def test_where_a_step_begins(order: list[str], expected: list[Place]) -> None:
    assert places(order) == expected


def headings(page: str) -> list[tuple[str, str]]:
    body = page[page.index('class="toc"') :]
    found = re.findall(r"<(h[12])[^>]*>(.*?)</h[12]>", body, re.DOTALL)
    return [(level, re.sub("<.*?>|[\u2066-\u2069]", "", words).strip()) for level, words in found]


STEP_1, STEP_3 = ("h1", "Step 1: Assets and stakeholders"), ("h1", "Step 3: Collective action plan")


def test_sections_that_are_off_are_neither_printed_nor_in_the_contents_nor_in_the_workbook(plan: Plan) -> None:
    before = content_of(plan, "en")
    assert "according to Table 8" in before.page
    actions.arrange(plan, listed=["assets", "resources"], shown=[])
    after = content_of(plan, "en")
    for words in ("Ranking of assets", "Mobilisation of resources", "according to Table 8"):
        assert words in before.page
        assert words not in after.page
    assert after.digest != before.digest
    book = openpyxl.load_workbook(io.BytesIO(book_of(plan, "en", sections=after.shown)[0]))
    assert {"Table 2", "Table 8"} & set(book.sheetnames) == set()
    assert "Table 7" in book.sheetnames


def test_a_step_is_headed_wherever_it_begins(plan: Plan) -> None:
    for _time in METHOD:
        actions.arrange(plan, listed=[], shown=[], move="monitoring", by=-1)
    page = content_of(plan, "en").page
    found = headings(page)
    assert found[1:4] == [STEP_3, ("h2", "Monitoring plan"), ("h1", "Goals and sub-objectives")]
    assert found.count(STEP_3) == 2
    assert found.count(STEP_1) == 1
    assert all(page.count(f'id="{name}"') == 1 for name in ("step1", "step3", "step3-2"))
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert [name for name in anchors if page.count(f'id="{name}"') != 1] == []


def test_a_section_of_ones_own_is_plain_text_in_its_place(plan: Plan) -> None:
    actions.add_section(plan, DocumentSection(title="Thanks <b>", text="To all.\r\nAnd more.\n\n\nTo <i>you</i>."))
    page = content_of(plan, "en").page
    assert headings(page)[-1] == ("h1", "Thanks &lt;b&gt;")
    assert "To &lt;i&gt;you" in page
    assert page.count('href="#free-1"') == page.count('id="free-1"') == 1
    token = rules.arranged([])[0].token
    assert token == "goals"
    own = str(DocumentSection.objects.get(kind=FREE).pk)
    actions.arrange(plan, listed=[], shown=[], move=own, by=-1)
    assert ("h2", "Thanks &lt;b&gt;") in headings(content_of(plan, "en").page)
    text = " ".join(pages_of(pdf.make_pdf(content_of(plan, "en").html(1)).content))
    assert "To all. And more. To <i>you</i>." in text


@pytest.mark.parametrize(("language", "words"), [("en", "Annex: what was left open"), ("ar", "ملحق")])
def test_the_annex_stands_in_the_contents(language: str, words: str, plan: Plan, secretary: User) -> None:
    assert 'href="#left_open"' not in content_of(plan, language).page
    leave_open(plan, points(plan)[0], "Comes later", by=secretary)
    page = squeezed(content_of(plan, language).page)
    found = re.search(r'<li class="l1"><a href="#left_open">(.*?)</a></li></ol>', page)
    assert found
    assert words in found[1]
    assert page.count('id="left_open"') == 1


def test_the_annex_stands_in_the_contents_of_both_languages(plan: Plan, secretary: User) -> None:
    leave_open(plan, points(plan)[0], "Comes later", by=secretary)
    page = in_both(plan, ["en", "ar"]).page
    for anchor in ("left_open", "ar-left_open"):
        assert page.count(f'href="#{anchor}"') == page.count(f'id="{anchor}"') == 1


def test_the_arrangement_is_content_of_the_plan(plan: Plan) -> None:
    actions.arrange(plan, listed=["swot"], shown=[], move="trees", by=-1)
    actions.add_section(plan, DocumentSection(title="Thanks", text="To all."))
    actions.add_section(plan, DocumentSection(title="Gone", text="Away."))
    actions.delete_section(DocumentSection.objects.get(title="Gone"))
    content = export(plan, FileKind.SHAREABLE)
    assert b"Thanks" in content
    assert b"Gone" not in content
    copy = make_of_file(read(content), slug="copy")
    assert export(copy, FileKind.SHAREABLE).replace(b'"copy"', b'"town"') == content


def test_nothing_is_stored_while_all_is_as_the_method_has_it(plan: Plan) -> None:
    actions.arrange(plan, listed=METHOD, shown=METHOD)
    actions.arrange_as_the_method(plan)
    assert not DocumentSection.objects.exists()
    actions.arrange(plan, listed=["goals"], shown=[])
    assert DocumentSection.objects.count() == len(METHOD)
    actions.arrange_as_the_method(plan)
    assert "Goals and sub-objectives" in content_of(plan, "en").page


def test_what_was_not_on_the_page_stays_as_it_is(plan: Plan) -> None:
    actions.arrange(plan, listed=["goals", "swot"], shown=["swot"])
    actions.arrange(plan, listed=["swot"], shown=["swot"])
    assert not DocumentSection.objects.get(kind="goals").is_shown


def test_the_database_keeps_a_section_single_and_its_text_free(plan: Plan) -> None:
    DocumentSection.objects.create(plan=plan, kind="goals", position=1)
    for wrong in ({"kind": "goals"}, {"kind": "swot", "title": "x"}, {"kind": "swot", "text": "x"}, {"kind": "free"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentSection.objects.create(plan=plan, position=2, **wrong)


def tops(content: bytes) -> dict[str, float]:
    """How high the lines stand that are one word, in points from the foot of their page."""
    found = {}
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        text = page.get_textpage()
        for at in range(text.count_rects()):
            box = text.get_rect(at)
            found[plain(text.get_text_bounded(*box))] = box[3]
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_line_stands_between_two_paragraphs(language: str, plan: Plan) -> None:
    first, second, third = "Alpha", "Lambda", "Omega"
    actions.add_section(plan, DocumentSection(title="Thanks", text=f"{first}\n{second}\n\n{third}"))
    with override(language):
        page = content_of(plan, language).html(1)
    found = tops(pdf.make_pdf(page).content)
    line, paragraph = found[first] - found[second], found[second] - found[third]
    assert paragraph > line * 1.4


# The pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def client(signed_in: Callable[[User], Client], secretary: User, plan: Plan) -> Client:
    return signed_in(secretary)


def test_the_page_lists_all_and_its_arrows_save_the_ticks_too(client: Client, plan: Plan) -> None:
    assert f'href="{PAGE}"' in squeezed(client.get("/plans/town/document/"))
    page = squeezed(client.get(PAGE))
    assert order_on(page) == list(METHOD)
    assert page.count(" checked") == len(METHOD) + 1
    response = client.post(PAGE, without(form_of(page), "places") | {"up": "swot"})
    assert response.url == f"{PAGE}#section-swot"
    page = squeezed(client.get(PAGE))
    assert order_on(page)[5:8] == ["targets", "swot", "timeline"]
    assert 'value="places">' in page
    client.post(PAGE, form_of(page) | {"reset": "1"})
    assert order_on(squeezed(client.get(PAGE))) == list(METHOD)


def test_no_query_more_for_more_sections(client: Client, plan: Plan, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        actions.add_section(plan, DocumentSection(title=f"Section {number}", text="Text."))
    with django_assert_max_num_queries(6):
        client.get(PAGE)


def test_a_section_is_written_changed_and_taken_out(client: Client, plan: Plan) -> None:
    response = client.post(PAGE + "new/", {"title": "", "text": "Kept"})
    assert response.status_code == 422
    assert "Kept" in squeezed(response)
    assert client.post(PAGE + "new/", {"title": "Thanks", "text": "To all."}).url == PAGE
    section = DocumentSection.objects.get(kind="free")
    url = f"{PAGE}{section.pk}/"
    seen = re.search(r'name="seen" value="(\w+)"', squeezed(client.get(url)))
    assert seen
    client.post(url, {"title": "Thanks", "text": "To all of you.", "seen": seen[1]})
    section.refresh_from_db()
    assert section.text == "To all of you."
    response = client.post(url, {"title": "Mine", "text": "My own text.", "seen": seen[1]})
    page = squeezed(response)
    assert response.status_code == 422
    assert "Somebody has changed this section in the meantime" in page
    assert "My own text." in page
    assert "To all of you." in page
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again
    assert again[1] != seen[1]
    assert client.post(url, {"title": "Mine", "text": "My own text.", "seen": again[1]}).url == PAGE
    assert client.post(f"{url}delete/").url == PAGE
    assert client.get(url).status_code == 404
    assert "My own text." not in content_of(plan, "en").page


def test_a_section_of_the_method_has_no_page_of_its_own(client: Client, plan: Plan) -> None:
    row = DocumentSection.objects.create(plan=plan, kind="goals", position=1)
    assert client.get(f"{PAGE}{row.pk}/").status_code == 404
    assert client.post(f"{PAGE}{row.pk}/delete/").status_code == 404
