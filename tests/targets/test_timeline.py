"""Table 6 on the screen: marks, links, what begins too early, the span (T5)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django_scopes import scope

from planning.council.document import content_of
from planning.goals.rooms import Survey
from planning.models import Goal
from planning.overview.path import COUNTS
from planning.worksheets.actions import restore_row, save_row
from targets.models import Activity, Meeting, Precedence
from targets.timeline.actions import mark_month
from targets.timeline.checks import findings, parts
from targets.timeline.forms import MonthMark, read_mark
from targets.timeline.section import ActivityLine, Timeline, timeline_of
from tests.fixtures import HTMX, Town, as_user
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
AUG, SEP, OCT, DEC = (date(2026, month, 1) for month in (8, 9, 10, 12))


def activity(town: Town, name: str, *months: date, **said: Any) -> Activity:
    goal = said.pop("goal", town.rows["goal"])
    row: Activity = town.add(Activity(plan=town.plan, goal=goal, name=name, months=months, **said), goal=goal)
    return row


def needs(town: Town, one: Activity, other: Activity) -> Precedence:
    row: Precedence = town.add(Precedence(plan=town.plan, activity=one, needs=other), activity__goal=one.goal)
    return row


def url(town: Town, name: str = "timeline/") -> str:
    return town.url(f"goals/{town.rows['goal'].pk}/{name}")


def post(client: Client, town: Town, mark: str, **headers: str) -> Any:
    return client.post(url(town), {"mark": mark}, headers=headers or None)


def months(town: Town, row: Activity) -> tuple[date, ...]:
    with scope(plan=town.plan):
        return Activity.objects.get(pk=row.pk).months


# Marks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 2026-08 on", MonthMark(17, AUG, True)),
        ("17 2026-08 off", MonthMark(17, AUG, False)),
        ("", None),
        ("17", None),
        ("17 2026-8 on", None),
        ("17 2026-13 on", None),
        ("17 2026-00 on", None),
        ("17 1989-12 on", None),
        ("17 2101-01 on", None),
        ("x 2026-08 on", None),
        ("١٧ 2026-08 on", None),
        ("17 2026-08 maybe", None),
        ("99999999999999999999 2026-08 on", None),
        ("17 0000-08 on", None),
    ],
)
def test_what_a_cell_sends(text: str, expected: MonthMark | None) -> None:
    assert read_mark(text) == expected


def test_a_month_is_marked_and_taken_away(teacher: Client, town: Town) -> None:
    row = town.rows["activity"]
    response = post(teacher, town, f"{row.pk} 2026-10 on", **HTMX)
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert f'value="{row.pk} 2026-10 off" aria-pressed="true"' in response.content.decode()
    assert months(town, row) == (AUG, OCT)
    post(teacher, town, f"{row.pk} 2026-10 on", **HTMX)  # sent twice on a bad line
    assert months(town, row) == (AUG, OCT)
    post(teacher, town, f"{row.pk} 2026-08 off", **HTMX)
    assert months(town, row) == (OCT,)
    with scope(plan=town.plan):
        stored = Activity.objects.get(pk=row.pk)
        assert (stored.version, stored.changed_by) == (3, town.people["t"])
        assert [event.months for event in stored.events.order_by("pgh_id")] == [(AUG,), (AUG, OCT), (OCT,)]


def test_without_a_script_the_page_comes_back_with_its_span(teacher: Client, town: Town) -> None:
    row = town.rows["activity"]
    there = f"{url(town)}?from=2026-07&count=24"
    response = teacher.post(there, {"mark": f"{row.pk} 2026-09 on"})
    assert response.status_code == 302
    assert response["Location"] == f"{there}#a{row.pk}"
    assert months(town, row) == (AUG, SEP)
    # it is sent with the months that are shown, so that taking away the first mark moves no column
    assert 'action="?from=2026-07&amp;count=24"' in teacher.get(there).content.decode()
    assert 'action="?from=2026-08&amp;count=12"' in teacher.get(url(town)).content.decode()


@pytest.mark.parametrize(("mark", "code"), [("nonsense", 422), ("{other} 2026-08 on", 409), ("{gone} 2026-08 on", 409)])
def test_a_mark_that_cannot_be_made_is_told(mark: str, code: int, teacher: Client, town: Town) -> None:
    other = activity(town, "Elsewhere", goal=town.rows["goal2"])
    gone = activity(town, "Old", deleted_at="2026-01-01T00:00:00Z")
    text = mark.format(other=other.pk, gone=gone.pk)
    for headers in ({}, HTMX):
        response = post(teacher, town, text, **headers)
        assert response.status_code == code
        assert b"deleted this activity" in response.content or b"Please try again" in response.content
    assert months(town, other) == ()


def test_two_people_mark_different_months(town: Town) -> None:
    with scope(plan=town.plan):
        mine, theirs = (Activity.objects.get(pk=town.rows["activity"].pk) for _both in range(2))
        mark_month(theirs, MonthMark(theirs.pk, OCT, True), by=town.people["t"])
        mark_month(mine, MonthMark(mine.pk, SEP, True), by=town.people["g"])
    assert months(town, mine) == (AUG, SEP, OCT)


def test_the_form_merges_with_a_mark_of_somebody_else(secretary: Client, teacher: Client, town: Town) -> None:
    row = town.rows["activity"]
    post(teacher, town, f"{row.pk} 2026-12 on")
    cell = {"version": "1", "fields": "months", "months": ["2026-08", "2026-09"]}
    assert secretary.post(url(town, f"activities/{row.pk}/"), cell, headers=HTMX).status_code == 200
    assert months(town, row) == (AUG, SEP, DEC)
    bad = {"version": "3", "fields": "months", "months": ["2026-08", "1890-01"]}
    response = secretary.post(url(town, f"activities/{row.pk}/"), bad, headers=HTMX)
    assert response.status_code == 422
    assert "Choose months between 1990 and 2100." in response.content.decode()


def test_the_form_offers_the_years_and_all_marks(secretary: Client, town: Town) -> None:
    row = activity(town, "Long ago", date(2019, 3, 1), AUG)
    text = squeezed(secretary.get(url(town, f"activities/{row.pk}/")))
    assert text.count('type="checkbox" name="months"') == 12 * 5  # 2019, and 2026 to 2029
    assert 'value="2019-03" checked' in text
    assert 'value="2026-08" checked' in text
    assert text.count(" checked") == 2


@pytest.mark.parametrize(
    "wrong", ["{2026-09-01,2026-08-01}", "{2026-08-01,2026-08-01}", "{2026-08-02}", "{1900-01-01}", "{NULL}"]
)
def test_the_database_keeps_only_months_in_order(wrong: str, town: Town) -> None:
    from django.db import connection

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE targets_activity SET months = %s WHERE id = %s", [wrong, town.rows["activity"].pk])


def test_history_and_spreadsheet_speak_in_months(secretary: Client, town: Town) -> None:
    row = town.rows["activity2"]
    post(secretary, town, f"{row.pk} 2026-11 on")
    text = secretary.get(url(town, f"activities/{row.pk}/history/")).content.decode()
    assert "Oct – Dec 2026" in text
    assert "Oct 2026, Dec 2026" in text
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(secretary.get(url(town, "activities/xlsx/")).content))
    assert [cell.value for cell in book.worksheets[0]["E"]] == ["Months of work", "Aug 2026", "Oct – Dec 2026"]


# Links ---------------------------------------------------------------------------------------------------------------


def test_what_begins_too_early_is_shown_and_not_moved(secretary: Client, town: Town) -> None:
    late, row = town.rows["activity"], town.rows["activity2"]
    response = post(secretary, town, f"{late.pk} 2026-11 on", **HTMX)
    text = response.content.decode()
    assert f'id="a{row.pk}"' in text  # the row that waits for it is drawn anew as well
    assert "begins in <bdi>Oct 2026</bdi>" in text
    assert "ends in <bdi>Nov 2026</bdi>" in text
    assert "can begin in <bdi>Dec 2026</bdi> at the earliest" in text
    assert "Nothing was moved" in text
    assert months(town, row) == (OCT, DEC)
    with scope(plan=town.plan):
        line = timeline_of(town.rows["goal"], town.plan).lines[1]
        cells = line.cells([OCT, DEC])
    assert [(cell.bad, cell.free) for cell in cells] == [(True, False), (False, True)]
    assert "too-early" in post(secretary, town, f"{late.pk} 2026-11 off", **HTMX).content.decode()
    assert "Nothing was moved" not in secretary.get(url(town)).content.decode()


def test_a_link_to_another_goal_is_checked_too(secretary: Client, town: Town) -> None:
    other = activity(town, "Elsewhere", DEC, goal=town.rows["goal2"])
    needs(town, town.rows["activity"], other)
    text = squeezed(secretary.get(url(town)))
    assert "<bdi>2.1</bdi> <bdi>Elsewhere</bdi>, which it needs, ends in <bdi>Dec 2026</bdi>" in text
    assert "<bdi>2.1</bdi></td>" in text  # in the column "after"


def add_link(client: Client, town: Town, one: Activity, other: Activity) -> Any:
    return client.post(url(town, "order-of-work/"), {"activity": one.pk, "needs": other.pk}, headers=HTMX)


def test_a_circle_is_refused_in_the_form_with_its_way(secretary: Client, town: Town) -> None:
    first, second = town.rows["activity"], town.rows["activity2"]  # the second needs the first
    third = activity(town, "Evening rounds")
    assert add_link(secretary, town, third, second).status_code == 201
    response = add_link(secretary, town, first, third)
    assert response.status_code == 422
    said = response.content.decode().replace("\u2068", "").replace("\u2069", "")
    assert "1.1 Buy lorries needs 1.3 Evening rounds, 1.3 Evening rounds needs 1.2 Train crews, " in said
    assert 'id="id_needs_error"' in said  # at its place
    assert "cannot wait for itself" in add_link(secretary, town, first, first).content.decode()
    with scope(plan=town.plan):
        assert Precedence.objects.count() == 2


def test_a_circle_is_refused_on_editing_and_on_bringing_back(secretary: Client, town: Town) -> None:
    first, second, link = (town.rows[name] for name in ("activity", "activity2", "precedence"))
    third = activity(town, "Evening rounds")
    back = needs(town, first, third)
    cell = {"version": "1", "fields": "needs", "needs": str(second.pk)}
    response = secretary.post(url(town, f"order-of-work/{back.pk}/"), cell, headers=HTMX)
    assert response.status_code == 422
    assert "would then have to wait for itself" in response.content.decode()
    secretary.post(url(town, f"order-of-work/{link.pk}/delete/"))
    assert secretary.post(url(town, f"order-of-work/{back.pk}/"), cell, headers=HTMX).status_code == 200
    refused = secretary.post(url(town, f"order-of-work/{link.pk}/delete/"), {"undo": "1"}, headers=HTMX)
    assert refused.status_code == 409
    assert "would then have to wait for itself" in refused.content.decode()
    with scope(plan=town.plan), pytest.raises(ValidationError, match="wait for itself"):
        restore_row(Precedence.everything.get(pk=link.pk), by=town.people["s"])


def test_the_same_link_twice_is_refused(secretary: Client, town: Town) -> None:
    response = add_link(secretary, town, town.rows["activity2"], town.rows["activity"])
    assert response.status_code == 422
    assert "This link is already there." in response.content.decode()


def test_an_activity_that_others_need_is_not_deleted(secretary: Client, town: Town) -> None:
    response = secretary.post(url(town, f"activities/{town.rows['activity'].pk}/delete/"))
    assert response.status_code == 409
    assert "links between activities (1)" in response.content.decode()


# Adding --------------------------------------------------------------------------------------------------------------


def test_an_activity_is_added_with_months_and_what_it_needs(secretary: Client, town: Town) -> None:
    typed = {"name": "Bins", "begins": "2026-11", "ends": "2027-01", "after": str(town.rows["activity"].pk), "key": "x"}
    assert secretary.post(url(town, "activities/"), typed, headers=HTMX).status_code == 201
    with scope(plan=town.plan):
        row = Activity.objects.get(name="Bins")
        assert row.months == (date(2026, 11, 1), DEC, date(2027, 1, 1))
        assert Precedence.objects.filter(activity=row, needs=town.rows["activity"]).count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"begins": "2026-11", "ends": "2026-10"}, "ends", "The last month is before the first."),
        ({"ends": "2026-10"}, "begins", "Choose the first month as well."),
        ({"begins": "1890-10"}, "begins", "not one of the available choices"),
    ],
)
def test_months_that_make_no_sense_are_told_at_their_place(
    typed: dict[str, str], field: str, said: str, secretary: Client, town: Town
) -> None:
    response = secretary.post(url(town, "activities/"), {"name": "Bins"} | typed, headers=HTMX)
    assert response.status_code == 422
    at = response.content.decode().partition(f'id="id_{field}_error"')[2][:400]
    assert said in at
    assert 'value="Bins"' in response.content.decode()


# Pages ---------------------------------------------------------------------------------------------------------------


def test_who_may_not_edit_reads_words_instead_of_buttons(town: Town) -> None:
    text = as_user(town.people["v"]).get(url(town)).content.decode()
    assert 'name="mark"' not in text
    assert "Aug 2026: work" in text
    assert "js/timeline.js" not in text


def test_the_span_is_the_readers(secretary: Client, town: Town) -> None:
    text = squeezed(secretary.get(url(town)))
    assert (text.count('id="m2026'), text.count('id="m2027')) == (5, 7)  # as in Table 6: August to July
    text = squeezed(secretary.get(f"{url(town)}?from=2026-10&count=18"))
    assert text.count('scope="col" role="columnheader" id="m20') == 18
    assert "There are marks before or after these months." in text
    for wrong in ("from=x&count=y", "from=2026-99", "count=-4", "from=0000-01"):
        assert squeezed(secretary.get(f"{url(town)}?{wrong}")).count('role="columnheader" id="m20') == 12


def test_the_whole_plan_is_read_only_and_leads_to_the_goals(secretary: Client, town: Town) -> None:
    activity(town, "Elsewhere", DEC, goal=town.rows["goal2"])
    text = secretary.get(town.url("timeline/")).content.decode()
    assert text.index("Buy lorries") < text.index("Elsewhere")
    assert f'href="{url(town)}"' in text
    assert 'name="mark"' not in text
    ids = [part.split('"')[0] for part in text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_what_is_hatched_is_what_is_told(secretary: Client, town: Town) -> None:
    """Through an activity without months nothing is too early: the free month is shown, and no more."""
    first = activity(town, "Plan", AUG, DEC)
    between = activity(town, "Tender")
    last = activity(town, "Build", OCT)
    needs(town, between, first)
    link = needs(town, last, between)

    def told() -> tuple[bool, int]:
        row = secretary.get(url(town)).content.decode().partition(f'id="a{last.pk}"')[2].partition("</tr>")[0]
        with scope(plan=town.plan):
            return "on-bad" in row, len(timeline_of(town.rows["goal"], town.plan).early)

    assert told() == (False, 0)
    with scope(plan=town.plan):
        save_row(link, {"needs_id": first.pk}, seen_version=1, by=town.people["s"])
    assert told() == (True, 1)


def test_months_are_the_towns(town: Town) -> None:
    client = as_user(town.people["s"])
    client.cookies["django_language"] = "ar"
    text = client.get(url(town)).content.decode()
    assert "كانون الأول" in text  # the town's locale is ar_LB
    assert "ديسمبر" not in text


# The path and the document -------------------------------------------------------------------------------------------


def said(town: Town) -> list[str]:
    with scope(plan=town.plan):
        goals = list(Goal.objects.all())
        return [finding.title for finding in findings(Survey(town.plan.slug, goals, COUNTS.of(town.plan)))]


def test_the_path_leads_from_gap_to_gap(town: Town) -> None:
    first, second, plan = town.rows["activity"], town.rows["activity2"], town.plan
    rest = [
        "No regular meeting with the groups that the targets concern",
        "No briefing of those who finance, support or carry out",
    ]
    other = "Write down the activities of goal 2"
    lacks = "2 activities of goal 1 have no months or no one responsible"
    assert said(town) == [lacks, other, *rest]
    with scope(plan=plan):
        Activity.objects.update(owner=town.office("t"))
        assert said(town) == [other, *rest]
        Activity.objects.filter(pk=first.pk).update(months=(AUG, OCT))
        assert said(town) == ["1 activity of goal 1 begins too early", other, *rest]
        done = [part.figure for part in parts(Survey(plan.slug, list(Goal.objects.all()), COUNTS.of(plan)))]
        assert done == ["2 activities", "0 activities", "1 of 2 goals"]
        Activity.objects.filter(pk=second.pk).update(months=())
        assert said(town) == ["1 activity of goal 1 has no months or no one responsible", other, *rest]
        Meeting.objects.update(deleted_at="2026-01-01T00:00:00Z")
        assert "No meeting reviews the targets of goal 1" in said(town)
        assert "No regular meeting with the sectors that work on the targets" in said(town)
    town.add(Meeting(plan=plan, kind="groups", purpose="All", first=AUG))
    assert "No meeting reviews the targets of goal 1" not in said(town)  # one about the whole plan looks at every goal
    assert "No regular meeting with the groups that the targets concern" not in said(town)


def test_table_6_is_in_the_document(town: Town) -> None:
    with scope(plan=town.plan):
        page = content_of(town.plan, "en").html(1)
    assert '<a href="#table6">' in page
    table = page.partition('id="table6"')[2].partition("</table>")[0]
    assert "Buy lorries" in table
    assert table.count("<span>×</span>") == 3
    assert "Works and finance" in table
    assert "Drivers’ union" not in table


@pytest.mark.parametrize(
    ("months", "expected"),
    [((AUG, DEC), [12]), ((AUG, date(2028, 1, 1)), [18]), ((AUG, date(2028, 2, 1)), [12, 12]), ((), [])],
)
def test_a_long_timeline_is_split_by_years(months: tuple[date, ...], expected: list[int], town: Town) -> None:
    """Years without a mark are left out."""
    line = ActivityLine(1, 1, 1, 1, "Bins", "", None, list(months), 1)
    assert [len(part.months) for part in Timeline(None, [line], [], []).parts()] == expected
