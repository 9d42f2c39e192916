"""What the pages for readers of this repository claim is so."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from config.launcher.bootstrap import read_options

ROOT = Path(settings.BASE_DIR)
README, MAP, GLOSSARY = ROOT / "README.md", ROOT / "docs/package-map.md", ROOT / "docs/glossary.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
COMMAND = re.compile(r"(?:manage\.py|\./run (?:--data \S+ )?manage) ([a-z_]+)")
RUN = re.compile(r"\./run(?: --?[\w-]+(?: [\w.]+)?)*(?= manage|`|$)", re.MULTILINE)
OTHER_PLACES = ("http://", "https://", "mailto:")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The headings as a link names them: "A new worksheet" → a-new-worksheet."""
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(page.read_text()))
    return {text.strip().replace(" ", "-") for text in words}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(page.read_text()):
        if link.startswith(OTHER_PLACES):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_room_is_on_the_map() -> None:
    rooms = [path.parent for path in (ROOT / "planning").glob("*/__init__.py")]
    assert rooms
    text = MAP.read_text()
    assert [named(room) for room in rooms if f"`{named(room)}/" not in text] == []


def test_the_map_names_no_file_that_is_gone() -> None:
    """Files in a room's own section are named without the room."""
    missing = []
    for section in MAP.read_text().split("\n### ")[1:]:
        head, _, body = section.partition("\n")
        rooms = [ROOT / room for room in re.findall(r"`([\w/]+/)`", head)]
        if not rooms:
            continue
        cells = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", body.partition("\n## ")[0], re.MULTILINE)
        files = [file for cell in cells for file in re.findall(r"`([^`]+)`", cell)]
        missing += [f"{head}: {file}" for file in files if not any((room / file).exists() for room in rooms)]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_in_the_pages_is_there(page: Path) -> None:
    """`config/…`, `planning/…`, `templates/…`: whole paths, written from the top; the worked example is left out."""
    text = page.read_text().partition("## A new worksheet")[0]
    paths = re.findall(
        r"`((?:\.ci|config|planning|stakeholders|targets|monitoring|templates|static|tests|docs)/[\w./-]*)`", text
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_is_there(page: Path) -> None:
    assert set(COMMAND.findall(page.read_text())) <= set(get_commands())


def test_the_commands_of_the_readme_take_their_options() -> None:
    """`./run manage backup plan.tar.gz  # …` is parsed as the command itself would parse it."""
    lines = re.findall(r"\./run manage ([a-z]\w+)([^`\n#]*)", README.read_text())
    assert {"backup", "restore", "exportplan", "loadexample", "createsuperuser", "makemessages"} <= {
        n for n, _ in lines
    }
    for name, arguments in lines:
        command = load_command_class(get_commands()[name], name)
        command.create_parser("manage.py", name).parse_args(shlex.split(arguments))


def test_the_options_of_run_are_there() -> None:
    found = {match.group() for match in RUN.finditer(README.read_text())}
    assert any("--port" in line for line in found)
    for line in found:
        read_options(shlex.split(line)[1:])


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_the_glossary_speaks_the_arabic_of_the_product() -> None:
    rows = [line.split(" | ") for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    words = [row[2].strip() for row in rows if len(row) == 4 and re.search(r"[\u0600-\u06ff]", row[2])]
    catalogue = (ROOT / "locale/ar/LC_MESSAGES/django.po").read_text()
    assert len(words) > 20
    assert [word for word in words if word not in catalogue] == []
