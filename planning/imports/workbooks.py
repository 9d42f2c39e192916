"""Reading XLSX, by openpyxl, after the archive has been looked through (archives.py)."""

import io
import logging
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.escape import unescape

from .archives import SheetFacts, check_list, damaged, look_through, under_password
from .rules import shown
from .table import (
    MARGIN,
    MOST_COLUMNS,
    MOST_ROWS,
    CellFault,
    Cells,
    FileTable,
    UnreadableFile,
    make_table,
    not_a_spreadsheet,
)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
LAST_ROW = MOST_ROWS + MARGIN + 50
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)
logger = logging.getLogger(__name__)


def refuse_old_office(content: bytes) -> None:
    """The container of Excel before 2007, which also holds newer files under a password."""
    if ENCRYPTED_PACKAGE in content:
        raise UnreadableFile(under_password())
    raise UnreadableFile(
        _("This is an old Excel file (.xls). Please open it, save it as an Excel workbook (.xlsx) and choose that.")
    )


def read_xlsx(content: bytes, words: Collection[str]) -> FileTable:
    """The first visible page in which something stands. Raises UnreadableFile."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        check_list(archive)
        refuse_other_kinds(archive)
        sheets = look_through(archive)
    except UNREADABLE as error:
        raise damaged() from error
    book = open_book(content)
    page, found = first_filled(book, sheets)
    return make_table(rows_of(page, found), words, _("page “%(title)s”") % {"title": page.title}, found.merged)


def refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = {name.lower() for name in archive.namelist()}
    if "mimetype" in names and "content.xml" in names:
        raise UnreadableFile(_("This is an OpenDocument file. Please save the table as XLSX and choose that file."))
    if "xl/workbook.bin" in names:
        raise UnreadableFile(_("This is a binary Excel file (.xlsb). Please save it as an Excel workbook (.xlsx)."))
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(not_a_spreadsheet())


def open_book(content: bytes) -> Any:
    """openpyxl tells what it does not like about a file in as many ways as there are mistakes; to whoever chose the
    file it is one: it is damaged. The log has which."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        logger.warning("A spreadsheet could not be opened: %r", error)
        raise damaged() from error


def first_filled(book: Any, sheets: dict[str, SheetFacts]) -> tuple[Any, SheetFacts]:
    visible = [page for page in book.worksheets if page.sheet_state == "visible"] or book.worksheets
    found = [(page, sheets.get(page._worksheet_path.lstrip("/"))) for page in visible]
    for page, sheet in found:
        if sheet is not None and sheet.last_row:
            return page, sheet
    for page, sheet in found:
        if sheet is not None:
            return page, sheet
    raise damaged()


def rows_of(page: Any, found: SheetFacts) -> Iterator[tuple[int, Cells]]:
    page.reset_dimensions()  # what a file says of its own size is often wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = page.iter_rows(max_row=min(found.last_row, LAST_ROW), max_col=MOST_COLUMNS) if found.last_row else ()
            for number, cells in enumerate(rows, 1):
                yield (
                    number,
                    tuple(cell_value(cell, (number, at) in found.formulas) for at, cell in enumerate(cells, 1)),
                )
    except (UnreadableFile, MemoryError, GeneratorExit):
        raise
    except Exception as error:
        logger.warning("A spreadsheet could not be read to its end: %r", error)
        raise damaged() from error


def cell_value(cell: Any, is_formula: bool) -> object:
    if is_formula:
        return CellFault(_("contains a formula; please paste its value instead"))
    if cell.data_type == "e":
        return CellFault(_("shows an error of the spreadsheet programme: %(error)s") % {"error": str(cell.value)[:40]})
    # a text that cannot stand in XML, or looks like such a sign, is written "_x000D_"
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        return shown(cell.value, cell.number_format or "")
    if not isinstance(cell.value, str):
        return cell.value
    text = unescape(cell.value)
    # an escape that stands for no letter ("_x0000_") stays as it is written, for the check of its row to show
    return cell.value if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text) else text
