"""A session of the town's goal, and its people by their letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from planning.brainstorm.actions import name_asset
from planning.brainstorm.rules import Turn, next_turn
from planning.models import Brainstorm, BrainstormEntry
from tests.fixtures import HTMX, Town, as_user


@dataclass
class Room:
    """The session as the tests speak of it; the secretary sits in it as number 0 and has named "Brooms"."""

    town: Town
    session: Brainstorm

    def url(self, path: str = "") -> str:
        return self.town.url(f"brainstorms/{self.session.pk}/{path}")

    def client(self, letter: str, htmx: bool = False) -> Client:
        return as_user(self.town.people[letter], **(HTMX if htmx else {}))

    def turn(self) -> Turn | None:
        return next_turn(p.seat for p in self.session.participants.all())

    def form(self, name: str = "", **more: Any) -> dict[str, Any]:
        """What the form of the running turn sends."""
        turn = self.turn()
        assert turn
        return {"number": turn.number, "round": turn.round, "name": name, **more}

    def names(self) -> list[str]:
        return list(BrainstormEntry.objects.filter(brainstorm=self.session).values_list("name", flat=True))

    def say(self, name: str) -> BrainstormEntry:
        turn = self.turn()
        assert turn
        return name_asset(self.session, turn, name, key=None, by=self.town.people["s"])


@pytest.fixture
def room(town: Town) -> Iterator[Room]:
    with scope(plan=town.plan):
        yield Room(town, town.rows["brainstorm"])
