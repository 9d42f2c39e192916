"""Saving cells and rows: what is written, what conflicts, what is refused; nothing typed is ever lost."""

import re

import pytest
from django.test import Client
from django_scopes import scope

from planning.models import Asset
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed


def url_of(town: Town, name: str = "asset") -> str:
    return town.url(f"assets/{town.rows[name].pk}/")


def stored(town: Town) -> Asset:
    with scope(plan=town.plan):
        return Asset.everything.get(pk=town.rows["asset"].pk)


def save(client: Client, town: Town, version: int, fields: str | None = None, **values: str):
    data = {"version": version, "opened": version, **values} | ({"fields": fields} if fields else {})
    return client.post(url_of(town), data, headers=HTMX if fields else {})


WHOLE = {"name": "Lorries", "kind": "built"}


def test_one_cell_is_saved_alone(secretary: Client, town: Town) -> None:
    response = save(secretary, town, 1, "keeper", keeper="Municipality", name="not sent along")
    assert response.status_code == 200
    assert b"<html" not in response.content
    asset = stored(town)
    assert (asset.keeper, asset.name, asset.version) == ("Municipality", "Lorries", 2)
    assert asset.changed_by == town.people["s"]
    assert f'id="version-{asset.pk}" value="2"' in squeezed(response)


def test_without_javascript_a_row_is_saved_as_a_page(secretary: Client, town: Town) -> None:
    response = save(secretary, town, 1, **WHOLE, keeper="Depot")
    assert response.status_code == 302
    assert response["Location"] == town.url(f"assets/#row-{town.rows['asset'].pk}")
    assert stored(town).keeper == "Depot"


def test_two_people_may_fill_two_cells_of_one_row(secretary: Client, teacher: Client, town: Town) -> None:
    save(secretary, town, 1, "keeper", keeper="Depot")
    assert save(teacher, town, 1, "unit", unit="pieces").status_code == 200
    asset = stored(town)
    assert (asset.keeper, asset.unit, asset.version) == ("Depot", "pieces", 3)


def test_the_same_cell_twice_shows_both_values(secretary: Client, teacher: Client, town: Town) -> None:
    save(secretary, town, 1, "keeper", keeper="Depot")
    response = save(teacher, town, 1, "keeper", keeper="School")
    assert response.status_code == 409
    text = response.content.decode()
    assert "Depot" in text
    assert "School" in text
    assert str(town.people["s"]) in text
    assert stored(town).keeper == "Depot"
    # the answer carries the version that was shown, so that "keep mine" is an informed save
    assert 'name="shown" value="keeper:2"' in text
    assert save(teacher, town, 1, "keeper", keeper="School", shown="keeper:2", mine="keeper").status_code == 200
    assert stored(town).keeper == "School"


def test_keep_theirs_drops_only_that_cell(secretary: Client, teacher: Client, town: Town) -> None:
    save(secretary, town, 1, "keeper", keeper="Depot")
    response = save(teacher, town, 1, **WHOLE, keeper="School", unit="pieces")
    assert response.status_code == 409
    assert b"<html" in response.content
    assert b'value="School"' in response.content
    mine = {"version": "2", "keeper": "School", "unit": "pieces", "theirs": "keeper"}
    response = teacher.post(url_of(town), WHOLE | mine)
    assert response.status_code == 302
    assert (stored(town).keeper, stored(town).unit) == ("Depot", "pieces")


