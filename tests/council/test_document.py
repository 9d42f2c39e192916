"""The document's page: who sees it, who has it made, how it is watched and fetched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from planning.council import pdf
from planning.council.models import Rendering
from planning.council.tasks import render_document
from planning.people.models import User
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role
from tests.fixtures import HTMX
from tests.pages import squeezed

from .conftest import make_user

State = Rendering.State
SignIn = Callable[[User], Client]
PAGE = "/plans/town/document/"


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    keys: list[int] = []
    monkeypatch.setattr(render_document, "delay", keys.append)
    return keys


@pytest.fixture
def client(signed_in: SignIn, secretary: User, plan: Plan) -> Client:
    return signed_in(secretary)


@pytest.fixture
def viewer(signed_in: SignIn, plan: Plan) -> Client:
    user = make_user("viewer")
    Membership.objects.create(plan=plan, user=user, role=Role.COUNCIL_VIEWER)
    return signed_in(user)


def rendering(plan: Plan, **fields: Any) -> Rendering:
    return Rendering.objects.create(plan=plan, language="en", number=3, content_hash="x", **fields)


def finished(plan: Plan) -> Rendering:
    made = rendering(plan)
    made.file.save("made.pdf", ContentFile(b"%PDF-1.7 content"), save=False)
    made.state, made.pages = State.DONE, 9
    made.save()
    return made


def test_the_page_teaches_while_nothing_is_made(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "No document has been made yet" in page
    assert "data-hx-trigger" not in page


def test_the_button_makes_a_row_and_the_page_polls(
    client: Client, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(PAGE + "make/", {"language": "en"})
    assert response.url == PAGE
    assert queued == [Rendering.objects.get().pk]
    page = client.get(PAGE).content.decode()
    assert f'data-hx-get="{PAGE}progress/"' in page
    assert f'href="{PAGE}"' in page  # without JavaScript


@pytest.mark.parametrize("language", ["", "xx", "<script>"])
def test_an_unknown_language_is_refused(client: Client, language: str) -> None:
    response = client.post(PAGE + "make/", {"language": language})
    assert response.status_code == 400
    assert not Rendering.objects.exists()


def test_unchanged_content_says_so(client: Client, plan: Plan, queued: list[int]) -> None:
    client.post(PAGE + "make/", {"language": "en"})
    made = Rendering.objects.get()
    made.file.save("made.pdf", ContentFile(b"%PDF"), save=False)
    made.state = State.DONE
    made.save()
    page = client.post(PAGE + "make/", {"language": "en"}, follow=True).content.decode()
    assert "Nothing has changed since draft 0.1" in page
    assert Rendering.objects.count() == 1


def test_progress_is_a_fragment_that_stops_polling_when_done(
    client: Client, plan: Plan, django_assert_max_num_queries: Any
) -> None:
    row = rendering(plan, state=State.RUNNING, step=4, steps=10)
    with django_assert_max_num_queries(4):  # two of them for the session and its user
        fragment = squeezed(client.get(PAGE + "progress/", headers=HTMX))
    assert "<html" not in fragment
    assert "Part <bdi>4</bdi> of <bdi>10</bdi>" in fragment
    assert "--v: 40%" in fragment
    assert "data-hx-trigger" in fragment
    Rendering.objects.filter(pk=row.pk).update(state=State.FAILED, problem="It broke.")
    fragment = squeezed(client.get(PAGE + "progress/", headers=HTMX))
    assert "It broke." in fragment
    assert "data-hx-trigger" not in fragment


def test_the_newest_comes_first(client: Client, plan: Plan) -> None:
    earlier = rendering(plan, asked_at=timezone.now() - timedelta(hours=1))
    later = rendering(plan)
    page = client.get(PAGE).content.decode()
    assert page.index(f"document-{later.pk}") < page.index(f"document-{earlier.pk}")


def test_the_file_comes_under_a_telling_name(client: Client, plan: Plan) -> None:
    response = client.get(f"{PAGE}{finished(plan).pk}/file/")
    assert response["Content-Disposition"] == 'attachment; filename="town-0.3-en.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 content"


def test_a_file_that_has_gone_is_explained(client: Client, plan: Plan) -> None:
    made = finished(plan)
    made.file.storage.delete(made.file.name)
    page = client.get(f"{PAGE}{made.pk}/file/", follow=True).content.decode()
    assert "The file of this document is no longer there" in page


def test_an_unfinished_document_has_no_file(client: Client, plan: Plan) -> None:
    assert client.get(f"{PAGE}{rendering(plan).pk}/file/").status_code == 404


def test_a_failed_one_can_be_tried_again(
    client: Client, plan: Plan, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    failed = rendering(plan, state=State.FAILED, problem="It broke.")
    url = f"{PAGE}{failed.pk}/retry/"
    assert url in client.get(PAGE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
        client.post(url)
    assert queued == [failed.pk]
    assert Rendering.objects.get().state == State.QUEUED


def test_an_outsider_finds_nothing(signed_in: SignIn, plan: Plan) -> None:
    made = finished(plan)
    outsider = signed_in(make_user("outsider"))
    for path in ("", "progress/", f"{made.pk}/file/"):
        assert outsider.get(PAGE + path).status_code == 404
    for path in ("make/", f"{made.pk}/retry/"):
        assert outsider.post(PAGE + path).status_code == 404


def test_signed_out_nobody_gets_a_file(plan: Plan) -> None:
    response = Client().get(f"{PAGE}{finished(plan).pk}/file/")
    assert response.status_code == 302
    assert "/accounts/login/" in response.url


def test_a_viewer_reads_and_fetches_but_has_nothing_made(viewer: Client, plan: Plan) -> None:
    made = finished(plan)
    page = viewer.get(PAGE).content.decode()
    assert f"{PAGE}{made.pk}/file/" in page
    assert "make/" not in page
    assert viewer.get(f"{PAGE}{made.pk}/file/").status_code == 200
    assert viewer.post(PAGE + "make/", {"language": "en"}).status_code == 403
    assert viewer.post(f"{PAGE}{made.pk}/retry/").status_code == 403


def test_another_plans_document_is_not_reached_through_ones_own(client: Client, plan: Plan, secretary: User) -> None:
    from django_scopes import scope

    from .conftest import make_plan

    other = make_plan("other")
    with scope(plan=other):
        theirs = finished(other)
    assert client.get(f"{PAGE}{theirs.pk}/file/").status_code == 404
    assert client.post(f"{PAGE}{theirs.pk}/retry/").status_code == 404


def test_missing_libraries_are_named_with_the_command(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "missing_packages", lambda: ("libpango-1.0-0",))
    assert "apt install libpango-1.0-0" in client.get(PAGE).content.decode()
    monkeypatch.setattr(pdf, "missing_packages", tuple)
    assert "apt install" not in client.get(PAGE).content.decode()


def test_the_libraries_are_looked_for_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_library", lambda name: None)
    pdf.missing_packages.cache_clear()
    assert pdf.missing_packages() == ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
    monkeypatch.setattr(pdf, "find_library", lambda name: None if name == "harfbuzz-subset" else "there")
    pdf.missing_packages.cache_clear()
    assert pdf.missing_packages() == ()
    pdf.missing_packages.cache_clear()
