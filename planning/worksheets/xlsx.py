"""A worksheet as a spreadsheet: typed cells, words for choices, and nothing that a spreadsheet programme would run."""

import io
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import (
    DateField,
    DecimalField,
    Field,
    ForeignKey,
    IntegerField,
    ManyToManyField,
    QuerySet,
    TextField,
)
from django.utils.text import capfirst
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from ..people.words import listed
from .models import Row
from .sheet import Worksheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST_TITLE = 31  # the file format's own limit
NARROW, WIDE, WIDEST = 14, 26, 48
BEGAN = datetime(2026, 1, 1)  # said of every file, so that the same content makes the same bytes


@dataclass(frozen=True)
class SheetColumn:
    """`field` is the table's own; `label` what its worksheet calls it."""

    name: str
    label: str
    field: "Field[Any, Any]"

    @property
    def width(self) -> int:
        if isinstance(self.field, (DateField, IntegerField, DecimalField)) and not self.field.choices:
            return NARROW
        return WIDEST if isinstance(self.field, TextField) or (self.field.max_length or 0) > 200 else WIDE


def exported_columns(sheet: Worksheet) -> list[SheetColumn]:
    """What the worksheet shows in a spreadsheet: the fields that it names, else those of its form."""
    names = sheet.exported if sheet.exported is not None else sheet.form._meta.fields or ()
    return [_column(sheet, name) for name in names]


def _column(sheet: Worksheet, name: str) -> SheetColumn:
    field: Any = sheet.model._meta.get_field(name)
    asked = sheet.form.base_fields.get(name)
    return SheetColumn(name, str(capfirst(str((asked and asked.label) or field.verbose_name))), field)


def exported_rows(sheet: Worksheet, parent: Row | None) -> QuerySet[Any]:
    """The worksheet's rows as they may stand in a file; without a parent those of all goals."""
    rows = sheet.rows.every(parent)
    if sheet.is_partly_confidential:  # a file is passed on: what is confidential stays out of it, whoever asks
        rows = rows.filter(secret=False)
    keys = [c.field for c in exported_columns(sheet) if isinstance(c.field, ForeignKey)]
    # a row may be called after another: "1.2 More lorries" after its goal, an office after its holder
    ways = [(k.name, f.name) for k in keys for f in k.related_model._meta.fields if f.name in ("goal", "user")]
    called_after = ["__".join(way) for way in ways]
    if related := {*sheet.rows.ways, *(k.name for k in keys), *called_after}:
        rows = rows.select_related(*related)
    if sheet.parent and parent is None:  # of all goals: goal by goal
        rows = rows.order_by(f"{sheet.parent.path}__position", *rows.query.order_by)
    many = [c.name for c in exported_columns(sheet) if isinstance(c.field, ManyToManyField)]
    return rows.prefetch_related(*many) if many else rows


class Book:
    """A spreadsheet in the making, a page for each worksheet; `content()` ends it."""

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.file,
            # rows are written as they come; a text stays a text, whatever it begins with or looks like
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True},
        )
        self.book.set_properties({"created": BEGAN})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.number = self.book.add_format({"num_format": "#,##0.######", "valign": "top"})
        self.whole = self.book.add_format({"num_format": "#,##0", "valign": "top"})
        self.titles: set[str] = set()

    def page(self, title: str, labels: Sequence[str], widths: Sequence[int]) -> Any:
        """A new page with its header, which stays in sight; from right to left where the reader's language is."""
        page = self.book.add_worksheet(self._free_title(title))
        if get_language_bidi():
            page.right_to_left()
        for at, width in enumerate(widths):
            page.set_column(at, at, width)
        page.freeze_panes(1, 0)
        for at, label in enumerate(labels):
            page.write_string(0, at, label, self.head)
        return page

    def table(self, title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]) -> int:
        """A new page with these rows; returns how many they are."""
        page, line = self.page(title, heads, widths), 0
        for line, cells in enumerate(rows, 1):
            for at, value in enumerate(cells):
                self.write(page, line, at, value)
        return line

    def _free_title(self, title: str) -> str:
        wanted = title.translate(FORBIDDEN_IN_TITLES).strip()[:LONGEST_TITLE] or "-"
        tries = [wanted, *(f"{wanted[: LONGEST_TITLE - 3]} {n}" for n in range(2, 100))]
        free = next(one for one in tries if one.casefold() not in self.titles)
        self.titles.add(free.casefold())
        return free

    def write(self, page: Any, line: int, at: int, value: Any) -> None:
        """One cell, by the type of its value; None and "" leave it empty."""
        if value is None or value == "":
            return
        if isinstance(value, bool):
            page.write_string(line, at, _("Yes") if value else _("No"), self.text)
        elif isinstance(value, (Decimal, float, int)):
            page.write_number(line, at, value, self.whole if value == int(value) else self.number)
        elif isinstance(value, date):
            page.write_datetime(line, at, value, self.day)
        else:
            page.write_string(line, at, str(value).replace("\r\n", "\n"), self.text)

    def content(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def add_sheet(
    book: Book,
    sheet: Worksheet,
    rows: Iterable[Any],
    title: str = "",
    with_parent: bool = False,
    only: Container[str] | None = None,
) -> int:
    """A page for the worksheet; returns how many rows it has. `with_parent`: a first column tells each row's goal.
    `only`: the columns that may be told, where not all may."""
    columns = [column for column in exported_columns(sheet) if only is None or column.name in only]
    first = [capfirst(str(sheet.parent.model._meta.verbose_name))] if with_parent and sheet.parent else []
    labels, widths = [*first, *(c.label for c in columns)], [*(NARROW for _one in first), *(c.width for c in columns)]
    page = book.page(title or str(capfirst(sheet.model._meta.verbose_name_plural)), labels, widths)
    words = {c.name: {value: str(word) for value, word in c.field.flatchoices} for c in columns}
    line = 0
    for line, row in enumerate(rows, 1):
        if first:
            book.write(page, line, 0, _parent_code(sheet, row))
        for at, column in enumerate(columns, len(first)):
            book.write(page, line, at, _value(row, column, words[column.name]))
    return line


def _parent_code(sheet: Worksheet, row: Any) -> str:
    for step in sheet.parent.path.split("__") if sheet.parent else ():
        row = getattr(row, step)
    return str(row.code)


def _value(row: Any, column: SheetColumn, words: dict[Any, str]) -> Any:
    value = getattr(row, column.name)
    if isinstance(column.field, ManyToManyField):
        return listed(value.all())
    if isinstance(value, tuple):  # a set of marks, which the column has words for
        return column.field.in_words(value)  # type: ignore[attr-defined]  # only marks have tuples
    return words.get(value, value) if words else value


def workbook(sheet: Worksheet, parent: Row | None) -> bytes:
    """One worksheet as the file that a reader downloads."""
    book = Book()
    add_sheet(book, sheet, exported_rows(sheet, parent))
    return book.content()


def file_name(sheet: Worksheet, parent: Row | None, slug: str) -> str:
    """ "clean-city-assets.xlsx", "clean-city-ratings-1.xlsx" """
    code = f"-{parent.code}" if parent else ""
    return f"{slug}-{sheet.name.replace('_', '-')}{code}.xlsx"
