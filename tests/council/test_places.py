"""Assets by locality in the PDF (A7), in both languages."""

import io

import pikepdf
import pytest
from django.utils.translation import gettext, override

from planning.assets.models import Asset, AssetNeed, Availability, GoalAsset, LocalAvailability
from planning.council import pdf
from planning.council.document import content_of
from planning.goals.models import Locality
from planning.plans.models import Plan

from .conftest import pages_of, plain
from .test_pdf import elements, outside_the_page

SQUARE = '{"type":"Polygon","coordinates":[[[35.1,34.1],[35.2,34.1],[35.2,34.2],[35.1,34.2],[35.1,34.1]]]}'


@pytest.fixture
def places(plan: Plan) -> list[Locality]:
    """Two quarters; vehicles in the first, none in the second, where people throw litter all the same."""
    found = [
        Locality.objects.create(plan=plan, name=name, position=at, outline=SQUARE if at == 1 else "")
        for at, name in enumerate(("Old Market", "Upper Quarter"), 1)
    ]
    vehicles = Asset.objects.get(name="Collection vehicles")
    Asset.objects.filter(pk=vehicles.pk).update(locality=found[0])
    for name, level in (("Effective billing system", 1), ("CSO campaigns for stopping litter", 3)):
        LocalAvailability.objects.create(
            plan=plan, goal_asset=GoalAsset.objects.get(asset__name=name), locality=found[0], availability=level
        )
    AssetNeed.objects.create(plan=plan, asset=vehicles, needed=Asset.objects.get(name="Effective billing system"))
    return found


def made(plan: Plan, language: str) -> bytes:
    with override(language):
        return pdf.make_pdf(content_of(plan, language).html(3)).content


def test_the_table_the_list_and_the_map(plan: Plan, places: list[Locality]) -> None:
    content = made(plan, "en")
    pages = pages_of(content)
    first = next(at for at, page in enumerate(pages) if at > 2 and "Assets by locality" in page)
    page = " ".join(pages[first : first + 2])
    # what is absent in the town is absent in each of its places
    assert "1 Old Market: 2 assets are there · 3 assets of high priority are missing" in page
    assert "2 Upper Quarter: 0 assets are there · 4 assets of high priority are missing · not on the map" in page
    assert "Asset 1 Old Market 2 Upper Quarter" in page
    row = page[page.index("Collection vehicles", page.index("11 gaps")) :]
    assert row.startswith("Collection vehicles Physical, built · High priority (Medium) (Low)")
    lacks = page[page.index("It is there, but something is missing") :]
    assert "Collection vehicles Old Market Effective billing system missing there" in lacks
    assert "Nobody has said yet where these are:" in page
    assert any("Assets by locality" in contents for contents in pages[2:3])
    with pikepdf.open(io.BytesIO(content)) as document:
        figures = [one for one in elements(document.Root.StructTreeRoot.K) if str(one["/S"]) == "/Figure"]
        assert [str(figure.Alt) for figure in figures if "/Alt" in figure] == [
            "Map of the localities, north at the top; the list beside it shows the same"
        ]
    assert outside_the_page(content) == []


def test_the_same_in_arabic(plan: Plan, places: list[Locality]) -> None:
    with override("ar"):
        medium, low = (plain(gettext(Availability(level).label)) for level in (2, 1))
    pages = pages_of(made(plan, "ar"))
    first = next(at for at, page in enumerate(pages) if at > 2 and "Old Market" in page)
    page = " ".join(pages[first : first + 2])
    assert "Upper Quarter" in page
    assert page.count("Collection vehicles") == 2  # in the table, and among what lacks something
    row = page[page.index("Collection vehicles") :]
    assert 0 < row.index(medium) < row.index(low) < row.index("Effective billing system", 30)


def letters(number: int) -> str:
    """In a word of its own: some readers turn the order of foreign words in Arabic text round."""
    return "ABCDEFG"[number // 7] + "ABCDEFG"[number % 7]


RARE = [("ar", 4), ("ar", 5), ("en", 12), ("ar", 12), ("en", 40)]


@pytest.mark.parametrize(
    ("language", "count"),
    [("en", 4), ("en", 5), ("ar", 40), *(pytest.param(*case, marks=pytest.mark.heavy) for case in RARE)],
)
def test_nothing_is_cut_off_however_many_places_there_are(
    plan: Plan, places: list[Locality], language: str, count: int
) -> None:
    Locality.objects.bulk_create(
        Locality(
            plan=plan,
            name=f"Quarter Bab{letters(n)} of the long and winding river",
            position=n,
            latitude=34,
            longitude=35,
        )
        for n in range(3, count + 1)
    )
    content = made(plan, language)
    text = " ".join(pages_of(content))
    for number in range(3, count + 1):
        assert text.count(f"Bab{letters(number)}") >= 2  # in the list and in the table
    assert outside_the_page(content) == []


def test_without_places_or_ratings_there_is_no_such_section(plan: Plan) -> None:
    assert "Assets by locality" not in " ".join(pages_of(made(plan, "en")))
    Locality.objects.create(plan=plan, name="Old Market")
    assert "Assets by locality" not in " ".join(pages_of(made(plan, "en")))
