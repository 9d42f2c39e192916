"""An import by "update" beside people who edit the same assets: nobody's words are lost without a word (A2).

The rule: an import writes over what stood there when its rows were checked, and over nothing that came later; who has
the row open meanwhile is asked by the worksheet. And a control that loses, so that the test can fail."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django_scopes import scope

from planning.imports import working
from planning.imports.models import Import
from planning.imports.register import Register
from planning.models import Asset, User
from planning.worksheets.actions import Conflict, add_row, delete_row, save_row
from tests.fixtures import Town, as_user, make_town
from tests.patience import PATIENCE

from .conftest import as_csv, checked, imported, upload, worked

ROWS = [["Asset", "Kind of capital", "Unit", "Keeper"], ["Lorries", "built", "vehicles", "Depot"]]


def asset(town: Town) -> Asset:
    with scope(plan=town.plan):
        return Asset.objects.get(pk=town.rows["asset"].pk)


def edit(town: Town, **values: str) -> None:
    with scope(plan=town.plan):
        save_row(asset(town), values, seen_version=asset(town).version, by=town.people["t"])


def looked_at(client: Client, town: Town) -> Import:
    """Checked, and shown to the person who is about to press "Import now"."""
    return checked(client, town, upload(client, town, as_csv(ROWS), "a.csv"), "update")


def run(client: Client, town: Town, found: Import) -> Import:
    client.post(town.url(f"assets/import/{found.pk}/run/"))
    return worked(town, found.pk)


@pytest.mark.django_db
def test_what_was_edited_after_the_check_is_not_overwritten(town: Town, secretary: Client) -> None:
    found = looked_at(secretary, town)
    edit(town, keeper="School")
    done = run(secretary, town, found)
    assert not done.is_imported
    assert (asset(town).keeper, asset(town).unit) == ("School", "")  # all or nothing
    (error,) = done.report["errors"]
    assert (error["row"], error["column"]) == (2, "D")
    assert "“School”" in error["reason"]
    page = secretary.get(town.url(f"assets/import/{found.pk}/")).content.decode()
    assert "School" in page
    assert "Import now" not in page
    again = checked(secretary, town, done, "update")  # looked at once more, it is the person's decision
    assert run(secretary, town, again).is_imported
    assert (asset(town).keeper, asset(town).unit) == ("Depot", "vehicles")


@pytest.mark.django_db
def test_an_edit_that_agrees_or_is_elsewhere_hinders_nothing(town: Town, secretary: Client) -> None:
    found = looked_at(secretary, town)
    edit(town, keeper="Depot", condition="old")
    assert run(secretary, town, found).is_imported
    assert (asset(town).keeper, asset(town).unit, asset(town).condition) == ("Depot", "vehicles", "old")


@pytest.mark.django_db
def test_what_was_already_so_and_then_edited_is_not_put_back(town: Town, secretary: Client) -> None:
    edit(town, keeper="Depot")  # the file says the same, so the check counts this cell as it is
    found = looked_at(secretary, town)
    edit(town, keeper="School")
    assert not run(secretary, town, found).is_imported
    assert asset(town).keeper == "School"


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["added", "deleted", "renamed"])
def test_assets_that_came_or_went_since_the_check_are_looked_at_again(
    town: Town, secretary: Client, change: str
) -> None:
    with scope(plan=town.plan):
        if change == "added":
            edit(town, name="Old lorries")
    found = looked_at(secretary, town)
    with scope(plan=town.plan):
        if change == "added":
            add_row(Asset(plan=town.plan, name="Lorries", kind="built"), key=None, by=town.people["t"])
        elif change == "renamed":
            edit(town, name="Old lorries")
        else:
            town.rows["rating"].deleted_at = town.rows["influence"].deleted_at = asset(town).changed_at
            for row in (town.rows["rating"], town.rows["influence"]):
                row.save()
            delete_row(asset(town), by=town.people["t"])
        before = Asset.everything.count()
    done = run(secretary, town, found)
    assert "since the rows were checked" in done.report["errors"][0]["reason"]
    with scope(plan=town.plan):
        assert Asset.everything.count() == before


@pytest.mark.django_db
def test_who_has_the_row_open_while_it_is_imported_is_asked(town: Town, secretary: Client) -> None:
    imported(secretary, town, as_csv(ROWS), "update", name="a.csv")
    data = {"version": 1, "fields": "keeper", "keeper": "School"}
    answer = as_user(town.people["t"]).post(
        town.url(f"assets/{town.rows['asset'].pk}/"), data, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 409
    assert all(word in answer.content.decode() for word in ("Depot", "School"))
    assert asset(town).keeper == "Depot"


# At the same moment ------------------------------------------------------------------------------------------------


def careful(found: Asset, by: User) -> bool:
    try:
        save_row(found, {"keeper": "School"}, seen_version=1, by=by)
    except Conflict:
        return False
    return True


def careless(found: Asset, by: User) -> bool:
    """The check switched off: whoever comes last wins, and is told that all went well."""
    return bool(Asset.objects.filter(pk=found.pk).update(keeper="School", version=F("version") + 1))


def race(town: Town, save: Callable[[Asset, User], bool]) -> tuple[bool, bool, str]:
    """Import and edit at once: whether each was confirmed, and what the cell says."""
    client = as_user(town.people["s"])
    found = looked_at(client, town)
    seen, start = asset(town), Barrier(2)
    client.post(town.url(f"assets/import/{found.pk}/run/"))

    def both(work: Callable[[], Any]) -> Any:
        try:
            with scope(plan=town.plan):
                start.wait(timeout=PATIENCE)
                return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        edited = pool.submit(both, lambda: save(seen, town.people["t"]))
        ran = pool.submit(both, lambda: working.work(found.pk))
        ran.result()
        confirmed = edited.result()
    with scope(plan=town.plan):
        return Import.objects.get(pk=found.pk).is_imported, confirmed, asset(town).keeper


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_of_the_two_is_told() -> None:
    for number in range(6):
        ran, confirmed, keeper = race(make_town(f"race{number}"), careful)
        assert (ran, confirmed) in {(True, False), (False, True)}, number
        assert keeper == ("Depot" if ran else "School")


@pytest.mark.django_db(transaction=True)
def test_the_control_without_the_check_does_lose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Register, "moved_on", lambda *_args: None)
    told = [race(make_town(f"loses{number}"), careless) for number in range(3)]
    assert any(ran and confirmed for ran, confirmed, _keeper in told)  # both were told that theirs stands
