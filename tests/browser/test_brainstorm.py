"""A brainstorm on two screens: what one names, the other sees; what is being typed is never lost."""

import pytest
from django_scopes import scope
from playwright.sync_api import expect

from planning.brainstorm.actions import join, name_asset
from planning.brainstorm.rules import Turn
from planning.models import BrainstormEntry
from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def url(busy_town: Town) -> str:
    """The secretary is number 0 and has had round 0; the teacher is number 1."""
    with scope(plan=busy_town.plan):
        join(busy_town.rows["brainstorm"], user=busy_town.people["t"])
    return busy_town.url(f"brainstorms/{busy_town.rows['brainstorm'].pk}/")


def test_a_turn_is_seen_by_the_others(busy_town: Town, open_as: Open, url: str) -> None:
    secretary = open_as(busy_town.people["s"], url)
    teacher = open_as(busy_town.people["t"], url, width=360)
    wall = open_as(busy_town.people["v"], f"{url}wall/")
    expect(teacher.locator("#name")).to_have_count(0)
    secretary.fill("#name", "Nurses <b>")
    secretary.press("#name", "Enter")
    for page in (secretary, teacher, wall):
        expect(page.locator(".named").get_by_text("Nurses <b>")).to_be_visible()
    expect(teacher.locator("#name")).to_be_focused()  # it is theirs now, and they can type at once
    teacher.click("text=Pass this time")
    expect(teacher.locator("#name")).to_have_count(0)


def test_what_was_typed_outlives_the_turn_and_the_line(busy_town: Town, open_as: Open, url: str) -> None:
    page = open_as(busy_town.people["s"], url)
    page.fill("#name", "Drivers")
    page.context.set_offline(True)
    page.click(".say .btn-main")
    expect(page.locator(".failed")).to_be_visible()
    expect(page.locator("#name")).to_have_value("Drivers")
    page.context.set_offline(False)
    with scope(plan=busy_town.plan):  # on their other device
        name_asset(busy_town.rows["brainstorm"], Turn(0, 1), "Nurses", key=None, by=busy_town.people["s"])
    expect(page.locator(".turn .note-warn")).to_contain_text("Drivers")
    with scope(plan=busy_town.plan):
        name_asset(busy_town.rows["brainstorm"], Turn(1, 1), "Football club", key=None, by=busy_town.people["t"])
    expect(page.locator(".is-mine #name")).to_have_value("Drivers")
    page.click(".say .btn-main")
    expect(page.locator(".named").get_by_text("Drivers")).to_be_visible()
    with scope(plan=busy_town.plan):
        assert BrainstormEntry.objects.get(name="Drivers").round == 2


def test_without_javascript(busy_town: Town, open_as: Open, url: str) -> None:
    page = open_as(busy_town.people["s"], url, java_script_enabled=False)
    page.fill("#name", "Nurses")
    page.click(".say .btn-main")
    expect(page.locator(".named").get_by_text("Nurses")).to_be_visible()
    expect(page.locator(".turn .k")).to_contain_text("Teacher")
