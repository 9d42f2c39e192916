from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from planning.council.models import Rendering
from planning.plans.models import Plan

from .conftest import pages_of


def export(*args: str) -> str:
    out = StringIO()
    with scopes_disabled():
        call_command("exportplan", *args, stdout=out)
    return out.getvalue()


def test_the_document_is_written_and_written_again_without_rendering(plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    assert "draft 0.1" in export("town", "--to", str(target))
    assert "Table 2: Ranking of assets" in " ".join(pages_of(target.read_bytes()))
    export("town", "--to", str(target))
    assert Rendering.objects.count() == 1
    export("town", "--to", str(target), "--language", "ar")
    assert Rendering.objects.count() == 2


@pytest.mark.parametrize(
    ("slug", "name", "words"),
    [
        ("nowhere", "plan.pdf", "There is no plan “nowhere”"),
        ("town", "plan.odt", "only .pdf, .docx, .xlsx, .ics and .json"),
        ("town", "no/such/folder/plan.pdf", "its folder does not exist"),
    ],
)
def test_errors_are_plain(plan: Plan, tmp_path: Path, slug: str, name: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        export(slug, "--to", str(tmp_path / name))


def test_an_unwritable_file_is_named(plan: Plan) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        export("town", "--to", "/proc/plan.pdf")


def test_an_engine_that_fails_says_so(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from planning.council import pdf

    def breaks(*args: object) -> None:
        raise pdf.PangoMissing

    monkeypatch.setattr(pdf, "make_pdf", breaks)
    with pytest.raises(CommandError, match="libpango"):
        export("town", "--to", str(tmp_path / "plan.pdf"))
