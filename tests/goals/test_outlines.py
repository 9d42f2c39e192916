"""P3: what may be pasted as the outline of a place, and how it goes through worksheet, history and export."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from django_scopes import scope

from planning.goals.outlines import MOST_CHARACTERS, MOST_POINTS, canonical, middle, polygons
from planning.models import Locality
from tests.fixtures import HTMX, Town
from tests.pages import squeezed

SQUARE = [[35.1, 34.1], [35.2, 34.1], [35.2, 34.2], [35.1, 34.2], [35.1, 34.1]]
HOLE = [[35.14, 34.14], [35.16, 34.14], [35.16, 34.16], [35.14, 34.14]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
STORED = '{"type":"Polygon","coordinates":[[[35.1,34.1],[35.2,34.1],[35.2,34.2],[35.1,34.2],[35.1,34.1]]]}'


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "☂"}, "geometry": geometry}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def ring(*positions: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(positions)]}


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("", ""),
        ("  \n", ""),
        (json.dumps(POLYGON, indent=2), STORED),
        (json.dumps(feature(POLYGON)), STORED),
        (json.dumps(collection(feature(POLYGON))), STORED),
        (json.dumps({"type": "GeometryCollection", "geometries": [POLYGON]}), STORED),
        (json.dumps(collection(feature({"type": "GeometryCollection", "geometries": [POLYGON]}))), STORED),
        (json.dumps(ring(*([*position, 812.5] for position in SQUARE))), STORED),  # heights
        (json.dumps(ring(*([x + 4e-8, y] for x, y in SQUARE))), STORED),  # finer than anybody can draw
        (json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}), None),
        (json.dumps({"type": "Polygon", "coordinates": [SQUARE, HOLE]}), None),
        (json.dumps(ring([-180, -90], [180, -90], [0, 90], [-180, -90])), None),
    ],
)
def test_what_is_accepted(pasted: str, stored: str | None) -> None:
    found = canonical(pasted)
    if stored is not None:
        assert found == stored
    assert canonical(found) == found  # what is stored is compared as text


def many(count: int) -> str:
    return json.dumps(ring(*([35 + n / 10_000, 34 + (n % 2) / 10] for n in range(count - 1)), [35, 34]))


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("a village", "not GeoJSON"),
        ("[]", "not GeoJSON"),
        ("null", "not GeoJSON"),
        ("{}", "not GeoJSON"),
        (STORED[:-1], "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        (STORED.replace("35.1", "9" * 5000), "not GeoJSON"),
        ('{"type":"Topology"}', "not an area"),
        (json.dumps({"type": "Point", "coordinates": [35, 34]}), "not an area"),
        (json.dumps({"type": "LineString", "coordinates": SQUARE}), "not an area"),
        (json.dumps(feature({"type": "Point", "coordinates": [35, 34]})), "not an area"),
        (json.dumps(feature(None)), "not GeoJSON"),
        (json.dumps(collection()), "not an area"),
        (json.dumps({"type": "FeatureCollection", "features": {}}), "not an area"),
        (json.dumps(collection(collection(collection(feature(POLYGON))))), "not an area"),
        (json.dumps({"type": "Polygon"}), "not an area"),
        (json.dumps({"type": "Polygon", "coordinates": []}), "not an area"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [SQUARE]}), "not a point"),
        (json.dumps({"type": "Polygon", "coordinates": [[SQUARE]]}), "not a point"),
        (json.dumps(collection(feature(POLYGON), feature(POLYGON))), "several shapes"),
        (json.dumps(ring(*SQUARE[:-1])), "not closed"),
        (json.dumps(ring([35, 34], [36, 34], [35, 34])), "three corners"),
        (json.dumps(ring([35, 34], [36, 34], [36, 34], [35, 34])), "three corners"),
        (json.dumps(ring(*(["35", 34] for _n in SQUARE))), "not a point"),
        (json.dumps(ring(*([True, 34] for _n in SQUARE))), "not a point"),
        (json.dumps(ring(*([35] for _n in SQUARE))), "not a point"),
        (json.dumps(ring(*([y, x + 70] for x, y in SQUARE))), "34.1, 105.1 is not a place on earth"),
        (json.dumps(ring(*([181, y] for _x, y in SQUARE))), "not a place on earth"),
        (STORED.replace("35.1", "9" * 400), "not a point"),
        (STORED.replace("35.1", "NaN"), "not a place on earth"),
        (STORED.replace("35.1", "1e999"), "not a place on earth"),
        (many(MOST_POINTS + 1), "2,001 points"),
        (" " * MOST_CHARACTERS + STORED, "too long"),
    ],
)
def test_what_is_refused_and_why(pasted: str, said: str) -> None:
    with override("en"), pytest.raises(ValidationError) as caught:
        canonical(pasted)
    assert said in " ".join(caught.value.messages)


def test_the_most_points_are_accepted() -> None:
    assert len(polygons(canonical(many(MOST_POINTS)))[0][0]) == MOST_POINTS


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([[SQUARE]], (35.15, 34.15)),
        ([[HOLE], [SQUARE]], (35.15, 34.15)),  # of the largest
        ([[SQUARE[::-1]]], (35.15, 34.15)),
        ([[[[1, 1], [2, 2], [3, 3], [1, 1]]]], (1.75, 1.75)),
        ([[[[0, 0], [3, 0], [0, 3], [0, 0]]]], (1, 1)),
    ],
)
def test_the_middle_of_an_area(areas: Any, expected: tuple[float, float]) -> None:
    assert middle(areas) == pytest.approx(expected)


def test_the_cell_keeps_what_was_pasted_in_one_way_of_writing(town: Town, secretary: Client) -> None:
    pk = town.rows["locality"].pk
    url = town.url(f"localities/{pk}/")
    bad = secretary.post(url, {"version": 1, "fields": "outline", "outline": "a <b>village"}, headers=HTMX)
    assert bad.status_code == 422
    assert "This is not GeoJSON" in squeezed(bad)
    pasted = json.dumps(collection(feature(POLYGON)), indent=1)
    assert secretary.post(url, {"version": 1, "fields": "outline", "outline": pasted}, headers=HTMX).status_code == 200
    # the same again, written in another way, is no change and no conflict
    again = secretary.post(url, {"version": 1, "fields": "outline", "outline": json.dumps(POLYGON)}, headers=HTMX)
    assert again.status_code == 200
    other = secretary.post(url, {"version": 1, "fields": "outline", "outline": many(50)}, headers=HTMX)
    assert other.status_code == 409
    assert "50 points" in squeezed(other)
    assert len(other.content) < 4096
    with scope(plan=town.plan):
        place = Locality.objects.defer(None).get(pk=pk)
        assert (place.outline, place.version) == (STORED, 2)
    history = squeezed(secretary.get(f"{url}history/"))
    assert "5 points" in history
    assert "coordinates" not in history
    page = squeezed(secretary.get(town.url("localities/")))
    assert ">drawn</td>" in page


def test_what_was_typed_stays_in_the_form_without_scripts(town: Town, secretary: Client) -> None:
    url = town.url(f"localities/{town.rows['locality'].pk}/")
    page = secretary.post(url, {"version": 1, "name": "Upper quarter", "kind": "quarter", "outline": "{oops"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "{oops</textarea>" in text
    assert "This is not GeoJSON" in text


def test_other_pages_leave_the_outlines_in_the_database(town: Town) -> None:
    with scope(plan=town.plan):
        place = Locality.objects.get(pk=town.rows["locality"].pk)
        assert place.get_deferred_fields() == {"outline"}
