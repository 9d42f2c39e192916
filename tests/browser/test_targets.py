"""The check of the targets follows what is typed beside it (T3)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_check_stands_live_beside_the_list(busy_town: Town, open_as: Open) -> None:
    goal, row = busy_town.rows["goal"], busy_town.rows["target"]
    page = open_as(busy_town.people["s"], busy_town.url(f"goals/{goal.pk}/targets/"))
    check = page.locator("#target-check")
    expect(check).to_contain_text("No date")
    page.click(f"#row-{row.pk} .edit-link")
    page.wait_for_selector(f"#row-{row.pk}.is-edit")
    page.fill(f"#r{row.pk}-due", "2027-06-30")
    page.press(f"#r{row.pk}-due", "Tab")
    page.focus(f"#r{row.pk}-statement")
    expect(check).not_to_contain_text("No date")
    expect(check).to_contain_text("Nobody is responsible")
    page.fill("#rnew-statement", "20 partners")
    page.select_option("#rnew-level", "strategic")
    page.select_option("#rnew-dimension", "management")
    page.click("#add form .btn")
    expect(check).not_to_contain_text("No strategic target yet")
