"""The approval as people meet it: pages, forms, what is said where (C7)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.approval.models import Comment, Decision, Version
from planning.approval.rules import VersionState
from planning.council.making import make
from planning.council.models import Rendering
from planning.models import Action, Plan
from planning.people.words import day
from planning.plans.models import Membership
from planning.plans.permissions import Role
from planning.worksheets.actions import add_row, delete_row, save_row
from targets.models import Activity
from targets.timeline.fields import as_months
from tests.fixtures import Town, as_user, person
from tests.pages import squeezed

from .conftest import add_clerk, leave_open, submitted

pytestmark = pytest.mark.django_db
TODAY = f"{timezone.localdate():%Y-%m-%d}"
ACT = {"outcome": "approved", "session_date": TODAY, "number": "17/2026"}


@pytest.fixture
def clerk(town: Town) -> Client:
    add_clerk(town)
    with scope(plan=town.plan):
        leave_open(town)
    return as_user(town.people["m"])


def text(response: Any) -> str:
    return squeezed(response)


def test_the_whole_way(town: Town, secretary: Client, teacher: Client, clerk: Client) -> None:
    at = town.url("approval/")
    assert "The plan is a draft." in text(secretary.get(at))
    assert secretary.post(at + "open/", {"seen": ""}).status_code == 302
    assert teacher.post(at + "comments/", {"text": "Too many targets.", "part": "targets"}).status_code == 302
    assert "The comment is added." in text(teacher.get(at))
    page = text(secretary.get(at))
    assert "waits for an answer" in page
    assert "Submit to the council" not in page
    with scope(plan=town.plan):
        comment = Comment.objects.get()
    assert secretary.post(f"{at}comments/{comment.pk}/", {"answer": "Two merged."}).status_code == 302
    assert "The comment is answered." in text(secretary.get(at))
    assert secretary.post(at + "submit/", {"seen": "1"}).status_code == 302
    page = text(secretary.get(at))
    assert "somebody else records the decision" in page
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 signed")
    assert clerk.post(at + "1/decision/", ACT | {"scan": scan, "votes_for": 9, "votes_against": 0}).status_code == 302
    page = text(teacher.get(at + "1/"))
    for said in ("Approved", "17/2026", "Everything matches its checksum.", "<bdi>9</bdi> for"):
        assert said in page
    with scope(plan=town.plan):
        stored = Decision.objects.get()
    response = teacher.get(f"{at}scans/{stored.pk}/")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 signed"
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"session_date": "2090-01-01"}, "session_date", "is in the future"),
        ({"session_date": "1995-01-01"}, "session_date", "submitted after this day"),
        ({"votes_for": 0, "votes_against": 20}, "votes_for", "cannot be approved"),
        ({"outcome": "returned"}, "remarks", "what the council asks for"),
        ({"votes_for": "3"}, "votes_for", "or none of them"),
        ({"number": ""}, "number", "required"),
        ({"votes_against": "-1"}, "votes_against", "greater than or equal to 0"),
        ({"scan": SimpleUploadedFile("a.exe", b"MZ")}, "scan", "neither a PDF nor a photograph"),
    ],
)
def test_a_wrong_decision_is_told_at_its_place(
    typed: dict[str, Any], field: str, said: str, town: Town, clerk: Client
) -> None:
    submitted(town)
    response = clerk.post(town.url("approval/1/decision/"), ACT | typed)
    assert response.status_code == 422
    assert said in text(response).partition(f'id="id_{field}_error"')[2][:400]
    with scope(plan=town.plan):
        assert not Decision.objects.exists()


def test_a_number_that_the_council_has_used_is_told_at_its_place(town: Town, clerk: Client) -> None:
    for number in (1, 2):
        submitted(town)
        votes = {"votes_for": "5", "votes_against": "6", "remarks": "Too dear", "outcome": "returned"}
        response = clerk.post(town.url(f"approval/{number}/decision/"), ACT | votes)
    assert response.status_code == 422
    assert "another version has this number" in text(response).partition('id="id_number_error"')[2][:400]
    assert 'value="17/2026"' in text(response)
    assert "Too dear" in text(response)


def test_a_step_that_somebody_else_has_taken_is_told(town: Town, secretary: Client, clerk: Client) -> None:
    submitted(town)
    assert secretary.post(town.url("approval/withdraw/"), {"seen": "1", "reason": "A figure"}).status_code == 302
    response = clerk.post(town.url("approval/1/decision/"), ACT | {"remarks": "In two readings"})
    assert response.status_code == 409
    assert "Somebody else has changed the state of this version" in text(response)
    assert 'value="17/2026"' in text(response)  # nothing typed is lost
    assert "In two readings" in text(response)
    response = secretary.post(town.url("approval/withdraw/"), {"seen": "1", "reason": ""})
    assert response.status_code == 422


def test_submitting_twice_is_submitting_once(town: Town, secretary: Client, clerk: Client) -> None:
    """Whoever presses several times gets the answer of the last time; to all others it was somebody else."""
    submit = town.url("approval/submit/")
    secretary.post(town.url("approval/open/"), {"seen": ""})
    for _time in range(2):
        assert secretary.post(submit, {"seen": "1"}).status_code == 302
    page = text(secretary.get(town.url("approval/")))
    assert "Submitted to the council" in page.partition('id="messages"')[2].partition("<h1")[0]
    assert secretary.post(submit, {"seen": "2"}).status_code == 409
    with scope(plan=town.plan):
        assert Version.objects.get().rules_state is VersionState.SUBMITTED
        other = person("other-secretary")
        Membership.objects.create(plan=town.plan, user=other, role=Role.SECRETARIAT)
    assert as_user(other).post(submit, {"seen": "1"}).status_code == 409
    secretary.post(town.url("approval/withdraw/"), {"seen": "1", "reason": "A figure"})
    assert secretary.post(submit, {"seen": "1"}).status_code == 409


def test_comments_are_the_task_forces(town: Town, secretary: Client, teacher: Client) -> None:
    secretary.post(town.url("approval/open/"), {"seen": ""})
    teacher.post(town.url("approval/comments/"), {"text": "Between ourselves."})
    assert "Between ourselves." in text(as_user(town.people["g"]).get(town.url("approval/")))
    assert "Between ourselves." not in text(as_user(town.people["v"]).get(town.url("approval/")))
    response = teacher.post(town.url("approval/comments/"), {"text": "", "goal": town.rows["goal"].pk})
    assert response.status_code == 422
    assert f'<option value="{town.rows["goal"].pk}" selected' in text(response)


def test_what_was_typed_for_a_step_that_came_too_late_is_shown(town: Town, secretary: Client, teacher: Client) -> None:
    with scope(plan=town.plan):
        leave_open(town)
    secretary.post(town.url("approval/open/"), {"seen": ""})
    teacher.post(town.url("approval/comments/"), {"text": "Too many targets."})
    with scope(plan=town.plan):
        comment = Comment.objects.get()
    at = town.url(f"approval/comments/{comment.pk}/")
    field = text(secretary.post(at, {"answer": ""})).partition(f'id="answer-{comment.pk}"')
    assert field[0].endswith('<input class="input" ')
    assert "icons.svg#warn" in field[2].partition('class="err"')[2][:120]
    assert secretary.post(at, {"answer": "Two merged."}).status_code == 302
    response = secretary.post(at, {"answer": "All were merged into one."})
    assert (response.status_code, "All were merged into one." in text(response)) == (409, True)
    secretary.post(town.url("approval/submit/"), {"seen": "1"})
    response = teacher.post(town.url("approval/comments/"), {"text": "One more thing."})
    assert (response.status_code, "One more thing." in text(response)) == (409, True)
    response = secretary.post(town.url("approval/withdraw/"), {"seen": "7", "reason": "A wrong figure."})
    assert (response.status_code, "A wrong figure." in text(response)) == (409, True)


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [("a.PDF", b"%PDF-1.7 x", ".pdf"), ("a.pdf", b"\xff\xd8\xff\xe0 x", ".jpg"), ("a", b"\x89PNG\r\n\x1a\n", ".png")],
)
def test_a_scan_is_called_after_what_it_is(name: str, content: bytes, suffix: str, town: Town, clerk: Client) -> None:
    submitted(town)
    assert (
        clerk.post(town.url("approval/1/decision/"), ACT | {"scan": SimpleUploadedFile(name, content)}).status_code
        == 302
    )
    with scope(plan=town.plan):
        stored = Decision.objects.get()
    assert stored.scan.name.endswith(suffix)
    response = clerk.get(town.url(f"approval/scans/{stored.pk}/"))
    assert f'{suffix}"' in response["Content-Disposition"]


def test_the_list_of_documents_names_versions_and_drafts(town: Town, secretary: Client) -> None:
    submitted(town)
    secretary.post(town.url("document/make/"), {"language": "en"})
    page = text(secretary.get(town.url("document/")))
    assert page.count("Version <bdi>1</bdi>") == 2
    assert page.count("Draft <bdi>0.1</bdi>") == 1
    assert "None" not in page


def test_an_amendment_shows_what_differs(town: Town, secretary: Client, clerk: Client) -> None:
    """By worksheet and row: what was added, changed, taken out, and nothing else."""
    submitted(town)
    assert clerk.post(town.url("approval/1/decision/"), ACT).status_code == 302
    with scope(plan=town.plan):
        by = town.people["s"]
        asset = town.rows["asset"]
        save_row(town.rows["action"], {"title": "Clean-up month"}, seen_version=1, by=by)
        first = type(asset)(plan=town.plan, name="A wheelbarrow", kind="built")
        add_row(first, key=None, by=by)
        type(asset).objects.filter(pk=first.pk).update(position=0)  # it moves the numbers of all others
        delete_row(town.rows["action_group"], by=by)
    submitted(town)
    page = text(secretary.get(town.url("approval/2/")))
    assert "based on version" in page
    part = page.partition('id="differences"')[2].partition("</section>")[0]
    assert part.count("<li>") == 3
    assert "<del><bdi>Clean-up week</bdi></del><ins><bdi>Clean-up month</bdi></ins>" in part
    assert "A wheelbarrow</bdi></b> · added" in part
    assert "Quick and visible</bdi></b> · removed" in part


def test_a_paper_can_be_checked_by_anybody_and_shows_no_content(town: Town, clerk: Client) -> None:
    version = submitted(town)
    with scope(plan=town.plan):
        for one in Rendering.objects.filter(version=version):
            make(one.pk)
    clerk.post(town.url("approval/1/decision/"), ACT)
    page = text(Client().get(f"/v/{version.code}/"))
    for said in (version.checksum, version.data_sha256, "17/2026", "Approved", str(town.plan.municipality)):
        assert said in page
    with scope(plan=town.plan):
        assert all(one.sha256 in page for one in Rendering.objects.filter(version=version))
    for unsaid in (town.plan.title, "Clean-up week", "Lorries", "Secretary"):
        assert unsaid not in page
    code = version.code
    for typed in (code.lower(), f"{code[:4]}-{code[4:8]}-{code[8:]}", f"{code[:4]} {code[4:]}"):
        assert Client().get(f"/v/{typed}/").status_code == 200
    unknown = Client().get("/v/NOT THERE/")
    assert unknown.status_code == 404
    assert "No document has this code." in text(unknown)
    assert "letters and figures" in text(unknown)
    assert [Client().get(f"/v/GUESS{number}/").status_code for number in range(20)] == [404] * 19 + [429]
    assert Client().get(f"/v/{version.code}/").status_code == 429
    assert Client(REMOTE_ADDR="10.9.8.7").get(f"/v/{version.code}/").status_code == 200


def test_a_version_under_review_has_no_paper(town: Town, secretary: Client) -> None:
    secretary.post(town.url("approval/open/"), {"seen": ""})
    with scope(plan=town.plan):
        version = Version.objects.get()
    assert Client().get(f"/v/{version.code}/").status_code == 404
    assert secretary.get(town.url("approval/1/data/")).status_code == 404


def test_a_changed_version_is_told_on_its_page(town: Town, secretary: Client) -> None:
    submitted(town)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE planning_version SET data = data || 'x'::bytea")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "no longer matches its checksum" in text(secretary.get(town.url("approval/1/")))


def test_a_large_scan_is_taken_and_a_larger_one_refused_before_anything_is_sealed(town: Town, clerk: Client) -> None:
    submitted(town)
    at = town.url("approval/1/decision/")
    huge = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 " + bytes(18_000_000))
    response = clerk.post(at, ACT | {"scan": huge})
    assert (response.status_code, "larger than 15 MB" in text(response)) == (422, True)
    with scope(plan=town.plan):
        assert not Decision.objects.exists()
    large = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 " + bytes(14_000_000))
    assert clerk.post(at, ACT | {"scan": large}).status_code == 302
    with scope(plan=town.plan):
        assert Decision.objects.get().scan.size == 14_000_009


def test_the_form_of_the_council_never_becomes_that_of_another_body(
    town: Town, secretary: Client, clerk: Client
) -> None:
    """Two have it open; the second one must not record the council's words as a higher authority's."""
    submitted(town)
    at = town.url("approval/1/decision/")
    assert clerk.post(at, ACT).status_code == 302
    response = clerk.post(at, ACT | {"outcome": "returned", "remarks": "Too dear."})
    page = text(response)
    assert response.status_code == 409
    assert "already been recorded" in page
    assert "Too dear." in page
    assert "What the council has decided" in page
    assert 'name="body"' not in page


def test_another_bodys_decision_is_recorded_once(town: Town, clerk: Client) -> None:
    """A double click sends the form twice; a decision cannot be taken back."""
    submitted(town)
    at = town.url("approval/1/decision/")
    clerk.post(at, ACT)
    further = ACT | {"further": "yes", "body": "higher", "outcome": "rejected", "number": "9"}
    assert clerk.post(at, further).status_code == 302
    assert clerk.post(at, further).status_code == 409
    assert clerk.post(at, further | {"number": "10"}).status_code == 302
    with scope(plan=town.plan):
        assert Decision.objects.count() == 3


def test_no_form_for_a_decision_where_nothing_can_be_decided(town: Town, secretary: Client, clerk: Client) -> None:
    secretary.post(town.url("approval/open/"), {"seen": ""})
    response = clerk.get(town.url("approval/1/decision/"))
    assert (response.status_code, response["Location"]) == (302, town.url("approval/"))


def test_comments_follow_into_the_next_review(town: Town, secretary: Client, teacher: Client, clerk: Client) -> None:
    at = town.url("approval/")
    secretary.post(at + "open/", {"seen": ""})
    teacher.post(at + "comments/", {"text": "Too many targets."})
    teacher.post(at + "comments/", {"text": "Answered long ago."})
    with scope(plan=town.plan):
        first, second = Comment.objects.order_by("pk")
    secretary.post(f"{at}comments/{second.pk}/", {"answer": "Two merged."})
    secretary.post(at + "withdraw/", {"seen": "1", "reason": "A figure."})
    response = secretary.post(f"{at}comments/{first.pk}/", {"answer": "Too late."})
    assert (response.status_code, "answered already" in text(response)) == (409, False)
    secretary.post(at + "open/", {"seen": "1"})
    assert "Too many targets." in text(secretary.get(at))
    assert secretary.post(at + "submit/", {"seen": "2"}).status_code == 409
    assert "Answered long ago." in text(secretary.get(at + "1/"))
    assert "Answered long ago." not in text(as_user(town.people["v"]).get(at + "1/"))


def test_who_does_not_comment_is_not_asked_to(town: Town, secretary: Client) -> None:
    secretary.post(town.url("approval/open/"), {"seen": ""})
    assert "write down below" not in text(as_user(town.people["v"]).get(town.url("approval/")))


def test_a_paper_says_that_a_later_version_was_approved(town: Town, secretary: Client, clerk: Client) -> None:
    for number in ("1", "2"):
        version = submitted(town)
        clerk.post(town.url(f"approval/{number}/decision/"), ACT | {"number": number})
        if number == "1":
            first = version
    page = text(Client().get(f"/v/{first.code}/"))
    assert "since approved a later version" in page
    assert f"/v/{version.code}/" in page
    assert "since approved a later version" not in text(Client().get(f"/v/{version.code}/"))


def test_no_page_says_approved_of_what_a_higher_authority_has_rejected(town: Town, clerk: Client) -> None:
    version = submitted(town)
    clerk.post(town.url("approval/1/decision/"), ACT)
    paper = f"/v/{version.code}/"
    pages = [town.url("approval/"), town.url("approval/1/")]
    state = "Approved by the council, not by the higher authority"
    assert not any(state in text(clerk.get(page)) for page in [*pages, paper])
    further = ACT | {"further": "yes", "body": "higher", "outcome": "rejected", "number": "Q/9"}
    assert clerk.post(town.url("approval/1/decision/"), further).status_code == 302
    for page in pages:
        assert state in text(clerk.get(page)), page
    said = text(Client().get(paper))
    assert all(words in said for words in (state, "Higher authority", "Rejected", "Q/9", "17/2026"))
    secretary = text(as_user(town.people["s"]).get(town.url()))
    assert "Read why version 1 was not approved" in secretary


def test_the_months_on_the_page_of_a_paper_are_the_papers(town: Town, secretary: Client, clerk: Client) -> None:
    with scope(plan=town.plan):
        town.plan.municipality.locale = "ar_LB"
        town.plan.municipality.save()
    version = submitted(town)
    page = text(Client().get(f"/v/{version.code}/", headers={"Accept-Language": "ar"}))
    assert day(timezone.localdate(version.submitted_at), "ar_LB") in page


def test_differences_are_in_words(town: Town, secretary: Client, clerk: Client) -> None:
    """Months, days, choices and what the plan says of itself; a list must not break the page of a sealed version."""
    activity = town.rows["activity"]
    with scope(plan=town.plan):
        Activity.objects.filter(pk=activity.pk).update(months=as_months(["2027-02-01", "2027-03-01"]))
    submitted(town)
    clerk.post(town.url("approval/1/decision/"), ACT)
    with scope(plan=town.plan):
        Activity.objects.filter(pk=activity.pk).update(months=as_months(["2027-02-01"]))
        Action.objects.filter(pk=town.rows["action"].pk).update(start="2027-02-01")
    Plan.objects.filter(pk=town.plan.pk).update(title="Renamed", currency="EUR")
    submitted(town)
    response = secretary.get(town.url("approval/2/"))
    assert response.status_code == 200
    part = text(response).partition('id="differences"')[2].partition("</section>")[0]
    for said in ("Feb – Mar 2027", "1 February 2027", "Renamed", "EUR"):
        assert said in part
    assert "2027-02" not in part
