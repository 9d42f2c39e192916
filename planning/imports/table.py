"""What a file comes down to, whatever its format: a header, and rows of cells with their numbers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _

from ..people.text import loosely
from .rules import as_text, find_header

MEGABYTE = 1_000_000
MOST_BYTES = 5 * MEGABYTE
MOST_ROWS = 10_000
MARGIN = 500  # a header, a title above it, some rows more than a round figure
MOST_COLUMNS = 60
LOOKED_THROUGH = 10  # rows in which a header is looked for

Cells = tuple[object, ...]


class UnreadableFile(Exception):
    """The file cannot be read; the words say what to do about it."""


@dataclass(frozen=True)
class CellFault:
    """A cell that holds no value but something else, such as a formula; `reason` says what to do."""

    reason: str


@dataclass
class FileTable:
    """`rows` yields (number of the row in the file, its cells), blank ones left out, and can be read once.
    `about` says how the file was read: the page, the encoding, the separator."""

    headers: list[str]
    rows: Iterator[tuple[int, Cells]]
    about: str = ""
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = len(self.headers)


def not_a_spreadsheet() -> str:
    return _("This is not a spreadsheet. Please save the table as XLSX or CSV and choose that file.")


def is_blank(cells: Sequence[object]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def too_many_rows(number: int) -> UnreadableFile:
    return UnreadableFile(
        _(
            "Row %(row)s is filled in, but a file may have at most %(most)s rows. Please split the file, or "
            "delete what is far below the table."
        )
        % {"row": number, "most": MOST_ROWS}
    )


def too_many_columns(cell: str) -> UnreadableFile:
    return UnreadableFile(
        _(
            "Cell %(cell)s is filled in, but a file may have at most %(most)s columns. Please delete what is "
            "far beside the table."
        )
        % {"cell": cell, "most": MOST_COLUMNS}
    )


def make_table(
    rows: Iterator[tuple[int, Cells]], words: Collection[str], about: str = "", merged: Collection[int] = ()
) -> FileTable:
    """Finds the header among the first rows. `merged` are the numbers of rows with merged cells.

    Raises UnreadableFile where there is nothing, no header, or a merged one."""
    filled = ((number, cells) for number, cells in rows if not is_blank(cells))
    first = list(islice(filled, LOOKED_THROUGH))
    if not first:
        raise UnreadableFile(_("The file is empty. It needs a row of headers and a row for each asset."))
    at = find_header([cells for _number, cells in first], words)
    if at is None:
        raise UnreadableFile(
            _(
                "The first row contains data instead of headers. Please put a row above it that names the "
                "columns, such as name, kind, quantity; the template shows how."
            )
        )
    number, head = first[at]
    if number in merged:
        raise UnreadableFile(
            _("Cells of the header in row %(row)s are merged. Please unmerge them, so that each column has its own.")
            % {"row": number}
        )
    if len(first) == at + 1:
        raise UnreadableFile(_("There is a header in row %(row)s, but no row below it.") % {"row": number})
    width = max(last_filled(cells) for _number, cells in first[at:])
    headers = [header_text(cell) for cell in head[:width]]
    headers += [""] * (width - len(headers))
    return FileTable(headers, limited(chain(first[at + 1 :], filled)), about)


def last_filled(cells: Sequence[object]) -> int:
    """How many cells a row has up to the last that is filled in."""
    return max((at for at, cell in enumerate(cells, 1) if not is_blank([cell])), default=0)


def header_text(cell: object) -> str:
    if isinstance(cell, CellFault):
        raise UnreadableFile(_("The header contains a formula. Please paste its value instead."))
    return " ".join(as_text(cell).split())[:120]


def limited(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    for count, (number, cells) in enumerate(rows, 1):
        if count > MOST_ROWS + MARGIN:
            raise too_many_rows(number)
        yield number, cells


def known_words(headers: dict[str, list[str]]) -> set[str]:
    return {loosely(word) for words in headers.values() for word in words}
