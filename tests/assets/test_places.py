"""A3 by locality and A7: the seed's clinic in village A, which needs qualified staff and families used to it."""

import pytest
from django.test import Client
from django_scopes import scope

from planning.assets.places import places
from planning.assets.rules import RatingLevel, level_in, spread
from planning.models import Asset, AssetNeed, Goal, GoalAsset, LocalAvailability, Locality, OwnRating
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

LOW, MEDIUM, HIGH = RatingLevel.LOW, RatingLevel.MEDIUM, RatingLevel.HIGH


@pytest.mark.parametrize(
    ("rated", "home", "goal_level", "expected"),
    [
        (HIGH, None, LOW, HIGH),  # what was said of the place counts
        (LOW, "A", HIGH, LOW),
        (None, "A", MEDIUM, MEDIUM),  # stands there: as rated for the goal
        (None, "A", None, None),
        (None, "B", HIGH, LOW),  # a school is in one village, but not in the next
        (None, None, HIGH, None),  # a habit without a place: nobody knows
        (None, None, LOW, LOW),  # absent in the town is absent in its places
        (None, "A", LOW, LOW),
    ],
)
def test_level_in_a_place(
    rated: RatingLevel | None, home: str | None, goal_level: RatingLevel | None, expected: RatingLevel
) -> None:
    assert level_in("A", rated, home, goal_level) is expected


@pytest.mark.parametrize(
    ("given", "counts", "disagree"),
    [
        ([], (0, 0, 0), False),
        ([3], (1, 0, 0), False),
        ([3, 3, None], (2, 0, 0), False),
        ([3, 3, 3, 2], (3, 1, 0), True),
        ([1, 3], (1, 0, 1), True),
    ],
)
def test_spread(given: list[int | None], counts: tuple[int, ...], disagree: bool) -> None:
    found = spread(given)
    assert tuple(found.counts.values()) == counts
    assert found.disagree is disagree


@pytest.fixture
def clinic(town: Town) -> dict[str, Asset]:
    """A clinic in village A that needs staff and families used to preventive care; village B has neither."""
    plan, goal = town.plan, town.rows["goal"]
    found = {}
    home = town.add(Locality(plan=plan, name="Village A"))
    town.add(Locality(plan=plan, name="Village B"))
    for name, kind, where in (("Clinic", "built", home), ("Nurses", "human", None), ("Habit", "social", None)):
        found[name] = town.add(Asset(plan=plan, name=name, kind=kind, locality=where))
        town.add(GoalAsset(plan=plan, goal=goal, asset=found[name], availability=3, importance=3), goal=goal)
    for name in ("Nurses", "Habit"):
        town.add(AssetNeed(plan=plan, asset=found["Clinic"], needed=found[name]))
    return found


def lacks(town: Town) -> list[tuple[str, str, str, RatingLevel | None]]:
    with scope(plan=town.plan):
        found = places(Goal.objects.get(pk=town.rows["goal"].pk)).lacks
    return [(str(lack.asset), str(lack.locality), str(lack.needed), lack.level) for lack in found]


def test_the_clinic_without_staff(town: Town, clinic: dict[str, Asset]) -> None:
    assert lacks(town) == [("Clinic", "Village A", "Nurses", None), ("Clinic", "Village A", "Habit", None)]
    with scope(plan=town.plan):
        home = Locality.objects.get(name="Village A")
        rows = {str(row): row for row in GoalAsset.objects.select_related("asset")}
    goal = town.rows["goal"]
    for name, level in (("Nurses", LOW), ("Habit", MEDIUM)):
        local = LocalAvailability(plan=town.plan, goal_asset=rows[name], locality=home, availability=level)
        town.add(local, goal_asset__goal=goal)
    assert lacks(town) == [("Clinic", "Village A", "Nurses", LOW)]
    gone = LocalAvailability(plan=town.plan, goal_asset=rows["Clinic"], locality=home, availability=LOW)
    town.add(gone, goal_asset__goal=goal)
    assert lacks(town) == []  # no clinic, no nurses missing