def hidden(text: str) -> dict[str, list[str]]:
    """What a form made of this answer would post beside its visible cells."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(version|seen|shown)"[^>]* value="([^"]*)"', text):
        found.setdefault(name, []).append(value)
    return found


def test_saving_one_cell_does_not_vouch_for_the_others(secretary: Client, teacher: Client, town: Town) -> None:
    """The form still shows the old name; sending all of it must not put that back."""
    save(teacher, town, 1, "name", name="Trucks")
    text = save(secretary, town, 1, "keeper", keeper="Depot").content.decode()
    whole = {"version": 1, "opened": 1, **WHOLE, "keeper": "Depot"} | hidden(text)
    assert secretary.post(url_of(town), whole, headers=HTMX).status_code == 200
    assert (stored(town).name, stored(town).keeper) == ("Trucks", "Depot")
    # and the cell that was saved may be saved again: it is not in conflict with itself
    again = whole | {"fields": "keeper", "keeper": "Yard"}
    assert secretary.post(url_of(town), again, headers=HTMX).status_code == 200


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_keeping_mine_does_not_undo_their_other_cells(
    headers: dict[str, str], secretary: Client, teacher: Client, town: Town
) -> None:
    for version, name, value in ((1, "name", "Trucks"), (2, "keeper", "Depot"), (3, "unit", "pieces")):
        save(teacher, town, version, name, **{name: value})
    typed = WHOLE | {"keeper": "School", "unit": "lorries", "version": "1", "opened": "1"}
    response = secretary.post(url_of(town), typed, headers=headers)
    assert response.status_code == 409
    # two cells wait for a decision: one choice decides one cell
    posted = typed | hidden(response.content.decode())
    response = secretary.post(url_of(town), posted | {"mine": "keeper"}, headers=headers)
    assert response.status_code == 409
    text = response.content.decode()
    assert "pieces" in text
    assert "Depot" not in text
    assert stored(town).version == 4
    response = secretary.post(url_of(town), typed | hidden(text) | {"theirs": "unit"}, headers=headers)
    assert response.status_code in {200, 302}
    asset = stored(town)
    assert (asset.name, asset.keeper, asset.unit) == ("Trucks", "School", "pieces")


def test_a_forged_version_conflicts_instead_of_overwriting(secretary: Client, town: Town) -> None:
    save(secretary, town, 1, "keeper", keeper="Depot")
    for version in (0, 77, 10**15):
        assert save(secretary, town, version, "keeper", keeper="Thief").status_code == 409
    assert stored(town).keeper == "Depot"


def test_saving_what_is_there_already_changes_nothing(secretary: Client, town: Town) -> None:
    assert save(secretary, town, 1, "name", name="Lorries").status_code == 200
    assert stored(town).version == 1


def test_a_deleted_row_can_be_brought_back_with_what_was_typed(secretary: Client, teacher: Client, town: Town) -> None:
    with scope(plan=town.plan):
        town.rows["rating"].delete()
        town.rows["influence"].delete()
    secretary.post(url_of(town) + "delete/", headers=HTMX)
    response = save(teacher, town, 1, "keeper", keeper="School")
    assert response.status_code == 409
    assert "has deleted this row" in response.content.decode()
    response = teacher.post(url_of(town), WHOLE | {"version": "1", "keeper": "School", "restore": "1"})
    assert response.status_code == 302
    assert stored(town).deleted_at is None
    assert stored(town).keeper == "School"


BAD = [
    ("name", "x" * 161, "160"),
    ("name", "", "required"),
    ("name", "Lor\x00ries", "Null characters"),
    ("name", "Lor\u202eries", "U+202E"),
    ("name", "Lorries 🚛", "🚛"),
    ("description", "x" * 4001, "This text is 1 character too long: 4001, and there is room for 4000."),
    ("description", "\u2066hidden", "U+2066"),
    ("quantity", "-5", "greater than or equal to 0"),
    ("quantity", "1e999", ""),
    ("quantity", "NaN", "number"),
    ("quantity", "9" * 30, ""),
    ("quantity", "three", "number"),
    ("kind", "magic", "magic"),
    ("locality", "999999", "valid choice"),
    ("locality", "x", "valid choice"),
    ("locality", "9" * 40, "valid choice"),
]


@pytest.mark.parametrize(("field", "value", "says"), BAD)
def test_bad_input_is_answered_at_its_cell(field: str, value: str, says: str, secretary: Client, town: Town) -> None:
    response = save(secretary, town, 1, field, **{field: value})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert b'class="err"' in response.content
    assert stored(town).version == 1
    page = save(secretary, town, 1, **(WHOLE | {"keeper": "typed before"} | {field: value}))
    assert page.status_code == 422
    assert 'value="typed before"' in page.content.decode()  # nothing lost
    assert 'role="alert"' in page.content.decode()  # the summary on top


def test_marks_that_arabic_needs_may_be_typed(secretary: Client, town: Town) -> None:
    assert save(secretary, town, 1, "name", name="می\u200cخواهم \u200fحاويات").status_code == 200


@pytest.mark.parametrize("path", ["assets/999999/", "assets/999999/view/", "assets/999999/history/"])
def test_unknown_rows_are_404(path: str, secretary: Client, town: Town) -> None:
    assert secretary.get(town.url(path)).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"fields": "version"},
        {"fields": "plan_id deleted_at"},
        {"fields": ""},
        {"version": "x"},
        {"version": "-1"},
        {"fields": "name", "name": ["a", "b"]},
        {"theirs": "nonsense"},
    ],
)
def test_a_forged_form_never_breaks_the_server(data: dict, secretary: Client, town: Town) -> None:
    response = secretary.post(url_of(town), data, headers=HTMX)
    assert response.status_code in {200, 409, 422}
    assert stored(town).plan == town.plan


def test_dates_are_held_to_their_range_and_order(secretary: Client, town: Town) -> None:
    action = town.url(f"goals/{town.rows['goal'].pk}/actions/{town.rows['action'].pk}/")

    def put(version: int, **cell: str) -> int:
        (name,) = cell
        return secretary.post(action, {"version": version, "fields": name, **cell}, headers=HTMX).status_code

    assert put(1, start="0026-01-01") == 422
    assert put(1, start="3026-01-01") == 422
    assert put(1, start="2027-02-31") == 422
    assert put(1, start="2027-03-01") == 200
    assert put(2, end="2027-02-01") == 422
    assert put(2, end="2027-04-30") == 200


def test_two_cells_that_break_a_rule_only_together_are_refused(secretary: Client, teacher: Client, town: Town) -> None:
    """Start and end, each fine by what its editor saw: the table's own constraint decides."""
    from planning.models import Action
    from planning.worksheets.actions import save_row

    with scope(plan=town.plan):
        first = Action.objects.get()
        second = Action.objects.get()
        import datetime

        from django.core.exceptions import ValidationError

        save_row(first, {"start": datetime.date(2027, 5, 1)}, seen_version=1, by=town.people["s"])
        with pytest.raises(ValidationError, match="The end is before the start"):
            save_row(second, {"end": datetime.date(2027, 4, 1)}, seen_version=1, by=town.people["t"])
        assert Action.objects.get().end is None


def test_the_reader_role_cannot_save(town: Town) -> None:
    assert save(as_user(town.people["v"]), town, 1, "keeper", keeper="x").status_code == 403
    assert stored(town).version == 1
