"""The outline by keyboard alone (C2): Alt with an arrow to the side moves a row, mirrored from right to left."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.fixtures import Town
from tests.trees.test_pages import node

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def numbers(page: Page) -> list[str]:
    return page.locator("#rows > tr td.n").all_inner_texts()


@pytest.mark.parametrize(("language", "deeper", "higher"), [("en", "Right", "Left"), ("ar", "Left", "Right")])
def test_a_row_moves_by_keys_and_keeps_the_focus(
    language: str, deeper: str, higher: str, busy_town: Town, open_as: Open
) -> None:
    second = node(busy_town, "No fuel")
    page = open_as(busy_town.people["g"], busy_town.url(f"goals/{second.goal_id}/trees/outline/"), language)
    assert numbers(page) == ["1", "1.1", "1.2"]
    page.focus(f"#row-{second.pk} .edit-link")
    for key, expected in ((deeper, ["1", "1.1", "1.1.1"]), (higher, ["1", "1.1", "1.2"])):
        with page.expect_navigation():
            page.keyboard.press(f"Alt+Arrow{key}")
        expect(page.locator(f"#row-{second.pk} .edit-link")).to_be_focused()
        assert numbers(page) == expected
    with page.expect_navigation():
        page.keyboard.press(f"Alt+Arrow{higher}")
    expect(page.locator("#messages .notice-bad")).to_be_visible()


def test_what_is_added_goes_to_its_place(busy_town: Town, open_as: Open) -> None:
    node(busy_town, "No fuel")
    cause = busy_town.rows["tree_node"]
    page = open_as(busy_town.people["g"], busy_town.url(f"goals/{cause.goal_id}/trees/outline/"))
    page.click(f"#row-{cause.pk} .tree-add a")
    page.fill("#rnew-text", "Few rounds")
    with page.expect_navigation():
        page.press("#rnew-text", "Enter")
    assert numbers(page) == ["1", "1.1", "1.1.1", "1.2"]
    expect(page.locator("#rnew-text")).to_have_value("")
    expect(page.locator("tr:has-text('Few rounds') .edit-link")).to_be_focused()
