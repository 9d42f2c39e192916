"""Asset × locality for one goal (A3, A7): where each asset is there, where it is missing, and which built assets stand
without the human or social capital that they need. The page and the document show the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import get_scope

from ..goals.models import Goal, Locality
from ..people.words import labels
from ..plans.prepared import PreparedRows, Reading
from .drawing import Drawing, PlaceShape, draw
from .models import Asset, AssetNeed, GoalAsset, LocalAvailability
from .rules import Priority, RatingLevel, level_in, priority


class PlaceCell(NamedTuple):
    """What stands in a cell; one for all cells that say the same, as a table has thousands of them.
    `word` says the level; `rated`: said for this locality, not concluded from the register."""

    level: RatingLevel | None
    word: str
    rated: bool
    is_gap: bool


@dataclass(frozen=True)
class PlaceLine:
    """An asset of the goal's list (`pk` is its key there) in every locality; `home`: where the register says it is."""

    pk: int
    asset: str
    kind: str
    home: int | None
    is_urgent: bool
    cells: list[PlaceCell]

    @property
    def is_told(self) -> bool:
        """Whether anything is known of the asset in any locality."""
        return any(cell.level for cell in set(self.cells))

    @property
    def is_placed(self) -> bool:
        """Whether anybody has said something of it about one locality, and not of the whole town alone."""
        return self.home is not None or any(cell.rated for cell in set(self.cells))


ELSEWHERE = 0  # no key: any place where the asset neither stands nor was rated
READ_LOCALITIES = PreparedRows(Locality, lambda plan: Locality._base_manager.filter(plan=plan, deleted_at=None), "plan")
READ_ASSETS = Reading(
    GoalAsset,
    "goal",
    "goal__position",
    "goal__statement",
    "pk",
    "asset",
    "asset__name",
    "asset__kind",
    "asset__locality",
    "availability",
    "importance",
    order=("goal__position", "position", "pk"),
)
READ_RATINGS = Reading(LocalAvailability, "goal_asset__goal", "goal_asset", "locality", "availability")
READ_NEEDS = Reading(AssetNeed, "asset", "needed", "needed__name")


@dataclass(frozen=True)
class Lack:
    """A built or natural asset that stands in a locality without what it needs there; `level` None: nobody knows."""

    asset: str
    locality: Locality
    needed: str
    level: RatingLevel | None


@dataclass(frozen=True)
class Spot:
    """A locality with what the map says of it: how many assets are there, how many important ones are missing.

    `number` is the one that it bears on the map, in the list beside it and above the table."""

    number: int
    locality: Locality
    there: int
    missing: int

    @cached_property
    def is_on_map(self) -> bool:
        return bool(self.locality.mark)

    @cached_property
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
        return any(line.is_placed for line in self.lines)

    @cached_property
    def spots(self) -> list[Spot]:
        return [
            Spot(at + 1, locality, *_counts([(line, line.cells[at]) for line in self.lines]))
            for at, locality in enumerate(self.localities)
        ]

    @cached_property
    def on_map(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.is_on_map]

    @cached_property
    def drawing(self) -> Drawing | None:
        """The map where nothing can be moved: in the document, on paper, without scripts."""
        shapes = [
            PlaceShape(spot.number, spot.locality.areas, mark, bool(spot.missing))
            for spot in self.on_map
            if (mark := spot.locality.mark)
        ]
        return draw(shapes)

    def map_data(self) -> list[dict[str, Any]]:
        """What the script on the page draws, latitude first as it wants it; the words are the table's."""
        return [
            {
                "number": spot.number,
                "name": spot.locality.name,
                "at": [mark[1], mark[0]],
                "areas": [[[[y, x] for x, y in ring] for ring in area] for area in spot.locality.areas],
                "urgent": bool(spot.missing),
                "words": spot.words,
                "href": f"#place-{spot.locality.pk}",
            }
            for spot in self.on_map
            if (mark := spot.locality.mark)
        ]


def _counts(cells: Iterable[tuple[PlaceLine, PlaceCell]]) -> tuple[int, int]:
    """How many assets are there, and how many of high priority are missing."""
    there = missing = 0
    for line, cell in cells:
        if cell.is_gap:
            missing += line.is_urgent
        elif cell.level:
            there += 1
    return there, missing


