"""From the task force's review to the council's decision, and what is sealed on the way (C7)."""

import hashlib
import json
from datetime import date

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django_scopes import scope

from planning.approval import actions
from planning.approval.actions import StepRefused, faults_of
from planning.approval.models import Comment, Decision, StatusChange, Version
from planning.approval.rules import Refusal, VersionState
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council.enclosures import taken_out
from planning.council.making import make
from planning.council.models import FrozenPage, Rendering
from planning.goals.models import Goal
from planning.plans.models import Plan
from planning.worksheets.actions import save_row
from tests.council.test_word import said_in, said_on
from tests.fixtures import Town, as_user, make_town

from .conftest import access_of, add_clerk, decision, leave_open, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(town: Town) -> Town:
    add_clerk(town)
    with scope(plan=town.plan):
        leave_open(town)
    return town


def why(caught: "pytest.ExceptionInfo[StepRefused]") -> Refusal:
    return caught.value.why


def test_from_review_to_approval(council: Town) -> None:
    with scope(plan=council.plan):
        secretary, clerk = access_of(council, "s"), access_of(council, "m")
        version = actions.open_review(secretary, None)
        assert (version.number, version.rules_state, version.based_on) == (1, VersionState.REVIEW, None)
        actions.submit(secretary, 1)
        scan = SimpleUploadedFile("resolution of our mayor.pdf", b"%PDF-1.7 signed")
        made = actions.decide(clerk, 1, decision(), scan)
        version = Version.objects.get()
        assert (version.rules_state, version.submitted_by) == (VersionState.APPROVED, council.people["s"])
        assert (made.body, made.recorded_by, made.version) == ("council", council.people["m"], version)
        assert made.scan_sha256 == hashlib.sha256(b"%PDF-1.7 signed").hexdigest()
        assert "mayor" not in made.scan.name
        steps = [(one.step, one.state, one.by) for one in StatusChange.objects.all()]
        s, m = council.people["s"], council.people["m"]
        assert steps == [("open", "review", s), ("submit", "submitted", s), ("approve", "approved", m)]
        assert actions.open_review(secretary, 1).based_on == version


def test_what_is_frozen_is_the_shareable_file(council: Town) -> None:
    version = submitted(council)
    with scope(plan=council.plan):
        assert bytes(version.data or b"") == export(council.plan, FileKind.SHAREABLE)
        assert version.data_sha256 == hashlib.sha256(bytes(version.data or b"")).hexdigest()
        assert b"longer hours" not in bytes(version.data or b"")
        assets = [row["name"] for row in json.loads(bytes(version.data or b""))["tables"]["asset"]]
        assert len((version.row_keys or {})["asset"]) == len(assets)


def test_the_documents_are_made_of_what_was_frozen(council: Town) -> None:
    """The plan goes on being written; the paper of the version does not."""
    version = submitted(council)
    with scope(plan=council.plan):
        save_row(council.rows["action"], {"title": "Something else"}, seen_version=1, by=council.people["s"])
        documents = list(Rendering.objects.filter(version=version))
        assert {one.language for one in documents} == {"en", "ar"}
    for one in documents:
        make(one.pk)
    with scope(plan=council.plan):
        for done in Rendering.objects.filter(version=version):
            assert (done.state, done.label) == ("done", "1")
            assert done.sha256 == hashlib.sha256(done.file.read()).hexdigest()
            page = done.frozen.html
            assert "Clean-up week" in page
            assert "Something else" not in page
            assert version.code in page
            assert version.checksum in page
        assert faults_of(Version.objects.get()) == []


def test_comments_are_resolved_before_it_goes_to_the_council(council: Town) -> None:
    with scope(plan=council.plan):
        secretary, teacher = access_of(council, "s"), access_of(council, "t")
        actions.open_review(secretary, None)
        comment = actions.add_comment(teacher, Comment(goal=council.rows["goal"], part="targets", text="Too many."))
        with pytest.raises(StepRefused) as caught:
            actions.submit(secretary, 1)
        assert why(caught) is Refusal.OPEN_COMMENTS
        assert actions.resolve(comment, "Two were merged.", by=council.people["s"])
        assert not actions.resolve(comment, "Again", by=council.people["t"])
        actions.submit(secretary, 1)
        assert Comment.objects.get().answer == "Two were merged."
        with pytest.raises(StepRefused):
            actions.add_comment(teacher, Comment(text="Too late."))


