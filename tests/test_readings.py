"""Every query that is put together once has a page whose benchmark asks for it; the others are querysets.

What it saves on a page that is seldom opened (1 to 3 ms) does not pay for the second way to read a table."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.template import engines

from planning.plans import prepared
from planning.plans.memberships import Memberships
from planning.plans.prepared import Prepared, Reading
from tests.fixtures import Town, as_user
from tests.plans.names import address

pytestmark = pytest.mark.django_db
# the reading: the page that is measured by tests/benchmarks (by name with sixty rows of each table, or with --big)
ASKED_BY = {
    "planning.plans.access.MEMBERSHIPS": "overview",
    "planning.goals.section.READ_NAMED": "overview",
    "planning.overview.path.COUNTS": "overview",
    "planning.overview.views.READ_PARTNERS": "overview",
    "planning.readiness.gathered.COUNTS": "readiness",
    "planning.actions.checks.READ_ACTIONS": "overview",
    "planning.actions.forms.READ_ACTIONS": "resources",
    "planning.actions.section.READ_LINES": "resources",
    "planning.actions.section.READ_PARTS": "actions",
    "planning.assets.places.READ_ASSETS": "places",
    "planning.assets.places.READ_LOCALITIES": "places",
    "planning.assets.places.READ_NEEDS": "places",
    "planning.assets.places.READ_RATINGS": "places",
    "planning.assets.views.READ_LISTED": "own_ratings",
    "planning.brainstorm.access.READ_SESSION": "brainstorm",
    "planning.brainstorm.listing.READ_ENTRIES": "brainstorm",
    "planning.brainstorm.listing.READ_PROOFS": "brainstorm_list",
    "stakeholders.forms.READ_REGISTER": "connections",
    "stakeholders.readings.READ_ANSWERS": "stakeholder_map",
    "stakeholders.readings.READ_CONNECTIONS": "stakeholder_network",
    "stakeholders.readings.READ_INFLUENCES": "positions",
    "stakeholders.readings.READ_POSITIONS": "stakeholder_map",
    "stakeholders.templatetags.stakeholders.OF_GOAL": "connections",
    "stakeholders.templatetags.stakeholders.OF_STEP": "positions",
    "targets.section.READ_AIMS": "target_grid",
    "targets.section.READ_MEASURES": "target_grid",
    "targets.timeline.section.READ_ACTIVITIES": "timeline",
    "targets.timeline.section.READ_LINKS": "timeline",
    "targets.timeline.section.READ_MEETINGS": "timeline",
}


def readings() -> dict[str, Any]:
    """Those that stand in a room by themselves, by name; the worksheets' own are of one kind (worksheets.fetching)."""
    import_module(settings.ROOT_URLCONF)
    assert engines["django"]  # which imports the tags
    rooms = ("planning.", "stakeholders.", "targets.", "monitoring.")
    return {
        f"{module}.{name}": value
        for module, room in list(sys.modules.items())
        if module.startswith(rooms)
        for name, value in vars(room).items()
        if isinstance(value, (Prepared, Reading, Memberships)) and _is_made_in(room, name)
    }


def _is_made_in(room: Any, name: str) -> bool:
    return f"\n{name} = " in (text := _text(room)) or f"\n{name}, " in text or f", {name} = " in text


def _text(room: Any) -> str:
    with open(room.__file__, encoding="utf-8") as file:
        return file.read()


def test_every_reading_is_listed_with_its_page() -> None:
    assert set(readings()) == set(ASKED_BY)


@pytest.mark.parametrize("name", ASKED_BY)
def test_its_page_asks_it(name: str, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = readings()[name]
    its = {id(one) for one in (reading, *vars(reading).values())}
    asked: list[int] = []
    ask: Callable[..., Any] = Prepared.__call__

    def noted(self: Prepared, **values: Any) -> Any:
        asked.append(id(self))
        return ask(self, **values)

    monkeypatch.setattr(prepared.Prepared, "__call__", noted)
    assert as_user(town.people["s"]).get(address(ASKED_BY[name], town)).status_code == 200
    assert its & set(asked)
