"""Table 5 on paper: nothing runs out of its column or off the page, and its rows stay whole and in company."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.utils.translation import override

from planning.actions.models import Action
from planning.council import pdf
from planning.council.document import content_of
from planning.goals.models import Goal
from planning.plans.models import Plan
from planning.trees.models import TreeNode
from targets.models import Activity, Indicator, Target

from .conftest import plain

ADDRESS = "https://www.example.org/" + "reports-of-the-works-department-" * 5
MILLIMETRE = 72 / 25.4


def add_target(plan: Plan, number: int, **fields: object) -> None:
    goal = Goal.objects.get()
    target = Target.objects.create(
        plan=plan, goal=goal, statement=f"Target {number}", level="operational", dimension="service", position=number
    )
    words = {"name": f"Households served {number}", "unit": "%", "value": Decimal(90), "verification": f"Seen {number}"}
    Indicator.objects.create(plan=plan, target=target, position=1, **(words | fields))


def pages_made(plan: Plan, language: str = "en") -> pypdfium2.PdfDocument:
    with override(language):
        return pypdfium2.PdfDocument(pdf.make_pdf(content_of(plan, language).html(1)).content)


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    return [plain(page.get_textpage().get_text_bounded()) for page in document]


def beyond_the_margins(document: pypdfium2.PdfDocument, margin: float) -> Iterator[tuple[int, str]]:
    """The letters that stand nearer to the page's sides than its margins allow, the cover left out."""
    for number, page in enumerate(document, 1):
        text, width = page.get_textpage(), page.get_width()
        for at in range(text.count_chars()) if number > 1 else ():
            left, _bottom, right, _top = text.get_charbox(at)
            if right > left and (left < margin - 1 or right > width - margin + 1):
                yield number, text.get_text_range(at, 1)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_long_words_and_numbers_stay_in_their_columns(plan: Plan, language: str) -> None:
    values = {"baseline": Decimal("123456789012.25"), "value": Decimal("999999999999.75")}
    for number in range(1, 6):
        add_target(
            plan,
            number,
            name=ADDRESS,
            unit="W" * 38,
            verification=ADDRESS,
            collector="W" * 160,
            frequency="year",
            **values,
        )
    goal = Goal.objects.get()
    Target.objects.update(statement=ADDRESS)
    Action.objects.update(title=ADDRESS)
    Activity.objects.create(plan=plan, goal=goal, name=ADDRESS, actor="W" * 160, months=(date(2027, 2, 1),), position=1)
    TreeNode.objects.create(plan=plan, goal=goal, kind="core", text=ADDRESS, turned=ADDRESS, position=1)
    document = pages_made(plan, language)
    assert list(beyond_the_margins(document, 18 * MILLIMETRE)) == []
    tables = [page for page in texts(document) if "999,999,999,999.75" in page.replace(" ", "")]
    assert 0 < len(tables) <= 6, "no column is a letter wide"


OFTEN = {7, 11, 14}


@pytest.mark.parametrize("counts", [OFTEN, pytest.param(set(range(5, 15)) - OFTEN, marks=pytest.mark.heavy)])
def test_rows_stay_whole_and_none_is_left_alone(plan: Plan, counts: set[int]) -> None:
    """However many rows there are: a row's first and last words stand on one page, and never one row by itself."""
    for number in range(1, 5):
        add_target(plan, number)
    for number in range(5, 15):
        add_target(plan, number, name=f"Households served {number} " + "in the upper quarter and by the river " * 2)
        if number not in counts:
            continue
        found = []
        for page in texts(pages_made(plan)):
            if "Means of verification" in page and "How often" not in page:
                rows = [n for n in range(1, number + 1) if f"Seen {n} " in f"{page} "]
                begun = [n for n in range(1, number + 1) if f"Households served {n} " in page]
                assert rows == begun
                found.append(len(rows))
        assert sum(found) == number
        assert min(found) > 1, found


def test_the_heads_words_are_whole(plan: Plan) -> None:
    add_target(plan, 1)
    page = next(page for page in texts(pages_made(plan, "ar")) if plain("المؤشرات") in page and "Seen 1" in page)
    assert plain("المستهدف") in page
