"""Which characters a person may type: what can be printed and cannot mislead. And which names mean the same."""

import re
import unicodedata
from functools import cache, lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .numbers import DIGITS, MARKS

# Overrides and isolates turn the text around them; the marks U+200C to U+200F, which Arabic and Sorani need, may stay.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FONTS = settings.BASE_DIR / "static" / "fonts"
FACES = ("Vazirmatn-Regular.ttf", "DejaVuSans.ttf")
UNSEEN = frozenset(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x61C, 0xFEFF]
)  # marks that guide a line and show nothing
LINE_BREAKS = frozenset("\n\r\t")


@cache
def drawn() -> frozenset[int]:
    """The characters for which the document's faces have a drawing, the same on every server."""
    from fontTools.ttLib import TTFont  # read by the first who types

    return frozenset().union(*(TTFont(FONTS / name, lazy=True).getBestCmap() for name in FACES))


def unprintable(text: str) -> list[str]:
    """The characters of a text that no council document can show, each once, in their order.

    Control and private characters, bidirectional controls, pictures such as emoji, and whatever the document's faces
    have no drawing for."""
    found = [c for c in text if not _printable(c)]
    return list(dict.fromkeys(found))


def _printable(c: str) -> bool:
    if c in LINE_BREAKS:
        return True
    if c in BIDI_CONTROLS or "\ufe00" <= c <= "\ufe0f":
        return False
    if unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"}:
        return False
    if ord(c) >= 0x1F000 or (0x2600 <= ord(c) <= 0x27BF):
        return False
    return c.isspace() or ord(c) in UNSEEN or not drawn().isdisjoint(map(ord, unicodedata.normalize("NFKC", c)))


def _named(c: str) -> str:
    visible = c not in BIDI_CONTROLS and unicodedata.category(c)[0] in "SLNP"
    return c if visible else f"U+{ord(c):04X}"


def validate_printable(text: str) -> None:
    """Raises ValidationError that names the characters to take out."""
    if bad := unprintable(text):
        raise ValidationError(
            _("This character cannot be printed in the council’s document; please take it out: %(characters)s"),
            params={"characters": " ".join(_named(c) for c in bad[:5])},
            code="unprintable",
        )


# Names that mean the same ----------------------------------------------------------------------------------------

# letters that are written one way or the other, and the stroke that only stretches a word
LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ک": "ك", "ی": "ي"})


# one letter from two keyboards, and the two i's, which Turkish tells apart and a typist in capitals does not
KEYBOARDS = str.maketrans(
    {"ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ـ": None, "ı": "i"}
)
# signs above and below Arabic letters; not the hamza, which makes another letter
VOWEL_SIGNS = dict.fromkeys([*range(0x064B, 0x0653), 0x0656, 0x0657, 0x0658, 0x0670, 0x0307])


@lru_cache(4096)
def same_name(text: str) -> str:
    """Two names are the same where these are: capitals, spaces, invisible marks, vowel signs and the letters of
    another keyboard do not count. "İLKOKUL BİNASI" is "İlkokul binası"."""
    lower = unicodedata.normalize("NFKC", text).translate(MARKS).casefold()
    # the dot that a small letter of "İ" keeps goes with the vowel signs
    plain = unicodedata.normalize("NFKC", lower.translate(VOWEL_SIGNS)).translate(KEYBOARDS).translate(DIGITS)
    return " ".join(plain.split())


class Bare(dict[int, str | None]):
    """What `loosely` makes of each character, looked up once: a register has thousands of them, and few are different.
    Marks and what cannot be seen go."""

    def __missing__(self, code: int) -> str | None:
        c = chr(code)
        gone = unicodedata.combining(c) > 0 or unicodedata.category(c) in {"Mn", "Cf"}
        self[code] = None if gone else c.translate(LETTERS).translate(DIGITS) or None
        return self[code]


BARE = Bare()
BETWEEN = re.compile(r"[\W_]+")


@lru_cache(4096)  # the names of a plan are compared on page after page
def loosely(text: str) -> str:
    """For what people write in many ways: letters and digits alone, of each only one form; capitals, accents, vowel
    signs, signs and spaces do not count. "Café-Owners" → "cafe owners", "الكميّة" → "الكميه", "٣" → "3"."""
    bare = unicodedata.normalize("NFKD", same_name(text)).casefold().translate(BARE)
    return BETWEEN.sub(" ", bare).strip()
