"""A plan that went out and came in again makes the same document (C8)."""

import pytest
from django_scopes import scope

from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council.document import content_of
from planning.council.pdf import make_pdf
from planning.models import Plan
from stakeholders.actions import release
from tests.copies import emptied
from tests.council.conftest import pages_of
from tests.fixtures import Town, example

from .conftest import made_of

pytestmark = pytest.mark.django_db


def page(plan: Plan, language: str) -> str:
    with scope(plan=plan):
        return content_of(plan, language).html(1)


@pytest.mark.parametrize("kind", FileKind)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_the_document_is_the_same(language: str, kind: FileKind) -> None:
    plan = example(language)
    before, content = page(plan, language), export(plan, kind)
    emptied()
    assert len(before) > 20_000
    assert page(made_of(content), language) == before


@pytest.mark.heavy  # the page from which it is made is compared above
@pytest.mark.parametrize(("language", "kind"), [("en", FileKind.SHAREABLE), ("ar", FileKind.WHOLE)])
def test_the_pdf_says_the_same(language: str, kind: FileKind) -> None:
    plan = example(language)
    before, content = page(plan, language), export(plan, kind)
    emptied()
    after = page(made_of(content), language)
    first, second = (pages_of(make_pdf(html, lambda step, what: None).content) for html in (before, after))
    assert len(first) > 5
    assert first == second


def test_what_was_released_to_the_document_stands_in_that_of_a_whole_copy_alone(town: Town) -> None:
    with scope(plan=town.plan):
        release(town.rows["sub_objective"], [("stances", "document"), ("reasons", "document")], by=town.people["s"])
    before, whole, shared = (
        page(town.plan, "en"),
        export(town.plan, FileKind.WHOLE),
        export(town.plan, FileKind.SHAREABLE),
    )
    assert "longer hours" in before
    for content in (whole, shared):
        emptied()
        assert (page(made_of(content), "en") == before) is (content == whole)
    assert b"longer hours" not in shared
