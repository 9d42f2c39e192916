"""Table 6 by keyboard in both directions, by finger, on a bad line, with two at once, and without scripts (T5)."""

import re
import time
from datetime import date

import pytest
from django_scopes import scope
from playwright.sync_api import Page, Route, expect

from targets.models import Activity
from tests.browser.conftest import Open
from tests.fixtures import HTMX, Town, as_user
from tests.patience import PATIENCE, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUG, SEP, OCT, NOV, DEC = (date(2026, month, 1) for month in range(8, 13))


def path(town: Town) -> str:
    return town.url(f"goals/{town.rows['goal'].pk}/timeline/")


def months(town: Town, name: str = "activity") -> tuple[date, ...]:
    with scope(plan=town.plan):
        return Activity.objects.get(pk=town.rows[name].pk).months


def cell(page: Page, town: Town, month: str, name: str = "activity") -> str:
    return f"#a{town.rows[name].pk} button[value^='{town.rows[name].pk} {month} ']"


def here(page: Page) -> str:
    """The month in which the focus is, with its row: "activity's key month"."""
    return str(page.evaluate("document.activeElement.value")).rpartition(" ")[0]


def settles(town: Town, *expected: date) -> None:
    """The stored months become these, however slow the machine, and stay so."""
    wait_until(lambda: months(town) == expected, lambda: str(months(town)), every=0.1)
    time.sleep(0.3)
    assert months(town) == expected


@pytest.mark.parametrize(
    ("language", "onwards", "back"), [("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")]
)
def test_by_keyboard_alone(language: str, onwards: str, back: str, busy_town: Town, open_as: Open) -> None:
    first, second = busy_town.rows["activity"].pk, busy_town.rows["activity2"].pk
    page = open_as(busy_town.people["t"], path(busy_town), language)
    page.locator(f"#n{first} a").focus()
    page.keyboard.press("Tab")
    tabs = page.locator("td.m > button[tabindex='0']")
    expect(tabs).to_have_count(1)  # one stop for the whole grid
    page.keyboard.press("Home")
    page.keyboard.press("Control+Home")
    assert here(page) == f"{first} 2026-08"
    page.keyboard.press(onwards)
    page.keyboard.press(onwards)
    assert here(page) == f"{first} 2026-10"
    page.keyboard.press("Space")
    settles(busy_town, AUG, OCT)
    expect(page.locator("#months-state")).not_to_be_empty()
    assert here(page) == f"{first} 2026-10"  # the focus stays, though the row was drawn anew
    expect(page.locator("#too-early .notice")).to_be_visible()  # the second waits for the first
    page.keyboard.press(back)
    page.keyboard.press("Enter")
    expect(page.locator(cell(page, busy_town, "2026-09"))).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    assert here(page) == f"{second} 2026-09"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    assert here(page) == f"{first} 2027-07"
    page.keyboard.press("ArrowUp")  # there is nothing above
    assert here(page) == f"{first} 2027-07"
    settles(busy_town, AUG, SEP, OCT)


def test_the_name_of_a_cell_tells_activity_and_month(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town))
    found = page.get_by_role("button", name="1 Buy lorries Aug 2026")
    expect(found).to_have_attribute("aria-pressed", "true")


def test_by_finger_on_a_phone(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town), width=360, has_touch=True)
    button = page.locator(cell(page, busy_town, "2026-12"))
    box = button.bounding_box()
    assert box
    assert box["width"] >= 24
    assert box["height"] >= 28
    button.tap()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#months-state")).to_contain_text("Saved")
    assert months(busy_town) == (AUG, DEC)


def test_quick_marks_are_all_kept(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town))
    page.locator(cell(page, busy_town, "2026-09")).focus()
    for _number in range(4):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    page.locator(cell(page, busy_town, "2026-08")).click()
    expect(page.locator("#months-state")).to_contain_text("Saved")
    settles(busy_town, SEP, OCT, NOV, DEC)
    expect(page.locator(f"#a{busy_town.rows['activity'].pk} button[aria-pressed=true]")).to_have_count(4)


