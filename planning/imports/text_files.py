"""Reading CSV: which letters the bytes stand for, what separates the cells, and the cells themselves."""

import codecs
import csv
import io
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules import column_letter
from .table import (
    MARGIN,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    CellFault,
    Cells,
    FileTable,
    UnreadableFile,
    make_table,
    not_a_spreadsheet,
    too_many_columns,
    too_many_rows,
)

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1256": "Windows-1256", "cp1252": "Windows-1252"}
SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
}
SURE = 0.7  # how much of the evidence must point to one encoding
SAMPLE = 20_000  # characters in which the separator is looked for
LONGEST_CELL = 40_000  # a spreadsheet programme's own limit is 32,767
# The reader's own limit of 128 kB is an error that tells no cell, and that looks like a lost quotation mark. No file is
# longer than this, so that a long cell is read, and refused as what it is, in its row.
csv.field_size_limit(MOST_BYTES)


def read_csv(content: bytes, words: Collection[str]) -> FileTable:
    """Raises UnreadableFile where the letters or the cells cannot be told."""
    encoding = find_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(unclear_letters()) from error
    if "\0" in text:
        raise UnreadableFile(not_a_spreadsheet())
    separator, text = find_separator(text)
    about = _("%(encoding)s, cells separated by: %(separator)s") % {
        "encoding": NAMES[encoding],
        "separator": SEPARATORS.get(separator, separator),
    }
    return make_table(records(text, separator), words, about)


def unclear_letters() -> str:
    return _(
        "It is not clear which letters the file holds. Please save it as XLSX, or as “CSV UTF-8”, and choose that file."
    )


def find_encoding(content: bytes) -> str:
    """The encoding's name in Python. A file in an older one tells it by the company that its letters keep: those of
    Arabic words stand beside each other, accented ones between Latin letters."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableFile(unclear_letters())
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    if b"\0" in content:
        raise UnreadableFile(not_a_spreadsheet())
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return older_encoding(content)
    return "utf-8"


def older_encoding(content: bytes) -> str:
    arabic = content.decode("cp1256", "replace")
    latin = content.decode("cp1252", "replace")
    high = [at for at, byte in enumerate(content) if byte >= 0xC0]
    if not high:
        raise UnreadableFile(unclear_letters())
    in_words = sum(1 for at in high if is_high(content, at - 1) or is_high(content, at + 1))
    if in_words / len(high) >= SURE:
        letters = sum(1 for at in high if "\u0600" <= arabic[at] <= "\u06ff")
        if letters / len(high) >= SURE and "\ufffd" not in arabic:
            return "cp1256"
    elif 1 - in_words / len(high) >= SURE and "\ufffd" not in latin:
        between = sum(1 for at in high if is_letter(content, at - 1) or is_letter(content, at + 1))
        if between / len(high) >= SURE:
            return "cp1252"
    raise UnreadableFile(unclear_letters())


def is_high(content: bytes, at: int) -> bool:
    return 0 <= at < len(content) and content[at] >= 0xC0


def is_letter(content: bytes, at: int) -> bool:
    return 0 <= at < len(content) and chr(content[at]).isascii() and chr(content[at]).isalpha()


def find_separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line that names it ("sep=;", as Excel writes it)."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        return (first.strip()[4:] or "\t"), rest
    return max(SEPARATORS, key=lambda separator: evenness(text[:SAMPLE], separator)), text


def evenness(sample: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have as many cells as the widest, and how many cells that are."""
    try:
        rows = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator) if any(row)][:20]
    except csv.Error:
        return 0, 0
    widest = max(rows, default=1)
    return (sum(1 for n in rows if n == widest) if widest > 1 else 0), widest


def records(text: str, separator: str) -> Iterator[tuple[int, Cells]]:
    """The rows as a spreadsheet programme counts them. A cell that begins with "=" would be a formula there."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(
                _(
                    "The quotation marks in line %(line)s do not match. Please correct that line, or save the file "
                    "as XLSX."
                )
                % {"line": reader.line_num}
            ) from error
        if number > MOST_ROWS + MARGIN and any(row):
            raise too_many_rows(number)
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise too_many_columns(f"{column_letter(MOST_COLUMNS)}{number}")
        yield number, tuple(cell_value(cell) for cell in row[:MOST_COLUMNS])


def cell_value(cell: str) -> object:
    if cell.lstrip().startswith("="):
        return CellFault(_("contains a formula; please paste its value instead"))
    if len(cell) > LONGEST_CELL:
        return CellFault(_("is longer than a cell can be"))
    return cell.strip()
