"""What stands in the PDF, and how it is tagged (C8)."""

import io
import re
import socket
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils.translation import override
from django_scopes import scope

from planning.actions.models import Action, ResourceLine
from planning.assets.models import Asset, GoalAsset
from planning.council import pdf
from planning.council.document import content_of
from planning.goals.models import Goal
from planning.plans.models import Plan
from stakeholders.models import Stakeholder

from .conftest import TABLE_2, make_plan, pages_of, plain


def made(plan: Plan, language: str = "en") -> bytes:
    with override(language):
        return pdf.make_pdf(content_of(plan, language).html(3)).content


def page_with(pages: list[str], words: str) -> str:
    return next(page for page in pages[3:] if words in page)


def test_table_2_stands_in_the_text_cell_by_cell(plan: Plan) -> None:
    page = page_with(pages_of(made(plan)), "Table 2: Ranking of assets")
    cells = re.split(r"(?:High|Low) priority", page[page.index("Availability") :])[1:]
    expected = [" ".join(names) for row in TABLE_2 for names in row]
    assert len(cells) == 9
    for text, names in zip(cells, expected, strict=True):
        assert text.strip().startswith(names)
    rows_end_with = ["Medium present, but not enough or not good enough", "Low not present in the municipality"]
    assert [cells[2].strip(), cells[5].strip()] == rows_end_with
    found = re.findall(r"(High|Low) priority", page[page.index("Availability") :])
    assert found == ["Low", "Low", "Low", "High", "High", "Low", "High", "High", "Low"]


def test_tables_7_and_8_have_the_modules_columns_in_its_order(plan: Plan) -> None:
    pages = pages_of(made(plan))
    heads = [
        "Strategic goal",
        "Action",
        "Time frame",
        "Main actor: commitment, capacity",
        "Other actors and what each adds",
        "Impact on flexibility",
        "Impact on social cohesion",
    ]
    seven = page_with(pages, "Table 7:")
    assert " ".join(heads) in seven
    row = "Goal 1 serves 1.1 1.1 Clean-up weeks Short-term activity Feb – Apr 2027 Citizen group Committed and able"
    assert row in seven
    assert "Two campaigns Schools: pupils Old people Volunteers for other needs" in seven
    assert "1.2 Fair fees Quick win for action 1.1 not set yet" in seven
    eight = page_with(pages, "Table 8:")
    row = "Wages Money: 46,000 USD Needed Repairs Money: 900,000,000 LBP Needed Prizes Money: 2,000 USD Needed"
    assert row in eight
    assert "Two trucks Money: 118,000 USD Needed Environment fund" in eight
    assert (
        "Total USD 46,000 USD 2,000 USD 0 USD 118,000 USD of which secured 0 USD Not secured yet 166,000 USD" in eight
    )
    assert "All goals LBP" in eight


def test_the_monitoring_plan_keeps_its_two_layers_apart(plan: Plan) -> None:
    page = page_with(pages_of(made(plan)), "Is the plan being carried out")
    carried, _head, reached = page.partition("Is the goal coming nearer?")
    assert "1.1 Clean-up weeks Feb – Apr 2027 30 April 2027 Wages Needed" in carried
    assert "No targets have been written down yet." in reached


def test_every_page_but_the_cover_says_which_it_is(plan: Plan) -> None:
    pages = pages_of(made(plan))
    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page
        assert "Draft 0.3" in page
    assert "Page" not in pages[0]
    assert content_of(plan, "en").checksum in pages[0]


def test_the_contents_name_the_pages(plan: Plan) -> None:
    pages = pages_of(made(plan))
    number = next(n for n, page in enumerate(pages, 1) if n > 3 and "Table 8:" in page)
    assert re.search(rf"Table 8: Mobilisation of resources {number}\b", pages[2])


def test_an_empty_plan_says_of_each_table_that_it_is_empty(db: None) -> None:
    empty = make_plan("empty")
    with scope(plan=empty):
        text = " ".join(pages_of(made(empty)))
    assert "No goals have been written down yet." in text
    assert "There is no goal yet for which assets could be ranked." in text
    assert "No collective actions have been written down yet." in text
    assert "No resources have been written down for the actions yet." in text


def elements(node: Any) -> list[Any]:
    """All elements of the tag tree, in order."""
    if isinstance(node, pikepdf.Array):
        return [found for part in node for found in elements(part)]
    if not isinstance(node, pikepdf.Dictionary) or ("/K" not in node and "/S" not in node):
        return []
    own = [node] if "/S" in node else []
    return own + (elements(node["/K"]) if "/K" in node else [])


def test_the_pdf_is_tagged_and_names_language_and_title(plan: Plan) -> None:
    with pikepdf.open(io.BytesIO(made(plan))) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en"
        assert "pdfuaid:part" in root.Metadata.read_bytes().decode()
        assert root.ViewerPreferences.DisplayDocTitle
        assert "A clean city" in str(document.docinfo["/Title"])
        kinds = [str(element["/S"]) for element in elements(root.StructTreeRoot.K)]
    heads = 4 + 4 + 3  # Table 2: four columns, their common head, three rows
    assert kinds.count("/TH") >= heads + 7 + 7
    assert kinds.index("/H1") < kinds.index("/H2") < kinds.index("/H3")
    assert kinds.count("/Table") == 6


def test_the_fonts_are_embedded_and_the_house_face_alone(plan: Plan) -> None:
    names = set()
    with pikepdf.open(io.BytesIO(made(plan))) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                names.add(str(item.FontName).partition("+")[2])
                assert "/FontFile2" in item or "/FontFile3" in item
    assert names
    assert all(name.startswith("Vazirmatn") for name in names)


