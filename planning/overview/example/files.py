"""The example plan as its files say it: the structure once, and beside it the words of each language."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from ...people.words import FALLBACK

HERE = Path(__file__).parent
STRUCTURE, WORDS = HERE / "structure", HERE / "words"
LANGUAGES = sorted(folder.name for folder in WORDS.iterdir())
PLAN = "plan"  # the file of the people and registers; each of the others is a goal

Table = dict[str, Any]  # of tables and rows by their keys; of a row its columns


@dataclass(frozen=True)
class Example:
    language: str
    slug: str
    plan: Table
    goals: dict[str, Table]


def read(language: str) -> Example:
    """The example in one of its languages. Raises ValueError for words that have no place in the structure."""
    plan = joined(structure(PLAN), words(language, PLAN))
    goals = {goal: joined(structure(goal), words(language, goal)) for goal in plan["goals"]}
    slug = plan["slug"] if language == FALLBACK else f"{plan['slug']}-{language}"
    return Example(language, slug, plan, goals)


def structure(name: str) -> Table:
    return _toml(STRUCTURE / f"{name}.toml")


def words(language: str, name: str) -> Table:
    return _toml(WORDS / language / f"{name}.toml")


def joined(rows: Table, said: Table, at: str = "") -> Table:
    """The rows with what is said in each of them; both are addressed by the same keys."""
    found = dict(rows)
    for key, value in said.items():
        place = f"{at}{key}"
        if isinstance(value, dict):
            if not isinstance(rows.get(key), dict):
                raise ValueError(f"{place}: there is no such row")
            found[key] = joined(rows[key], value, f"{place}.")
        elif key in rows:
            raise ValueError(f"{place}: the structure says it already")
        else:
            found[key] = value
    return found


def texts(said: Table, at: str = "") -> dict[str, str]:
    """Each text by its place: {"assets.trucks.name": "Collection vehicles"}."""
    found: dict[str, str] = {}
    for key, value in said.items():
        found |= texts(value, f"{at}{key}.") if isinstance(value, dict) else {f"{at}{key}": value}
    return found


def _toml(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
