"""From the bytes of an upload to a table. Everything that is refused is refused in words that say what to do."""

from collections.abc import Collection
from pathlib import PurePath

from django.utils.translation import gettext as _

from .table import MEGABYTE, MOST_BYTES, FileTable, UnreadableFile, not_a_spreadsheet
from .text_files import read_csv
from .workbooks import OLD_OFFICE, read_xlsx, refuse_old_office

ZIP = b"PK"
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"<",
    b"\x7fELF",
    b"MZ",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc",
)


def too_large() -> str:
    return _("The file is larger than %(most)s MB. Please copy the table alone into a new file and choose that.") % {
        "most": MOST_BYTES // MEGABYTE
    }


def check_size(size: int | None) -> None:
    """Before a byte is looked at. Raises UnreadableFile."""
    if size is not None and size > MOST_BYTES:
        raise UnreadableFile(too_large())
    if size == 0:
        raise UnreadableFile(_("The file is empty. It needs a row of headers and a row for each asset."))


def read_table(content: bytes, name: str, words: Collection[str]) -> FileTable:
    """`words` are those by which a header is known. What the file is, its bytes tell, and its name only where it is
    text. Raises UnreadableFile."""
    check_size(len(content))
    if content.startswith(OLD_OFFICE):
        refuse_old_office(content)
    if content.startswith(ZIP):
        return read_xlsx(content, words)
    if content.lstrip()[:8].startswith(OTHERS) or PurePath(name).suffix.lower() in {".xlsx", ".xls", ".ods", ".pdf"}:
        raise UnreadableFile(not_a_spreadsheet())
    return read_csv(content, words)
