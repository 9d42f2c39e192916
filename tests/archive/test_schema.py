import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override
from jsonschema import Draft202012Validator

from planning.archive.export import export
from planning.archive.schema import schema, text
from planning.archive.tables import FileKind
from tests.fixtures import example

PUBLISHED = Path(settings.BASE_DIR) / "docs" / "plan.schema.json"


def test_what_is_published_is_what_the_tables_are() -> None:
    """After a change of the tables: `manage.py planschema --to docs/plan.schema.json`."""
    assert PUBLISHED.read_text() == text()


def test_it_says_the_same_in_every_language() -> None:
    schema.cache_clear()
    with override("ar"):
        assert PUBLISHED.read_text() == text()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(text()))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_files_have_the_form_that_is_published(language: str, kind: FileKind) -> None:
    published = Draft202012Validator(json.loads(PUBLISHED.read_text()))
    assert list(published.iter_errors(json.loads(export(example(language), kind)))) == []


def test_anybody_can_read_it_at_its_address() -> None:
    response = Client().get("/plan.schema.json")
    assert response["Content-Type"].startswith("application/schema+json")
    assert "public" in response["Cache-Control"]
    assert response.content.decode() == text()
    assert Client().post("/plan.schema.json").status_code == 405


def test_a_command_writes_it(tmp_path: Path) -> None:
    out = StringIO()
    call_command("planschema", stdout=out)
    assert out.getvalue() == text()
    call_command("planschema", "--to", str(tmp_path / "schema.json"))
    assert (tmp_path / "schema.json").read_text() == text()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("planschema", "--to", "/proc/schema.json")
