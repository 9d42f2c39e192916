"""A7 as a map: the page's data, the drawing for paper, the settings for installations with a tile server."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.assets.drawing import PlaceShape, draw, thinned
from planning.assets.places import places, places_by_goal
from planning.assets.section import place_tables
from planning.models import Asset, Goal, GoalAsset, LocalAvailability, Locality
from tests.fixtures import Town

SQUARE = '{"type":"Polygon","coordinates":[[[35.1,34.1],[35.2,34.1],[35.2,34.2],[35.1,34.2],[35.1,34.1]]]}'


@pytest.fixture
def mapped(town: Town) -> Town:
    """Three places: one with a point, one with an outline, one with neither; one important asset, in the first."""
    plan, goal = town.plan, town.rows["goal"]
    with scope(plan=plan):
        Locality.objects.filter(pk=town.rows["locality"].pk).update(latitude="34.15000", longitude="35.30000")
        GoalAsset.objects.filter(pk=town.rows["rating"].pk).update(availability=2, importance=3)
    town.rows["drawn"] = town.add(Locality(plan=plan, name="</script><b>Lower quarter", outline=SQUARE))
    town.add(Locality(plan=plan, name="Hamlet"))
    asset = town.add(Asset(plan=plan, name="Park", kind="natural", locality=town.rows["drawn"]))
    town.add(GoalAsset(plan=plan, goal=goal, asset=asset, availability=3, importance=1), goal=goal)
    return town


def data_of(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return list(json.loads(found[1]))


def test_the_data_of_the_page_are_those_of_the_table(mapped: Town, teacher: Client) -> None:
    page = teacher.get(mapped.url(f"goals/{mapped.rows['goal'].pk}/places/")).content.decode()
    upper, lower = data_of(page)  # the hamlet has neither point nor outline
    assert (upper["number"], upper["name"], upper["at"]) == (1, "Upper quarter", [34.15, 35.3])
    assert upper["areas"] == []
    assert upper["words"] == ["1 asset is there", "no asset of high priority is known to be missing"]
    assert not upper["urgent"]
    assert lower["name"] == "</script><b>Lower quarter"
    assert lower["at"] == [pytest.approx(34.15), pytest.approx(35.15)]
    assert lower["areas"][0][0][0] == [34.1, 35.1]  # latitude first, as the script wants it
    assert lower["words"] == ["1 asset is there", "1 asset of high priority is missing"]
    assert lower["urgent"]
    for spot in (upper, lower):
        assert f'id="{spot["href"][1:]}"' in page  # a column of the table
    assert "<b>Lower" not in page
    assert page.count("not on the map") == 1
    assert page.count("<path d=") == 1  # drawn for paper and without scripts


def test_without_points_the_page_says_where_they_are_filled_in(town: Town, teacher: Client) -> None:
    page = teacher.get(town.url(f"goals/{town.rows['goal'].pk}/places/")).content.decode()
    assert "No map yet" in page
    assert town.url("localities/") in page
    assert "leaflet" not in page


def test_north_is_up_and_west_is_where_it_is() -> None:
    one = PlaceShape(1, [], (35.0, 34.0), False)
    other = PlaceShape(2, [[[(35.1, 34.1), (35.2, 34.1), (35.2, 34.2), (35.1, 34.1)]]], (35.15, 34.15), True)
    found = draw([one, other])
    assert found
    (west, south), (east, north) = ((float(m.x[:-1]), float(m.y[:-1])) for m in found.marks)
    assert west < east
    assert north < south  # from the top
    assert [mark.urgent for mark in found.marks] == [False, True]
    figures = [float(n) for n in re.findall(r"-?[\d.]+", found.paths[0])]
    assert all(0 <= x <= 100 for x in figures[::2])
    assert all(0 <= y <= float(found.height) for y in figures[1::2])


@pytest.mark.parametrize("place", [(0.0, 0.0), (-180.0, -90.0), (180.0, 90.0), (35.2, 34.5)])
def test_a_single_point_stands_in_the_middle(place: tuple[float, float]) -> None:
    found = draw([PlaceShape(1, [], place, False)])
    assert found
    assert (found.marks[0].x, found.marks[0].y) == ("50.00%", "50.00%")
    assert draw([]) is None


def test_near_corners_are_drawn_as_one() -> None:
    ring = [(0.0, 0.0), (0.1, 0.0), (5.0, 0.0), (5.0, 0.1), (5.0, 5.0), (0.0, 0.0)]
    assert thinned(ring, 0.25) == [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0), (0.0, 0.0)]
    tiny = [(x / 100, y / 100) for x, y in ring]
    assert thinned(tiny, 0.25) == tiny


def test_all_goals_together_are_as_many_queries_as_one(mapped: Town) -> None:
    def queries() -> int:
        with scope(plan=mapped.plan), CaptureQueriesContext(connection) as captured:
            place_tables()
        return len(captured)

    assert queries() == 4
    plan, asset = mapped.plan, mapped.rows["asset"]
    for number in range(3):
        goal = mapped.add(Goal(plan=plan, statement=f"Goal {number}"))
        row = mapped.add(GoalAsset(plan=plan, goal=goal, asset=asset, availability=1, importance=3), goal=goal)
        local = LocalAvailability(plan=plan, goal_asset=row, locality=mapped.rows["drawn"], availability=2)
        mapped.add(local, goal_asset__goal=goal)
    assert queries() == 4
    with scope(plan=plan):
        together = places_by_goal()
        alone = [places(goal) for goal in Goal.objects.all()]
        shown = [[(line.asset, [c.word for c in line.cells]) for line in one.lines] for one in alone]
        assert [[(line.asset, [c.word for c in line.cells]) for line in one.lines] for one in together] == [
            lines for lines in shown if lines
        ]


def test_many_localities_are_spread_over_tables_of_a_size(mapped: Town) -> None:
    for number in range(14):
        mapped.add(Locality(plan=mapped.plan, name=f"Quarter {number}"))
    with scope(plan=mapped.plan):
        (table,) = place_tables()
    assert [(part.first, part.last) for part in table.parts] == [(1, 6), (7, 12), (13, 17)]
    assert all(len(cells) == len(part.spots) for part in table.parts for _line, cells in part.lines)
    assert table.is_wide


def test_pictures_come_from_here_unless_the_installation_names_a_tile_server() -> None:
    """The settings are read anew in a process of their own."""
    code = "from django.conf import settings; print(*settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"

    def policy(**more: str) -> str:
        import os

        bare = {name: value for name, value in os.environ.items() if not name.startswith("MAP_")}
        return subprocess.run(
            [sys.executable, "-c", code],
            env=bare | more,
            cwd=settings.BASE_DIR,
            text=True,
            capture_output=True,
            check=True,
        ).stdout.strip()

    assert policy() == "'self' data:"
    assert (
        policy(MAP_TILES_URL="https://{s}.tiles.example.org/{z}/{x}/{y}.png")
        == "'self' data: https://*.tiles.example.org"
    )


def test_the_page_names_the_tile_server_only_where_there_is_one(mapped: Town, teacher: Client, settings: Any) -> None:
    url = mapped.url(f"goals/{mapped.rows['goal'].pk}/places/")
    assert "data-tiles" not in teacher.get(url).content.decode()
    settings.MAP_TILES_URL, settings.MAP_TILES_ATTRIBUTION = "https://tiles.example.org/{z}/{x}/{y}.png", "© Town"
    page = teacher.get(url).content.decode()
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png" data-tiles-from="© Town"' in page
