"""A worksheet as people use it: two at once, on a bad line, by keyboard, and without JavaScript."""

import re

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from planning.models import Asset, WorkingGroup
from tests.browser.conftest import Open
from tests.fixtures import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def asset(town: Town) -> Asset:
    with scope(plan=town.plan):
        return Asset.everything.get(pk=town.rows["asset"].pk)


def edit(page: Page, town: Town) -> str:
    pk = town.rows["asset"].pk
    page.click(f"#row-{pk} .edit-link")
    page.wait_for_selector(f"#row-{pk}.is-edit")
    return f"#r{pk}"


def test_two_browsers_edit_the_same_cell(busy_town: Town, open_as: Open) -> None:
    path = busy_town.url("assets/")
    first, second = open_as(busy_town.people["s"], path), open_as(busy_town.people["t"], path)
    cell = edit(first, busy_town) + "-keeper"
    edit(second, busy_town)
    first.fill(cell, "Depot")
    first.press(cell, "Tab")
    expect(first.locator("[data-field=keeper] .note-ok")).to_be_visible()
    second.fill(cell, "School")
    second.press(cell, "Tab")
    conflict = second.locator("[data-field=keeper] .conflict")
    expect(conflict).to_contain_text("School")
    expect(conflict).to_contain_text("Depot")
    expect(conflict).to_contain_text(str(busy_town.people["s"]))
    assert asset(busy_town).keeper == "Depot"
    expect(second.locator(cell)).to_have_value("School")  # what was typed is still there
    conflict.get_by_role("button", name="Keep mine").click()
    expect(second.locator(f"#row-{busy_town.rows['asset'].pk}.is-saved")).to_contain_text("School")
    assert asset(busy_town).keeper == "School"


def test_others_changes_arrive_with_their_author(busy_town: Town, open_as: Open) -> None:
    path = busy_town.url("assets/")
    reader, writer = open_as(busy_town.people["v"], path), open_as(busy_town.people["t"], path)
    cell = edit(writer, busy_town) + "-keeper"
    writer.fill(cell, "Depot")
    writer.press(cell, "Tab")
    row = reader.locator(f"#row-{busy_town.rows['asset'].pk}")
    expect(row).to_contain_text("Depot")
    expect(row).to_contain_text(str(busy_town.people["t"]))


def test_on_a_dead_line_the_entry_stays_and_is_sent_later(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], busy_town.url("assets/"))
    cell = edit(page, busy_town) + "-keeper"
    page.context.set_offline(True)
    page.fill(cell, "Depot")
    page.press(cell, "Tab")
    expect(page.locator("[data-field=keeper] .failed")).to_contain_text("kept on this device")
    assert asset(busy_town).keeper == ""
    page.context.set_offline(False)
    page.goto(busy_town.url("assets/"))  # a new page, even a new day: the device has kept it
    expect(page.locator(f"#row-{busy_town.rows['asset'].pk}")).to_contain_text("Depot")
    assert asset(busy_town).keeper == "Depot"
    assert page.evaluate("Object.keys(localStorage).length") == 0  # confirmed, so no longer kept


def test_a_kept_entry_that_conflicts_waits_for_a_decision(busy_town: Town, open_as: Open) -> None:
    path = busy_town.url("assets/")
    page, other = open_as(busy_town.people["t"], path), open_as(busy_town.people["s"], path)
    cell = edit(page, busy_town) + "-keeper"
    page.context.set_offline(True)
    page.fill(cell, "School")
    page.press(cell, "Tab")
    expect(page.locator(".failed")).to_be_visible()
    edit(other, busy_town)
    other.fill(cell, "Depot")
    other.press(cell, "Tab")
    expect(other.locator("[data-field=keeper] .note-ok")).to_be_visible()
    page.context.set_offline(False)
    page.goto(path)
    row = page.locator(f"#row-{busy_town.rows['asset'].pk}")
    expect(row).to_contain_text("Waiting for your decision")
    edit(page, busy_town)
    expect(page.locator(cell)).to_have_value("School")
    page.get_by_role("button", name="Save row").click()
    expect(page.locator(".conflict")).to_contain_text("Depot")
    page.get_by_role("button", name="Keep theirs").click()
    expect(page.locator("#rows tr.is-saved")).to_contain_text("Depot")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_another_person_on_the_same_laptop_sees_no_drafts(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], busy_town.url("assets/"))
    cell = edit(page, busy_town) + "-keeper"
    page.fill(cell, "Secret")
    kept = page.evaluate("Object.keys(localStorage)")
    assert kept
    assert all(key.startswith(f"draft:{busy_town.people['t'].pk}:") for key in kept)


