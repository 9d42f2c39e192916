"""Asset × locality for one goal (A3, A7): where each asset is there, where it is missing, and which built assets stand
without the human or social capital that they need. The page and the document show the same."""

from collections import defaultdict
from dataclasses import dataclass

from ..goals.models import Goal, Locality
from .models import Asset, AssetNeed, Availability, GoalAsset, LocalAvailability
from .rules import Level, Priority, level_in


@dataclass(frozen=True)
class PlaceCell:
    """`rated`: said for this locality, not concluded from the register."""

    locality: Locality
    level: Level | None
    rated: LocalAvailability | None

    @property
    def word(self) -> str:
        return str(Availability(self.level).label) if self.level else ""

    @property
    def is_gap(self) -> bool:
        return self.level is Level.LOW


@dataclass(frozen=True)
class PlaceLine:
    row: GoalAsset
    cells: list[PlaceCell]

    @property
    def is_urgent(self) -> bool:
        return self.row.priority is Priority.HIGH


@dataclass(frozen=True)
class Lack:
    """A built or natural asset that stands in a locality without what it needs there; `level` None: nobody knows."""

    asset: Asset
    locality: Locality
    needed: Asset
    level: Level | None


@dataclass(frozen=True)
class Places:
    goal: Goal
    localities: list[Locality]
    lines: list[PlaceLine]  # high priority first
    lacks: list[Lack]

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for line in self.lines for cell in line.cells)


def places(goal: Goal) -> Places:
    """In four queries."""
    localities = list(Locality.objects.all())
    rows = list(GoalAsset.objects.filter(goal=goal).select_related("asset"))
    said: dict[tuple[int, int], LocalAvailability] = {
        (one.goal_asset_id, one.locality_id): one for one in LocalAvailability.objects.filter(goal_asset__goal=goal)
    }
    lines = [PlaceLine(row, [_cell(row, place, said.get((row.pk, place.pk))) for place in localities]) for row in rows]
    lines.sort(key=lambda line: not line.is_urgent)
    return Places(goal, localities, lines, _lacks(lines))


def _cell(row: GoalAsset, place: Locality, rated: LocalAvailability | None) -> PlaceCell:
    level = level_in(place.pk, rated.availability if rated else None, row.asset.locality_id, row.availability)
    return PlaceCell(place, level, rated)


def _lacks(lines: list[PlaceLine]) -> list[Lack]:
    needs: defaultdict[int, list[Asset]] = defaultdict(list)
    for need in AssetNeed.objects.select_related("needed"):
        needs[need.asset_id].append(need.needed)
    by_asset = {line.row.asset_id: line for line in lines}
    found = []
    for line in lines:
        for place, cell in enumerate(line.cells):
            if not _stands(line.row.asset, cell):
                continue
            for needed in needs[line.row.asset_id]:
                other = by_asset.get(needed.pk)
                level = other.cells[place].level if other else None
                if level in (None, Level.LOW):
                    found.append(Lack(line.row.asset, cell.locality, needed, level))
    return found


def _stands(asset: Asset, cell: PlaceCell) -> bool:
    """Whether the asset is there at all: as rated for the place, else as the register says."""
    if cell.rated:
        return cell.level is not Level.LOW
    return asset.locality_id == cell.locality.pk
