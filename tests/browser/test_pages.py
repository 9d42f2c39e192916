"""Every page in both languages, on a phone, a tablet and a desk: axe finds nothing, nothing sticks out."""

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django_scopes import scope
from playwright.sync_api import Page, expect

from planning.models import Invitation
from planning.plans.actions import invite
from planning.publication.content import PARTS
from tests.browser.conftest import Open
from tests.commitments.conftest import link_of, now
from tests.fixtures import Town
from tests.plans.names import address
from tests.plans.test_access import PLAN
from tests.publication.conftest import approve, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# names that answer with a redirect, a fragment or a file
NO_PAGE = ("_poll", "_check", "_view", "_progress", "_file", "_template", "_xlsx")
SHARES = 6
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a width changes: sizes and colours, what scrolls, and what is shown by it alone or hidden by it
OF_WIDTH = [
    *("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block", "aria-hidden-focus"),
    *("button-name", "link-name", "label", "select-name", "summary-name", "role-img-alt", "svg-img-alt", "skip-link"),
    *("region", "empty-heading", "empty-table-header", "heading-order", "nested-interactive", "tabindex"),
    *("list", "listitem", "dlitem", "definition-list", "td-headers-attr", "th-has-data-cells"),
    *("aria-required-children", "aria-required-parent", "landmark-unique", "landmark-one-main", "page-has-heading-one"),
]
# What a language changes: the words by which things are called, how much room they take, which language they are in
OF_LANGUAGE = [
    *("html-has-lang", "html-lang-valid", "valid-lang", "document-title", "empty-heading", "empty-table-header"),
    *("button-name", "link-name", "label", "select-name", "summary-name", "role-img-alt", "svg-img-alt"),
    *("landmark-unique", "table-duplicate-name", "frame-title", "image-redundant-alt"),
    *("target-size", "scrollable-region-focusable", "region", "bypass"),
]


def check(page: Page, where: str, only: list[str] | None = None) -> None:
    """By every rule, or `only` by these; and nothing sticks out."""
    if not page.evaluate("'axe' in window"):  # it stays in a page, and reading it takes as long as its checks
        page.evaluate(Axe().axe_script)
    # axe lists every place of the kinds of results that are asked for: only of violations, which halves its time
    options = {"runOnly": {"type": "rule", "values": only} if only else RULES, "resultTypes": ["violations"]}
    found = AxeResults(page.evaluate("options => axe.run(document, options)", options))
    assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
    assert page.locator("h1").count() == 1, where
    check_width(page, where)


def check_width(page: Page, where: str) -> None:
    """Neither the page nor one of two columns that stand beside each other is wider than its room."""
    wide = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('.cols > *')]"
        ".map(one => one.scrollWidth - one.clientWidth))"
    )
    assert wide <= 0, f"{where} sticks out by {wide} px"


def names_of_pages() -> list[str]:
    """Those that a secretariat opens."""
    return [name for name, (get, _post, _methods) in PLAN.items() if "s" in get and not name.endswith(NO_PAGE)]


def walk(page: Page, paths: list[str], language: str = "en", *, by_every_rule: bool = False) -> None:
    """Every page at its widths; it follows the window, so that it is asked for once. Every rule is tried on the English
    page at a desk; in Arabic and on a phone those that may say something else there."""
    of_language = None if language == "en" or by_every_rule else OF_LANGUAGE
    of_width = None if by_every_rule else OF_WIDTH if language == "en" else OF_LANGUAGE
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 800})
        response = page.goto(path)
        assert response, path
        assert response.status < 500, path
        check(page, f"{path} at 1280 px", of_language)
        page.set_viewport_size({"width": 768, "height": 1024})
        check_width(page, f"{path} at 768 px")
        page.set_viewport_size({"width": 360, "height": 800})
        check(page, f"{path} at 360 px", of_width)


@pytest.mark.parametrize("part", range(SHARES))  # several processes share them
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_a_plan(language: str, part: int, busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], "/plans/", language)
    walk(page, pages_of_a_plan(busy_town)[part::SHARES], language)


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(SHARES))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_a_plan_by_every_rule(language: str, part: int, busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], "/plans/", language)
    walk(page, pages_of_a_plan(busy_town)[part::SHARES], language, by_every_rule=True)


