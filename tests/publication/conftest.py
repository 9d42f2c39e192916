from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.approval import actions as approval
from planning.models import Version
from planning.publication.content import PARTS
from tests.approval.conftest import access_of, add_clerk, decision, submitted
from tests.fixtures import Town, as_user


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def approve(town: Town) -> Version:
    """What stands in the worksheets now goes to the council and is approved."""
    if "m" not in town.people:
        add_clerk(town)
    version = submitted(town)
    with scope(plan=town.plan):
        approval.decide(access_of(town, "m"), version.number, decision(number=f"{16 + version.number}/2026"))
    return version


def publish(town: Town, *parts: str) -> None:
    """Shows these parts of the approved plan, as the secretariat does it."""
    chosen = {f"shows_{part}": "on" for part in parts} | {"language": "en", "licence": "cc-by-4.0"}
    secretary = as_user(town.people["s"])
    assert secretary.post(town.url("publication/"), chosen).status_code == 302
    assert secretary.post(town.url("publication/switch/"), {"do": "on"}).status_code == 302


@pytest.fixture
def public(town: Town) -> Town:
    """A town whose approved plan is public with all parts."""
    approve(town)
    publish(town, *PARTS)
    return town


def addresses(town: Town) -> list[str]:
    """Every public address of the plan, of every action in both languages."""
    root, key = f"/open/{town.plan.slug}/", town.rows["action"].pk
    of_language = ("", f"actions/{key}/", "actions.csv")
    return [root, f"{root}plan.json", *(f"{root}{lang}/{place}" for lang in ("en", "ar") for place in of_language)]


def walked(town: Town) -> str:
    """All that anybody gets from them, headers included."""
    found = []
    for url in addresses(town):
        response = Client().get(url)
        found += [str(response.headers), response.content.decode()]
    return "\n".join(found)


def queries(url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        Client().get(url, headers=headers)
    return len(captured)
