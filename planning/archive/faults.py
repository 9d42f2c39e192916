"""What is wrong in a plan's file, and where, in plain words."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ..people.days import FIRST_YEAR, LAST_YEAR

MOST_FAULTS = 30  # are said; of more only the number
LONGEST = 60
KINDS = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "null": "null",
    "object": "an object",
    "number": "a number",
}


@dataclass(frozen=True)
class FileFault:
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class Faulty(Exception):
    """The file cannot be read in; nothing was written."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults = list(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        shown = "\n".join(str(fault) for fault in self.faults[:MOST_FAULTS])
        left = len(self.faults) - MOST_FAULTS
        return shown + (f"\nand {left} more" if left > 0 else "")


def place_of(path: Iterable[Any]) -> str:
    """Where something stands: ("tables", "asset", 2, "name") → "asset, row 3, name"."""
    parts = [f"row {part + 1}" if isinstance(part, int) else str(part) for part in path]
    return ", ".join(parts[1:] if parts[:1] == ["tables"] and len(parts) > 1 else parts) or "the file"


def _no_kind(value: Any, asked: Any, _schema: Any) -> str:
    kinds = " or ".join(KINDS[kind] for kind in ([asked] if isinstance(asked, str) else asked))
    return f"{_shown(value)} is not {kinds}."


def _missing(value: Any, asked: Any, _schema: Any) -> str:
    return f"“{next(name for name in asked if name not in value)}” is missing."


def _unknown(value: Any, _asked: Any, schema: Any) -> str:
    extra = min(set(value) - set(schema["properties"]))
    return f"There is no such field: “{extra[:LONGEST]}”."


def _misspelt(value: Any, _asked: Any, schema: Any) -> str:
    if schema.get("format") in ("date", "date-time"):
        return f"{_shown(value)} is not a day of the years {FIRST_YEAR} to {LAST_YEAR}, such as 2026-11-22."
    return f"{_shown(value)} is not in the form of such a value."


# by the keyword of the schema that does not hold
WORDS: dict[str, Callable[[Any, Any, Any], str]] = {
    "type": _no_kind,
    "required": _missing,
    "additionalProperties": _unknown,
    "enum": lambda value, asked, _: f"{_shown(value)} is none of {', '.join(_shown(one) for one in asked)}.",
    "const": lambda value, asked, _: f"{_shown(value)} is not {_shown(asked)}.",
    "minLength": lambda _value, _asked, _: "It is empty.",
    "maxLength": lambda value, asked, _: f"It has {len(value):,} characters; at most {asked:,} are allowed.",
    "minimum": lambda value, asked, _: f"{_shown(value)} is too small; at least {asked} is needed.",
    "maximum": lambda value, asked, _: f"{_shown(value)} is too large; at most {asked} is allowed.",
    "pattern": _misspelt,
    "uniqueItems": lambda _value, _asked, _: "It contains the same value twice.",
    "not": lambda _value, _asked, _: "A shareable file has no such table: it is confidential.",
}


def fault_of(error: Any) -> FileFault:
    """What a schema says that is not so, for whoever wrote the file."""
    words = WORDS.get(error.validator, lambda value, _asked, _: f"{_shown(value)} does not fit.")
    return FileFault(place_of(error.absolute_path), words(error.instance, error.validator_value, error.schema))


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value[:LONGEST]}{'…' if len(value) > LONGEST else ''}”"
    if isinstance(value, dict | list):
        return "An object" if isinstance(value, dict) else "A list"
    return json.dumps(value)[:LONGEST]
