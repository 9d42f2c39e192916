"""Row by row: every value passes the checks of the register's own form, and every refusal knows its cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Textarea
from django.utils.translation import gettext as _

from ..assets.forms import AssetForm
from ..assets.models import Asset
from ..goals.forms import LocalityForm
from ..goals.models import Locality
from ..people.numbers import Ambiguous, plain_number
from ..people.text import same_name
from ..plans.models import Plan
from ..worksheets.forms import RowForm
from .columns import kind_of, kinds_said, label
from .rules import Shown, as_text, column_letter
from .table import CellFault, Cells, FileTable, is_blank

SHOWN_ERRORS = 200
SHOWN_ROWS = 8
TOLD_EVERY = 500  # rows
OF_LINES = {name for name, field in AssetForm.base_fields.items() if isinstance(field.widget, Textarea)}
BY_HAND = "locality"  # looked up by its name; the form would ask the database for each row


@dataclass(frozen=True)
class Error:
    """`column` is its letter in the file, "" where the whole row is meant."""

    row: int
    column: str
    label: str
    reason: str


@dataclass(frozen=True)
class PassedRow:
    """A row of the file that passed: its values by field, empty ones as the form gives them, and its place's name."""

    number: int
    values: dict[str, Any]
    place: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return same_name(self.values["name"]), self.values["kind"]

    @property
    def whole_key(self) -> tuple[str, str, str]:
        """With the place: two villages may each have their school."""
        return (*self.key, same_name(self.place))


@dataclass
class Report:
    """What a file came to: counts by Fate, errors by their cells (the first of them), its first rows."""

    counts: dict[str, int] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    error_count: int = 0
    preview: list[dict[str, Any]] = field(default_factory=list)
    new_places: list[str] = field(default_factory=list)
    places_of_refused: list[tuple[int, str]] = field(default_factory=list)  # (row, name): looked up all the same
    # which asset each row would update, and its version: {row of the file: [key, version]}
    seen: dict[str, list[int]] = field(default_factory=dict)

    def add(self, error: Error) -> None:
        self.error_count += 1
        if len(self.errors) < SHOWN_ERRORS:
            self.errors.append(error)

    def as_json(self) -> dict[str, Any]:
        self.errors.sort(key=lambda error: error.row)
        return {
            "counts": self.counts,
            "error_count": self.error_count,
            "preview": self.preview,
            "new_places": self.new_places[:50],
            "new_place_count": len(self.new_places),
            "seen": self.seen,
            "errors": [{"row": e.row, "column": e.column, "label": e.label, "reason": e.reason} for e in self.errors],
        }


class Checker:
    """Reads lines out of a table. One form serves all rows: making it anew for each takes longer than its checks."""

    def __init__(self, plan: Plan, columns: Mapping[str, int]) -> None:
        self.plan, self.columns = plan, dict(columns)
        self.form = AssetForm({}, instance=Asset(plan=plan), only=[name for name in columns if name != BY_HAND])
        self.places: dict[str, str] = {}
        self.place_form = LocalityForm({}, instance=Locality(plan=plan), only=["name"])
        forms: tuple[RowForm, ...] = (self.form, self.place_form)
        for form in forms:  # what is there already is for the register to decide about
            form.named_by = ()

    def lines(
        self, table: FileTable, report: Report, told: Callable[[int], object] = lambda _n: None
    ) -> Iterator[PassedRow]:
        """The rows that pass; the others' errors are added to the report. `told` hears how many rows are done."""
        for count, (number, cells) in enumerate(table.rows, 1):
            if not is_blank([cells[at] if at < len(cells) else None for at in self.columns.values()]):
                line = self.line(number, cells, report)
                if line:
                    yield line
            if count % TOLD_EVERY == 0:
                told(count)

    def line(self, number: int, cells: Cells, report: Report) -> PassedRow | None:
        data: dict[str, str] = {}
        reasons: dict[str, str] = {}
        for name, at in self.columns.items():
            try:
                data[name] = typed(name, cells[at] if at < len(cells) else None)
            except ValidationError as error:
                reasons[name] = " ".join(error.messages)
        # a cell that could not be read is said once, and not again by the form to which it is empty
        reasons = self.refused_by_form(data) | self.refused_place(data.get(BY_HAND, "")) | reasons
        for name, reason in reasons.items():
            report.add(self.error(number, name, reason))
        if reasons:
            if BY_HAND not in reasons and data.get(BY_HAND):
                report.places_of_refused.append((number, data[BY_HAND]))
            return None
        return PassedRow(
            number, {n: self.form.cleaned_data[n] for n in self.columns if n != BY_HAND}, data.get(BY_HAND, "")
        )

    def refused_by_form(self, data: Mapping[str, str]) -> dict[str, str]:
        """What the form says against the values, by field."""
        self.form.instance = Asset(plan=self.plan)
        self.form.data = data
        self.form.full_clean()
        return {name: reason(name, data.get(name, ""), said) for name, said in self.form.errors.items()}

    def refused_place(self, name: str) -> dict[str, str]:
        """A locality's name passes the checks of the localities' form, each name once."""
        if name and name not in self.places:
            self.place_form.instance = Locality(plan=self.plan)
            self.place_form.data = {"name": name}
            self.place_form.full_clean()
            self.places[name] = " ".join(str(m) for messages in self.place_form.errors.values() for m in messages)
        return {BY_HAND: self.places[name]} if name and self.places[name] else {}

    def error(self, number: int, name: str, reason: str) -> Error:
        place = self.columns.get(name)
        if place is None:
            return Error(number, "", "", reason)
        return Error(number, column_letter(place), label(name), reason)


def reason(name: str, value: str, messages: Iterable[Any]) -> str:
    if name == "kind" and value:
        words = {"value": value[:60], "kinds": kinds_said()}
        return _("“%(value)s” is not a kind of capital; allowed are: %(kinds)s") % words
    return " ".join(str(message) for message in messages)


def typed(name: str, cell: object) -> str:
    """A cell as somebody would have typed it into the form. Raises ValidationError for what is no value."""
    if isinstance(cell, CellFault):
        raise ValidationError(cell.reason)
    text = as_text(cell).replace("\r\n", "\n")
    if name not in OF_LINES:
        text = re.sub(r"\s*[\r\n]+\s*", " ", text)  # as a field of one line takes it
    if name == "kind":
        return kind_of(text)
    if name == "quantity" and isinstance(cell, Shown):
        return text.removesuffix("%")  # 50 % with the unit % is 50
    if name == "quantity" and isinstance(cell, str):
        try:
            return plain_number(text)
        except Ambiguous as error:
            raise ValidationError(
                _("“%(value)s” can be read in two ways; please write the number without a sign for thousands")
                % {"value": text}
            ) from error
    return text