def test_the_bookmarks_lead_to_every_part(plan: Plan) -> None:
    with pikepdf.open(io.BytesIO(made(plan))) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[1:] == [
        "Resolution of the municipal council",
        "Contents",
        "Goals and sub-objectives",
        "Step 1: Assets and stakeholders",
        "Step 3: Collective action plan",
    ]


def test_nothing_is_asked_for_over_a_line(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    html = content_of(plan, "en").html(1)
    html = html.replace("</body>", '<img src="http://192.0.2.1/x.png"><img src="file:///etc/passwd"></body>')

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the document asked for something over the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert pdf.make_pdf(html).pages > 3


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.png",
        "file:///etc/passwd",
        "data:text/plain,x",
        pdf.BASE + "static/../manage.py",
        pdf.BASE + "static/%2e%2e/manage.py",
        pdf.BASE + "config/settings.py",
        pdf.BASE + "media/../../etc/passwd",
        pdf.BASE + "static/css/",
    ],
)
def test_only_own_files_are_served(url: str) -> None:
    with pytest.raises((ValueError, OSError, Exception), match=r".+"):
        pdf.own_file(url)
    assert pdf.own_file(pdf.BASE + "static/css/document.css")


def test_arabic_text_can_be_read_out_and_months_are_the_towns(plan: Plan) -> None:
    # without lam-alef: that ligature is stored in the right order, but readers like this one turn it round
    goal = Goal.objects.get()
    Goal.objects.update(statement="المدينة نظيفة وجميلة")
    Plan.objects.filter(pk=plan.pk).update(title="مدينة نظيفة", session_date=date(2027, 2, 14))
    plan.refresh_from_db()
    Action.objects.filter(goal=goal, position=1).update(title="أسابيع نظافة مع المدارس")
    pages = pages_of(made(plan, "ar"))
    text = " ".join(pages)
    assert plain("المدينة نظيفة وجميلة") in text
    assert plain("أسابيع نظافة مع المدارس") in text
    assert plain("14 شباط 2027") in text
    assert plain("شباط – نيسان 2027") in text
    assert "46,000 USD" in text
    with pikepdf.open(io.BytesIO(made(plan, "ar"))) as document:
        assert str(document.Root.Lang) == "ar"


HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> \"quoted\" 'single'",
    "x" * 160,
    "שלום and مرحبا mixed 1–2 (three)",
    "\u200eleft\u200f right \u0301\u0302",
    "{{ plan.title }} {% now 'Y' %}",
]


@pytest.mark.parametrize(
    ("text", "language"),
    [(text, ("en", "ar")[at % 2]) for at, text in enumerate(HOSTILE)]
    + [pytest.param(text, ("ar", "en")[at % 2], marks=pytest.mark.heavy) for at, text in enumerate(HOSTILE)],
)
def test_no_text_breaks_the_document(plan: Plan, text: str, language: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(title=text[:200])
    Goal.objects.update(statement=text)
    Asset.objects.filter(pk=Asset.objects.first().pk).update(name=text)
    Stakeholder.objects.update(name=text)
    Action.objects.update(title=text, other_actors=f"{text}\n{text}", flexibility=text)
    ResourceLine.objects.update(description=text, source=text)
    plan.refresh_from_db()
    made_pdf = made(plan, language)
    if text.isascii() and " " in text:
        assert plain(text) in " ".join(pages_of(made_pdf))
    assert outside_the_page(made_pdf) == []


def outside_the_page(content: bytes) -> list[int]:
    """The pages of which a letter lies outside."""
    import pypdfium2

    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(io.BytesIO(content)), 1):
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
        if any(left < -1 or bottom < -1 or right > width + 1 or top > height + 1 for left, bottom, right, top in boxes):
            found.append(number)
    return found


def test_a_long_table_goes_on_with_its_head(plan: Plan) -> None:
    goal = Goal.objects.get()
    Action.objects.bulk_create(
        Action(plan=plan, goal=goal, title=f"Action {n}", position=n, other_actors="words " * 60) for n in range(3, 40)
    )
    pages = [page for page in pages_of(made(plan)) if "Time frame" in page]
    assert len(pages) > 2


def test_no_sum_stands_alone_on_a_page(plan: Plan) -> None:
    """Table 8 with more and more lines, so that each of its ends comes to stand at the foot of a page."""
    page = content_of(plan, "en").html(1)
    line = "<tr><td>Goal 1</td><th>Action</th>" + "<td>Means</td>" * 5 + "</tr>"
    head, table = page.partition('<h2 class="table-title" id="table8">')[::2]
    begin, total, end = table.partition("</table>")[0].partition('<tr class="total">')
    assert end
    many = [f"<section class='wide-page'><p>{begin}{line * n}{total}{end}</table></section>" for n in range(8, 20)]
    pages = pages_of(pdf.make_pdf(head.partition("<body>")[0] + "<body>" + "".join(many)).content)
    sums = [page for page in pages if "Total USD" in page]
    assert len(sums) == len(many) < len(pages)  # some do not fit on one page
    assert all("Resource" in page.partition("Total USD")[0].replace("Means of", "") for page in sums)


def test_unrated_assets_are_counted_below_the_table(plan: Plan) -> None:
    for number in range(2):
        asset = Asset.objects.create(plan=plan, name=f"Later {number}", kind="human", position=50 + number)
        GoalAsset.objects.create(plan=plan, goal=Goal.objects.get(), asset=asset, position=50 + number)
    page = page_with(pages_of(made(plan)), "Table 2:")
    assert "2 more assets are on the list of this goal" in page
    assert "Later" not in page


def test_a_web_process_does_not_import_the_engine(client: Client) -> None:
    import subprocess
    import sys

    code = (
        "import django, sys; django.setup(); import config.urls, planning.council.views, planning.council.tasks;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
