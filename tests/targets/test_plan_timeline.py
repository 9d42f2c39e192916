"""The months of the whole plan, which come some goals at a time where they are many (T5)."""

from datetime import date

import pytest

from targets.models import Activity
from targets.timeline import views
from targets.timeline.section import Timeline, batches
from tests.fixtures import Town, as_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([3], [[3]]),
        ([30, 30, 1], [[30, 30], [1]]),
        ([59, 2, 58, 1], [[59], [2, 58], [1]]),
        ([90, 5], [[90], [5]]),  # one that is too long by itself
    ],
)
def test_goals_come_as_many_as_have_sixty_lines(sizes: list[int], expected: list[list[int]]) -> None:
    every = [Timeline(None, ["line"] * size, [], []) for size in sizes]
    assert [[len(one.lines) for one in batch] for batch in batches(every, 60)] == expected


def test_all_goals_come_when_asked(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = town.rows["goal2"]
    town.add(Activity(plan=town.plan, goal=goal, name="Paint the crossing", months=(date(2026, 8, 1),)), goal=goal)
    monkeypatch.setattr(views, "MOST_LINES", 1)
    client, at = as_user(town.people["t"]), town.url("timeline/")

    def shown(query: str) -> tuple[bool, bool]:
        page = client.get(at + query).content.decode()
        return "Buy lorries" in page, "Paint the crossing" in page

    assert shown("") == (True, False)
    assert shown("?page=2") == (False, True)
    assert shown("?page=nonsense") == (True, False)
    assert shown("?page=all") == (True, True)
