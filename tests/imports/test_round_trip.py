"""The template, the register's own spreadsheet, and the command: what goes out comes in again unchanged."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_scopes import scope, scopes_disabled

from planning.assets.models import Asset
from planning.goals.models import Locality
from tests.fixtures import Town, as_user

from .conftest import HEAD, as_csv, as_xlsx, imported, upload

ODD = ["=1+1", "+961 3 123", "-5", "@home", "'quoted", "a_x0041_b", "3", "2026-05-01", "TRUE", "أصل «قديم»", "a\u200cb"]


def fill(town: Town) -> None:
    with scope(plan=town.plan):
        place = Locality.objects.get()
    for number, text in enumerate(ODD):
        town.add(
            Asset(
                plan=town.plan,
                name=f"{text} {number}",
                kind=Asset.Kind.values[number % 4],
                unit=text[:40],
                size=text,
                description=f"one\r\ntwo {text}",
                quantity=Decimal("1234567.89") + number,
                condition=text,
                locality=place if number % 2 else None,
                keeper=text,
                source=text,
            )
        )


def register(town: Town) -> list[dict[str, Any]]:
    with scope(plan=town.plan):
        return list(Asset.objects.order_by("position").values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_register_goes_out_and_in_unchanged(language: str, town: Town) -> None:
    fill(town)
    person = as_user(town.people["s"], **{"Accept-Language": language})
    before = register(town)
    content = person.get(town.url("assets/xlsx/")).content
    done = imported(person, town, content, "update")
    assert done.report["counts"] == {"unchanged": len(before)}
    assert register(town) == before
    assert imported(person, town, content, "skip").report["counts"] == {"skipped": len(before)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_register_moves_to_another_plan(language: str, town: Town, other_town: Town) -> None:
    fill(town)
    content = as_user(town.people["s"], **{"Accept-Language": language}).get(town.url("assets/xlsx/")).content
    other = as_user(other_town.people["s"], **{"Accept-Language": "en"})
    imported(other, other_town, content, "skip")
    names = ("name", "kind", "quantity", "unit", "size", "condition", "keeper", "source")
    there = {row["name"]: [row[n] for n in names] for row in register(other_town)}
    here = {row["name"]: [row[n] for n in names] for row in register(town)}
    assert there == here


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_template_is_filled_in_and_imported(language: str, town: Town) -> None:
    person = as_user(town.people["s"], **{"Accept-Language": language})
    response = person.get(town.url("assets/import/template/"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    page, explained = book.worksheets
    assert page.sheet_view.rightToLeft is (language == "ar") or not page.sheet_view.rightToLeft
    kinds = [cell.value for cell in explained["D"][1:] if cell.value]
    assert len(kinds) == 4
    assert [cell.value for cell in explained["E"][1:] if cell.value] == ["Upper quarter"]
    assert len([cell.value for cell in explained["B"][1:] if cell.value]) == page.max_column == 10
    rules = {rule.type: rule for rule in page.data_validations.dataValidation if str(rule.sqref).startswith("B2")}
    assert rules["list"].formula1 == f"'{explained.title}'!$D$2:$D$5"
    for line, kind in enumerate(kinds, 2):
        page.cell(line, 1).value, page.cell(line, 2).value, page.cell(line, 3).value = f"Asset {line}", kind, line
    out = io.BytesIO()
    book.save(out)
    assert imported(person, town, out.getvalue(), "skip").report["counts"] == {"added": 4}
    with scope(plan=town.plan):
        assert set(Asset.objects.filter(name__startswith="Asset").values_list("kind", flat=True)) == set(
            Asset.Kind.values
        )


def test_an_empty_template_is_refused_plainly(town: Town, secretary: Client) -> None:
    content = secretary.get(town.url("assets/import/template/")).content
    assert "no row below" in upload(secretary, town, content).problem


# The command ---------------------------------------------------------------------------------------------------------


def run(town: Town, file: Path, *more: str) -> tuple[str, str, int]:
    """What the command printed, what it complained of, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with scopes_disabled():
            call_command("importassets", town.plan.slug, str(file), *more, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def written(folder: Path, content: bytes, name: str = "assets.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


ROWS = [HEAD, ["Lorries", "built", 7, "", "Old town"], ["Choir", "social", "", "", ""]]


def test_the_command_imports_in_somebodys_name(town: Town, tmp_path: Path) -> None:
    file = written(tmp_path, as_xlsx(ROWS))
    options = ("--rule", "update", "--new-localities", "--as", town.people["t"].username)
    out, err, code = run(town, file, *options, "--dry-run")
    assert (err, code) == ("", 0)
    assert "updated: 1" in out
    assert "added: 1" in out
    assert "new locality: Old town" in out
    with scope(plan=town.plan):
        assert Asset.objects.count() == 1
        assert run(town, file, *options)[2] == 0
        choir = Asset.objects.get(name="Choir")
        assert choir.changed_by == town.people["t"]
        assert choir.events.get().pgh_context["user"] == town.people["t"].pk
        assert Asset.objects.get(name="Lorries").locality.name == "Old town"


def test_the_command_ends_with_1_and_writes_nothing(town: Town, tmp_path: Path) -> None:
    file = written(tmp_path, as_xlsx(ROWS))
    _out, err, code = run(town, file, "--rule", "skip")
    assert code == 1
    assert "row 2, column E (Locality): the plan has no locality named “Old town”" in err
    with scope(plan=town.plan):
        assert Asset.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "more", "words"),
    [
        (as_csv([["What", "Sort"], ["Mill", "built"]]), (), "No column is recognised as “Asset”"),
        (as_csv([["Name", "Kind", "Name"], ["Mill", "built", "x"]]), (), "Two columns have the header “Name”"),
        (b"%PDF", (), "not a spreadsheet"),
        (b"", (), "is empty"),
        (as_csv(ROWS), ("--as", "nobody"), "no user called"),
        (as_csv(ROWS), ("--as", "viewer-rihan"), "may not do this"),
        (as_csv(ROWS), ("--as", "shopowner-rihan", "--new-localities"), "may not do this"),
    ],
)
def test_the_command_refuses(content: bytes, more: tuple[str, ...], words: str, town: Town, tmp_path: Path) -> None:
    _out, err, code = run(town, written(tmp_path, content, "a.csv"), "--rule", "skip", *more)
    assert words in err
    assert code == 1


def test_the_command_and_what_is_not_there(town: Town, tmp_path: Path) -> None:
    assert "cannot be read" in run(town, tmp_path / "none.csv", "--rule", "skip")[1]
    with pytest.raises(CommandError, match="no plan “nowhere”"):
        call_command("importassets", "nowhere", "a.csv", "--rule", "skip")


def test_one_name_in_several_villages_goes_out_and_in_unchanged(town: Town, secretary: Client) -> None:
    """The place counts as the name does; a name that is the same for people is the same asset."""
    villages = [town.add(Locality(plan=town.plan, name=name, kind="village")) for name in ("Qaa", "Labwe")]
    for village in villages:
        town.add(Asset(plan=town.plan, name="IRD ملعب", kind="built", locality=village, quantity=Decimal("0.005")))
    before = register(town)
    done = imported(secretary, town, secretary.get(town.url("assets/xlsx/")).content, "update")
    assert done.report["counts"] == {"unchanged": len(before)}
    assert register(town) == before
