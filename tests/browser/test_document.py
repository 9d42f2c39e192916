"""Arranging the document's sections with the keyboard alone (E1)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_a_section_is_moved_and_switched_off_by_keys(busy_town: Town, open_as: Open, script: bool) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("document/sections/"), java_script_enabled=script)
    order = page.locator(".doc-sections label")
    expect(order.nth(1)).to_contain_text("Table 1")
    page.focus("#shown-lists")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("button:focus")).to_have_text("↑Move “Table 1: What the town could build on” up")
    page.keyboard.press("Enter")
    expect(order.nth(0)).to_contain_text("Table 1")
    expect(page.locator("#shown-lists")).not_to_be_checked()
    expect(page.locator("#shown-goals")).to_be_checked()
    page.focus("#shown-goals")
    page.keyboard.press("Enter")  # saves, and moves nothing
    expect(page.get_by_text("The sections have been saved.")).to_be_visible()
    expect(order.nth(0)).to_contain_text("Table 1")
