"""B8: who opposes what is known to the goal's working group and the secretariat. A canary word in every confidential
field; whoever may not know of it must not find it anywhere."""

import logging
import re
import zipfile
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from planning.council.document import content_of
from planning.models import Membership, Rendering, User
from planning.plans.permissions import ROLE_PERMISSIONS, Role
from stakeholders.actions import release, withdraw
from stakeholders.models import Position, Release
from tests.council.conftest import pages_of
from tests.fixtures import HTMX, Town, as_user
from tests.plans.names import address

from .conftest import (
    CANARIES,
    NAMES_TYPES,
    SHEET_OF,
    STRANGERS,
    TABLES,
    TEXT_TYPES,
    WALKED,
    answers,
    body,
    everything,
    secrets_of,
    singing,
)

pytestmark = pytest.mark.django_db


def test_every_text_of_a_confidential_row_has_its_canary() -> None:
    """A new field without a canary would be watched by nobody."""
    for model in TABLES:
        texts = {f.name for f in model._meta.concrete_fields if f.get_internal_type() in TEXT_TYPES} - NAMES_TYPES
        assert texts == {name for (of, name) in CANARIES if of is model}, model


def test_confidants_find_all_of_it(loud: Town) -> None:
    """The control: the same walk finds every canary where it may be found."""
    heard = set().union(*(singing(content) for _name, content in everything(as_user(loud.people["s"]), loud)))
    assert heard == set(CANARIES.values())


def test_no_browser_keeps_what_sings(loud: Town) -> None:
    """Wherever a confidant finds something confidential, also where nobody has thought of a table of addresses."""
    heard, words = set(), set()
    for name, answer in answers(as_user(loud.people["g"]), loud):
        if found := singing(body(answer)):
            heard.add(name)
            words |= found
            assert answer["Cache-Control"] == "no-store", name
    assert {"positions", "answers_poll since", "interviews_row", "plan_history"} <= heard
    assert words == set(CANARIES.values())


def test_those_who_walk_stand_for_every_role() -> None:
    assert set(STRANGERS.values()) == set(Role.values) - {Role.SECRETARIAT}
    assert set(WALKED) == {ROLE_PERMISSIONS[role] for role in Role if role != Role.SECRETARIAT}


@pytest.mark.parametrize("stranger", sorted(WALKED.values()))
def test_nobody_else_finds_any_of_it(stranger: str, loud: Town, strangers: dict[str, User]) -> None:
    """Nor a stance: the stakeholder stands in the register, but nowhere beside "opponent"."""
    for name, content in everything(as_user(strangers[stranger]), loud):
        assert not singing(content), name
        assert b"pponent" not in content or "Drivers’ union".encode() not in content, name


def test_the_document_and_the_exports_leave_it_out(loud: Town, tmp_path: Path) -> None:
    with scope(plan=loud.plan):
        for language in ("en", "ar"):
            assert not singing(content_of(loud.plan, language).page.encode())
    assert exported(loud, tmp_path) == set()
    target = tmp_path / "plan.pdf"
    call_command("exportplan", loud.plan.slug, "--to", str(target), verbosity=0)
    assert not singing(" ".join(pages_of(target.read_bytes())).encode())
    data = tmp_path / "plan.json"
    call_command("exportplan", loud.plan.slug, "--to", str(data), verbosity=0)
    assert not singing(data.read_bytes())
    assert b"opponent" not in data.read_bytes()


def test_the_whole_plan_holds_all_of_it_for_the_secretariat_alone(
    loud: Town, strangers: dict[str, User], tmp_path: Path
) -> None:
    url = address("plan_data_whole", loud)
    for user in (*strangers.values(), loud.people["g"]):  # a group knows of its own goals alone
        response = as_user(user).post(url, {"sure": "on"})
        assert response.status_code == 403
        assert not singing(response.content)
    assert singing(as_user(loud.people["s"]).post(url, {"sure": "on"}).content) == set(CANARIES.values())
    assert not singing(as_user(loud.people["s"]).post(url, {}).content)  # without the tick
    data = tmp_path / "plan.json"
    call_command("exportplan", loud.plan.slug, "--to", str(data), "--whole", verbosity=0)
    assert singing(data.read_bytes()) == set(CANARIES.values())


