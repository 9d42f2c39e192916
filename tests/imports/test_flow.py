"""From choosing a file to its rows in the register, by each of the three rules."""

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.assets.models import Asset
from planning.goals.models import Locality
from planning.imports import tasks, working
from planning.imports.columns import remember, remembered
from planning.imports.models import Import, KnownHeader
from planning.plans import work
from planning.plans.work import Superseded, claim
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

from .conftest import HEAD, as_csv, as_xlsx, checked, imported, matched, upload, worked

ROWS = [HEAD, ["lorries", "built", 7, "vehicles", "upper  QUARTER"], ["Teachers", "Human", "٢٤", "", ""]]


def assets(town: Town) -> dict[str, list[Asset]]:
    found: dict[str, list[Asset]] = {}
    with scope(plan=town.plan):
        for asset in Asset.objects.select_related("locality"):
            found.setdefault(asset.name, []).append(asset)
    return found


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_skip_leaves_what_is_there(town: Town, secretary: Client, settings: Any) -> None:
    done = imported(secretary, town, as_xlsx(ROWS), "skip")
    assert done.is_imported
    assert done.report["counts"] == {"skipped": 1, "added": 1}
    found = assets(town)
    assert set(found) == {"Lorries", "Teachers"}
    assert found["Lorries"][0].quantity is None
    assert found["Lorries"][0].version == 1
    assert found["Teachers"][0].quantity == 24
    assert stored(settings) == []
    assert done.file == ""


def test_update_writes_the_filled_cells_alone(town: Town, secretary: Client) -> None:
    lorries = town.rows["asset"]
    with scope(plan=town.plan):
        Asset.objects.filter(pk=lorries.pk).update(keeper="Depot", unit="cars")
    rows = [[*HEAD, "Keeper"], ["LORRIES ", "physical, built", 7, "", "", ""]]
    done = imported(secretary, town, as_xlsx(rows), "update")
    assert done.report["counts"] == {"updated": 1}
    found = assets(town)["Lorries"]
    assert [(a.quantity, a.unit, a.keeper, a.locality, a.version) for a in found] == [
        (Decimal(7), "cars", "Depot", town.rows["locality"], 2)
    ]
    with scope(plan=town.plan):  # one line of history, and that an update
        assert [e.version for e in lorries.events.order_by("pgh_id")][-1] == 2
        assert lorries.events.filter(version=2).count() == 1
        assert lorries.events.filter(pgh_label="insert").count() == 1
    again = imported(secretary, town, as_xlsx(rows), "update")
    assert again.report["counts"] == {"unchanged": 1}
    assert assets(town)["Lorries"][0].version == 2


def test_add_makes_another(town: Town, secretary: Client) -> None:
    assert imported(secretary, town, as_xlsx(ROWS), "add").report["counts"] == {"added": 2}
    found = assets(town)
    assert set(found) == {"Lorries", "lorries", "Teachers"}
    assert found["lorries"][0].locality == town.rows["locality"]
    every = sorted((a for of_a_name in found.values() for a in of_a_name), key=lambda a: a.position)
    assert [a.position for a in every] == [1, 2, 3]
    assert len({a.key for a in every}) == 3
    assert {a.changed_by for a in every} == {town.people["s"]}


def test_another_kind_is_another_asset(town: Town, secretary: Client) -> None:
    done = imported(secretary, town, as_xlsx([HEAD, ["Lorries", "social", "", "", ""]]), "skip")
    assert done.report["counts"] == {"added": 1}


def test_the_history_knows_who(town: Town, secretary: Client) -> None:
    imported(
        secretary, town, as_xlsx([HEAD, ["Lorries", "built", 9, "", ""], ["Choir", "social", 1, "", ""]]), "update"
    )
    with scope(plan=town.plan):
        for name, version in (("Lorries", 2), ("Choir", 1)):
            event = Asset.objects.get(name=name).events.order_by("-pgh_id").first()
            assert event.version == version
            assert event.pgh_context["user"] == town.people["s"].pk
            assert event.changed_by == town.people["s"]
    history = secretary.get(town.url("history/")).content.decode()
    assert "Choir" in history


def test_unknown_localities_are_errors_unless_wished_for(town: Town, secretary: Client) -> None:
    rows = [HEAD, ["Mill", "built", "", "", "Old town"], ["Well", "natural", "", "", "OLD  town"]]
    found = checked(secretary, town, upload(secretary, town, as_xlsx(rows)), "skip")
    assert [(e["row"], e["column"]) for e in found.report["errors"]] == [(2, "E"), (3, "E")]
    assert "Old town" in found.report["errors"][0]["reason"]
    assert not found.may_run
    found = checked(secretary, town, found, "skip", new_localities="on")
    assert (found.report["errors"], found.report["new_places"]) == ([], ["Old town"])
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    worked(town, found.pk)
    with scope(plan=town.plan):
        place = Locality.objects.get(name="Old town")
        assert place.position == 2
        assert Asset.objects.filter(locality=place).count() == 2


