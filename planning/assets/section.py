"""What this room gives to the document: Table 2 of every goal, and its assets by locality (A7). The screen shows the
same."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from ..goals.document import Section
from ..goals.models import Goal
from .forms import AVAILABILITY_MEANS, IMPORTANCE_MEANS
from .models import Availability, GoalAsset, Importance
from .places import PlaceCell, PlaceLine, Places, Spot, places_by_goal
from .rules import LEVELS_DOWN, Level, Priority, grid, priority

UPRIGHT, LANDSCAPE = 4, 8  # the most localities that a page has room for


@dataclass(frozen=True)
class Cell:
    importance: str
    high: bool
    rows: list[GoalAsset]


@dataclass(frozen=True)
class Line:
    availability: str
    meaning: str
    cells: list[Cell]


@dataclass(frozen=True)
class GridTable:
    """Table 2 of one goal, row by row from high availability down, column by column from high importance."""

    goal: Goal
    lines: list[Line]
    heads: list[tuple[str, str]]
    waiting: list[GoalAsset] = field(default_factory=list)  # not in the grid yet: a rating is missing
    total: int = 0
    high: int = 0


def grid_table(goal: Goal, rows: Iterable[GoalAsset] | None = None) -> GridTable:
    """The rows default to the goal's own, read here in one query."""
    assets = list(rows if rows is not None else GoalAsset.objects.filter(goal=goal).select_related("asset"))
    cells = grid(assets)
    return GridTable(
        goal=goal,
        heads=[(str(Importance(i).label), str(IMPORTANCE_MEANS[Importance(i)])) for i in LEVELS_DOWN],
        lines=[_line(a, cells) for a in LEVELS_DOWN],
        waiting=[row for row in assets if row.priority is None],
        total=sum(len(found) for found in cells.values()),
        high=sum(1 for row in assets if row.priority is Priority.HIGH),
    )


def _line(level: Level, cells: dict[tuple[Level, Level], list[GoalAsset]]) -> Line:
    return Line(
        availability=str(Availability(level).label),
        meaning=str(AVAILABILITY_MEANS[Availability(level)]),
        cells=[
            Cell(str(Importance(i).label), priority(level, i) is Priority.HIGH, cells[level, i]) for i in LEVELS_DOWN
        ],
    )


def grid_tables() -> list[GridTable]:
    """Table 2 of every goal of the plan in scope, in two queries."""
    by_goal: dict[int, list[GoalAsset]] = {}
    for row in GoalAsset.objects.select_related("asset"):
        by_goal.setdefault(row.goal_id, []).append(row)
    return [grid_table(goal, by_goal.get(goal.pk, [])) for goal in Goal.objects.all()]


@dataclass(frozen=True)
class PlacePart:
    """As many localities as one table has room for, with each asset's cells in them."""

    spots: list[Spot]
    lines: list[tuple[PlaceLine, list[PlaceCell]]]

    @property
    def first(self) -> int:
        return self.spots[0].number

    @property
    def last(self) -> int:
        return self.spots[-1].number


@dataclass(frozen=True)
class PlaceTable:
    """The assets of one goal by locality; many localities in several tables, one below the other."""

    places: Places
    parts: list[PlacePart]
    untold: list[PlaceLine]  # of which nobody has said anything anywhere; named below the table

    @property
    def is_wide(self) -> bool:
        return len(self.places.localities) > UPRIGHT


def place_tables() -> list[PlaceTable]:
    """Of every goal of which anything is known in any locality, in four queries."""
    return [
        PlaceTable(found, _parts(found), [line for line in found.lines if not line.is_told])
        for found in places_by_goal()
        if found.is_told
    ]


def _parts(found: Places) -> list[PlacePart]:
    """The localities spread evenly, so that no table is left with a single one."""
    lines = [line for line in found.lines if line.is_told]
    count = len(found.localities)
    room = LANDSCAPE if count > UPRIGHT else UPRIGHT
    size = -(-count // -(-count // room))
    starts = range(0, count, size)
    return [
        PlacePart(found.spots[at : at + size], [(line, line.cells[at : at + size]) for line in lines]) for at in starts
    ]


SECTIONS = (
    Section(
        kind="assets",
        words=gettext_lazy("Table 2: Ranking of assets"),
        step=1,
        template="assets/section.html",
        anchor="table2",
        gather=lambda _material: {"grids": grid_tables()},
        worksheets=("assets", "ratings"),
        goals=lambda found: [one.goal for one in found["grids"]],
    ),
    Section(
        kind="places",
        words=gettext_lazy("Assets by locality"),
        step=1,
        template="assets/places_section.html",
        anchor="places",
        gather=lambda _material: {"place_tables": place_tables()},
        needs="place_tables",
        worksheets=("localities", "assets", "asset_needs", "ratings", "local_ratings"),
        goals=lambda found: [one.places.goal for one in found["place_tables"]],
    ),
)
