"""The stakeholder map on a phone."""

import pytest
from django_scopes import scope

from stakeholders.actions import release
from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVER = """() => {
  const box = (selector) => [...document.querySelectorAll(selector)].map((e) => {
    const range = document.createRange(); range.selectNodeContents(e);
    return selector === ".q" ? range.getBoundingClientRect() : e.getBoundingClientRect();
  });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return box(".plot .who").flatMap((pin) => box(".q").filter((words) => meet(pin, words))).length;
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_pin_lies_over_the_words_of_its_quarter(busy_town: Town, open_as: Open, language: str) -> None:
    step = busy_town.rows["sub_objective"]
    with scope(plan=busy_town.plan):
        release(step, [("stances", "members"), ("reasons", "members")], by=busy_town.people["s"])
    page = open_as(busy_town.people["s"], busy_town.url(f"sub-objectives/{step.pk}/map/"), language, width=360)
    assert page.locator(".plot .who").count() == 1
    assert page.evaluate(OVER) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360  # with the tag of what is released
