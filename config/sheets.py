"""Style sheets as they are delivered: what one imports stands in it, so that a page asks for one and not for thirty."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

SHEETS = Path(settings.BASE_DIR) / "static" / "css"
IMPORT = re.compile(r'^@import url\("([^"]+)"\);\n', re.MULTILINE)  # one into a layer stays: the browser fetches it
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
URL = re.compile(r"url\((?![\"']?data:)")


def whole(sheet: Path) -> str:
    """The sheet with what it imports, and without comments and the white space of its lines.

    Raises ValueError where an address in an imported sheet would lead elsewhere, as it counts from another folder.
    """

    def imported(match: re.Match[str]) -> str:
        other = (sheet.parent / match[1]).resolve()
        text = whole(other)
        if other.parent != sheet.parent and URL.search(text):
            raise ValueError(f"{other} names files, and is imported from another folder.")
        return text + "\n"

    text = IMPORT.sub(imported, sheet.read_text())
    return re.sub(r"\s+", " ", COMMENT.sub("", text)).strip()


class SheetFinder(BaseFinder):
    """Finds the sheets that import others as one file each; it stands before Django's finders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._folder = TemporaryDirectory(prefix="common-plan-sheets-")
        self.storage = FileSystemStorage(self._folder.name)
        self._sheets = {
            PurePosixPath("css", path.relative_to(SHEETS)).as_posix(): path
            for path in SHEETS.rglob("*.css")
            if IMPORT.search(path.read_text())
        }

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file on this machine; an empty list where there is none of that name."""
        if path not in self._sheets:
            return []
        found = Path(self.storage.path(path))
        if settings.DEBUG or not found.exists():
            found.parent.mkdir(parents=True, exist_ok=True)
            found.write_text(whole(self._sheets[path]))
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        for path in self._sheets:
            self.find(path)
            yield path, self.storage