def pages_of_a_plan(town: Town) -> list[str]:
    return ["/plans/", "/plans/new/", "/me/", *(address(name, town) for name in names_of_pages())]


def test_the_rules_are_those_that_axe_knows(open_as: Open) -> None:
    """What it tries out still is left out where every rule is asked for, but not where it is named."""
    page = open_as(None, "/accounts/login/")
    page.evaluate(Axe().axe_script)
    rules = "rules => axe.getRules(rules).filter(one => !one.tags.includes('experimental')).map(one => one.ruleId)"
    known = set(page.evaluate(rules, RULES))
    assert set(OF_WIDTH) <= known
    assert set(OF_LANGUAGE) <= known


def test_help_stands_beside_a_worksheet_where_there_is_room(busy_town: Town, open_as: Open) -> None:
    page = open_as(busy_town.people["s"], busy_town.url("assets/"), width=1280)
    beside = "getComputedStyle(document.querySelector('.with-side')).gridTemplateColumns.split(' ').length"
    assert page.evaluate(beside) == 2
    page.set_viewport_size({"width": 768, "height": 1024})
    assert page.evaluate(beside) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_and_those_of_ones_account(language: str, busy_town: Town, open_as: Open) -> None:
    with scope(plan=busy_town.plan):
        invitation = Invitation(plan=busy_town.plan, name="Baker")
        code = invite(invitation, by=busy_town.people["s"])
    paths = ["login/", "password/reset/"]
    public = [*(f"/accounts/{path}" for path in paths), "/join/", f"/join/{code}/", "/join/NOCODE/"]
    walk(open_as(None, "/join/", language), public, language)
    paths = ["/nowhere/", "/language/", "/accounts/logout/", busy_town.url("settings/")]
    walk(open_as(busy_town.people["t"], "/me/", language), paths, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_everybody_sees_of_an_approved_plan(language: str, busy_town: Town, open_as: Open) -> None:
    """The public page, that of an action, a link to a commitment, and what the secretariat sees beside them (C9)."""
    approve(busy_town)
    publish(busy_town, *PARTS)
    root, link, key = f"/open/{busy_town.plan.slug}/{language}/", link_of(busy_town), busy_town.rows["action"].pk
    walk(open_as(None, root, language), [root, f"{root}actions/{key}/", link, "/c/NOCODE/", "/v/NOCODE/"], language)
    preview, signed = busy_town.url("publication/preview/"), busy_town.rows["signed"].pk
    of_plan = [f"commitments/{signed}/", "publication/", "commitments/", "approval/"]
    walk(open_as(busy_town.people["s"], preview, language), [preview, *map(busy_town.url, of_plan)], language)


def test_confirming_a_commitment_without_scripts(busy_town: Town, open_as: Open) -> None:
    page = open_as(None, link_of(busy_town), java_script_enabled=False)
    page.keyboard.press("Tab")
    page.get_by_label("My name").check()
    page.get_by_role("button", name="I commit myself").press("Enter")
    expect(page.get_by_role("heading", name="Your commitment has been recorded")).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="no longer works")).to_be_visible()
    assert now(busy_town).may_name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_row_in_its_states(language: str, busy_town: Town, open_as: Open) -> None:
    """Edit mode, an error, a conflict, a deletion: in the table, not only as a page."""
    pk = busy_town.rows["asset"].pk
    page = open_as(busy_town.people["s"], busy_town.url("assets/"), language)
    page.click(f"#row-{pk} .edit-link")
    page.wait_for_selector(f"#row-{pk}.is-edit")
    check(page, "edit")
    page.fill(f"#r{pk}-quantity", "-1")
    page.press(f"#r{pk}-quantity", "Tab")
    expect(page.locator("[data-field=quantity] .err")).to_be_visible()
    check(page, "error")
    from tests.fixtures import HTMX, as_user

    url = reverse("assets_row", args=[busy_town.plan.slug, pk])
    as_user(busy_town.people["t"]).post(url, {"version": 1, "fields": "keeper", "keeper": "Depot"}, headers=HTMX)
    page.fill(f"#r{pk}-keeper", "School")
    page.press(f"#r{pk}-keeper", "Tab")
    expect(page.locator(".conflict")).to_be_visible()
    check(page, "conflict")
