"""What every form does in a browser: errors are read first, and nothing is sent twice."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_wrong_is_in_sight_and_has_the_focus(width: int, busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("document/whole/"), width=width)
    page.get_by_role("button", name="Download the whole plan").click()
    errors = page.locator(".errors")
    expect(errors).to_be_focused()
    expect(errors).to_be_in_viewport(ratio=1)
    errors.get_by_role("link").click()
    expect(page.get_by_role("checkbox")).to_be_focused()


def test_of_several_forms_that_one_whose_answer_it_is(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url(f"commitments/{busy_town.rows['commitment'].pk}/"))
    page.get_by_role("button", name="Record the signature").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_be_in_viewport(ratio=1)
    expect(page.locator("form:has(.errors) button")).to_have_text("Record the signature")
