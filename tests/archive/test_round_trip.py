"""JSON → empty database → JSON: the same bytes (C8)."""

import pytest

from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.models import Plan
from tests.copies import emptied
from tests.fixtures import Town, add_places, example

from .conftest import made_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_example_comes_back_the_same(language: str, kind: FileKind) -> None:
    content = export(example(language), kind)
    emptied()
    assert not Plan.objects.exists()
    assert export(made_of(content), kind) == content


@pytest.mark.parametrize("kind", FileKind)
def test_a_row_of_everything_comes_back_the_same(kind: FileKind, town: Town) -> None:
    add_places(town)
    content = export(town.plan, kind)
    emptied()
    assert export(made_of(content), kind) == content
