"""The map of a goal's places in a browser: drawn from our own server alone, by keyboard, in both directions."""

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from planning.models import Locality
from tests.browser.conftest import Open
from tests.browser.test_pages import check
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SQUARE = '{"type":"Polygon","coordinates":[[[35.1,34.1],[35.2,34.1],[35.2,34.2],[35.1,34.2],[35.1,34.1]]]}'


@pytest.fixture
def url(busy_town: Town) -> str:
    with scope(plan=busy_town.plan):
        Locality.objects.filter(pk=busy_town.rows["locality"].pk).update(latitude="34.15000", longitude="35.30000")
    busy_town.rows["drawn"] = busy_town.add(Locality(plan=busy_town.plan, name="<i>Lower", outline=SQUARE))
    return busy_town.url(f"goals/{busy_town.rows['goal'].pk}/places/")


def boxes_apart(page: Page) -> bool:
    """Whether the western place stands west of the eastern one."""
    east, west = (page.locator(".map-mark").nth(n).bounding_box() for n in (0, 1))
    assert east
    assert west
    return west["x"] < east["x"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_map_is_drawn_without_asking_anybody_else(
    busy_town: Town, open_as: Open, url: str, language: str, width: int
) -> None:
    page = open_as(busy_town.people["t"], "/plans/", language, width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    expect(page.locator("#map .map-mark")).to_have_count(2)
    expect(page.locator("#map path.map-area")).to_have_count(1)
    expect(page.locator(".drawing")).to_be_hidden()
    page.click("#map .leaflet-control-zoom-in")
    page.wait_for_timeout(400)
    home = page.evaluate("location.origin")
    assert any("leaflet" in address for address in asked)
    assert [address for address in asked if not address.startswith((home, "data:"))] == []
    assert boxes_apart(page)
    check(page, f"map at {width} px in {language}")
    zoom, box = page.locator(".leaflet-control-zoom").bounding_box(), page.locator("#map").bounding_box()
    assert zoom
    assert box
    assert (zoom["x"] > box["x"] + box["width"] / 2) == (language == "ar")


def test_by_keyboard_from_the_mark_to_the_column_of_the_table(busy_town: Town, open_as: Open, url: str) -> None:
    page = open_as(busy_town.people["t"], url)
    mark = page.get_by_role("button", name="<i>Lower")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-card")).to_contain_text("<i>Lower")
    expect(page.locator(".map-card a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".map-card")).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".map-card a")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#place-{busy_town.rows['drawn'].pk}")
    expect(page.locator("th:target")).to_contain_text("<i>Lower")


def test_a_name_is_text_wherever_the_map_shows_it(busy_town: Town, open_as: Open, url: str) -> None:
    page = open_as(busy_town.people["t"], url)
    page.get_by_role("button", name="<i>Lower").hover()
    expect(page.locator(".leaflet-tooltip")).to_have_text("<i>Lower")


def test_without_scripts_and_on_paper_the_drawing_stands_there(busy_town: Town, open_as: Open, url: str) -> None:
    bare = open_as(busy_town.people["t"], url, java_script_enabled=False)
    expect(bare.locator(".drawing .mark")).to_have_count(2)
    expect(bare.locator(".drawing")).to_be_visible()
    expect(bare.locator("#map")).to_be_hidden()
    page = open_as(busy_town.people["t"], url)
    expect(page.locator("#map .map-mark")).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.locator(".drawing")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
