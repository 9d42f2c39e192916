"""How a spreadsheet's words are understood: headers, cells. Plain values in, plain values out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..people.numbers import western
from ..people.text import loosely

PERCENT = re.compile(r"[#,]*0(?:\.(0+))?\s*%")
LEADING_NOUGHTS = re.compile(r"0{2,}")


class Shown(NamedTuple):
    """A number with what the sheet shows of it, where that is more than the number: "85%", "00042"."""

    number: float
    text: str


def shown(number: float, pattern: str) -> float | Shown:
    """The number as its format has it (B1, B2): 0.85 under "0%" is 85%, 42 under "00000" is 00042."""
    if found := PERCENT.fullmatch(pattern):
        return Shown(number, f"{number * 100:.{len(found[1] or '')}f}%")
    if LEADING_NOUGHTS.fullmatch(pattern) and number == int(number):
        return Shown(number, f"{int(number):0{len(pattern)}d}")
    return number


def as_text(value: object) -> str:
    """A cell as text, as the sheet shows it: 3.0 → "3", a day → "2026-05-01", thirty hours → "30:00"."""
    if value is None:
        return ""
    if isinstance(value, Shown):
        return value.text
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return format(value, ".15g")  # as many digits as a spreadsheet programme shows
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def column_letter(index: int) -> str:
    """0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# Columns --------------------------------------------------------------------------------------------------------


def guess(headers: Sequence[str], known: Mapping[str, Iterable[str]], remembered: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field: {"name": 0}. `known` are the words for each field; `remembered` the field of
    a header as people matched it before, "" for none. A field whose header stands twice is left open."""
    by_word = {loosely(word): field for field, words in known.items() for word in words}
    found: dict[str, list[int]] = {}
    for at, header in enumerate(headers):
        word = loosely(header)
        if field := remembered.get(word, by_word.get(word, "")):
            found.setdefault(field, []).append(at)
    return {field: places[0] for field, places in found.items() if len(places) == 1}


def twice(headers: Sequence[str]) -> list[str]:
    """The headers that stand over more than one column, each once."""
    words = [loosely(header) for header in headers]
    found: dict[str, str] = {}
    for word, header in zip(words, headers, strict=True):
        if word and words.count(word) > 1:
            found.setdefault(word, header)
    return list(found.values())


def find_header(rows: Sequence[Sequence[object]], words: Collection[str]) -> int | None:
    """Which of a file's first rows is the header: the first with two words that we know, else the very first; None
    where that one holds numbers or days, as only rows of data do."""
    for at, row in enumerate(rows):
        if sum(1 for cell in row if isinstance(cell, str) and loosely(cell) in words) >= 2:
            return at
    if not rows or any(_is_data(cell) for cell in rows[0]):
        return None
    return 0


def _is_data(cell: object) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch(r"[+-]?[\d.,\s]+", western(cell)))
    return cell is not None


# Rows that exist already ----------------------------------------------------------------------------------------


class Fate(StrEnum):
    """What becomes of a row of the file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


def fate(rule: str, existing: int, differs: bool) -> Fate:
    """The rule applied to a row: `existing` assets have its name and kind, `differs` says whether its filled cells
    say something else than the one asset does."""
    if rule == "add" or not existing:
        return Fate.ADDED
    if rule == "skip":
        return Fate.SKIPPED
    return Fate.UPDATED if differs else Fate.UNCHANGED
