"""Text of the other direction in a document: a sign at its edge stays beside its word where a line ends."""

import pypdfium2
import pytest

from planning.council import pdf
from planning.people.words import isolated

ENGLISH = "The bins are closed every evening, shifts are doubled in summer, and the crews are paid on time"
ARABIC = "تغلق الحاويات كل مساء، وتضاعف النوبات في الصيف، وتدفع الأجور في موعدها، ويشارك السكان في المتابعة"
PAGE = '<html lang="en" dir="%s"><head><title>T</title></head><body><p style="width: 60mm">%s</p></body></html>'


@pytest.mark.parametrize(("direction", "words"), [("rtl", ENGLISH), ("ltr", ARABIC)])
@pytest.mark.parametrize("sign", [".", ")", "!"])
def test_the_last_sign_stands_behind_the_last_word(direction: str, words: str, sign: str) -> None:
    text = isolated(f"({words}{sign}" if sign == ")" else f"{words}{sign}", rtl=direction == "rtl")
    page = pypdfium2.PdfDocument(pdf.make_pdf(PAGE % (direction, text)).content)[0].get_textpage()
    boxes = [(page.get_text_range(at, 1), page.get_charbox(at)) for at in range(page.count_chars())]
    lowest = min(bottom for c, (_l, bottom, _r, _t) in boxes if c.isalpha())
    line = [(c, left, right) for c, (left, bottom, right, _t) in boxes if bottom < lowest + 8 and c.strip()]
    letters = [(left, right) for c, left, right in line if c.isalpha()]
    ((left, right),) = [(left, right) for c, left, right in line if not c.isalpha()]
    assert len(letters) > 2
    if direction == "rtl":
        assert left >= max(right for _left, right in letters) - 1
    else:
        assert right <= min(left for left, _right in letters) + 1


@pytest.mark.parametrize(("direction", "words"), [("rtl", "pilot with vans"), ("ltr", "شاحنات كبيرة للبلدية")])
def test_the_first_figure_stands_before_the_first_word(direction: str, words: str) -> None:
    text = isolated(f"{words}\n2027 {words}", rtl=direction == "rtl").replace("\n", "<br>")
    page = pypdfium2.PdfDocument(pdf.make_pdf(PAGE % (direction, text)).content)[0].get_textpage()
    boxes = [(page.get_text_range(at, 1), page.get_charbox(at)) for at in range(page.count_chars())]
    lowest = min(bottom for c, (_l, bottom, _r, _t) in boxes if c.isalpha())
    boxes = [(c, box) for c, box in boxes if box[1] < lowest + 8]
    figures, letters = ([box for c, box in boxes if kind(c)] for kind in (str.isdigit, str.isalpha))
    assert len(figures) == 4
    if direction == "rtl":
        assert max(right for _l, _b, right, _t in figures) <= min(left for left, _b, _r, _t in letters)
    else:
        assert min(left for left, _b, _r, _t in figures) >= max(right for _l, _b, right, _t in letters)


@pytest.mark.parametrize(
    ("text", "rtl", "shown"),
    [
        ("Closed.", True, "\u2068Closed.\u200e\u2069"),
        ("Closed.", False, "Closed."),
        ("مغلق.", False, "\u2068مغلق.\u200f\u2069"),
        ("مغلق.", True, "مغلق."),
        ("Bins (all) – two", True, "\u2068Bins \u200e(all)\u200e \u200e–\u200e two\u2069"),
        ("Well-kept", True, "\u2068Well-kept\u2069"),
        ("1. Buy 2 lorries", True, "\u2068\u200e1.\u200e Buy \u200e2 lorries\u2069"),
        ("شراء 2 شاحنتين", False, "\u2068شراء \u200f2 شاحنتين\u2069"),
        ("-5", True, "\u2068-5\u2069"),
        ("مغلق (GIZ).", True, "\u2068مغلق (GIZ).\u2069"),  # begins as the page does
        ("GIZ، مغلق.", False, "\u2068GIZ، مغلق.\u2069"),
    ],
)
def test_marks_stand_where_a_line_may_begin_or_end(text: str, rtl: bool, shown: str) -> None:
    assert isolated(text, rtl=rtl) == shown