def test_everything_by_keyboard(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("assets/"))
    page.focus("#add [name=name]")
    page.keyboard.type("Spring")
    page.keyboard.press("Tab")
    page.keyboard.type("Physical, n")
    for key in ("Tab", "Tab", "Enter"):  # past the locality, to the button
        page.keyboard.press(key)
    new = page.locator("#rows tr", has_text="Spring")
    expect(new).to_be_visible()
    expect(page.locator("#add [name=name]")).to_be_focused()
    page.locator(f"#row-{busy_town.rows['asset'].pk} .edit-link").focus()
    page.keyboard.press("ArrowDown")
    expect(new.locator(".edit-link")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#rows tr").first).to_contain_text("Spring")
    expect(page.locator("#rows tr").first.locator(".edit-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-edit")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("Well")
    page.keyboard.press("Enter")
    expect(page.locator("#rows tr").first).to_contain_text("Well")
    expect(page.locator("#rows tr").first.locator(".edit-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("tr.is-edit")).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("Nonsense")
    page.keyboard.press("Tab")
    expect(page.locator("[data-field=name] .note-ok")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#rows tr").first).to_contain_text("Well")
    expect(page.locator("#rows tr").first.locator(".edit-link")).to_be_focused()


def test_ratings_by_keyboard_show_the_priority_at_once(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], busy_town.url(f"goals/{busy_town.rows['goal'].pk}/ratings/"))
    pk = busy_town.rows["rating"].pk
    page.keyboard.press("n")
    expect(page.locator(f"#row-{pk} .edit-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"#r{pk}-availability_0").focus()
    page.keyboard.press("1")
    expect(page.locator("[data-field=availability] .note-ok")).to_be_visible()
    page.locator(f"#r{pk}-importance_0").focus()
    page.keyboard.press("3")
    expect(page.locator(f"#computed-{pk}")).to_contain_text("High priority")


def test_a_choice_made_in_the_moment_the_row_opens_is_saved(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["t"], busy_town.url(f"goals/{busy_town.rows['goal'].pk}/ratings/"))
    pk = busy_town.rows["rating"].pk
    page.evaluate(
        """id => new MutationObserver((_seen, observer) => {
             const radio = document.getElementById(id);
             if (radio) { observer.disconnect(); radio.click(); }
           }).observe(document.getElementById("rows"), { childList: true, subtree: true })""",
        f"r{pk}-availability_0",
    )
    page.locator(f"#row-{pk} .edit-link").click()
    expect(page.locator("[data-field=availability] .note-ok")).to_be_visible()


def test_deleting_and_undo(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url(f"goals/{busy_town.rows['goal'].pk}/resources/"))
    row = page.locator(f"#row-{busy_town.rows['resource'].pk}")
    row.locator(".edit-link").click()
    page.get_by_role("button", name="Delete").click()
    expect(row).to_contain_text("Deleted")
    page.get_by_role("button", name="Undo").click()
    expect(row.locator(".edit-link")).to_be_visible()


def test_without_javascript(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("assets/"), java_script_enabled=False)
    pk = busy_town.rows["asset"].pk
    page.click(f"#row-{pk} .edit-link")
    page.fill(f"#r{pk}-quantity", "-3")
    page.fill(f"#r{pk}-keeper", "Depot")
    page.get_by_role("button", name="Save row").click()
    expect(page.locator(".errors")).to_contain_text("greater than or equal to 0")
    expect(page.locator(f"#r{pk}-keeper")).to_have_value("Depot")
    page.fill(f"#r{pk}-quantity", "3")
    page.get_by_role("button", name="Save row").click()
    expect(page.locator(f"#row-{pk}")).to_contain_text("Depot")
    page.fill("#add [name=name]", "Spring")
    page.select_option("#add [name=kind]", "natural")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#rows")).to_contain_text("Spring")
    page.locator("#rows tr", has_text="Spring").locator(".edit-link").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#rows")).to_contain_text("Spring")


def test_cards_on_a_phone_open_with_a_tap(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("assets/"), width=360)
    row = page.locator(f"#row-{busy_town.rows['asset'].pk}")
    expect(row.locator("td[data-col=Locality]")).to_be_hidden()
    row.locator("th").click()
    expect(row.locator("td[data-col=Locality]")).to_be_visible()


def test_a_goal_changes_its_group_after_a_confirmation(busy_town: Town, open_as: Open) -> None:
    """Its confidential rows go along, so the cell asks; a tick at it is enough."""
    second = busy_town.add(WorkingGroup(plan=busy_town.plan, name="Group 2"))
    page, goal = open_as(busy_town.people["s"], busy_town.url("goals/")), busy_town.rows["goal"]
    page.click(f"#row-{goal.pk} .edit-link")
    page.select_option(f"#r{goal.pk}-group", str(second.pk))
    expect(page.locator("[data-field=group] .conflict")).to_contain_text("“Group 2” will be able to read all of them")
    page.get_by_label("Yes, “Group 2” may read them.").click()  # not check(): the answer takes the box away
    expect(page.locator("[data-field=group] .note-ok")).to_be_visible()
    page.get_by_role("button", name="Save row").click()
    expect(page.locator(f"#row-{goal.pk}.is-saved")).to_contain_text("Group 2")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_back_after_signing_out_shows_nothing_confidential(busy_town: Town, open_as: Open) -> None:
    step = busy_town.rows["sub_objective"].pk
    page = open_as(busy_town.people["g"], busy_town.url(f"sub-objectives/{step}/positions/"))
    expect(page.locator("#rows")).to_contain_text("longer hours")
    page.context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/")
    page.go_back()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert "longer hours" not in page.content()
