"""The outline of a locality (P3): GeoJSON that somebody drew or downloaded elsewhere, in WGS 84 degrees.

Of what is pasted only the polygons are kept, in one way of writing: `{"type":"Polygon","coordinates":[[[lon,lat],…]]}`
without spaces and with six decimals (a hand's breadth), so that two outlines are the same where their texts are."""

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Position = tuple[float, float]  # longitude, latitude
Ring = list[Position]
Polygon = list[Ring]  # the outer ring, then those of its holes

MOST_CHARACTERS, MOST_POINTS = 200_000, 2_000
DECIMALS = 6
FEWEST_POSITIONS = 4  # three corners, and the first of them again
NO_JSON = gettext_lazy("This is not GeoJSON. Please copy the whole text of the file, from the first { to the last }.")
NO_AREA = gettext_lazy("This is not an area. Please draw the place as a closed area (a polygon) and copy that.")
NOT_ONE = gettext_lazy("This text contains several shapes. Please copy only the shape of this place.")


def canonical(text: str) -> str:
    """What is stored of the GeoJSON in `text`: Polygon, MultiPolygon, or a Feature, FeatureCollection or
    GeometryCollection that holds one of them. "" stays "". Raises ValidationError in words for whoever pasted it."""
    if not text.strip():
        return ""
    if len(text) > MOST_CHARACTERS:  # before anything is parsed
        _refuse(_("This text is too long. An outline may have at most %(most)s points.") % {"most": f"{MOST_POINTS:,}"})
    kind, coordinates = _geometry(_parsed(text))
    polygons = [coordinates] if kind == "Polygon" else _list(coordinates)
    found = [[_ring(ring) for ring in _list(polygon)] for polygon in polygons]
    count = sum(len(ring) for polygon in found for ring in polygon)
    if count > MOST_POINTS:
        words = _("This outline has %(count)s points; at most %(most)s are allowed. Please draw it more simply.")
        _refuse(words % {"count": f"{count:,}", "most": f"{MOST_POINTS:,}"})
    kept: Any = found[0] if kind == "Polygon" else found
    return json.dumps({"type": kind, "coordinates": kept}, separators=(",", ":"))


def validate_outline(text: str) -> None:
    """Raises ValidationError for what `canonical` refuses."""
    canonical(text)


@lru_cache(64)  # a page asks several times for each of its localities
def polygons(stored: str) -> list[Polygon]:
    """The areas of a stored outline; none for ""."""
    if not stored:
        return []
    found = json.loads(stored)
    return [found["coordinates"]] if found["type"] == "Polygon" else list(found["coordinates"])


def middle(areas: list[Polygon]) -> Position:
    """Where a mark for these areas stands: the centre of gravity of the largest one."""
    ring = max((area[0] for area in areas), key=lambda ring: abs(_doubled_area(ring)))
    doubled = _doubled_area(ring)
    if abs(doubled) < 1e-12:  # three points in a line
        return sum(x for x, _y in ring) / len(ring), sum(y for _x, y in ring) / len(ring)
    # reckoned from the first corner, because the centre of a small area far from zero would drown in rounding
    x0, y0 = ring[0]
    x = sum((a + c - 2 * x0) * w for a, _b, c, _d, w in _edges(ring)) / (3 * doubled)
    y = sum((b + d - 2 * y0) * w for _a, b, _c, d, w in _edges(ring)) / (3 * doubled)
    return x0 + x, y0 + y


def count_points(stored: str) -> int:
    return sum(len(ring) for area in polygons(stored) for ring in area)


def _doubled_area(ring: Ring) -> float:
    return sum(w for *_ends, w in _edges(ring))


def _edges(ring: Ring) -> Iterator[tuple[float, float, float, float, float]]:
    """Each edge from (a, b) to (c, d), with its part of the doubled area as seen from the first corner."""
    x0, y0 = ring[0]
    for (a, b), (c, d) in pairwise(ring):
        yield a, b, c, d, (a - x0) * (d - y0) - (c - x0) * (b - y0)


def _refuse(words: object) -> NoReturn:
    raise ValidationError(str(words), code="outline")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # a digit too many is a ValueError as well
        _refuse(NO_JSON)


def _geometry(found: Any) -> tuple[str, Any]:
    """Type and coordinates of the one area, out of whatever it is wrapped in; wrappings do not hold wrappings of
    their own kind, so there are three of them at the most."""
    for _step in range(4):
        if not isinstance(found, dict):
            _refuse(NO_JSON)
        kind = found.get("type")
        if kind in ("Polygon", "MultiPolygon"):
            return str(kind), found.get("coordinates")
        if kind == "Feature":
            found = found.get("geometry")
        elif kind in ("FeatureCollection", "GeometryCollection"):
            found = _only(found.get("features" if kind == "FeatureCollection" else "geometries"))
        else:
            break
    _refuse(NO_AREA if isinstance(found, dict) and found.get("type") else NO_JSON)


def _only(found: Any) -> Any:
    if not isinstance(found, list) or not found:
        _refuse(NO_AREA)
    if len(found) > 1:
        _refuse(NOT_ONE)
    return found[0]


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list) or not found:
        _refuse(NO_AREA)
    return found


def _ring(found: Any) -> Ring:
    ring = [_position(position) for position in _list(found)]
    if ring[0] != ring[-1]:
        _refuse(_("The outline is not closed: its last point must be the same as its first."))
    if len(ring) < FEWEST_POSITIONS or len(set(ring)) < FEWEST_POSITIONS - 1:
        _refuse(_("An area needs at least three corners."))
    return ring


def _position(found: Any) -> Position:
    """Longitude first, as GeoJSON has it; a height behind them is left out."""
    if not (isinstance(found, list) and 2 <= len(found) <= 4 and all(_is_number(value) for value in found)):
        _refuse(_("Part of this text is not a point: a point is two numbers, longitude and latitude."))
    longitude, latitude = found[:2]
    if not (abs(longitude) <= 180 and abs(latitude) <= 90):  # so that not-a-number is refused too
        words = _(
            "%(longitude)s, %(latitude)s is not a place on earth. GeoJSON has the longitude first (−180 to "
            "180), then the latitude (−90 to 90), in degrees."
        )
        _refuse(words % {"longitude": f"{longitude:.6g}", "latitude": f"{latitude:.6g}"})
    return round(float(longitude), DECIMALS), round(float(latitude), DECIMALS)


def _is_number(value: Any) -> bool:
    """A whole number beyond all floats is none: nothing can be reckoned with it."""
    if isinstance(value, bool):
        return False
    return isinstance(value, float) or (isinstance(value, int) and abs(value) < 10**300)