def test_nobody_decides_on_their_own_submission(council: Town) -> None:
    submitted(council)
    with scope(plan=council.plan):
        with pytest.raises(StepRefused) as caught:
            actions.decide(access_of(council, "s"), 1, decision())
        assert why(caught) is Refusal.OWN_SUBMISSION
        council.plan.may_decide_alone = True
        council.plan.save()
        actions.decide(access_of(council, "s"), 1, decision())
        assert Version.objects.get().rules_state is VersionState.APPROVED


def test_a_version_that_was_not_seen_is_not_decided_on(council: Town) -> None:
    """Withdrawn and submitted anew, it is another one."""
    submitted(council)
    with scope(plan=council.plan):
        actions.withdraw(access_of(council, "s"), 1, "A figure was wrong.")
        with pytest.raises(StepRefused):
            actions.decide(access_of(council, "m"), 1, decision())
    assert submitted(council).number == 2
    with scope(plan=council.plan), pytest.raises(StepRefused) as caught:
        actions.decide(access_of(council, "m"), 1, decision())
    assert why(caught) is Refusal.NOT_NOW


def test_further_bodies_decide_on_what_is_approved(council: Town) -> None:
    version = submitted(council)
    clerk = access_of(council, "m")

    def funding() -> Decision:
        further = decision()
        further.body = "funding"
        return actions.decide_further(clerk, version, further)

    with scope(plan=council.plan):
        with pytest.raises(StepRefused):
            funding()
        actions.decide(clerk, 1, decision())
        funding()
        with pytest.raises(StepRefused):
            actions.decide_further(access_of(council, "t"), version, decision())
        assert [one.body for one in version.decisions.all()] == ["council", "funding"]


def test_a_number_of_the_council_is_one_decision(council: Town) -> None:
    """On one version; numbers of other years and of other plans may be the same."""
    clerk, other = access_of(council, "m"), make_town("other")
    add_clerk(other)
    with scope(plan=council.plan):
        submitted(council)
        actions.decide(clerk, 1, decision("returned"))
        submitted(council)
        with pytest.raises(StepRefused) as caught:
            actions.decide(clerk, 2, decision(on=date(2026, 12, 30)))
        assert why(caught) is Refusal.NUMBER_TAKEN
        assert Version.objects.get(number=2).rules_state is VersionState.SUBMITTED
        actions.decide(clerk, 2, decision("returned", on=date(2027, 1, 4)))
        third = submitted(council)
        with pytest.raises(StepRefused):  # the same number, written with other digits
            actions.decide(clerk, 3, decision(number="١٧ / ٢٠٢٦"))
        actions.decide(clerk, 3, decision("approved", "18/2026"))
        further = decision("approved", "18/2026")
        further.body = "funding"
        actions.decide_further(clerk, third, further)
    submitted(other)
    with scope(plan=other.plan):
        actions.decide(access_of(other, "m"), 1, decision())


# What the database refuses -------------------------------------------------------------------------------------------


