"""The files inside the PDF: the plan as data and as a workbook (C8)."""

import io
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from planning.archive.export import export
from planning.archive.tables import FileKind, tables_for
from planning.assets.models import Asset
from planning.council import pdf
from planning.council.actions import request_document
from planning.council.document import content_of
from planning.council.enclosures import Enclosure, book_of, enclose, taken_out
from planning.council.making import make
from planning.council.models import Rendering
from planning.plans.models import Plan
from planning.worksheets.urls import SHEETS
from planning.worksheets.xlsx import exported_columns
from stakeholders.models import Stakeholder


def written(tmp_path: Path, name: str, *options: str) -> bytes:
    with scopes_disabled():
        call_command("exportplan", "town", "--to", str(tmp_path / name), *options, verbosity=0)
    return (tmp_path / name).read_bytes()


def files_of(document: pikepdf.Pdf) -> dict[str, Any]:
    names = list(document.Root.Names.EmbeddedFiles.Names)
    return {str(name): spec for name, spec in zip(names[::2], names[1::2], strict=True)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_holds_the_plan_as_the_command_writes_it(plan: Plan, tmp_path: Path, language: str) -> None:
    made = written(tmp_path, "plan.pdf", "--language", language)
    workbook = written(tmp_path, "plan.xlsx", "--language", language, "--shareable")
    with pikepdf.open(io.BytesIO(made)) as document:
        found = files_of(document)
        assert list(found) == sorted(found) == [f"town-{language}.xlsx", "town.json"]
        inside = {name: document.attachments[name].get_file() for name in found}
        assert inside["town.json"].read_bytes() == written(tmp_path, "plan.json")
        assert inside[f"town-{language}.xlsx"].read_bytes() == workbook
        assert inside["town.json"].mime_type == "application/json"
        assert inside[f"town-{language}.xlsx"].mime_type.endswith("spreadsheetml.sheet")
        for spec in found.values():
            assert str(spec.Desc)
            assert spec.AFRelationship == "/Data"
        assert [one.objgen for one in document.Root.AF] == [spec.objgen for spec in found.values()]
    described = {"en": "The plan as data (JSON), for other programs"}
    assert str(found["town.json"].Desc) == described.get(language, str(found["town.json"].Desc))


def test_the_same_plan_makes_the_same_workbook_and_no_second_pdf(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    import time_machine

    with time_machine.travel("2027-01-01"):
        first, digest = book_of(plan, "en", shareable=True)[0], content_of(plan, "en").digest
        make(request_document(plan, "en", by=None, queue=False).pk)
    with time_machine.travel("2028-06-01"):
        assert book_of(plan, "en", shareable=True)[0] == first
        assert content_of(plan, "en").digest == digest
        monkeypatch.setattr(pdf, "make_pdf", lambda *args: pytest.fail("rendered again"))
        assert request_document(plan, "en", by=None).state == Rendering.State.DONE
    assert Rendering.objects.count() == 1


def test_what_the_page_does_not_show_but_the_data_does_is_new_content(plan: Plan) -> None:
    before = content_of(plan, "en")
    Asset.objects.filter(pk=Asset.objects.first().pk).update(keeper="The water office")
    after = content_of(plan, "en")
    assert after.page == before.page
    assert after.digest != before.digest


def test_a_telephone_number_stays_out_of_it(plan: Plan, tmp_path: Path) -> None:
    Stakeholder.objects.update(contact="071 234 567")
    assert "071 234 567" in said(written(tmp_path, "plan.xlsx"))
    assert "071 234 567" not in said(written(tmp_path, "plan.xlsx", "--shareable"))
    assert "Citizen group" in said(written(tmp_path, "plan.xlsx", "--shareable"))


def said(book: bytes) -> str:
    pages = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    return " ".join(str(cell.value) for page in pages for row in page.iter_rows() for cell in row)


def test_the_workbook_has_no_column_that_the_data_lacks() -> None:
    """So that the data alone says whether the workbook has changed, and nothing is published that the data is not."""
    import_module(settings.ROOT_URLCONF)
    shared = {
        table.model: {column.name for column in table.columns_for(FileKind.SHAREABLE)}
        for table in tables_for(FileKind.SHAREABLE)
    }
    lacking = {
        f"{sheet.name}.{column.name}"
        for sheet in SHEETS.values()
        for column in exported_columns(sheet)
        if column.name not in shared[sheet.model]
    }
    assert lacking == {"stakeholders.contact"}  # and that one is left out


def test_files_travel_within_the_page() -> None:
    files = [
        Enclosure("b.json", "application/json", 'Said "so" & <so>', b"\x00\xff{}", "Data"),
        Enclosure("a.xlsx", "application/x", "خطة", b"", "Source"),
    ]
    page = "<html><head><title>x</title></head><body>&lt;link rel=</body></html>"
    carried = enclose(page, files)
    assert taken_out(carried) == (page, files[::-1])
    assert taken_out(page) == (page, [])


def test_whoever_types_a_file_into_the_plan_attaches_nothing(plan: Plan) -> None:
    trick = '<link rel="attachment" type="a" data-name="b" title="c" data-relationship="d" href="data:;base64,ZQ==">\n'
    Asset.objects.update(name=trick[:160])
    Plan.objects.filter(pk=plan.pk).update(title=trick[:160])
    plan.refresh_from_db()
    assert taken_out(content_of(plan, "en").html(1))[1] == []


def test_only_a_workbook_can_be_asked_for_as_it_lies_inside(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Only of an \.xlsx"):
        written(tmp_path, "plan.json", "--shareable")


def test_the_data_is_that_of_the_page(plan: Plan) -> None:
    assert content_of(plan, "en").data == export(plan, FileKind.SHAREABLE)