def exported(town: Town, folder: Path) -> set[str]:
    """The canaries in the plan's workbook."""
    target = folder / "plan.xlsx"
    call_command("exportplan", town.plan.slug, "--to", str(target), verbosity=0)
    with zipfile.ZipFile(target) as book:
        return singing(b"".join(book.read(part) for part in book.namelist()))


def test_no_message_and_no_log_tells(loud: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Writing, conflicting, being refused and failing leave no word of it in the log or in a letter."""
    caplog.set_level(logging.DEBUG)
    group = as_user(loud.people["g"])
    group.raise_request_exception = False
    for (model, name), word in CANARIES.items():
        sheet = SHEET_OF.get(model)
        if sheet is None:  # has pages of its own
            continue
        url = address(f"{sheet}_row", loud)
        for version in ("1", "99"):
            group.post(url, {"version": version, "fields": name, name: f"{word} again"})
        group.post(address(sheet, loud), {name: word})
        as_user(loud.people["t"]).post(url, {"version": "1", "fields": name, name: word})
    for name in ("commitment", "commitment_paper", "commitment_withdraw", "commitment_remove"):
        as_user(loud.people["s"]).post(address(name, loud), {"name": "canaryname again", "text": "canarytext again"})
    invite = {"name": "Baker", "role": "council-viewer", "email": "baker@example.org"}
    as_user(loud.people["s"]).post(address("invite", loud), invite)
    letters = "".join(str(letter.message()) for letter in mail.outbox)
    records = "".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    # what the database itself was asked is logged in DEBUG alone, by Django's own logger
    told = "".join(r.getMessage() for r in caplog.records if r.name != "django.db.backends")
    assert not singing((letters + told).encode()), records


def test_outside_of_a_request_nobody_reads(loud: Town) -> None:
    """A task or a command that forgets to ask gets nothing."""
    with scope(plan=loud.plan):
        for model in TABLES:
            assert not secrets_of(model).intersection(model.objects.all()).exists()
            assert not secrets_of(model).intersection(model.everything.all()).exists()
            assert secrets_of(model).count() == 1


def test_a_goal_without_a_group_is_the_secretariats_alone(loud: Town) -> None:
    with scope(plan=loud.plan):
        goal = loud.rows["goal"]
        goal.group = None
        goal.save()
    assert as_user(loud.people["g"]).get(address("positions", loud)).status_code == 403
    assert as_user(loud.people["s"]).get(address("positions", loud)).status_code == 200


def test_who_left_the_group_is_no_confidant_any_more(loud: Town) -> None:
    client = as_user(loud.people["g"])
    assert client.get(address("stakeholder_map", loud)).status_code == 200
    with scope(plan=loud.plan):
        Membership.objects.filter(user=loud.people["g"]).update(role=Role.TASK_FORCE, group=None)
    assert client.get(address("stakeholder_map", loud)).status_code == 403


def test_what_hangs_on_a_secret_row_cannot_be_deleted_by_who_does_not_see_it(loud: Town) -> None:
    """Nor does the refusal say more than that something hangs on it."""
    client = as_user(loud.people["t"], **HTMX)
    response = client.post(address("stakeholders_delete", loud))
    assert response.status_code == 409
    assert not singing(response.content)
    for words in ("position", "connection", "answer"):
        assert words not in response.content.decode()


# releasing -------------------------------------------------------------------------------------------------


def test_a_release_shows_its_parts_to_its_audience_and_nothing_else(loud: Town) -> None:
    teacher, step = as_user(loud.people["t"]), loud.rows["sub_objective"]
    url = address("stakeholder_map", loud)
    with scope(plan=loud.plan):
        release(step, [("stances", "members"), ("reasons", "members")], by=loud.people["s"])
    page = body(teacher.get(url))
    assert singing(page) == {"canaryreason"}
    assert b"Opponent" in page
    assert as_user(loud.people["f"]).get(url).status_code == 403  # reads no worksheets
    assert teacher.get(address("positions", loud)).status_code == 403  # the worksheet itself stays closed
    with scope(plan=loud.plan):
        assert not singing(content_of(loud.plan, "en").page.encode())  # that is another audience
        release(
            step, [("stances", "members"), ("connections", "members"), ("interviews", "members")], by=loud.people["s"]
        )
    assert singing(body(teacher.get(url))) == {"canaryreason", "canarysaid"}
    with scope(plan=loud.plan):
        assert withdraw(step, Release.Audience.MEMBERS) == 4
    assert teacher.get(url).status_code == 403


def test_the_document_has_what_was_released_to_it(loud: Town, tmp_path: Path) -> None:
    step = loud.rows["sub_objective"]
    with scope(plan=loud.plan):
        assert "Drivers’ union" not in content_of(loud.plan, "en").page
        release(step, [("stances", "document")], by=loud.people["s"])
        page = content_of(loud.plan, "en").page
        assert "Drivers’ union" in page
        assert not singing(page.encode())
        release(step, [("reasons", "document"), ("connections", "document")], by=loud.people["s"])
        assert singing(content_of(loud.plan, "en").page.encode()) == {"canaryreason"}
    assert exported(loud, tmp_path) == {"canaryreason"}
    data = tmp_path / "plan.json"  # what cannot be taken back holds nothing that can be
    call_command("exportplan", loud.plan.slug, "--to", str(data), verbosity=0)
    assert not singing(data.read_bytes())
    with scope(plan=loud.plan):
        withdraw(step, Release.Audience.DOCUMENT)
        assert "Drivers’ union" not in content_of(loud.plan, "en").page


def test_a_release_shows_no_connection_to_another_sub_objectives_list(loud: Town) -> None:
    """The mosque has no position on this step; that it is connected is told to confidants alone."""
    teacher, step = as_user(loud.people["t"]), loud.rows["sub_objective"]
    mosque = loud.rows["other"]
    with scope(plan=loud.plan):
        release(step, [("stances", "members"), ("connections", "members")], by=loud.people["s"])
    assert b"Old mosque" not in body(teacher.get(address("stakeholder_map", loud)))
    assert b"Old mosque" in body(as_user(loud.people["g"]).get(address("stakeholder_map", loud)))
    both = Position(
        plan=loud.plan, goal=loud.rows["goal"], sub_objective=step, stakeholder=mosque, stance="undecided", interest=1
    )
    loud.add(both, sub_objective=step)
    assert "canaryhow" in singing(body(teacher.get(address("stakeholder_map", loud))))


def test_the_notice_says_what_is_released(loud: Town) -> None:
    group, step = as_user(loud.people["g"]), loud.rows["sub_objective"]
    pages = [address(name, loud) for name in ("positions", "influences", "stakeholder_map", "connections", "answers")]
    for url in pages:
        assert b"It is left out of the document" in body(group.get(url)), url
    with scope(plan=loud.plan):
        release(step, [("stances", "document"), ("reasons", "document")], by=loud.people["s"])
    for url in pages:
        page = body(group.get(url))
        assert b"It is left out of the document" not in page, url
        assert b"The document for the council, and exports: Reasons" in page, url


def test_a_draft_with_parts_taken_back_is_closed(loud: Town, tmp_path: Path) -> None:
    step, reader = loud.rows["sub_objective"], as_user(loud.people["v"])
    with scope(plan=loud.plan):
        release(step, [("stances", "document"), ("reasons", "document")], by=loud.people["s"])
        call_command("exportplan", loud.plan.slug, "--to", str(tmp_path / "plan.pdf"), verbosity=0)
        made = Rendering.objects.get()
        url = reverse("document_file", args=[loud.plan.slug, made.pk])
        assert reader.get(url)["Content-Type"] == "application/pdf"
        withdraw(step, Release.Audience.DOCUMENT)
    assert reader.get(url).status_code == 302
    assert as_user(loud.people["s"]).get(url)["Content-Type"] == "application/pdf"


def test_who_is_unnamed_later_is_unnamed_in_the_history(loud: Town) -> None:
    group, url = as_user(loud.people["g"]), address("interviews_row", loud)
    assert "canaryperson" in singing(body(group.get(url)))
    assert not singing(body(group.get(url + "history/"))) & {"canaryrole", "canaryinterviewer"}
    group.post(url, {"version": "3", "fields": "person", "person": ""}, headers=HTMX)
    assert not singing(body(group.get(url + "history/")))


def test_a_poll_asks_first_whether_one_may(loud: Town, strangers: dict[str, User]) -> None:
    url = address("positions_poll", loud)
    etag = as_user(loud.people["g"]).get(url)["ETag"]
    for user in strangers.values():
        assert as_user(user).get(url, headers={"If-None-Match": etag}).status_code == 403


def test_a_wrong_withdrawal_changes_nothing(loud: Town) -> None:
    secretary, url = as_user(loud.people["s"]), address("release", loud)
    for wrong in ("a\0b", "nobody", ""):
        assert secretary.post(url, {"withdraw": wrong}).status_code == 422


def test_what_is_ticked_is_released_and_nothing_else(loud: Town) -> None:
    """Reasons alone are refused with the question; what will be read is shown as it will be read; then it is asked
    whether that is meant; and each part can be taken back by itself."""
    secretary, url = as_user(loud.people["s"]), address("release", loud)
    open_now = lambda: Release.objects.open().values_list("part", "audience")  # noqa: E731
    before = body(secretary.get(url)).decode()
    for words in ("Everybody who reads the worksheets", "The document for the council", "canaryreason"):
        assert words in before
    alone = {"parts": ["reasons"], "audience": "members", "sure": "on", "confirm": "1"}
    answer = secretary.post(url, alone)
    assert answer.status_code == 422
    assert "tick the stances as well" in body(answer).decode()
    assert secretary.post(url, {"audience": "members", "sure": "on", "confirm": "1"}).status_code == 422
    stances = {"parts": ["stances"], "audience": "members"}
    shown = secretary.post(url, stances)
    preview = body(shown).decode().partition('id="preview"')[2].partition('id="what"')[0]
    assert shown.status_code == 200
    assert "Drivers’ union" in preview
    assert "Opponent" in preview
    assert not {"canaryreason", "canarysaid"} & singing(preview.encode())
    with scope(plan=loud.plan):
        assert not open_now().exists()  # it was only shown
    assert secretary.post(url, stances | {"confirm": "1"}).status_code == 422  # not sure
    sure = {"sure": "on", "confirm": "1"}
    assert secretary.post(url, stances | sure).status_code == 302
    assert secretary.post(url, stances | sure).status_code == 302  # twice is once
    with scope(plan=loud.plan):
        assert list(open_now()) == [("stances", "members")]
    reasons = {"parts": ["reasons"], "audience": "members"}
    assert "canaryreason" in body(secretary.post(url, reasons)).decode().partition('id="preview"')[2]
    assert secretary.post(url, reasons | sure).status_code == 302
    assert secretary.post(url, {"withdraw": "members:reasons"}).status_code == 302
    with scope(plan=loud.plan):
        assert list(open_now()) == [("stances", "members")]
    assert secretary.post(url, reasons | sure).status_code == 302
    # in a test all of it happens in one moment, so the order is not that of people's days
    pages = [as_user(loud.people["v"]).get(address("plan_history", loud), {"page": page}) for page in (1, 2, 3)]
    assert any("Reasons" in re.sub(r"<[^>]+>", " ", body(page).decode()) for page in pages)
    assert secretary.post(url, {"withdraw": "members"}).status_code == 302
    with scope(plan=loud.plan):
        assert not Release.objects.filter(revoked_at=None).exists()


def test_the_database_keeps_its_history_for_the_confidants(loud: Town) -> None:
    """The control of the history's walk: the events are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM stakeholders_positionplanevent WHERE reason LIKE 'canary%%'")
        assert cursor.fetchone()[0] >= 2