def test_the_page_shows_gaps_and_what_nobody_knows(town: Town, teacher: Client, clinic: dict[str, Asset]) -> None:
    page = teacher.get(town.url(f"goals/{town.rows['goal'].pk}/places/")).content.decode()
    row = page[page.index(">Clinic<") : page.index("</tr>", page.index(">Clinic<"))]
    assert row.count('class="gap"') == 2  # the upper quarter and village B, by the register
    assert "nobody knows; please rate it" in page


def test_own_ratings_come_first_and_nobody_is_named(town: Town) -> None:
    goal, rating = town.rows["goal"], town.rows["rating"]
    for letter, level in (("t", "3"), ("g", "1")):
        client, url = as_user(town.people[letter]), town.url(f"goals/{goal.pk}/own-ratings/")
        assert "× " not in client.get(url).content.decode()  # no other's rating stands here
        assert client.post(f"{url}{rating.pk}/", {"availability": level, "importance": "2"}).status_code == 302
        assert client.post(f"{url}{rating.pk}/", {"availability": level, "importance": ""}, headers=HTMX).status_code
    with scope(plan=town.plan):
        assert sorted(OwnRating.objects.values_list("availability", "importance")) == [(1, None), (3, None)]
        assert GoalAsset.objects.get(pk=rating.pk).availability is None  # nothing is averaged into the agreed value
    page = squeezed(as_user(town.people["s"]).get(town.url(f"goals/{goal.pk}/ratings/")))
    assert "members differ" in page
    assert "high × 1, low × 1" in page
    assert "teacher-rihan" not in page.lower()
    detail = as_user(town.people["v"]).get(town.url(f"goals/{goal.pk}/grid/{rating.pk}/")).content.decode()
    assert "<dt>Upper quarter</dt>" in detail
    assert "members differ" in detail


def test_bad_own_ratings_are_refused(town: Town, teacher: Client) -> None:
    url = town.url(f"goals/{town.rows['goal'].pk}/own-ratings/{town.rows['rating'].pk}/")
    for bad in ({"availability": "9"}, {"importance": "x"}):
        assert teacher.post(url, bad).status_code == 422


def test_who_recorded_the_agreed_value_and_when(town: Town, secretary: Client) -> None:
    goal, rating = town.rows["goal"], town.rows["rating"]
    url = town.url(f"goals/{goal.pk}/ratings/{rating.pk}/")
    secretary.post(url, {"version": "1", "fields": "reason", "reason": "old"}, headers=HTMX)
    with scope(plan=town.plan):
        assert GoalAsset.objects.get(pk=rating.pk).agreed_at is None
    secretary.post(url, {"version": "2", "fields": "importance", "importance": "3"}, headers=HTMX)
    as_user(town.people["t"]).post(url, {"version": "3", "fields": "reason", "reason": "older"}, headers=HTMX)
    with scope(plan=town.plan):
        row = GoalAsset.objects.get(pk=rating.pk)
    assert row.agreed_by == town.people["s"]
    assert row.agreed_at < row.changed_at
    detail = secretary.get(town.url(f"goals/{goal.pk}/grid/{rating.pk}/")).content.decode()
    assert f"recorded by {town.people['s'].name}" in detail


def test_a_member_of_another_group_does_not_rate(town: Town) -> None:
    """Their levels would count in a spread that is not theirs."""
    goal = town.rows["goal2"]  # of no group
    asset = town.add(Asset(plan=town.plan, name="Paths", kind="built"))
    row = town.add(GoalAsset(plan=town.plan, goal=goal, asset=asset), goal=goal)
    at = town.url(f"goals/{goal.pk}/own-ratings/{row.pk}/")
    said = {"availability": "1", "importance": "2"}
    assert as_user(town.people["g"]).post(at, said).status_code == 403
    assert as_user(town.people["t"]).post(at, said).status_code in (200, 302)
    with scope(plan=town.plan):
        assert OwnRating.objects.filter(goal_asset=row).count() == 1
