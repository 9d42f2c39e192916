"""The files of the example plan: the structure once, and the same words in every language."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from planning.overview.example import files
from planning.overview.example.files import LANGUAGES, PLAN, STRUCTURE, WORDS, joined, read, structure, texts, words
from planning.overview.example.rows import OFFICES, months

FILES = [PLAN, *structure(PLAN)["goals"]]
LONGEST_LINE, MOST_LINES = 120, 400


def test_every_file_is_read() -> None:
    assert sorted(path.name for path in STRUCTURE.iterdir()) == sorted(f"{name}.toml" for name in FILES)
    for language in LANGUAGES:
        assert sorted(path.name for path in (WORDS / language).iterdir()) == sorted(f"{name}.toml" for name in FILES)


def test_the_languages_are_those_of_the_product() -> None:
    assert {"en", "ar"} <= set(LANGUAGES) <= set(dict(settings.LANGUAGES))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same(language: str, name: str) -> None:
    """None lacks a text that another one has."""
    all_places = set[str]().union(*(texts(words(one, name)) for one in LANGUAGES))
    found = texts(words(language, name))
    assert all_places - set(found) == set()
    assert [place for place, text in found.items() if not text.strip()] == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_its_row(language: str, name: str) -> None:
    joined(structure(name), words(language, name))


def test_every_office_is_named_by_a_row() -> None:
    named = {row for name in FILES for place, row in texts(structure(name)).items() if place.split(".")[-1] in OFFICES}
    assert named == set(words("en", PLAN)["offices"])


def test_a_text_without_a_row_is_named() -> None:
    rows = {"assets": {"trucks": {"kind": "built"}}}
    assert joined(rows, {"title": "Plan", "assets": {"trucks": {"name": "Trucks"}}}) == {
        "title": "Plan",
        "assets": {"trucks": {"kind": "built", "name": "Trucks"}},
    }
    with pytest.raises(ValueError, match=r"^assets\.lorries: there is no such row$"):
        joined(rows, {"assets": {"lorries": {"name": "Lorries"}}})
    with pytest.raises(ValueError, match=r"^assets\.trucks\.kind: the structure says it already$"):
        joined(rows, {"assets": {"trucks": {"kind": "built"}}})


def test_the_files_can_be_read_by_people() -> None:
    for path in [*STRUCTURE.iterdir(), *WORDS.rglob("*.toml")]:
        lines = path.read_text().splitlines()
        assert len(lines) <= MOST_LINES, path
        assert [line for line in lines if len(line) > LONGEST_LINE] == [], path


def test_months_are_single_or_from_one_to_another() -> None:
    found = months("2026-12/2027-01 2027-04/06 2027-09")
    assert [f"{month:%Y-%m-%d}" for month in found] == [
        "2026-12-01",
        "2027-01-01",
        "2027-04-01",
        "2027-05-01",
        "2027-06-01",
        "2027-09-01",
    ]


def test_a_new_language_is_a_folder_of_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = read("en")
    shutil.copytree(WORDS / "en", tmp_path / "fr")
    monkeypatch.setattr(files, "WORDS", tmp_path)
    found = read("fr")
    assert (found.language, found.slug) == ("fr", "clean-city-fr")
    assert (found.plan, found.goals) == (english.plan, english.goals)