def test_a_row_that_is_skipped_adds_no_locality(town: Town, secretary: Client) -> None:
    rows = [HEAD, ["Lorries", "built", "", "", "Old town"], ["Well", "natural", "", "", "Mill hill"]]
    found = checked(secretary, town, upload(secretary, town, as_xlsx(rows)), "skip", new_localities="on")
    assert found.report["counts"] == {"skipped": 1, "added": 1}
    assert found.report["new_places"] == ["Mill hill"]


def test_a_line_break_in_a_field_of_one_line_is_a_space(town: Town, secretary: Client) -> None:
    """A browser's field of one line would lose it at the next edit."""
    rows = [[*HEAD, "Description"], ["Old\nmill", "built", "", "", "Upper\nquarter", "one\ntwo"]]
    imported(secretary, town, as_xlsx(rows), "skip")
    mill = assets(town)["Old mill"][0]
    assert (mill.locality, mill.description) == (town.rows["locality"], "one\ntwo")


def test_members_of_a_group_import_but_add_no_localities(town: Town) -> None:
    """They may not by hand either."""
    member = as_user(town.people["g"])
    rows = [HEAD, ["Mill", "built", "", "", "Old town"]]
    found = upload(member, town, as_xlsx(rows))
    assert "new_localities" not in member.get(town.url(f"assets/import/{found.pk}/")).content.decode()
    found = checked(member, town, found, "skip", new_localities="on")
    assert found.report["error_count"] == 1


def test_one_bad_row_and_nothing_is_imported(town: Town, secretary: Client) -> None:
    rows = [
        HEAD,
        ["Good", "human", 1, "", ""],
        ["", "magic", "many", "", "Nowhere"],
        ["Ba\u202ed", "built", -5, "x" * 41, ""],
    ]
    found = checked(secretary, town, upload(secretary, town, as_xlsx(rows)), "skip")
    assert {(e["row"], e["column"]) for e in found.report["errors"]} == {
        (3, "A"),
        (3, "B"),
        (3, "C"),
        (3, "E"),
        (4, "A"),
        (4, "C"),
        (4, "D"),
    }
    kinds = next(e["reason"] for e in found.report["errors"] if e["column"] == "B")
    assert "Physical, natural" in kinds
    page = secretary.get(town.url(f"assets/import/{found.pk}/")).content.decode()
    assert "Import now" not in page
    assert "cannot be printed" in page
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    worked(town, found.pk)
    assert set(assets(town)) == {"Lorries"}


