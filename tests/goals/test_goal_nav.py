"""The way through the worksheets of a goal: the tabs of the step one is in, and one link to each other step."""

import re

import pytest
from django.test import Client

from tests.fixtures import Town
from tests.pages import squeezed

STEPS = {
    1: ["sub-objectives/", "ratings/", "grid/", "places/", "stakeholders/"],
    2: ["targets/grid/", "timeline/"],
    3: ["swot/", "trees/", "actions/", "resources/"],
}
FIRST = {1: "sub-objectives/", 2: "targets/grid/", 3: "swot/"}


@pytest.mark.parametrize(("step", "path"), [(step, path) for step, paths in STEPS.items() for path in paths])
def test_the_tabs_of_a_step_and_a_link_to_each_other(step: int, path: str, secretary: Client, town: Town) -> None:
    base = town.url(f"goals/{town.rows['goal'].pk}/")
    text = squeezed(secretary.get(base + path))
    nav = text.partition('<nav class="tabs goal-nav"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"( aria-current="page")?', nav)
    goals = [(link.removeprefix(base), bool(here)) for link, here in links if link.startswith(base)]
    assert [link for link, here in goals if here] == [path]
    others = [FIRST[number] for number in STEPS if number != step]
    assert {link for link, _here in goals} >= {*STEPS[step], *others}  # and tabs that came later
    assert not {link for link, _here in goals} & {tab for n, tabs in STEPS.items() if n != step for tab in tabs[1:]}


@pytest.mark.parametrize("path", ["timeline/", "swot/", "grid/", "ratings/"])
def test_another_goal_is_opened_on_the_same_page(path: str, secretary: Client, town: Town) -> None:
    text = squeezed(secretary.get(town.url(f"goals/{town.rows['goal'].pk}/") + path))
    switch = text.partition('<nav class="goal-switch"')[2].partition("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)"', switch) == [town.url(f"goals/{town.rows['goal2'].pk}/") + path]
