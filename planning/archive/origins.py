"""From which row of Step 1 an entry of the SWOT was made (C1): its `origin` holds that row's key, the file does not."""

from ..swot.actions import KEYS
from ..swot.models import SwotEntry
from ..swot.rules import Says
from .values import Value

SAYS = Value({"enum": ["", *(says.value for says in Says)]}, lambda origin: origin.partition(":")[0], lambda said: said)


def has_source(entry: SwotEntry, named: set[str]) -> bool:
    """Whether the entry, as it was read, names the row that it was made from; `named`: the links that are set."""
    return not entry.origin or KEYS[Says(entry.origin)].removesuffix("_id") in named


def with_key(entry: SwotEntry) -> None:
    """Puts the key of the new source in."""
    if entry.origin:
        entry.origin = f"{entry.origin}:{getattr(entry, KEYS[Says(entry.origin)])}"