@pytest.mark.parametrize("by", ["key", "finger"])
def test_an_answer_that_comes_while_a_month_is_pressed_does_not_eat_it(by: str, busy_town: Town, open_as: Open) -> None:
    page, held = open_as(busy_town.people["t"], path(busy_town)), list[Route]()
    marks = re.compile(r"/timeline/($|\?)")  # not the poll
    page.route(marks, lambda route: held.append(route))  # Playwright does not take what is built in
    page.locator(cell(page, busy_town, "2026-09")).click()
    deadline = time.monotonic() + PATIENCE
    while not held and time.monotonic() < deadline:  # a click is over before its mark is on the way
        page.wait_for_timeout(20)
    october = page.locator(cell(page, busy_town, "2026-10"))
    october.hover()
    october.focus()
    page.keyboard.down("Space") if by == "key" else page.mouse.down()
    held[0].continue_()
    page.unroute(marks)
    expect(page.locator("#months-state")).to_contain_text("Saved")
    page.keyboard.up("Space") if by == "key" else page.mouse.up()
    settles(busy_town, AUG, SEP, OCT)


def test_the_months_stay_in_their_columns_when_the_first_is_taken_away(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town))
    first, months_shown = page.locator(cell(page, busy_town, "2026-08")), page.locator("#months thead th[id^=m]")
    shown = months_shown.count()
    first.click()
    expect(page.locator("#months-state")).to_contain_text("Saved")
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(page.locator(f"#a{busy_town.rows['activity'].pk} button[name=mark]")).to_have_count(shown)


def test_on_a_dead_line_a_mark_is_kept_and_sent_later(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town))
    page.context.set_offline(True)
    page.locator(cell(page, busy_town, "2026-09")).click()
    expect(page.locator("#months-state")).to_contain_text("Kept on this device")
    assert months(busy_town) == (AUG,)
    page.context.set_offline(False)
    expect(page.locator("#months-state")).to_contain_text("Saved")
    assert months(busy_town) == (AUG, SEP)


def test_what_another_marks_arrives(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town))
    pk = busy_town.rows["activity"].pk
    page.wait_for_timeout(500)
    as_user(busy_town.people["g"]).post(path(busy_town), {"mark": f"{pk} 2026-11 on"}, headers=HTMX)
    expect(page.locator(cell(page, busy_town, "2026-11"))).to_have_attribute("aria-pressed", "true")
    page.locator(cell(page, busy_town, "2026-09")).click()
    expect(page.locator("#months-state")).to_contain_text("Saved")
    assert months(busy_town) == (AUG, SEP, NOV)


def test_without_scripts(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], path(busy_town), java_script_enabled=False)
    page.locator(cell(page, busy_town, "2026-10")).click()
    expect(page.locator("#too-early .notice")).to_be_visible()
    assert months(busy_town) == (AUG, OCT)
    page.locator(cell(page, busy_town, "2026-08")).click()
    assert months(busy_town) == (OCT,)
    page.click(f"#n{busy_town.rows['activity'].pk} a")
    page.get_by_label("Jan 2027").check()
    page.get_by_role("button", name="Save row").click()
    assert months(busy_town) == (OCT, date(2027, 1, 1))


def test_boxes_save_themselves_and_survive_a_dead_line(busy_town: Town, open_as: Open) -> None:
    """Many boxes of one name: each keeps its own value when a draft is put back."""
    page = open_as(busy_town.people["t"], busy_town.url(f"goals/{busy_town.rows['goal'].pk}/activities/"))
    pk = busy_town.rows["activity"].pk
    page.click(f"#row-{pk} .edit-link")
    page.context.set_offline(True)
    page.get_by_label("Nov 2026").check()
    expect(page.locator("[data-field=months] .failed")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    settles(busy_town, AUG, NOV)
    page.click(f"#row-{pk} .edit-link")
    expect(page.get_by_label("Nov 2026")).to_be_checked()
    page.get_by_label("Aug 2026").uncheck()
    expect(page.locator("[data-field=months] .note-ok")).to_be_visible()
    assert months(busy_town) == (NOV,)
