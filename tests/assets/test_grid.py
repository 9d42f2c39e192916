"""Table 2 of the example, on the screen; it follows the ratings as they change."""

import re

import pytest
from django.test import Client
from django_scopes import scope

from planning.models import Goal, GoalAsset, Plan, User
from tests import fixtures
from tests.fixtures import HTMX, as_user
from tests.pages import squeezed

# Table 2 of the module: (availability, importance) → the assets of the cell, in their order
PRINTED = {
    ("High", "High"): ["Appropriate site for a landfill"],
    ("High", "Medium"): ["Subsidies for low-income families"],
    ("High", "Low"): [],
    ("Medium", "High"): ["Effective billing system", "Collection vehicles"],
    ("Medium", "Medium"): ["Customers' willingness to pay for services"],
    ("Medium", "Low"): [],
    ("Low", "High"): ["CSO campaigns for stopping litter"],
    ("Low", "Medium"): ["Recycle bins", "Larger bins that prevent rodent entry"],
    ("Low", "Low"): ["Recycling facility", "Tracking system for bin use"],
}
HIGH = {("Medium", "High"), ("Medium", "Medium"), ("Low", "High"), ("Low", "Medium")}


@pytest.fixture
def example(db: None) -> Plan:
    return fixtures.example("en")


def cells(page: str) -> dict[tuple[str, str], tuple[list[str], bool]]:
    """The grid as the page shows it: cell → (assets, drawn as high priority)."""
    found = {}
    for line in re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.S):
        availability = line.split("<small>")[0]
        for attributes, body in re.findall(r"<td(.*?)>(.*?)</td>", line, re.S):
            importance = re.search(r"Importance: (\w+)", attributes)
            assert importance
            names = [n.replace("&#x27;", "'") for n in re.findall(r"<li><a [^>]*>(.*?)(?:<small>.*?)?</a>", body, re.S)]
            assert ("High priority" in body) == ("cell-hi" in attributes)
            found[availability, importance[1]] = (names, "cell-hi" in attributes)
    return found


def test_table_2_comes_out_cell_by_cell(example: Plan) -> None:
    client = as_user(User.objects.get(username="teacher"))
    with scope(plan=example):
        goal = Goal.objects.order_by("position").first()
    page = squeezed(client.get(f"/plans/clean-city/goals/{goal.pk}/grid/"))
    shown = cells(page)
    assert {cell: names for cell, (names, _high) in shown.items()} == PRINTED
    assert {cell for cell, (_names, high) in shown.items() if high} == HIGH
    assert "<bdi>6</bdi> of <bdi>10</bdi> high priority" in page


def test_the_grid_follows_a_rating(example: Plan) -> None:
    client: Client = as_user(User.objects.get(username="teacher"))
    with scope(plan=example):
        row = GoalAsset.objects.select_related("goal").get(asset__name="Recycling facility")
    base = f"/plans/clean-city/goals/{row.goal_id}/"
    response = client.post(
        f"{base}ratings/{row.pk}/", {"version": row.version, "fields": "importance", "importance": "3"}, headers=HTMX
    )
    assert b"High priority" in response.content  # the editor is told at once
    assert "Recycling facility" in cells(squeezed(client.get(f"{base}grid/")))["Low", "High"][0]
    client.post(
        f"{base}ratings/{row.pk}/", {"version": row.version + 1, "fields": "importance", "importance": ""}, headers=HTMX
    )
    assert "not in the grid yet" in client.get(f"{base}grid/").content.decode()
