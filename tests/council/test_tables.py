"""The method's tables in the workbook: the module's columns in the module's order (C8)."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override
from django_scopes import scope

from planning.council.tables import add_tables
from planning.goals.models import Goal
from planning.plans.models import Plan
from planning.swot.models import SwotEntry
from planning.worksheets.xlsx import Book
from targets.models import Activity, Indicator, Target

from .conftest import make_plan

Pages = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def pages(plan: Plan) -> Callable[[str], Pages]:
    goal = Goal.objects.get()
    target = Target.objects.create(
        plan=plan, goal=goal, statement="90 % served", level="operational", dimension="service", position=1
    )
    Indicator.objects.create(plan=plan, target=target, name="Served", unit="%", value=Decimal(90), position=1)
    months = (date(2027, 2, 1), date(2027, 4, 1))
    Activity.objects.create(plan=plan, goal=goal, name="Train crews", months=months, position=1)
    for number, (cell, secret) in enumerate([("weakness", False), ("strength", True), ("weakness", False)], 1):
        SwotEntry.objects.create(
            plan=plan, goal=goal, cell=cell, text=f"Entry {number}", secret=secret, position=number
        )

    def read(language: str) -> Pages:
        book = Book()
        with scope(plan=plan), override(language):
            rows = add_tables(book, plan, language)
        found = openpyxl.load_workbook(io.BytesIO(book.content()))
        sheets = {page.title: [tuple(row) for row in page.iter_rows(values_only=True)] for page in found}
        assert rows == sum(len(page) - 1 for page in sheets.values())
        return sheets

    return read


def test_table_7(pages: Callable[[str], Pages]) -> None:
    head, first, second = pages("en")["Table 7"]
    assert head == (
        "Strategic goal",
        "Action",
        "Time frame",
        "Main actor: commitment, capacity",
        "Other actors and what each adds",
        "Impact on flexibility",
        "Impact on social cohesion",
    )
    assert first == (
        "1 The municipality is clean",
        "1.1 Clean-up weeks",
        "Short-term activity\nFeb – Apr 2027",
        "Citizen group\nCommitted and able\nTwo campaigns",
        "Schools: pupils\nOld people",
        "Volunteers for other needs",
        "Quarters side by side",
    )
    assert second[1] == "1.2 Fair fees"


def test_table_8(pages: Callable[[str], Pages]) -> None:
    head, first, second = pages("en")["Table 8"]
    assert head == (
        "Strategic goal",
        "Action",
        "Resources of the main actor",
        "Resources of other actors",
        "Other ways: in kind, rationalisation",
        "External resources needed (type and value)",
        "Possible sources",
    )
    assert first[2:] == (
        "Wages (Money: 46,000 USD; Needed)\nRepairs (Money: 900,000,000 LBP; Needed)",
        "Prizes (Money: 2,000 USD; Needed)",
        "School yards (Money; Needed)",
        "Two trucks (Money: 118,000 USD; Needed)",
        "Environment fund",
    )
    assert second[2:] == (None,) * 5


def test_tables_2_5_and_6(pages: Callable[[str], Pages]) -> None:
    found = pages("en")
    assert found["Table 2"][0][:2] == ("Strategic goal", "Availability")
    assert len(found["Table 2"]) == 1 + 3
    assert found["Table 5"][0] == ("Strategic goal", "Level", "Assets", "Service delivery", "Management")
    assert [row[1] for row in found["Table 5"][1:]] == ["Strategic", "Operational"]
    assert found["Table 5"][2][3] == "1 90 % served"
    head, row = found["Table 6"]
    marks = {name: mark for name, mark in zip(head[3:], row[3:], strict=True) if mark}
    assert row[1] == "1 Train crews"
    assert marks == {"Feb 2027": "×", "Apr 2027": "×"}


def test_the_swot_holds_what_is_open_alone(pages: Callable[[str], Pages]) -> None:
    page = pages("en")["SWOT"]
    assert page[1][2:] == (
        "Strengths that can be used",
        "Separate interests of the groups",
        "Weaknesses that stand in the way",
    )
    assert [row[4] for row in page[2:4]] == ["Entry 1", "Entry 3"]
    assert "Entry 2" not in str(page)


def test_the_two_layers_are_two_pages(pages: Callable[[str], Pages]) -> None:
    found = pages("en")
    carried, reached = found["Monitoring, actions"], found["Monitoring, goals"]
    assert [row[1] for row in carried[1:]] == ["1.1 Clean-up weeks", "1.2 Fair fees"]
    assert reached[1][1:5] == ("1 90 % served", "Served", None, "90 %")


def test_the_pages_have_arabic_names(pages: Callable[[str], Pages]) -> None:
    assert "الجدول 7" in pages("ar")


def test_an_empty_plan_has_empty_tables(db: None) -> None:
    plan, book = make_plan("empty"), Book()
    with scope(plan=plan), override("en"):
        assert add_tables(book, plan, "en") == 0
    book.content()
