"""Files as people have them: tables written as CSV and XLSX, and a plan of its own storage."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.utils import translation
from django_scopes import scope

from planning.imports import working
from planning.imports.models import Import
from tests.fixtures import Town

HEAD = ["Asset", "Kind of capital", "Quantity", "Unit", "Locality"]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    translation.activate("en")


def as_csv(rows: Sequence[Sequence[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]], title: str = "Assets") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(title)
    for line, row in enumerate(rows):
        for at, value in enumerate(row):
            if value is not None:
                page.write(line, at, value)
    book.close()
    return out.getvalue()


def upload(client: Client, town: Town, content: bytes, name: str = "assets.xlsx") -> Import:
    """Chooses the file and lets the worker read it."""
    response = client.post(town.url("assets/import/"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()[:3000]
    return worked(town, int(response["Location"].rstrip("/").rpartition("/")[2]))


def worked(town: Town, pk: int) -> Import:
    with TestCase.captureOnCommitCallbacks(execute=True):
        working.work(pk)
    with scope(plan=town.plan):
        return Import.objects.get(pk=pk)


def matched(found: Import, rule: str, **more: str) -> dict[str, str]:
    """The form as the page offers it, with a rule chosen."""
    return {f"column_{name}": str(at) for name, at in found.table["guess"].items()} | {"rule": rule, **more}


def checked(client: Client, town: Town, found: Import, rule: str, **more: str) -> Import:
    response = client.post(town.url(f"assets/import/{found.pk}/"), matched(found, rule, **more))
    assert response.status_code == 302, response.content.decode()
    return worked(town, found.pk)


def imported(client: Client, town: Town, content: bytes, rule: str, name: str = "a.xlsx", **more: str) -> Import:
    found = checked(client, town, upload(client, town, content, name), rule, **more)
    assert found.report["errors"] == []
    client.post(town.url(f"assets/import/{found.pk}/run/"))
    return worked(town, found.pk)
