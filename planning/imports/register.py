"""How the rows of a file meet the register: what becomes of each, and writing them, all or none."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ..assets.models import Asset
from ..goals.models import Locality
from ..people.models import User
from ..people.text import same_name
from ..plans.models import Plan, lock_plan
from ..worksheets.actions import seen_row
from ..worksheets.models import Row
from .checking import BY_HAND, SHOWN_ROWS, Error, PassedRow, Report
from .columns import label
from .models import Rule
from .rules import Fate, as_text, column_letter, fate

CHUNK = 500  # rows in one statement
IDENTITY = ("name", "kind")  # what an update never writes: it is what the asset was found by


@dataclass(frozen=True)
class Choices:
    """What a person decided: which column holds what, the rule, and whether unknown localities are added."""

    columns: Mapping[str, int]
    rule: str
    new_localities: bool = False
    # what the person had before them when they said "import" (Report.seen); None where nobody was asked
    seen: Mapping[str, Sequence[int]] | None = None


class Register:
    """The assets and localities of the plan in scope, as the rows of a file meet them."""

    def __init__(self, plan: Plan, assets: Iterable[Asset], choices: Choices, by: User | None) -> None:
        self.plan, self.by = plan, by
        self.rule, self.may_add_places, self.columns = choices.rule, choices.new_localities, choices.columns
        self.seen_then = choices.seen if choices.rule == Rule.UPDATE else None
        self.places: dict[str, list[Locality]] = {}
        names = {}
        for place in Locality.objects.all():
            self.places.setdefault(same_name(place.name), []).append(place)
            names[place.pk] = same_name(place.name)
        self.known: dict[tuple[str, ...], list[Asset]] = {}
        for asset in assets:
            key = (same_name(asset.name), asset.kind)
            for one in (key, (*key, names.get(asset.locality_id or 0, ""))):
                self.known.setdefault(one, []).append(asset)
        self.seen: dict[tuple[str, ...], int] = {}
        self.met: set[int] = set()
        self.in_file: Counter[tuple[str, ...]] = Counter()  # how many rows of the file have this name and kind
        self.added: list[Asset] = []
        self.updated: list[Asset] = []
        self.new_places: dict[str, Locality] = {}

    def existing(self, line: PassedRow) -> list[Asset]:
        """The assets that the row may mean. Where there are several of one name and kind, here or in the file, the
        place counts as the name does; the only one has moved."""
        same = self.known.get(line.key, [])
        if BY_HAND not in self.columns or (len(same) == 1 and self.in_file[line.key] <= 1):
            return same
        found = self.known.get(line.whole_key) or self.known.get((*line.key, ""), [])
        free = [asset for asset in found if asset.pk not in self.met]  # each row of the file means another asset
        self.met.update(asset.pk for asset in free)
        return free

    def take(self, line: PassedRow, report: Report) -> None:
        """Decides about one row, or adds its errors to the report."""
        existing = self.existing(line)
        if error := self.wrong(line, existing) or self.wrong_place(line.number, line.place):
            report.add(error)
            return
        passed_over = bool(existing) and self.rule == Rule.SKIP
        place = None if passed_over else self.place(line)
        changed = self.changed(existing[0], line, place) if existing and self.rule == Rule.UPDATE else {}
        if self.rule == Rule.UPDATE and existing:
            report.seen[str(line.number)] = [existing[0].pk, existing[0].version]
        if error := self.moved_on(line, existing, changed):
            report.add(error)
            return
        became = fate(self.rule, len(existing), bool(changed))
        if became is Fate.ADDED:
            self.added.append(Asset(plan=self.plan, changed_by=self.by, locality=place, **line.values))
        elif became is Fate.UPDATED:
            for name, value in changed.items():
                setattr(existing[0], name, value)
            self.updated.append(existing[0])
        report.counts[became] = report.counts.get(became, 0) + 1
        if len(report.preview) < SHOWN_ROWS:
            report.preview.append({"row": line.number, "fate": str(became), "values": self.shown(line)})

    def shown(self, line: PassedRow) -> list[str]:
        values = line.values | {BY_HAND: line.place, "kind": Asset.Kind(line.values["kind"]).label}
        return ["" if values[name] is None else str(values[name]) for name in self.columns]

    def wrong(self, line: PassedRow, existing: Sequence[Asset]) -> Error | None:
        """Under the rules that ask for the one asset of a name: two of them, in the file or in the register."""
        if self.rule == Rule.ADD:
            return None
        before = self.seen.setdefault(line.whole_key if BY_HAND in self.columns else line.key, line.number)
        if before != line.number:
            said = _("the same asset is already in row %(row)s; please keep one of the two") % {"row": before}
        elif self.rule == Rule.UPDATE and len(existing) > 1:
            said = _("the register has %(n)s assets of this name and kind; it is not clear which one is meant")
            said %= {"n": len(existing)}
        else:
            return None
        return Error(line.number, column_letter(self.columns["name"]), label("name"), said)

    def wrong_place(self, number: int, name: str) -> Error | None:
        found = self.places.get(same_name(name), []) if name else []
        if not name or len(found) == 1 or (not found and self.may_add_places):
            return None
        said = (
            _("the plan has %(n)s localities named “%(name)s”")
            if found
            else _(
                "the plan has no locality named “%(name)s”; add it there, correct the name, or choose to add "
                "unknown localities"
            )
        )
        said %= {"n": len(found), "name": name}
        return Error(number, column_letter(self.columns[BY_HAND]), label(BY_HAND), said)

    def moved_on(self, line: PassedRow, existing: Sequence[Asset], changed: Mapping[str, Any]) -> Error | None:
        """An import writes over nothing that the person who started it could not see: where somebody has edited a cell
        since the rows were checked, or has added or deleted the asset, the row waits for another look."""
        if self.seen_then is None:
            return None
        key, version = self.seen_then.get(str(line.number), (None, 0))
        if key != (existing[0].pk if existing else None):
            said = _(
                "the asset has been added, renamed or deleted since the rows were checked; please check them again"
            )
            return Error(line.number, column_letter(self.columns["name"]), label("name"), said)
        if not changed or existing[0].version == version:
            return None
        asset = existing[0]
        attributes = {f.name: f.attname for f in asset._meta.concrete_fields if f.name in changed}
        then = seen_row(asset, version, attributes.values())
        for name, attribute in attributes.items():
            if then[attribute] != getattr(asset, attribute):
                said = _("somebody has changed this since the rows were checked: now it says “%(value)s”")
                said %= {"value": as_text(getattr(asset, name)) or "–"}
                return Error(line.number, column_letter(self.columns[name]), label(name), said)
        return None

    def place(self, line: PassedRow) -> Locality | None:
        if not line.place:
            return None
        key = same_name(line.place)
        if key not in self.places:
            self.new_places[key] = Locality(plan=self.plan, name=line.place, changed_by=self.by)
            self.places[key] = [self.new_places[key]]
        return self.places[key][0]

    def changed(self, asset: Asset, line: PassedRow, place: Locality | None) -> dict[str, Any]:
        """The filled cells of the row that say something else than the asset does."""
        filled = {n: v for n, v in line.values.items() if v not in (None, "") and n not in IDENTITY}
        found = {n: v for n, v in filled.items() if _comparable(v) != _comparable(getattr(asset, n))}
        if place is not None and (place.pk is None or place.pk != asset.locality_id):
            found["locality"] = place
        return found

    def write(self) -> None:
        """Bulk statements; the history's triggers see each row as they do any other."""
        append(list(self.new_places.values()))
        for asset in (*self.added, *self.updated):
            asset.locality = asset.locality  # takes over the key that a new place has only now
        append(self.added)
        now = timezone.now()
        for asset in self.updated:
            asset.version, asset.changed_by, asset.changed_at = asset.version + 1, self.by, now
        fields = [name for name in (*self.columns, "version", "changed_by", "changed_at") if name not in IDENTITY]
        # INSERT … ON CONFLICT (id) DO UPDATE: bulk_update() takes a minute and a half for ten thousand rows where this
        # takes seconds. The rows exist and are held, so that every one of them is an update to the triggers too.
        Asset.objects.bulk_create(
            self.updated, batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def _comparable(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def append(rows: Sequence[Row]) -> None:
    """Puts new rows at the end of their worksheet, in their order. The caller holds the plan."""
    if not rows:
        return
    last = type(rows[0]).everything.aggregate(last=Max("position"))["last"] or 0
    for position, row in enumerate(rows, last + 1):
        row.position = position
    type(rows[0]).objects.bulk_create(rows, batch_size=CHUNK)


def meet(
    plan: Plan, lines: Iterable[PassedRow], report: Report, choices: Choices, *, by: User | None, to_write: bool
) -> Register:
    """Lets every line meet the register of the plan in scope; nothing is written yet.

    `to_write`: within the caller's transaction the plan and its assets are held, so that nothing comes in between."""
    assets = Asset.objects.all()
    if to_write:
        lock_plan(plan.pk)
        assets = assets.select_for_update()
    register, lines = Register(plan, assets, choices, by), list(lines)
    register.in_file.update(line.key for line in lines)
    for line in lines:
        register.take(line, report)
    for number, name in report.places_of_refused:  # so that all that is wrong with a row is said at once
        if error := register.wrong_place(number, name):
            report.add(error)
    report.new_places = [place.name for place in register.new_places.values()]
    return register