def refused(sql: str, *params: object) -> bool:
    """By the seal, not by something else."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except DatabaseError as error:
        return "a sealed row cannot be changed" in str(error)
    return False


SEALED_COLUMNS = [
    "number",
    "code",
    "submitted_at",
    "submitted_by_id",
    "data",
    "data_sha256",
    "row_keys",
    "parts",
    "plan_id",
]


@pytest.mark.parametrize("column", SEALED_COLUMNS)
def test_a_submitted_version_cannot_be_changed_in_sql(column: str, council: Town) -> None:
    version = submitted(council)
    other = {
        "number": "7",
        "code": "'X'",
        "submitted_at": "now() - interval '1 day'",
        "data": "'x'::bytea",
        "data_sha256": "'x'",
        "row_keys": "'{}'",
        "parts": "'[]'",
        "plan_id": "-1",
        "submitted_by_id": str(council.people["t"].pk),
    }[column]
    assert refused(f"UPDATE planning_version SET {column} = {other} WHERE id = %s", version.pk)


def test_what_is_sealed_cannot_be_deleted_or_go_back(council: Town) -> None:
    version = submitted(council)
    with scope(plan=council.plan):
        actions.decide(access_of(council, "m"), 1, decision())
    for table in ("version", "statuschange", "decision", "frozenpage"):
        assert refused(f"DELETE FROM planning_{table}"), table
    assert refused("DELETE FROM planning_rendering WHERE version_id IS NOT NULL")
    for table, change in {
        "statuschange": "reason = 'x'",
        "decision": "votes_for = 99",
        "frozenpage": "html = ''",
    }.items():
        assert refused(f"UPDATE planning_{table} SET {change}"), table
    for state in ("submitted", "review", "rejected"):
        assert refused("UPDATE planning_version SET state = %s WHERE id = %s", state, version.pk)
    with scope(plan=council.plan):
        for delete in (version.delete, Version.objects.all().delete, StatusChange.objects.all().delete):
            with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
                delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            Version.objects.update(data=b"x")
        assert Version.objects.get().is_intact


def test_a_review_can_still_be_changed(council: Town) -> None:
    """The control: what the triggers refuse is what is sealed, not everything."""
    with scope(plan=council.plan):
        version = actions.open_review(access_of(council, "s"), None)
    assert not refused("UPDATE planning_version SET code = 'CONTROL' WHERE id = %s", version.pk)


def test_a_changed_byte_is_found(council: Town) -> None:
    """Even where somebody has gone past the triggers, as the owner of the database can."""
    version = submitted(council)
    with scope(plan=council.plan):
        documents = list(Rendering.objects.filter(version=version))
    for one in documents:
        make(one.pk)
    with scope(plan=council.plan):
        made = Rendering.objects.filter(version=version).first()
        assert made is not None
        path = made.file.path
        with open(path, "r+b") as file:
            file.seek(100)
            byte = file.read(1)
            file.seek(100)
            file.write(bytes([byte[0] ^ 1]))
        assert len(faults_of(version)) == 1
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE planning_version SET data = set_byte(data, 10, get_byte(data, 10) # 1)")
            cursor.execute("SET LOCAL session_replication_role = origin")
        assert len(faults_of(Version.objects.get())) == 2
        assert FrozenPage.objects.count() == 2


def test_what_was_submitted_can_be_edited_further(town: Town) -> None:
    """As a document for a word processor, of what was frozen and not of the plan as it stands."""
    version = submitted(town)
    with scope(plan=town.plan):
        Goal.objects.update(statement="Written later.")
        draft = Rendering.objects.create(plan=town.plan, language="en", kind="docx")
        for document in version.documents.select_related("frozen"):
            response = as_user(town.people["v"]).get(town.url(f"approval/documents/{document.pk}/docx/"))
            name = f"{town.plan.slug}-1-{document.language}.docx"
            assert response["Content-Disposition"] == f'attachment; filename="{name}"'
            assert said_in(response.content) == said_on(taken_out(document.frozen.html)[0])
            assert "Written" not in said_in(response.content)
    assert f'href="{town.url(f"approval/documents/{document.pk}/docx/")}"' in (
        as_user(town.people["v"]).get(town.url("approval/1/")).content.decode()
    )
    assert as_user(town.people["v"]).get(town.url(f"approval/documents/{draft.pk}/docx/")).status_code == 404


@pytest.mark.parametrize("encloses", [True, False])
def test_a_version_encloses_its_data_as_the_plan_says_when_it_is_submitted(encloses: bool, town: Town) -> None:
    Plan.objects.filter(pk=town.plan.pk).update(encloses_data=encloses)
    version = submitted(town)
    Plan.objects.filter(pk=town.plan.pk).update(encloses_data=not encloses)
    with scope(plan=town.plan):
        one = version.documents.get(language="en")
        make(one.pk)
        one.refresh_from_db()
        slug = town.plan.slug
        with one.file.open("rb") as file, pikepdf.open(file) as document:
            assert sorted(document.attachments) == ([f"{slug}-en.xlsx", f"{slug}.json"] if encloses else [])
        assert version.is_intact


def test_what_a_higher_authority_rejects_is_approved_no_longer(council: Town) -> None:
    version = submitted(council)
    clerk = access_of(council, "m")

    def further(outcome: str, number: str, body: str = "higher") -> VersionState:
        made = decision(outcome, number)
        made.body = body
        actions.decide_further(clerk, version, made)
        return Version.objects.get().rules_state

    with scope(plan=council.plan):
        actions.decide(clerk, 1, decision())
        assert further("rejected", "1", "funding") is VersionState.APPROVED  # who pays does not decide on the plan
        assert further("returned", "2") is VersionState.OVERRULED
        assert further("approved", "3", "funding") is VersionState.OVERRULED
        assert further("approved", "4") is VersionState.APPROVED
        assert further("rejected", "5") is VersionState.OVERRULED
        steps = [change.step for change in StatusChange.objects.order_by("pk")]
        assert steps[-3:] == ["overrule", "uphold", "overrule"]
        actions.open_review(access_of(council, "s"), 1)
        assert Version.objects.get(number=2).rules_state is VersionState.REVIEW
