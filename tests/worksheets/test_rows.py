"""Adding, deleting, undoing, moving, cancelling, polling; each with htmx and as a page."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import ScopeError, scope

from planning.models import Action, Asset, Goal, GoalAsset, Membership, ResourceLine, SubObjective
from tests.fixtures import HTMX, Town, as_user


def test_a_row_is_added_once_however_often_it_is_sent(secretary: Client, town: Town) -> None:
    data = {"name": "Spring", "kind": "natural", "key": str(uuid.uuid4())}
    for _time in range(2):
        response = secretary.post(town.url("assets/"), data, headers=HTMX)
        assert response.status_code == 201
        assert b"<html" not in response.content
    with scope(plan=town.plan):
        assert Asset.objects.filter(name="Spring").count() == 1
        assert Asset.objects.get(name="Spring").position == 2


def test_without_javascript_adding_leads_back_to_the_new_row(secretary: Client, town: Town) -> None:
    response = secretary.post(town.url("assets/"), {"name": "Spring", "kind": "natural"})
    assert response.status_code == 302
    assert "#row-" in response["Location"]


def test_a_refused_row_keeps_what_was_typed(secretary: Client, town: Town) -> None:
    for headers in (HTMX, {}):
        response = secretary.post(town.url("assets/"), {"name": "Spring", "kind": ""}, headers=headers)
        assert response.status_code == 422
        assert b'value="Spring"' in response.content


def test_a_new_asset_enters_the_register_and_the_goals_list(secretary: Client, town: Town) -> None:
    url = town.url(f"goals/{town.rows['goal'].pk}/ratings/")
    assert secretary.post(url, {"name": "Recycle bins", "kind": "built"}, headers=HTMX).status_code == 201
    with scope(plan=town.plan):
        row = GoalAsset.objects.get(asset__name="Recycle bins")
        assert (row.goal, row.position, row.asset.position) == (town.rows["goal"], 2, 2)
    for bad in ({}, {"name": "Half"}, {"asset": str(town.rows["asset"].pk)}, {"name": "x", "kind": "no"}):
        assert secretary.post(url, bad, headers=HTMX).status_code == 422


def test_deleting_can_be_undone(secretary: Client, town: Town) -> None:
    url = town.url(f"goals/{town.rows['goal'].pk}/resources/{town.rows['resource'].pk}/delete/")
    response = secretary.post(url, headers=HTMX)
    assert response.status_code == 200
    assert b'name="undo"' in response.content
    assert b"Brooms" not in secretary.get(town.url(f"goals/{town.rows['goal'].pk}/resources/")).content
    assert secretary.post(url, {"undo": "1"}, headers=HTMX).status_code == 200
    assert b"Brooms" in secretary.get(town.url(f"goals/{town.rows['goal'].pk}/resources/")).content
    page = secretary.post(url)
    assert page.status_code == 200
    assert b"<html" in page.content
    assert b'name="undo"' in page.content


def test_a_row_that_others_hang_on_is_not_deleted(secretary: Client, town: Town) -> None:
    response = secretary.post(town.url(f"assets/{town.rows['asset'].pk}/delete/"), headers=HTMX)
    assert response.status_code == 409
    assert "asset ratings (1)" in response.content.decode()
    with scope(plan=town.plan):
        assert Asset.objects.count() == 1


def test_undo_is_refused_where_the_place_is_taken(secretary: Client, town: Town) -> None:
    goal = town.rows["goal"]
    url = town.url(f"goals/{goal.pk}/ratings/{town.rows['rating'].pk}/delete/")
    secretary.post(url, headers=HTMX)
    secretary.post(town.url(f"goals/{goal.pk}/ratings/"), {"asset": town.rows["asset"].pk}, headers=HTMX)
    response = secretary.post(url, {"undo": "1"}, headers=HTMX)
    assert response.status_code == 409
    assert "already in the list" in response.content.decode()


def test_rows_change_places_and_goals_their_codes(secretary: Client, town: Town) -> None:
    goal, second = town.rows["goal"], town.rows["goal2"]
    assert secretary.post(town.url(f"goals/{second.pk}/move/"), {"way": "up"}, headers=HTMX).status_code == 204
    with scope(plan=town.plan):
        assert [g.pk for g in Goal.objects.all()] == [second.pk, goal.pk]
        assert Goal.objects.get(pk=second.pk).code == "1"
        assert SubObjective.objects.select_related("goal").get().code == "2.1"
    assert secretary.post(town.url(f"goals/{second.pk}/move/"), {"way": "up"}).status_code == 302  # at the edge
    with scope(plan=town.plan):
        assert Goal.objects.get(pk=second.pk).position == 1


def test_cancel_takes_back_my_changes_and_nobody_elses(secretary: Client, teacher: Client, town: Town) -> None:
    url = town.url(f"assets/{town.rows['asset'].pk}/")
    secretary.post(url, {"version": 1, "fields": "name", "name": "Mine"}, headers=HTMX)
    secretary.post(url, {"version": 2, "fields": "unit", "unit": "mine too"}, headers=HTMX)
    teacher.post(url, {"version": 3, "fields": "keeper", "keeper": "Theirs"}, headers=HTMX)
    teacher.post(url, {"version": 4, "fields": "unit", "unit": "theirs now"}, headers=HTMX)
    response = secretary.post(url + "view/", {"opened": 1, "version": 3}, headers=HTMX)
    assert response.status_code == 200
    with scope(plan=town.plan):
        asset = Asset.objects.get()
    assert (asset.name, asset.keeper, asset.unit) == ("Lorries", "Theirs", "theirs now")


def test_the_poll_costs_two_queries_and_no_template_while_nothing_changes(
    secretary: Client, teacher: Client, town: Town, django_assert_num_queries
) -> None:
    for path in (
        "assets/changes/",
        f"goals/{town.rows['goal'].pk}/ratings/changes/",
        f"goals/{town.rows['goal'].pk}/resources/changes/",
    ):
        first = secretary.get(town.url(path))
        assert first.status_code == 200
        with django_assert_num_queries(2):
            again = secretary.get(town.url(path), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again.templates) == (304, b"", [])
    etag = secretary.get(town.url("assets/changes/"))["ETag"]
    row = town.rows["asset"]
    teacher.post(town.url(f"assets/{row.pk}/"), {"version": 1, "fields": "name", "name": "Trucks"}, headers=HTMX)
    first = secretary.get(town.url("assets/changes/"), headers={"If-None-Match": etag})
    assert first.status_code == 200
    assert b"Trucks" in first.content
    assert str(town.people["t"]).encode() in first.content
    assert b"<html" not in first.content


def test_the_poll_tells_of_a_renamed_asset_in_the_ratings(secretary: Client, town: Town) -> None:
    url = town.url(f"goals/{town.rows['goal'].pk}/ratings/changes/")
    etag = secretary.get(url)["ETag"]
    asset = town.rows["asset"]
    secretary.post(town.url(f"assets/{asset.pk}/"), {"version": 1, "fields": "name", "name": "Trucks"}, headers=HTMX)
    assert b"Trucks" in secretary.get(url, headers={"If-None-Match": etag}).content


def test_the_poll_tells_of_a_deleted_row(secretary: Client, town: Town) -> None:
    base = town.url(f"goals/{town.rows['goal'].pk}/resources/")
    etag = secretary.get(base + "changes/")["ETag"]
    secretary.post(f"{base}{town.rows['resource'].pk}/delete/", headers=HTMX)
    response = secretary.get(base + "changes/", headers={"If-None-Match": etag})
    assert b"data-gone" in response.content


def test_a_poll_with_a_broken_moment_is_answered(secretary: Client, town: Town) -> None:
    broken = ("", "x", "2026-99-99T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59")
    for moment in broken:
        assert secretary.get(town.url("assets/changes/"), {"since": moment}).status_code == 200


def test_rows_outside_a_plans_scope_cannot_be_read(town: Town) -> None:
    for model in (Asset, Goal):
        with pytest.raises(ScopeError):
            model.objects.count()
        with pytest.raises(ScopeError):
            model.pgh_event_model.objects.count()


def test_history_names_who_changed_what(secretary: Client, teacher: Client, town: Town) -> None:
    asset = town.rows["asset"]
    teacher.post(town.url(f"assets/{asset.pk}/"), {"version": 1, "fields": "name", "name": "Trucks"}, headers=HTMX)
    for url in (town.url(f"assets/{asset.pk}/history/"), reverse("plan_history", args=[town.plan.slug])):
        text = secretary.get(url).content.decode()
        assert str(town.people["t"]) in text
        assert "Lorries" in text
        assert "Trucks" in text


def test_history_cannot_be_altered(town: Town) -> None:
    from django.db import DatabaseError, transaction

    with scope(plan=town.plan):
        events = Asset.pgh_event_model.objects.all()
        with pytest.raises(DatabaseError), transaction.atomic():
            events.update(name="never happened")
        with pytest.raises(DatabaseError), transaction.atomic():
            events.delete()
        assert events.count() == 1


def test_a_key_counts_only_for_the_same_row_in_the_same_place(secretary: Client, town: Town, other_town: Town) -> None:
    """A form that the browser kept (Back), or a key that somebody else has used, must lose and disclose nothing."""
    data = {"name": "Spring", "kind": "natural", "key": str(uuid.uuid4())}
    assert secretary.post(town.url("assets/"), data).status_code == 302
    assert secretary.post(town.url("assets/"), data | {"name": "Well"}).status_code == 302
    assert as_user(other_town.people["s"]).post(other_town.url("assets/"), data).status_code == 302
    for where, names in ((town, ["Spring", "Well"]), (other_town, ["Spring"])):
        with scope(plan=where.plan):
            assert list(Asset.objects.exclude(name="Lorries").values_list("name", flat=True)) == names
    for goal in ("goal", "goal2"):
        url = town.url(f"goals/{town.rows[goal].pk}/actions/")
        assert secretary.post(url, {"title": "A", "key": data["key"]}, headers=HTMX).status_code == 201


def test_bringing_a_row_back_whose_place_is_taken_is_refused_in_words(secretary: Client, town: Town) -> None:
    url = town.url(f"goals/{town.rows['goal'].pk}/ratings/")
    row = f"{url}{town.rows['rating'].pk}/"
    secretary.post(f"{row}delete/", headers=HTMX)
    assert secretary.post(url, {"asset": town.rows["asset"].pk}, headers=HTMX).status_code == 201
    response = secretary.post(row, {"restore": "1", "version": "1", "availability": "1"}, headers=HTMX)
    assert response.status_code == 409
    assert b"already in the list" in response.content


def test_a_row_does_not_come_back_without_what_it_hangs_on(secretary: Client, town: Town) -> None:
    delete = town.url(f"goals/{town.rows['goal'].pk}/ratings/{town.rows['rating'].pk}/delete/")
    town.rows["influence"].delete()
    secretary.post(delete, headers=HTMX)
    assert secretary.post(town.url(f"assets/{town.rows['asset'].pk}/delete/"), headers=HTMX).status_code == 200
    response = secretary.post(delete, {"undo": "1"}, headers=HTMX)
    assert response.status_code == 409
    assert b"has been deleted: Lorries" in response.content


def test_a_group_that_has_members_is_not_deleted(secretary: Client, town: Town) -> None:
    with scope(plan=town.plan):
        Goal.objects.update(group=None)
        url = town.url(f"groups/{town.rows['group'].pk}/delete/")
        assert "People (1)" in secretary.post(url, headers=HTMX).content.decode()
        Membership.objects.filter(group=town.rows["group"]).update(ended_at=timezone.now())
        assert secretary.post(url, headers=HTMX).status_code == 200


def test_a_poll_sees_a_row_that_went_to_an_older_action(secretary: Client, town: Town) -> None:
    """Its own version up by one, its action's down by one: the sum alone would be the same."""
    second = town.add(Action(plan=town.plan, goal=town.rows["goal"], title="Two"), goal=town.rows["goal"])
    with scope(plan=town.plan):
        Action.objects.filter(pk=town.rows["action"].pk).update(version=2)
        ResourceLine.objects.update(version=3000)  # and such a count does not overflow
    url = town.url(f"goals/{town.rows['goal'].pk}/resources/")
    etag = secretary.get(f"{url}changes/")["ETag"]
    moved = {"version": 3000, "fields": "action", "action": second.pk}
    assert secretary.post(f"{url}{town.rows['resource'].pk}/", moved, headers=HTMX).status_code == 200
    assert secretary.get(f"{url}changes/", headers={"If-None-Match": etag}).status_code == 200


def test_a_move_holds_both_rows_until_it_is_done(secretary: Client, town: Town) -> None:
    """A cell saved at the same moment waits; it must not stop the move with a conflict that nobody can answer."""
    town.add(Asset(plan=town.plan, name="Bins", kind="built"))
    with CaptureQueriesContext(connection) as asked:
        secretary.post(town.url(f"assets/{town.rows['asset'].pk}/move/"), {"way": "down"}, headers=HTMX)
    held = [q["sql"] for q in asked.captured_queries if "FOR UPDATE" in q["sql"] and '"planning_asset"' in q["sql"]]
    assert len(held) == 2


def test_a_zero_is_a_figure_in_the_history(secretary: Client, town: Town) -> None:
    line, at = town.rows["resource"], f"goals/{town.rows['goal'].pk}/resources/"
    for version, amount in enumerate(("0", ""), start=1):
        values = {"version": version, "fields": "amount currency", "amount": amount, "currency": "USD"}
        assert secretary.post(town.url(f"{at}{line.pk}/"), values).status_code == 302
    changes = secretary.get(town.url(f"{at}{line.pk}/history/")).content.decode()
    assert changes.count("<dt>Amount</dt>") == 2