def by_place(row: GoalAsset) -> list[tuple[str, PlaceCell]]:
    """Each locality's name with what is known there of this asset alone, in two queries."""
    words = labels(GoalAsset, "availability")
    rated = dict(LocalAvailability.objects.filter(goal_asset=row).values_list("locality", "availability"))
    known = row.asset.locality_id, row.availability
    names = Locality.objects.values_list("pk", "name")
    return [(name, _cell(words, place, rated.get(place), *known)) for place, name in names]


def places(goal: Goal) -> Places:
    """In four queries."""
    return _gathered(goal.pk, [goal])[0]


def places_by_goal() -> list[Places]:
    """Of every goal that has assets on its list, in four queries as well."""
    return _gathered(None)


def _gathered(one: int | None, goals: Collection[Goal] = ()) -> list[Places]:
    plan = get_scope()["plan"]
    localities = READ_LOCALITIES.rows()
    said: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for rating in READ_RATINGS(one):
        said[rating.goal_asset][rating.locality] = rating.availability
    needs: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for need in READ_NEEDS(None):
        needs[need.asset].append((need.needed, need.needed_name))
    by_goal: defaultdict[int, list[Any]] = defaultdict(list)
    named = {goal.pk: goal for goal in goals}
    for row in READ_ASSETS(one):
        goal = Goal(pk=row.goal, plan=plan, position=row.goal_position, statement=row.goal_statement)
        named.setdefault(row.goal, goal)
        by_goal[row.goal].append(row)
    return [_of_goal(goal, localities, by_goal[key], said, needs) for key, goal in named.items()]


def _cell(
    words: Mapping[Any, str], place: int, rated: int | None, home: int | None, availability: int | None
) -> PlaceCell:
    level = level_in(place, rated, home, availability)
    return PlaceCell(level, words[level] if level else "", rated is not None, level is RatingLevel.LOW)


def _of_goal(
    goal: Goal,
    localities: list[Locality],
    rows: Collection[Any],
    said: Mapping[int, Mapping[int, int]],
    needs: Mapping[int, list[tuple[int, str]]],
) -> Places:
    kinds, words = labels(Asset, "kind"), labels(GoalAsset, "availability")
    looks: dict[tuple[RatingLevel | None, bool], PlaceCell] = {}

    def cell(*known: Any) -> PlaceCell:
        found = _cell(words, *known)
        return looks.setdefault((found.level, found.rated), found)

    keys = [place.pk for place in localities]
    lines: dict[int, PlaceLine] = {}
    for row in rows:
        rated, home, level = said.get(row.pk, {}), row.asset_locality, row.availability
        told = {key: cell(key, rated.get(key), home, level) for key in keys if key in rated or key == home}
        elsewhere = cell(ELSEWHERE, None, home, level)
        cells = [told.get(key, elsewhere) for key in keys]
        urgent = priority(level, row.importance) is Priority.HIGH
        lines[row.asset] = PlaceLine(row.pk, row.asset_name, kinds[row.asset_kind], home, urgent, cells)
    ordered = dict(sorted(lines.items(), key=lambda line: not line[1].is_urgent))
    return Places(goal, localities, list(ordered.values()), _lacks(ordered, localities, needs))


def _lacks(
    lines: Mapping[int, PlaceLine], localities: list[Locality], needs: Mapping[int, list[tuple[int, str]]]
) -> list[Lack]:
    """`lines` by the asset's key in the register."""
    found = []
    for asset, line in lines.items():
        wanted = [(name, lines.get(needed)) for needed, name in needs.get(asset, ())]
        for place, (locality, cell) in enumerate(zip(localities, line.cells, strict=True) if wanted else ()):
            if not _stands(line.home, locality.pk, cell):
                continue
            for name, other in wanted:
                level = other.cells[place].level if other else None
                if level in (None, RatingLevel.LOW):
                    found.append(Lack(line.asset, locality, name, level))
    return found


def _stands(home: int | None, locality: int, cell: PlaceCell) -> bool:
    """Whether the asset is there at all: as rated for the place, else as the register says."""
    if cell.rated:
        return cell.level is not RatingLevel.LOW
    return home == locality
