"""What is looked at in an XLSX before anything of it is parsed: the archive's own list, then its XML as a stream.

A file that is small on the wire may be made to fill the memory of whoever opens it. So sizes are counted from the
archive's list (and `zipfile` reads no more of a member than the list says), elements and cells while they pass by,
and a document type, in which entities are defined, is refused at sight.
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from .rules import column_letter
from .table import MARGIN, MEGABYTE, MOST_COLUMNS, MOST_ROWS, UnreadableFile, too_many_columns, too_many_rows

MOST_MEMBERS = 500
MOST_UNPACKED = 60 * MEGABYTE
MOST_RATIO = 150  # tables that repeat themselves a lot are packed to a fiftieth
RATIO_FROM = 2 * MEGABYTE  # below, whatever comes out does no harm
MOST_ELEMENTS = 500_000  # of all that is not cells: styles, names, relations
MOST_CELLS = (MOST_ROWS + MARGIN) * MOST_COLUMNS
DEEPEST = 60
CHUNK = 64 * 1024
SHEET = re.compile(r"(?i)xl/worksheets/[^/]+\.xml")
STRINGS = re.compile(r"(?i)xl/sharedstrings\.xml")
STRICT = "http://purl.oclc.org/ooxml/"
ENCRYPTED = 0x1


def damaged() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The file is damaged or was not written by a spreadsheet programme. "
            "Please open it there, save it as XLSX and choose the new file."
        )
    )


def too_big_inside() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The file is much larger unpacked than a table of %(most)s rows can be. "
            "Please copy the table alone into a new file and choose that."
        )
        % {"most": MOST_ROWS}
    )


def check_list(archive: zipfile.ZipFile) -> None:
    """The archive's own list: how many members, how large unpacked, none under a password."""
    members = archive.infolist()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise UnreadableFile(under_password())
    if len(members) > MOST_MEMBERS:
        raise too_big_inside()
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO):
        raise too_big_inside()
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise damaged()


def under_password() -> str:
    return _("The file is protected by a password. Please save it without one and choose it again.")


@dataclass
class SheetFacts:
    """What the look through a page found: its formulas and errors by (row, column, from 1), the rows with merged
    cells, and the numbers of the last row and column in which something stands."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: set[int] = field(default_factory=set)
    last_row: int = 0


class XmlLook:
    """One XML file of the archive passing by. Raises UnreadableFile at the first thing that must not be parsed."""

    def __init__(self, is_sheet: bool, most_elements: int) -> None:
        self.is_sheet, self.left = is_sheet, most_elements
        self.sheet = SheetFacts()
        self.depth = self.row = self.column = self.last = 0
        self.cells = MOST_CELLS
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def read(self, source: Any) -> SheetFacts:
        try:
            while chunk := source.read(CHUNK):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged() from error
        return self.sheet

    def doctype(self, *_parts: Any) -> None:
        raise UnreadableFile(
            _(
                "The file defines entities of its own, which spreadsheet programmes never do, so it was not "
                "read. Please open it in a spreadsheet programme and save it as XLSX."
            )
        )

    def end(self, _name: str) -> None:
        self.depth -= 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        if self.depth == 0 and space.startswith(STRICT):
            raise UnreadableFile(
                _("The file is a “Strict Open XML” workbook. Please save it as an ordinary Excel workbook.")
            )
        self.depth += 1
        if self.depth > DEEPEST:
            raise damaged()
        if self.is_sheet and tag in SHEET_TAGS:
            SHEET_TAGS[tag](self, attributes)
            return
        self.left -= 1
        if self.left < 0:
            raise too_big_inside()

    def on_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes["r"]) if "r" in attributes else self.row + 1
        if number <= self.row:
            raise damaged()
        self.row, self.column = number, 0
        self.left -= 1
        if self.left < 0:
            raise too_big_inside()

    def on_cell(self, attributes: dict[str, str]) -> None:
        self.cells -= 1
        if self.cells < 0:
            raise too_big_inside()
        self.column += 1
        if place := attributes.get("r"):
            found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", place)
            if not found or int(found[2]) != self.row:
                raise damaged()
            self.column = column_number(found[1])

    def on_value(self, _attributes: dict[str, str]) -> None:
        if self.column > MOST_COLUMNS:
            raise too_many_columns(f"{column_letter(self.column - 1)}{self.row}")
        if self.row > MOST_ROWS + MARGIN + 50:  # a title and blank rows may stand above the table
            raise too_many_rows(self.row)
        self.sheet.last_row = self.row

    def on_formula(self, attributes: dict[str, str]) -> None:
        self.on_value(attributes)
        self.sheet.formulas.add((self.row, self.column))

    def on_merged(self, attributes: dict[str, str]) -> None:
        ends = [whole(digits) for digits in re.findall(r"\d{1,7}", attributes.get("ref", ""))]
        self.left -= 1
        if self.left < 0:
            raise too_big_inside()
        if ends:
            self.sheet.merged.update(range(ends[0], min(ends[-1], ends[0] + 20) + 1))


SHEET_TAGS = {
    "row": XmlLook.on_row,
    "c": XmlLook.on_cell,
    "v": XmlLook.on_value,
    "is": XmlLook.on_value,
    "f": XmlLook.on_formula,
    "mergeCell": XmlLook.on_merged,
}


def whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise damaged()
    return int(text)


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def look_through(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Every XML file of the archive; what was found in its pages, by the path of each."""
    sheets = {}
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        is_sheet = bool(SHEET.fullmatch(member.filename))
        most = 3 * MOST_CELLS if STRINGS.fullmatch(member.filename) else MOST_ELEMENTS
        with archive.open(member) as source:
            found = XmlLook(is_sheet, most).read(source)
        if is_sheet:
            sheets[member.filename] = found
    return sheets
