"""An empty register to fill in: the headers in the reader's language, and a page that explains each column."""

from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from ..assets.models import Asset
from ..assets.sheets import REGISTER
from ..goals.models import Locality
from ..worksheets.xlsx import Book, exported_columns
from .columns import explanations, label
from .table import MOST_ROWS

KINDS_AT, PLACES_AT = 3, 4  # columns of the second page
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # of a spreadsheet programme's own message


def template() -> bytes:
    """The spreadsheet, in the language in use, with the localities of the plan in scope."""
    book = Book()
    columns = exported_columns(REGISTER)
    places = list(Locality.objects.values_list("name", flat=True))
    kinds = [str(kind.label) for kind in Asset.Kind]
    page = book.page(_("Asset register"), [c.label for c in columns], [c.width for c in columns])
    lists = _explain(book, kinds, places)
    checks = {
        "kind": {"validate": "list", "source": lists["kind"]} | _told("kind", _("Please choose one of the list.")),
        "quantity": {"validate": "decimal", "criteria": ">=", "value": 0}
        | _told("quantity", _("Please write only a number.")),
    }
    if places:  # another may be typed all the same: it can be added while importing
        told = _told("locality", _("The plan has no locality of this name yet."))
        checks["locality"] = {"validate": "list", "source": lists["locality"], "error_type": "information"} | told
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, book.number if column.name == "quantity" else book.text)
        if column.name in checks:
            page.data_validation(1, at, MOST_ROWS, at, checks[column.name])
    return book.content()


def _told(name: str, message: str) -> dict[str, Any]:
    return {"error_title": label(name)[:LONGEST_TITLE], "error_message": message[:LONGEST_MESSAGE]}


def _explain(book: Book, kinds: list[str], places: list[str]) -> dict[str, str]:
    """The second page; returns where its lists of words stand. A rule for cells takes its words from there, as a list
    within the rule itself would part "Physical, built" at the comma."""
    heads = [_("Column"), _("What belongs in it"), "", label("kind"), label("locality")]
    page = book.page(_("Explanations"), heads, [26, 60, 4, 26, 26])
    texts = [(label(name), text) for name, text in explanations().items()]
    for line, (text, kind, place) in enumerate(zip_longest(texts, kinds, places), 1):
        for at, value in enumerate(text or ()):
            book.write(page, line, at, value)
        book.write(page, line, KINDS_AT, kind)
        book.write(page, line, PLACES_AT, place)
    ends = {"kind": ("D", len(kinds)), "locality": ("E", len(places))}
    return {n: f"='{page.get_name()}'!${letter}$2:${letter}${count + 1}" for n, (letter, count) in ends.items()}
