"""What a room registers, and that nothing is forgotten: each registry as a whole."""

import importlib
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django_scopes import scope

from planning.calendar.feed import SOURCES
from planning.council.gathered import gather
from planning.council.registered import METHOD, SECTIONS
from planning.council.tables import EVERY_TABLE
from planning.goals.document import Section
from planning.goals.rooms import Room
from planning.overview.chain import LINKS, WAYS
from planning.overview.path import ROOMS
from tests.fixtures import Town

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


def test_every_rooms_section_is_in_the_document_once() -> None:
    found: list[Section] = []
    for name in modules("section"):
        module = importlib.import_module(name)
        found += [*getattr(module, "SECTIONS", ()), *([module.SECTION] if hasattr(module, "SECTION") else [])]
    assert sorted(section.kind for section in found) == sorted(SECTIONS)
    assert len({section.anchor for section in found}) == len(found)
    for section in found:
        get_template(section.template)


def test_the_steps_of_the_sections_follow_the_method() -> None:
    assert [SECTIONS[kind].step for kind in METHOD] == sorted(section.step for section in SECTIONS.values())
    assert set(METHOD) >= EVERY_TABLE


def test_what_a_section_needs_is_gathered(town: Town) -> None:
    with scope(plan=town.plan):
        found = gather(town.plan)
    assert {section.needs for section in SECTIONS.values() if section.needs} <= found.keys()


def test_every_rooms_dates_are_in_the_calendars() -> None:
    assert {source.__module__ for source in SOURCES} == {
        name for name in modules("dates") if name != "planning.goals.dates"
    }


def test_every_rooms_links_are_in_the_chain() -> None:
    rooms = [importlib.import_module(name) for name in modules("links")]
    assert {kind for room in rooms for kind in room.LINKS} == set(LINKS)
    assert {way for room in rooms for way in getattr(room, "WAYS", ())} == set(WAYS)
    assert {end for way in WAYS for end in (way.of, way.to)} == set(LINKS)
