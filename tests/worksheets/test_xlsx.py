"""Every worksheet as a spreadsheet: its fields, typed, and nothing that a spreadsheet programme would run."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from planning.actions.models import Action, ResourceLine
from planning.assets.models import Asset
from planning.assets.sheets import REGISTER
from planning.worksheets.urls import SHEETS
from planning.worksheets.xlsx import workbook
from tests.fixtures import Town, add_places, as_user
from tests.plans.names import address
from tests.plans.test_access import WORKSHEETS


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def values(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def fetched(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200
    assert ".xlsx" in response["Content-Disposition"]
    return opened(response.content)


@pytest.mark.parametrize("name", sorted(WORKSHEETS))
def test_every_worksheet_is_a_spreadsheet(name: str, town: Town, secretary: Client) -> None:
    add_places(town)
    page = fetched(secretary, address(f"{name}_xlsx", town))
    head, *rows = values(page)
    wanted = SHEETS[name].exported or SHEETS[name].form._meta.fields
    assert len(head) == len(wanted)
    assert all(head)
    assert rows
    assert rows[0][0]
    assert page.freeze_panes == "A2"
    assert not page.sheet_view.rightToLeft
    assert f'href="{address(name, town)}xlsx/"' in secretary.get(address(name, town)).content.decode()


def test_values_keep_their_types(town: Town, secretary: Client) -> None:
    town.add(
        Action(
            plan=town.plan,
            goal=town.rows["goal"],
            title="Fair",
            start=date(2027, 2, 1),
            owner=town.office("t"),
            sub_objective=town.rows["sub_objective"],
        ),
        goal=town.rows["goal"],
    )
    line = ResourceLine(
        plan=town.plan,
        action=town.rows["action"],
        origin="external",
        description="Money",
        amount=Decimal("1500.5"),
        currency="USD",
    )
    town.add(line, action__goal=town.rows["goal"])
    actions = values(fetched(secretary, address("actions_xlsx", town)))
    fair = dict(zip(actions[0], actions[2], strict=True))
    assert fair["Start"] == datetime(2027, 2, 1)
    assert fair["Sub-objective that it mainly serves"] == "1.1 More lorries"
    assert fair["Person responsible"] == "Teacher-Rihan (Member of the task force)"
    resources = values(fetched(secretary, address("resources_xlsx", town)))
    money = next(dict(zip(resources[0], row, strict=True)) for row in resources if 1500.5 in row)
    assert (money["Resource"], money["Origin"]) == ("Money", "External resources needed")


@pytest.mark.parametrize("text", ["=1+1", "+961 3 123456", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.test"])
def test_what_looks_like_a_formula_stays_a_text(text: str, town: Town, secretary: Client) -> None:
    town.add(Asset(plan=town.plan, name=text, kind="built"))
    cell = fetched(secretary, address("assets_xlsx", town)).cell(3, 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_an_arabic_reader_gets_arabic_from_right_to_left(town: Town) -> None:
    reader = as_user(town.people["v"], **{"Accept-Language": "ar"})
    page = fetched(reader, address("assets_xlsx", town))
    assert page.sheet_view.rightToLeft
    assert page.cell(1, 1).value == "الأصل"
    assert page.cell(2, 2).value == "مادي، مبنيّ"


def test_a_worksheet_can_keep_fields_back(town: Town) -> None:
    kept = replace(REGISTER, exported=("name", "kind"))
    with scope(plan=town.plan), override("en"):
        found = values(opened(workbook(kept, None)))
    assert found == [["Asset", "Kind of capital"], ["Lorries", "Physical, built"]]


def export(*args: str) -> None:
    with scopes_disabled():
        call_command("exportplan", *args)


def test_a_plan_in_one_file(town: Town, other_town: Town, tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    export(town.plan.slug, "--to", str(target))
    book = openpyxl.load_workbook(target)
    tables = ["Table 2", "Table 5", "Table 6", "SWOT", "Table 7", "Table 8", "Monitoring, actions", "Monitoring, goals"]
    tables.append("Commitments")
    assert len(book.worksheets) == len(SHEETS) + len(tables)
    assert [page.title for page in book.worksheets[len(SHEETS) :]] == tables
    ratings = values(book["Asset ratings"])
    assert ratings[0][:2] == ["Strategic goal", "Asset"]
    assert ratings[1:] == [["1", "Lorries", None, None, None]]
    export(town.plan.slug, "--to", str(target), "--language", "ar")
    assert openpyxl.load_workbook(target).worksheets[0].sheet_view.rightToLeft


def test_a_plan_is_not_exported_to_nowhere(town: Town) -> None:
    with pytest.raises(CommandError, match=r"only \.pdf, \.docx, \.xlsx, \.ics and \.json"):
        export(town.plan.slug, "--to", "plan.ods")
    with pytest.raises(CommandError, match="cannot be written"):
        export(town.plan.slug, "--to", "/proc/plan.xlsx")
