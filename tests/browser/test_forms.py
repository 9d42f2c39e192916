"""What every form does in a browser: errors are read first, and nothing is sent twice."""

import pytest
from django_scopes import scope
from playwright.sync_api import Route, expect

from planning.approval import actions
from planning.approval.models import Version
from tests.approval.conftest import access_of, leave_open
from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PRESS_THREE_TIMES = """async button => {
    for (let times = 0; times < 3; times++) {
        button.click();
        await new Promise(go => setTimeout(go, 200));
    }
    return [button.textContent, button.ariaDisabled];
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_wrong_is_in_sight_and_has_the_focus(width: int, busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("document/whole/"), width=width)
    page.get_by_role("button", name="Download the whole plan").click()
    errors = page.locator(".errors")
    expect(errors).to_be_focused()
    expect(errors).to_be_in_viewport(ratio=1)
    errors.get_by_role("link").click()
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Space")
    with page.expect_download():
        page.get_by_role("button", name="Download the whole plan").click()
    expect(errors).to_be_hidden()  # the page stays, and nothing is wrong any more
    expect(page.locator(".err")).to_be_hidden()


def test_of_several_forms_that_one_whose_answer_it_is(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url(f"commitments/{busy_town.rows['commitment'].pk}/"))
    page.get_by_role("button", name="Record the signature").click()
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator(".errors")).to_be_in_viewport(ratio=1)
    expect(page.locator("form:has(.errors) button")).to_have_text("Record the signature")


@pytest.mark.parametrize(("language", "words"), [("en", "Submitting…"), ("ar", "جارٍ الرفع…")])
def test_what_is_on_its_way_is_not_sent_twice(language: str, words: str, busy_town: Town, open_as: Open) -> None:
    with scope(plan=busy_town.plan):
        actions.open_review(access_of(busy_town, "s"), None)
        leave_open(busy_town)
    page = open_as(busy_town.people["s"], busy_town.url("approval/"), language)
    kept: list[Route] = []
    page.route("**/approval/submit/", lambda route: kept.append(route))  # as if the server took its time
    button = page.locator("form[data-once] button")
    assert button.evaluate(PRESS_THREE_TIMES) == [words, "true"]
    assert len(kept) == 1
    kept[0].continue_()
    expect(button).to_have_count(0)
    with scope(plan=busy_town.plan):
        assert Version.objects.get().submitted_at
