"""A small map as plain geometry: outlines as paths, marks in percent of the picture. No labels are drawn in it: they
stand in HTML, because the document's engine mirrors Arabic letters in a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from ..goals.outlines import Polygon, Position, Ring

WIDTH, LOWEST, HIGHEST, MARGIN = 100.0, 45.0, 75.0, 9.0
LEAST_SPAN = 0.002  # degrees, some 200 m: a single point is not blown up beyond that
FINENESS = 0.25  # of WIDTH: corners that are nearer to each other are drawn as one


@dataclass(frozen=True)
class PlaceMark:
    """Where the place of this number stands, from the left and from the top, as CSS writes it: "41.5%"."""

    number: int
    x: str
    y: str
    urgent: bool


@dataclass(frozen=True)
class Drawing:
    height: str  # for a width of 100
    ratio: str  # height to width in percent
    paths: list[str]
    marks: list[PlaceMark]


@dataclass(frozen=True)
class PlaceShape:
    """What is drawn of one place."""

    number: int
    areas: list[Polygon]
    mark: Position
    urgent: bool


def draw(shapes: Sequence[PlaceShape]) -> Drawing | None:
    """North is up; a degree of longitude is as wide as it is in the middle of the picture. None for no shapes."""
    corners = [position for shape in shapes for position in _positions(shape)]
    if not corners:
        return None
    west, east = min(x for x, _y in corners), max(x for x, _y in corners)
    south, north = min(y for _x, y in corners), max(y for _x, y in corners)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    narrowing = max(cos(radians(middle_y)), 0.05)
    wide, high = max((east - west) * narrowing, LEAST_SPAN), max(north - south, LEAST_SPAN)
    height = min(max(WIDTH * high / wide, LOWEST), HIGHEST)
    scale = min((WIDTH - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)

    def place(position: Position) -> Position:
        x, y = position
        return WIDTH / 2 + (x - middle_x) * narrowing * scale, height / 2 - (y - middle_y) * scale

    marks = []
    for shape in shapes:
        x, y = place(shape.mark)
        marks.append(PlaceMark(shape.number, f"{x:.2f}%", f"{100 * y / height:.2f}%", shape.urgent))
    paths = [_path([[place(p) for p in ring] for area in shape.areas for ring in area]) for shape in shapes]
    return Drawing(f"{height:.2f}", f"{100 * height / WIDTH:.2f}%", [path for path in paths if path], marks)


def _positions(shape: PlaceShape) -> list[Position]:
    return [shape.mark, *((x, y) for area in shape.areas for ring in area for x, y in ring)]


def _path(rings: list[Ring]) -> str:
    """All rings of a place in one path; holes stay open under the rule of even and odd."""
    return "".join("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in thinned(ring, FINENESS)) + "Z" for ring in rings)


def thinned(ring: Ring, least: float) -> Ring:
    """The ring without the corners that lie nearer than `least` to the one before; four positions always stay."""
    kept = [ring[0]]
    for position in ring[1:-1]:
        if hypot(position[0] - kept[-1][0], position[1] - kept[-1][1]) >= least:
            kept.append(position)
    return [*kept, ring[-1]] if len(kept) >= 3 else ring
