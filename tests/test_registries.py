"""What a room registers, and that nothing is forgotten: each registry as a whole."""

import importlib
from pathlib import Path

from django.conf import settings

from planning.goals.rooms import Room
from planning.overview.path import ROOMS

APPS = ("planning", "stakeholders", "targets", "monitoring")


def modules(name: str) -> list[str]:
    """The rooms' modules of this name: "planning.goals.checks"."""
    root = Path(settings.BASE_DIR)
    found = (path.relative_to(root) for app in APPS for path in (root / app).rglob(f"{name}.py"))
    return sorted(".".join(path.with_suffix("").parts) for path in found)


def test_every_room_with_checks_is_in_the_path_once() -> None:
    rooms = [importlib.import_module(name).ROOM for name in modules("checks")]
    assert all(isinstance(room, Room) for room in rooms)
    assert sorted(room.name for room in ROOMS) == sorted(room.name for room in rooms)
