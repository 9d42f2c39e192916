"""Asset × locality for one goal (A3, A7): where each asset is there, where it is missing, and which built assets stand
without the human or social capital that they need. The page and the document show the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.models import Goal, Locality
from ..people.words import labels
from .drawing import Drawing, Shape, draw
from .models import Asset, AssetNeed, GoalAsset, LocalAvailability
from .rules import Level, Priority, level_in


class PlaceCell(NamedTuple):  # a table has eight hundred of them
    """`word` says the level; `rated`: said for this locality, not concluded from the register."""

    locality: Locality
    level: Level | None
    word: str
    rated: bool
    is_gap: bool


@dataclass(frozen=True)
class PlaceLine:
    row: GoalAsset
    cells: list[PlaceCell]

    @cached_property
    def is_urgent(self) -> bool:
        return self.row.priority is Priority.HIGH

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the asset in any locality."""
        return any(cell.level for cell in self.cells)


# the columns of a goal's list that the tables need
SHOWN = ("goal", "position", "availability", "importance", "asset__name", "asset__kind", "asset__locality")


@dataclass(frozen=True)
class Lack:
    """A built or natural asset that stands in a locality without what it needs there; `level` None: nobody knows."""

    asset: Asset
    locality: Locality
    needed: str
    level: Level | None


@dataclass(frozen=True)
class Spot:
    """A locality with what the map says of it: how many assets are there, how many important ones are missing.

    `number` is the one that it bears on the map, in the list beside it and above the table."""

    number: int
    locality: Locality
    there: int
    missing: int

    @property
    def words(self) -> list[str]:
        there = ngettext("%(n)d asset is there", "%(n)d assets are there", self.there) % {"n": self.there}
        if not self.missing:
            return [there, _("no asset of high priority is known to be missing")]
        missing = ngettext(
            "%(n)d asset of high priority is missing", "%(n)d assets of high priority are missing", self.missing
        )
        return [there, missing % {"n": self.missing}]


@dataclass(frozen=True)
class Places:
    goal: Goal
    localities: list[Locality]
    lines: list[PlaceLine]  # high priority first
    lacks: list[Lack]

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for line in self.lines for cell in line.cells)

    @property
    def is_told(self) -> bool:
        return any(line.is_told for line in self.lines)

    @cached_property
    def spots(self) -> list[Spot]:
        return [
            Spot(at + 1, locality, *_counts([(line, line.cells[at]) for line in self.lines]))
            for at, locality in enumerate(self.localities)
        ]

    @cached_property
    def on_map(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.locality.mark]

    @cached_property
    def drawing(self) -> Drawing | None:
        """The map where nothing can be moved: in the document, on paper, without scripts."""
        shapes = [
            Shape(spot.number, spot.locality.areas, mark, bool(spot.missing))
            for spot in self.on_map
            if (mark := spot.locality.mark)
        ]
        return draw(shapes)

    def map_data(self) -> list[dict[str, Any]]:
        """What the script on the page draws, latitude first as it wants it; the words are the table's."""
        return [
            {
                "number": spot.number, "name": spot.locality.name, "at": [mark[1], mark[0]],
                "areas": [[[[y, x] for x, y in ring] for ring in area] for area in spot.locality.areas],
                "urgent": bool(spot.missing), "words": spot.words, "href": f"#place-{spot.locality.pk}",
            }
            for spot in self.on_map
            if (mark := spot.locality.mark)
        ]  # fmt: skip


def _counts(cells: Iterable[tuple[PlaceLine, PlaceCell]]) -> tuple[int, int]:
    """How many assets are there, and how many of high priority are missing."""
    found = list(cells)
    there = sum(1 for _line, cell in found if cell.level and not cell.is_gap)
    return there, sum(1 for line, cell in found if line.is_urgent and cell.is_gap)


def places(goal: Goal) -> Places:
    """In four queries."""
    return _gathered([goal], GoalAsset.objects.filter(goal=goal))[0]


def places_by_goal() -> list[Places]:
    """Of every goal that has assets on its list, in four queries as well."""
    rows = GoalAsset.objects.select_related("goal").order_by("goal__position", "position", "pk")
    return _gathered(None, rows)


def _gathered(goals: list[Goal] | None, rows: Any) -> list[Places]:
    localities = list(Locality.objects.defer(None))
    rows = rows.select_related("asset", *(["goal"] if goals is None else []))
    assets = list(rows.only(*SHOWN, *(["goal__position", "goal__statement"] if goals is None else [])))
    ratings = LocalAvailability.objects.filter(goal_asset__goal__in=goals) if goals else LocalAvailability.objects.all()
    said = {(row, place): level for row, place, level in ratings.values_list("goal_asset", "locality", "availability")}
    needs: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for asset, needed, name in AssetNeed.objects.values_list("asset", "needed", "needed__name"):
        needs[asset].append((needed, name))
    by_goal: dict[int, list[GoalAsset]] = {}
    for row in assets:
        by_goal.setdefault(row.goal_id, []).append(row)
    wanted = goals if goals is not None else [of_goal[0].goal for of_goal in by_goal.values()]
    return [_of_goal(goal, localities, by_goal.get(goal.pk, []), said, needs) for goal in wanted]


def _of_goal(
    goal: Goal,
    localities: list[Locality],
    rows: Collection[GoalAsset],
    said: Mapping[tuple[int, int], int],
    needs: Mapping[int, list[tuple[int, str]]],
) -> Places:
    words = labels(GoalAsset, "availability")
    lines = []
    for row in rows:
        cells = []
        for place in localities:
            rated = said.get((row.pk, place.pk))
            level = level_in(place.pk, rated, row.asset.locality_id, row.availability)
            word = words[level] if level else ""
            cells.append(PlaceCell(place, level, word, rated is not None, level is Level.LOW))
        lines.append(PlaceLine(row, cells))
    lines.sort(key=lambda line: not line.is_urgent)
    return Places(goal, localities, lines, _lacks(lines, needs))


def _lacks(lines: list[PlaceLine], needs: Mapping[int, list[tuple[int, str]]]) -> list[Lack]:
    by_asset = {line.row.asset_id: line for line in lines}
    found = []
    for line in lines:
        wanted = [(name, by_asset.get(needed)) for needed, name in needs.get(line.row.asset_id, ())]
        for place, cell in enumerate(line.cells if wanted else ()):
            if not _stands(line.row.asset, cell):
                continue
            for name, other in wanted:
                level = other.cells[place].level if other else None
                if level in (None, Level.LOW):
                    found.append(Lack(line.row.asset, cell.locality, name, level))
    return found


def _stands(asset: Asset, cell: PlaceCell) -> bool:
    """Whether the asset is there at all: as rated for the place, else as the register says."""
    if cell.rated:
        return cell.level is not Level.LOW
    return asset.locality_id == cell.locality.pk