def test_an_error_while_writing_leaves_nothing_behind(
    town: Town, secretary: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """The last of the three statements fails: neither the locality nor the new assets may stay."""
    whole = QuerySet.bulk_create

    def breaks(rows: QuerySet[Any], objs: Any, **options: Any) -> Any:
        if options.get("update_conflicts"):
            raise RuntimeError("the database went away")
        return whole(rows, objs, **options)

    found = checked(
        secretary,
        town,
        upload(secretary, town, as_xlsx([*ROWS, ["Mill", "built", "", "", "New place"]])),
        "update",
        new_localities="on",
    )
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    monkeypatch.setattr(QuerySet, "bulk_create", breaks)
    found = worked(town, found.pk)
    assert found.state == "failed"
    assert "nothing was imported" in found.problem
    assert set(assets(town)) == {"Lorries"}
    with scope(plan=town.plan):
        assert not Locality.objects.filter(name="New place").exists()
    assert len(stored(settings)) == 1  # kept for another try


def test_what_changed_between_check_and_import_is_looked_at_again(town: Town, secretary: Client) -> None:
    found = checked(secretary, town, upload(secretary, town, as_xlsx(ROWS)), "update")
    with scope(plan=town.plan):
        place = Asset.objects.get(name="Lorries").locality
    town.add(Asset(plan=town.plan, name="Lorries", kind="built", locality=place))
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    found = worked(town, found.pk)
    assert (found.stage, found.state, found.report["error_count"]) == ("check", "done", 1)
    assert "2 assets" in found.report["errors"][0]["reason"]
    assert "Teachers" not in assets(town)


@pytest.mark.parametrize("rule", ["skip", "update"])
def test_the_same_asset_twice_in_a_file(rule: str, town: Town, secretary: Client) -> None:
    rows = [HEAD, ["Mill", "built", 1, "", ""], [" mill", "Built", 2, "", ""]]
    found = checked(secretary, town, upload(secretary, town, as_xlsx(rows)), rule)
    assert [(e["row"], e["column"]) for e in found.report["errors"]] == [(3, "A")]
    assert "row 2" in found.report["errors"][0]["reason"]


def test_done_twice_is_done_once(town: Town, secretary: Client) -> None:
    done = imported(secretary, town, as_xlsx(ROWS), "add")
    working.work(done.pk)
    working.work(done.pk, take_over=True)
    secretary.post(town.url(f"assets/import/{done.pk}/run/"))
    working.work(done.pk)
    assert {name: len(found) for name, found in assets(town).items()} == {"Lorries": 1, "lorries": 1, "Teachers": 1}


def test_a_worker_that_was_given_up_writes_nothing(town: Town, secretary: Client) -> None:
    """Its row was taken by another while it read the file."""
    found = checked(secretary, town, upload(secretary, town, as_xlsx(ROWS)), "add")
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    with scope(plan=town.plan):
        late = claim(Import.objects.get(pk=found.pk), take_over=False)
        assert late
        assert claim(late, take_over=False) is None  # it lives
        assert claim(late, take_over=True)
        with pytest.raises(Superseded):
            working._run(late)
    assert set(assets(town)) == {"Lorries"}


def test_a_worker_that_was_given_up_does_not_take_the_next_order_for_its_own(town: Town, secretary: Client) -> None:
    """It wakes up at the first check, when the second, by another rule, is at work."""
    found = upload(secretary, town, as_xlsx(ROWS))
    secretary.post(town.url(f"assets/import/{found.pk}/"), matched(found, "add"))
    with scope(plan=town.plan):
        late = claim(Import.objects.get(pk=found.pk), take_over=False)
        assert late
        Import.objects.filter(pk=found.pk).update(state="failed")
    secretary.post(town.url(f"assets/import/{found.pk}/"), matched(found, "skip"))
    with scope(plan=town.plan):
        assert claim(Import.objects.get(pk=found.pk), take_over=False)
        with pytest.raises(Superseded):
            working._check(late)
        assert Import.objects.get(pk=found.pk).state == "running"


def test_matching_is_remembered_by_the_municipality(town: Town, other_town: Town, secretary: Client) -> None:
    rows = [["What", "Sort", "Where kept"], ["Mill", "built", "Depot"]]
    found = upload(secretary, town, as_xlsx(rows))
    assert found.table["guess"] == {}
    columns = {"column_name": "0", "column_kind": "1", "column_keeper": "2"}
    url = town.url(f"assets/import/{found.pk}/")
    secretary.post(url, columns | {"rule": "skip"})
    worked(town, found.pk)
    secretary.post(f"{url}run/")
    assert worked(town, found.pk).is_imported
    assert assets(town)["Mill"][0].keeper == "Depot"
    assert KnownHeader.objects.count() == 3
    assert upload(secretary, town, as_xlsx(rows)).table["guess"] == {"name": 0, "kind": 1, "keeper": 2}
    assert upload(as_user(other_town.people["s"]), other_town, as_xlsx(rows)).table["guess"] == {}


def test_a_header_that_stood_twice_is_remembered_by_the_column_that_was_chosen(town: Town) -> None:
    with scope(plan=town.plan):
        of = town.plan.municipality
        remember(of, ["What", "Sort", "What"], {"name": 0, "kind": 1})
        assert remembered(of) == {"what": "name", "sort": "kind"}


def test_headers_that_are_alike_at_great_length_are_remembered_as_one(town: Town) -> None:
    """One sign may stand for a whole sentence of letters."""
    with scope(plan=town.plan):
        of = town.plan.municipality
        remember(of, ["\ufdfa" * 10 + "1", "\ufdfa" * 10 + "2"], {"name": 0})
        assert list(remembered(of).values()) == ["name"]


def test_what_was_chosen_is_not_lost_on_an_error(town: Town, secretary: Client) -> None:
    found = upload(secretary, town, as_xlsx(ROWS))
    url = town.url(f"assets/import/{found.pk}/")
    wrong = matched(found, "update", new_localities="on") | {"column_kind": "", "column_unit": "0"}
    response = secretary.post(url, wrong)
    page = squeezed(response)
    assert response.status_code == 422
    assert "every asset needs it" in page
    assert "Column A is already used for “Asset”." in page
    assert 'name="rule" value="update" id="id_rule_1" checked' in page
    assert 'name="new_localities"' in page
    assert page.count("checked") == 2
    response = secretary.post(url, {k: v for k, v in matched(found, "").items() if v})
    assert "Please choose one of the three rules." in squeezed(response)
    assert '<option value="1" selected>' in squeezed(response)


def test_the_page_polls_until_the_worker_is_through(town: Town, secretary: Client) -> None:
    response = secretary.post(town.url("assets/import/"), {"file": SimpleUploadedFile("a.xlsx", as_xlsx(ROWS))})
    page = secretary.get(response["Location"]).content.decode()
    progress = response["Location"] + "progress/"
    assert f'data-hx-get="{progress}"' in page
    waiting = secretary.get(progress, headers=HTMX)
    assert b"<html" not in waiting.content
    assert b"Waiting" in waiting.content
    worked(town, int(response["Location"].rstrip("/").rpartition("/")[2]))
    through = secretary.get(progress, headers=HTMX)
    assert (through.status_code, through["HX-Refresh"]) == (204, "true")
    assert "data-hx-get" not in secretary.get(response["Location"]).content.decode()


def test_a_file_that_nobody_imports_goes_after_a_day(town: Town, secretary: Client, settings: Any) -> None:
    found = upload(secretary, town, as_xlsx(ROWS))
    assert working.clear() == 0
    assert len(stored(settings)) == 1
    assert working.clear(lambda: timezone.now() + timedelta(hours=25)) == 1
    assert stored(settings) == []
    page = secretary.get(town.url(f"assets/import/{found.pk}/")).content.decode()
    assert "no longer kept" in page
    response = secretary.post(town.url(f"assets/import/{found.pk}/"), matched(found, "skip"))
    assert response.status_code == 302


def test_a_lost_worker_is_noticed(town: Town, secretary: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = checked(secretary, town, upload(secretary, town, as_xlsx(ROWS)), "add")
    secretary.post(town.url(f"assets/import/{found.pk}/run/"))
    with scope(plan=town.plan):
        row = Import.objects.filter(pk=found.pk)
        row.update(state="running", attempts=1)
        queued: list[int] = []
        monkeypatch.setattr(tasks.work, "delay", queued.append)
        tasks.mend_imports()
        assert queued == []
        monkeypatch.setattr(work, "SILENT", timedelta(0))
        tasks.mend_imports()
        assert queued == [found.pk]
        assert row.get().state == "queued"
        assert worked(town, found.pk).is_imported
        row.update(state="running", attempts=3, stage="run", file="x")
        tasks.mend_imports()
        assert queued == [found.pk]
        assert row.get().state == "failed"
        assert "nothing was imported" in row.get().problem


def test_a_csv_from_an_arabic_office(town: Town) -> None:
    arabic = as_user(town.people["s"], **{"Accept-Language": "ar"})
    rows = [["اسم الأصل", "النوع", "الكمية", "المكان"], ["بئر البلدة", "مادي، طبيعي", "٣٫٥", "Upper quarter"]]
    older = [rows[0], ["بئر البلدة", "مادي، طبيعي", "2,5", "Upper quarter"]]  # which has no Arabic digits
    for encoding, table in (("cp1256", older), ("utf-8", rows), ("utf-16", rows)):
        done = imported(arabic, town, as_csv(table, ";", encoding), "update", name="أصول.csv")
        assert done.name == "أصول.csv"
    found = assets(town)["بئر البلدة"]
    assert [(a.kind, a.quantity, a.locality) for a in found] == [("natural", Decimal("3.5"), town.rows["locality"])]


def test_percent_and_leading_noughts_arrive_as_they_are_shown(town: Town, secretary: Client) -> None:
    """85% in a column of text stays 85%, 50 % of a number with the unit % is 50, and 00042 keeps its noughts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Assets")
        percent, code = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "00000"})
        for at, head in enumerate(("Asset", "Kind of capital", "Quantity", "Unit", "Quality or condition")):
            page.write(0, at, head)
        page.write(1, 0, 42, code)
        page.write(1, 1, "built")
        page.write(1, 2, 0.5, percent)
        page.write(1, 3, "%")
        page.write(1, 4, 0.85, percent)
    imported(secretary, town, out.getvalue(), "add")
    with scope(plan=town.plan):
        asset = Asset.objects.get(name="00042")
    assert (asset.quantity, asset.unit, asset.condition) == (50, "%", "85%")


def test_two_villages_do_not_share_the_asset_without_a_place(town: Town, secretary: Client) -> None:
    """The one whose place nobody has noted is meant by one row of the file, and never written twice."""
    mill = town.add(Asset(plan=town.plan, name="Mill", kind="built"))
    rows = [HEAD, ["Mill", "built", 1, "", "Qaa"], ["Mill", "built", 2, "", "Labwe"]]
    done = imported(secretary, town, as_xlsx(rows), "update", new_localities="on")
    assert done.report["counts"] == {"updated": 1, "added": 1}
    with scope(plan=town.plan):
        found = {a.locality.name: (a.pk == mill.pk, a.quantity) for a in Asset.objects.filter(name="Mill")}
    assert found == {"Qaa": (True, 1), "Labwe": (False, 2)}
