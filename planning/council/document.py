"""The council's document as one page of HTML, and the fingerprint of what it says (C8).

Each room gives its own section (planning/<room>/section.py, templates/<room>/section.html); this room adds the
cover, the draft resolution and the contents. The number of the version and the checksum follow from the content, so
they are put in last: the content is drawn once, with marks in their places that nobody can type.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from ..archive.export import export_with_keys
from ..archive.tables import FileKind
from ..plans.models import Plan
from .enclosures import enclose, workbook
from .gathered import gather
from .rules import METHOD, PlacedSection, SectionPlace
from .sections import Printed, all_sections, annexes, contents, printed, shown_kinds

# private-use characters, which planning.people.text refuses in whatever people type
NUMBER_MARK, CHECKSUM_MARK = "\ue001", "\ue002"
SHEETS = settings.BASE_DIR / "static" / "css"
STYLES = [*sorted(SHEETS.glob("document*.css")), *sorted(SHEETS.glob("document/*.css")), SHEETS / "wall.css"]
WRITERS = [Path(__file__).with_name(name) for name in ("word.py", "word_parts.py")]
WALL = ("assets", "swot", "timeline")  # the sections of which sheets are made


@dataclass(frozen=True)
class Stamp:
    """What a submitted version says of itself: its number, the checksum of its data, and the short address, with its QR
    code as an SVG, where the paper can be checked."""

    number: int
    submitted_on: date
    data_sha256: str
    address: str
    qr: str


@dataclass(frozen=True)
class Content:
    """What a document of this plan would say now. `digest` is the SHA-256 of it, language and layout included."""

    language: str
    page: str
    digest: str
    data: bytes = b""  # the plan's shareable file, which lies inside the PDF; empty where nothing is enclosed
    shown: frozenset[str] = frozenset(METHOD)  # the sections whose tables stand in the workbook beside it
    parts: frozenset[str] = frozenset()  # what is printed: the kinds of its sections and the names of its annexes

    @property
    def checksum(self) -> str:
        """The digest's first twelve figures as they are printed: "7c41 9e02 b8d5"."""
        return checksum(self.digest)

    def html(self, number: int) -> str:
        return self.page.replace(NUMBER_MARK, f"0.{number}").replace(CHECKSUM_MARK, self.checksum)


def checksum(digest: str) -> str:
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))


def content_of(plan: Plan, language: str, stamp: Stamp | None = None) -> Content:
    """The document of the plan in scope, as it stands now, in that language; with a `stamp` that of a version.

    The page of a version carries its workbook with it; its data is frozen beside it. Neither where the plan has its
    data not enclosed."""
    with override(language):
        found, placed = gather(plan), all_sections()
        sections, shown = printed(placed, found), shown_kinds(placed)
        values = found | words_of(plan, language, stamp)
        values |= {"sections": sections, "contents": contents(sections, found)}
        values["shows"] = {section.kind: True for section in sections}
        page: str = render_to_string("council/pdf/document.html", values)
    if stamp and plan.encloses_data:
        page = enclose(page, [workbook(plan, language, shown)])
    data = b"" if stamp or not plan.encloses_data else export_with_keys(plan, FileKind.SHAREABLE)[0]
    says = [language, dress(), page, hashlib.sha256(data).hexdigest()]
    digest = hashlib.sha256("\0".join(says).encode()).hexdigest()
    parts = frozenset([*(one.kind for one in sections), *(name for _level, name, _words in annexes(found))])
    return Content(language, page, digest, data, shown, parts)


def in_both(plan: Plan, languages: Iterable[str]) -> Content:
    """One document that says everything in one language after the other."""
    every = [content_of(plan, language) for language in languages]
    first, *others = every
    bodies = "".join(_with_own_places(one) for one in others)
    page = first.page.replace("</body>", f"{bodies}</body>")
    digest = hashlib.sha256("\0".join(one.digest for one in every).encode()).hexdigest()
    return Content("+".join(one.language for one in every), page, digest, first.data, first.shown)


def _with_own_places(content: Content) -> str:
    """The body of the page, its places and the links to them under names that no other language's page has."""
    body = content.page.partition("<body>")[2].partition("</body>")[0]
    return re.sub(r'( id="| href="#)(?!edition-)', rf"\g<1>{content.language}-", body)


def wall_sheets(plan: Plan, language: str) -> Content:
    """The grid, the SWOT and the timeline of each goal, for sheets on a wall (A6)."""
    with override(language):
        found = gather(plan)
        of_wall = [one for one in map(PlacedSection, WALL) if found["goals"]]
        sections = [Printed(one.placed, SectionPlace(0, False, 0), 0) for one in printed(of_wall, found)]
        page: str = render_to_string(
            "council/pdf/wall.html", found | words_of(plan, language, None) | {"sections": sections}
        )
    return Content(language, page, hashlib.sha256("\0".join([language, dress(), page]).encode()).hexdigest())


@lru_cache
def dress() -> str:
    """Stands for everything beside the page itself that decides how the file looks."""
    read = b"".join(path.read_bytes() for path in [*STYLES, *WRITERS])
    return hashlib.sha256(read).hexdigest() + version("weasyprint")


def words_of(plan: Plan, language: str, stamp: Stamp | None) -> dict[str, Any]:
    """What the templates show beside what the rooms give."""
    return {
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "stamp": stamp,
        "qr": named_drawing(stamp.qr, _("QR code of the address at which this document can be checked"))
        if stamp
        else "",
        "number": str(stamp.number) if stamp else NUMBER_MARK,
        "checksum": checksum(stamp.data_sha256) if stamp else CHECKSUM_MARK,
        "page_words": page_words(),
        "title_size": title_size(plan.title),
        "title_lines": title_lines(plan.title),
    }


def named_drawing(svg: str, words: str) -> str:
    """The drawing with its words in it, where this engine looks for the alternative of a figure."""
    return re.sub(r"<svg[^>]*>", lambda tag: f"{tag[0]}<title>{escape(words)}</title>", svg, count=1)


def page_words() -> tuple[str, str, str]:
    """What stands before, between and after the two figures of "Page 2 of 9"."""
    before, rest = _("Page {page} of {pages}").split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after


def title_size(title: str) -> str:
    """The class of the cover's title: long ones are set smaller, so that they stay above the facts below."""
    return "" if len(title) <= 60 else "long" if len(title) <= 110 else "very-long"


def title_lines(title: str) -> list[str]:
    """A title of middle length in two lines of about the same length; this engine cannot balance lines itself."""
    spaces = [place for place, letter in enumerate(title) if letter == " "]
    if not spaces or not 24 < len(title) <= 60:
        return [title]
    middle = min(spaces, key=lambda place: abs(place - len(title) / 2))
    return [title[:middle], title[middle + 1 :]]
