"""The Arabic catalogue: nothing missing, nothing doubtful, every placeholder where it was."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from django.conf import settings as project
from django.core.management import call_command
from jinja2.ext import babel_extract

CATALOGUE = Path("locale/ar/LC_MESSAGES/django.po")
SOURCES = ("config", "planning", "templates", "stakeholders", "targets", "monitoring")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+[^>]*>")
# "one asset", "two assets" are words in Arabic: these forms stand for a single number each and may leave it out
COUNTS = {"%(n)d", "%(n)s", "%(count)d", "<bdi>", "</bdi>"}
ONE_NUMBER = 3


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return pofile.read_po(file, locale="ar")


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def key(message: Message) -> tuple[str | None, str]:
    return message.context, ids(message)[0]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


ARABIC = read(project.BASE_DIR / CATALOGUE)
SINGULAR = [message for message in entries(ARABIC) if not message.pluralizable]
PLURAL = [message for message in entries(ARABIC) if message.pluralizable]


def test_the_header_names_the_language_and_its_six_plurals():
    assert (str(ARABIC.locale), ARABIC.num_plurals) == ("ar", 6)
    assert not ARABIC.fuzzy


def test_every_text_has_words():
    assert [m.id for m in SINGULAR if not m.string.strip()] == []
    assert [m.id for m in PLURAL if len(m.string) != 6 or not all(form.strip() for form in m.string)] == []


def test_nothing_is_doubtful():
    assert [m.id for m in entries(ARABIC) if m.fuzzy] == []


def test_every_placeholder_and_tag_stands_in_the_translation():
    assert [m.id for m in SINGULAR if placeholders(m.id) != placeholders(m.string)] == []


@pytest.mark.parametrize("message", PLURAL, ids=lambda message: message.id[0][:40])
def test_every_plural_form_has_the_placeholders(message):
    wanted = placeholders(message.id[1])
    kept = [part for part in wanted if part not in COUNTS]
    for form in message.string[:ONE_NUMBER]:
        assert placeholders(form) in (wanted, kept)
    for form in message.string[ONE_NUMBER:]:
        assert placeholders(form) == wanted


def test_spaces_at_the_ends_are_kept_where_the_joined_words_need_them():
    assert [m.id for m in SINGULAR if m.id[0] == " " and m.string[0] != " "] == []


def test_no_row_template_has_a_text_that_the_catalogue_lacks():
    """Django's extraction overlooks `x or _("…")`, which the rows' engine knows."""
    known = {text for message in entries(ARABIC) for text in ids(message)}
    for path in (project.BASE_DIR / "templates").rglob("*.jinja"):
        with path.open("rb") as file:
            found = {text for _line, _name, text, _comments in babel_extract(file, ["_"], [], {})}
        assert found <= known, path.name


@pytest.mark.skipif(not shutil.which("xgettext"), reason="the texts are read out with xgettext, part of GNU gettext")
def test_no_text_of_the_code_is_missing_in_the_catalogue(tmp_path, monkeypatch, settings):
    for name in SOURCES:
        shutil.copytree(project.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    fresh = tmp_path / CATALOGUE
    fresh.parent.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["ar"], extensions=["html", "py", "txt", "jinja"], verbosity=0)
    missing = {key(message) for message in entries(read(fresh))} - {key(message) for message in entries(ARABIC)}
    assert missing == set()
