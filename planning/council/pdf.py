"""HTML in, tagged PDF out. The only module that imports WeasyPrint, and only when a PDF is made: without Pango the
import itself fails, and everything else must run on."""

import gc
import io
import logging
import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage

from .enclosures import Enclosure, taken_out

# Nothing under this address is ever asked for over a line: the fetcher below answers for all of it.
BASE = "https://document.invalid/"
STATIC = Path(settings.BASE_DIR) / "static"
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
PACKAGES = list(LIBRARIES.values())
ENGINE_STEPS = 7


class PangoMissing(RuntimeError):
    """The libraries that WeasyPrint needs are not installed; the text names the packages."""


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


@lru_cache
def missing_packages() -> tuple[str, ...]:
    """The Debian packages to install before a PDF can be made, without importing WeasyPrint.

    Looked up once a process; a missing `libharfbuzz-subset0` alone is not counted, as the engine runs without it."""
    found = {name: find_library(name) for name in LIBRARIES}
    if found["pango-1.0"] and found["pangoft2-1.0"]:
        return ()
    return tuple(package for name, package in LIBRARIES.items() if not found[name])


def make_pdf(html: str, on_step: Callable[[int, str], None] = lambda step, what: None) -> Pdf:
    """Renders a page of HTML whose addresses are relative to /static/ and /media/; the files that it carries
    (`enclosures`) are embedded.

    `on_step` is called with the engine's step, 1 to ENGINE_STEPS, and its words, often during the layout; what it
    raises ends the rendering. Raises PangoMissing."""
    weasyprint = _engine()
    fetcher = _fetcher(weasyprint)
    page, files = taken_out(html)
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_tags": True,
        "attachments": [_attached(weasyprint, one) for one in files],
    }
    with _told(on_step), _without_collector():
        source = weasyprint.HTML(string=page, base_url=BASE, url_fetcher=fetcher)
        document = source.render(**options)
        content = document.write_pdf(finisher=partial(_relate, files), **options)
    return Pdf(content, len(document.pages))


def _attached(weasyprint: Any, one: Enclosure) -> Any:
    return weasyprint.Attachment(
        file_obj=io.BytesIO(one.content), name=one.name, description=one.description, relationship=one.relationship
    )


def _relate(files: list[Enclosure], document: Any, pdf: Any) -> None:
    """Says of each file what it is to the document, which the engine does for PDF/A alone."""
    found: list[Any] = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Filespec"]
    for one, file in zip(found, files, strict=True):
        one["AFRelationship"] = f"/{file.relationship}"
    _speak(document, pdf)
    if found:
        pdf.catalog["AF"] = "[" + " ".join(one.reference.decode() for one in found) + "]"


def _speak(document: Any, pdf: Any) -> None:
    """Says of the pages of a second language which one it is, so that they are read out in it (R3)."""
    spoken, now = {}, ""
    for reference, page in zip(pdf.page_references, document.pages, strict=True):
        now = next((name.removeprefix("edition-") for name in page.anchors if name.startswith("edition-")), now)
        spoken[reference] = now
    if len(set(spoken.values())) < 2:
        return
    root: Any = next(one for one in pdf.objects if isinstance(one, dict) and one.get("S") == "/Document")
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("P") == root.reference and one.get("Pg") in spoken:
            one["Lang"] = f"({spoken[one['Pg']]})"


def _engine() -> Any:
    try:
        import weasyprint
    except OSError as error:
        raise PangoMissing(" ".join(PACKAGES)) from error
    return weasyprint


def _fetcher(weasyprint: Any) -> Any:
    """Answers for our own static files and uploads, and refuses every other address."""

    class OwnFiles(weasyprint.urls.URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            body = own_file(url)
            kind = mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"
            return weasyprint.urls.URLFetcherResponse(url, body, {"Content-Type": kind})

    return OwnFiles()


def own_file(url: str) -> bytes:
    """The bytes behind an address of the document. Raises ValueError for whatever is not ours."""
    if not url.startswith(BASE):
        raise ValueError(f"The document may not fetch {url}")
    place, _slash, name = unquote(urlsplit(url).path).lstrip("/").partition("/")
    if place == "static":
        path = (STATIC / name).resolve()
        if path.is_relative_to(STATIC.resolve()) and path.is_file():
            return path.read_bytes()
    if place == "media":
        with default_storage.open(name) as upload:  # refuses what leads out of its folder
            return bytes(upload.read())
    raise ValueError(f"The document may not fetch {url}")


class _Teller(logging.Handler):
    """Passes the engine's own report of progress ("Step 5 - Creating layout - Page 7") on."""

    def __init__(self, on_step: Callable[[int, str], None]) -> None:
        super().__init__(logging.INFO)
        self.on_step = on_step

    # not `emit` inside `handle`'s net: an error of `on_step` has to end the rendering
    def handle(self, record: logging.LogRecord) -> bool:
        if step := re.match(r"Step (\d+) - (.*)", record.getMessage()):
            self.on_step(int(step[1]), step[2])
        return True


@contextmanager
def _told(on_step: Callable[[int, str], None]) -> Iterator[None]:
    logger, teller = logging.getLogger("weasyprint.progress"), _Teller(on_step)
    level, propagate = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(teller)
    try:
        yield
    finally:
        logger.removeHandler(teller)
        logger.setLevel(level)
        logger.propagate = propagate


@contextmanager
def _without_collector() -> Iterator[None]:
    """The engine makes millions of objects that all live to the end; collecting in between costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
