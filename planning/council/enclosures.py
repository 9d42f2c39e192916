"""Files that lie inside the PDF (C8): the plan as data, and its worksheets and tables as a workbook.

They travel within the page that becomes the PDF, so that whoever stores the page, as a frozen version does, has stored
them too. What they say enters the document's fingerprint by the page and the data: the workbook holds nothing else.
"""

import base64
import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from stakeholders.section import add_table_3

from ..archive.tables import FileKind, tables_for
from ..plans.models import Plan
from ..worksheets.sheet import Worksheet
from ..worksheets.urls import SHEETS
from ..worksheets.xlsx import MIME, Book, add_sheet, exported_rows
from .registered import METHOD, SECTIONS
from .tables import add_tables

TABLE_3 = "stakeholders"  # the section of the document in which it stands
ATTACHED = re.compile(
    r'<link rel="attachment" type="([^"]*)" data-name="([^"]*)" title="([^"]*)" data-relationship="([^"]*)"'
    r' href="data:;base64,([^"]*)">\n'
)


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF. `relationship`: what it is to the document, in the words of the PDF format."""

    name: str
    kind: str
    description: str
    content: bytes
    relationship: str = "Data"


def data_file(slug: str, content: bytes) -> Enclosure:
    """The shareable file of the plan (planning.archive)."""
    return Enclosure(f"{slug}.json", "application/json", _("The plan as data (JSON), for other programs"), content)


def workbook(plan: Plan, language: str, sections: Iterable[str]) -> Enclosure:
    """The plan in scope as a workbook in that language, with the worksheets and tables of these sections."""
    with override(language):
        content, _rows = book_of(plan, language, shareable=True, sections=sections)
        words = _("Worksheets and tables of the plan (XLSX), in %(language)s")
        named = _(str(get_language_info(language)["name"]))
    return Enclosure(f"{plan.slug}-{language}.xlsx", MIME, words % {"language": named}, content)


def book_of(
    plan: Plan, language: str, *, shareable: bool = False, sections: Iterable[str] = METHOD
) -> tuple[bytes, int]:
    """A page for each worksheet of the plan in scope, those of a goal with the rows of all goals, then the method's
    tables; and how many rows they have. No reader is known here, so that a worksheet which keeps rows from some readers
    keeps them from this file. The same content makes the same bytes.

    `shareable`: without the columns that the plan's shareable file does not have. `sections`: only what stands in
    these sections of the document."""
    book, wanted = Book(), set(sections)
    with override(language):
        rows = 0
        for sheet in sheets_of(wanted):
            only = _shared(sheet) if shareable else None
            rows += add_sheet(book, sheet, exported_rows(sheet, None), with_parent=True, only=only)
        if TABLE_3 in wanted:
            rows += add_table_3(book)
        rows += add_tables(book, plan, language, wanted)
    return book.content(), rows


def sheets_of(sections: Collection[str]) -> list[Worksheet]:
    """The worksheets of which something stands in these sections."""
    import_module(settings.ROOT_URLCONF)  # whereby every room names its worksheets
    wanted = {name for kind, section in SECTIONS.items() if kind in sections for name in section.worksheets}
    return [sheet for sheet in SHEETS.values() if sheet.name in wanted]


def _shared(sheet: Worksheet) -> set[str]:
    """The columns of the worksheet's table that the shareable file has."""
    table = next(table for table in tables_for(FileKind.SHAREABLE) if table.model is sheet.model)
    return {column.name for column in table.columns_for(FileKind.SHAREABLE)}


def enclose(page: str, enclosures: Iterable[Enclosure]) -> str:
    """The page with the files in its head."""
    return page.replace("</head>", "".join(map(_written, enclosures)) + "</head>", 1)


def _written(one: Enclosure) -> str:
    kind, name, words, relation = map(html.escape, (one.kind, one.name, one.description, one.relationship))
    return (
        f'<link rel="attachment" type="{kind}" data-name="{name}" title="{words}" data-relationship="{relation}"'
        f' href="data:;base64,{base64.b64encode(one.content).decode()}">\n'
    )


def taken_out(page: str) -> tuple[str, list[Enclosure]]:
    """The page without its files, and the files by name, as a PDF lists them."""
    head, mark, rest = page.partition("</head>")
    found = [_read(*match.groups()) for match in ATTACHED.finditer(head)]
    return ATTACHED.sub("", head) + mark + rest, sorted(found, key=lambda one: one.name)


def _read(kind: str, name: str, words: str, relation: str, content: str) -> Enclosure:
    kind, name, words, relation = map(html.unescape, (kind, name, words, relation))
    return Enclosure(name, kind, words, base64.b64decode(content), relation)
