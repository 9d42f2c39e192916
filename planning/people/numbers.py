"""Numbers and digits as people write them, in forms as in files. Plain values in, plain values out."""

import re
import unicodedata


class Digits(dict[int, str]):
    """For `str.translate`: the digits of all scripts as 0 to 9, everything else as it is."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        found = unicodedata.decimal(c, None)
        self[code] = c if found is None else str(found)
        return self[code]


DIGITS = Digits()
SIGNS = {0x066B: ".", 0x066C: ",", 0x2212: "-"}  # the Arabic signs between digits, and the sign of minus
MARKS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u061c\ufeff\u2066\u2067\u2068\u2069"))

SPACES = r" \u00a0\u2009\u202f'’"
THOUSANDS_COMMA = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?|[+-]?\d{1,3}(,\d{3})+\.\d+")
THOUSANDS_POINT = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")
THOUSANDS_SPACE = re.compile(rf"[+-]?\d{{1,3}}([{SPACES}]\d{{3}})+([.,]\d+)?")
COMMA = re.compile(r"[+-]?\d+,(\d+)")
OF_TWO_MEANINGS = re.compile(r"([+-]?[1-9]\d{0,2})[,.](\d{3})")


class Ambiguous(ValueError):
    """A number that one reader takes for a thousand and another for one and a bit: "1,234". `whole` and `decimal`: what
    each of them reads."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.whole, self.decimal = re.sub("[,.]", "", text), text.replace(",", ".")


def western(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9, and without marks that cannot be seen."""
    return text.translate(MARKS).translate(DIGITS)


def plain_number(text: str, *, point_groups: bool = False) -> str:
    """A number as a computer takes it: "٣٫٥" → "3.5", "12 500" → "12500", "3,5" → "3.5".

    Raises Ambiguous for "1,234", and where `point_groups` (people write a point between thousands) for "1.234". What is
    no number comes back as it is, for a form to refuse."""
    text = western(text).translate(SIGNS).strip()
    if THOUSANDS_SPACE.fullmatch(text):
        return re.sub(rf"[{SPACES}]", "", text).replace(",", ".")
    if THOUSANDS_COMMA.fullmatch(text):
        return text.replace(",", "")
    if THOUSANDS_POINT.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if OF_TWO_MEANINGS.fullmatch(text) and ("," in text or point_groups):
        raise Ambiguous(text)
    return text.replace(",", ".") if COMMA.fullmatch(text) else text
