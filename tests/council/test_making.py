"""Asking for a document, making it, and what becomes of one whose worker was lost (C8)."""

import builtins
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from django_scopes import scopes_disabled

from planning.council import making, pdf
from planning.council.actions import request_document, retry
from planning.council.document import content_of
from planning.council.models import Rendering
from planning.council.tasks import mend_renderings, render_document
from planning.goals.models import Goal
from planning.people.models import User
from planning.plans import work
from planning.plans.models import Plan

State = Rendering.State


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the engine was given; it makes a small file of each at once."""
    given: list[str] = []

    def make(html: str, on_step: Callable[[int, str], None]) -> pdf.Pdf:
        given.append(html)
        for step in range(1, pdf.ENGINE_STEPS + 1):
            on_step(step, "")
        return pdf.Pdf(b"%PDF-1.7 " + str(len(given)).encode(), 7)

    monkeypatch.setattr(pdf, "make_pdf", make)
    return given


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys that were handed to the broker."""
    keys: list[int] = []
    monkeypatch.setattr(render_document, "delay", keys.append)
    return keys


@pytest.fixture
def ask(
    plan: Plan, secretary: User, queued: list[int], django_capture_on_commit_callbacks: Any
) -> Callable[..., Rendering]:
    def request(language: str = "en") -> Rendering:
        with django_capture_on_commit_callbacks(execute=True):
            return request_document(plan, language, by=secretary)

    return request


def fresh(rendering: Rendering) -> Rendering:
    return Rendering.objects.get(pk=rendering.pk)


def test_the_row_is_there_before_the_task_is_queued(
    plan: Plan, secretary: User, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        rendering = request_document(plan, "en", by=secretary)
        assert fresh(rendering).state == State.QUEUED
        assert queued == []
    callbacks[0]()
    assert queued == [rendering.pk]
    assert (rendering.number, rendering.asked_by) == (1, secretary)


def test_a_document_is_made(ask: Callable[..., Rendering], engine: list[str], plan: Plan) -> None:
    rendering = ask()
    render_document(rendering.pk)
    done = fresh(rendering)
    assert (done.state, done.pages, done.step, done.number) == (State.DONE, 7, making.STEPS, 1)
    assert done.file.name.endswith("/town-0.1-en.pdf")
    assert done.done_at
    assert "0.1" in engine[0]
    assert content_of(plan, "en").checksum in engine[0]


def test_the_same_content_is_not_rendered_again(
    ask: Callable[..., Rendering], engine: list[str], queued: list[int]
) -> None:
    first = ask()
    assert ask() == first  # on its way already
    render_document(first.pk)
    assert ask() == first
    assert len(engine) == len(queued) == Rendering.objects.count() == 1


def test_changed_content_gets_the_next_number_and_the_old_one_its_own_back(
    ask: Callable[..., Rendering], engine: list[str]
) -> None:
    first = ask()
    render_document(first.pk)
    Goal.objects.update(statement="Changed")
    second = ask()
    assert (second.number, second.content_hash != first.content_hash) == (2, True)
    Goal.objects.update(statement="The municipality is clean")
    assert ask() == first
    assert ask("ar").number == 1  # each language counts for itself


@pytest.mark.parametrize("field", ["title", "session_date", "first_year"])
def test_whatever_is_shown_is_in_the_hash(plan: Plan, field: str) -> None:
    before = content_of(plan, "en")
    setattr(plan, field, {"title": "Other", "session_date": None, "first_year": 2025}[field])
    assert content_of(plan, "en").digest != before.digest
    assert content_of(plan, "ar").digest != before.digest


def test_a_new_layout_is_in_the_hash(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content_of(plan, "en").digest
    monkeypatch.setattr("planning.council.document.dress", lambda: "another stylesheet")
    assert content_of(plan, "en").digest != before


def test_what_changes_in_the_queue_is_printed_and_numbered_as_it_is(
    ask: Callable[..., Rendering], engine: list[str], plan: Plan
) -> None:
    rendering = ask()
    Goal.objects.update(statement="Changed in the queue")
    render_document(rendering.pk)
    done = fresh(rendering)
    assert "Changed in the queue" in engine[0]
    assert done.content_hash == content_of(plan, "en").digest
    assert done.number == 2  # number 1 was promised to other content


def test_a_row_whose_content_exists_by_the_time_it_is_made_goes(
    ask: Callable[..., Rendering], engine: list[str]
) -> None:
    first = ask()
    render_document(first.pk)
    Goal.objects.update(statement="Changed")
    second = ask()
    Goal.objects.update(statement="The municipality is clean")
    render_document(second.pk)
    assert list(Rendering.objects.all()) == [first]
    assert len(engine) == 1


def test_the_task_run_twice_makes_the_document_once(ask: Callable[..., Rendering], engine: list[str]) -> None:
    rendering = ask()
    render_document(rendering.pk)
    before = fresh(rendering)
    render_document(rendering.pk)
    making.make(rendering.pk, take_over=True)
    assert len(engine) == 1
    assert fresh(rendering).file.name == before.file.name


def test_a_second_worker_leaves_a_living_first_one_alone(ask: Callable[..., Rendering], engine: list[str]) -> None:
    rendering = ask()
    Rendering.objects.update(state=State.RUNNING, attempts=1)
    render_document(rendering.pk)
    assert engine == []


def test_a_redelivered_message_takes_over_and_the_first_maker_stops(
    ask: Callable[..., Rendering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second maker finishes while the first still lays out: one file, the second's."""
    rendering = ask()
    given = []

    def make(html: str, on_step: Callable[[int, str], None]) -> pdf.Pdf:
        given.append(html)
        me = len(given)
        if me == 1:
            making.make(rendering.pk, take_over=True)
        on_step(5, "")
        return pdf.Pdf(b"%PDF made by " + str(me).encode(), me)

    monkeypatch.setattr(pdf, "make_pdf", make)
    making.make(rendering.pk)
    done = fresh(rendering)
    assert (len(given), done.state, done.pages, done.attempts) == (2, State.DONE, 2, 2)
    assert done.file.read() == b"%PDF made by 2"
    folder = done.file.name.rpartition("/")[0]
    assert len(default_storage.listdir(folder)[1]) == 1


def test_a_maker_that_was_given_up_does_not_take_the_next_try_for_its_own(
    ask: Callable[..., Rendering], secretary: User
) -> None:
    rendering = ask()
    late = work.claim(rendering, take_over=False)
    assert late
    Rendering.objects.update(state=State.FAILED)
    assert retry(fresh(rendering), by=secretary)
    assert work.claim(fresh(rendering), take_over=False)
    with pytest.raises(work.Superseded):
        work.move(late, step=5)
    assert (fresh(rendering).state, fresh(rendering).step) == (State.RUNNING, 0)


def test_two_makers_at_the_finish_leave_one_file(
    ask: Callable[..., Rendering], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendering = ask()

    def make(html: str, on_step: Callable[[int, str], None]) -> pdf.Pdf:
        if fresh(rendering).attempts == 1:
            making.make(rendering.pk, take_over=True)
        return pdf.Pdf(b"%PDF", 1)

    monkeypatch.setattr(pdf, "make_pdf", make)
    making.make(rendering.pk)
    folder = fresh(rendering).file.name.rpartition("/")[0]
    assert len(default_storage.listdir(folder)[1]) == 1


def test_a_failure_is_said_in_words_and_can_be_tried_again(
    ask: Callable[..., Rendering],
    secretary: User,
    queued: list[int],
    monkeypatch: pytest.MonkeyPatch,
    engine: list[str],
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def breaks(*args: object) -> None:
        raise ZeroDivisionError("deep inside")

    works = pdf.make_pdf
    monkeypatch.setattr(pdf, "make_pdf", breaks)
    rendering = ask()
    render_document(rendering.pk)
    failed = fresh(rendering)
    assert failed.state == State.FAILED
    assert "The document could not be made" in failed.problem
    assert "deep inside" not in failed.problem
    assert "deep inside" in caplog.text
    monkeypatch.setattr(pdf, "make_pdf", works)
    with django_capture_on_commit_callbacks(execute=True):
        assert retry(failed, by=secretary)
    assert not retry(failed, by=secretary)
    assert queued == [rendering.pk] * 2
    render_document(rendering.pk)
    assert (fresh(rendering).state, fresh(rendering).problem) == (State.DONE, "")


def test_missing_libraries_are_named(ask: Callable[..., Rendering], monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def no_pango(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", no_pango)
    rendering = ask()
    render_document(rendering.pk)
    failed = fresh(rendering)
    assert failed.state == State.FAILED
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert package in failed.problem


def test_a_file_that_has_gone_is_made_again(ask: Callable[..., Rendering], engine: list[str]) -> None:
    first = ask()
    render_document(first.pk)
    default_storage.delete(fresh(first).file.name)
    second = ask()
    assert second != first
    render_document(second.pk)
    assert fresh(second).number == 1


def test_a_broker_that_is_away_does_not_break_the_page(
    plan: Plan, secretary: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(key: int) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(render_document, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        rendering = request_document(plan, "en", by=secretary)
    assert fresh(rendering).state == State.QUEUED


def old() -> Any:
    return timezone.now() - work.SILENT - timedelta(seconds=1)


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING])
def test_what_has_stopped_moving_is_queued_again(
    ask: Callable[..., Rendering], queued: list[int], engine: list[str], state: str
) -> None:
    rendering = ask()
    Rendering.objects.update(state=state, attempts=1, moved_at=old())
    queued.clear()
    mend_renderings()
    assert queued == [rendering.pk]
    assert fresh(rendering).state == State.QUEUED
    mend_renderings()
    assert queued == [rendering.pk]  # it moved just now
    render_document(rendering.pk)
    assert fresh(rendering).state == State.DONE


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING])
def test_what_is_on_its_way_is_left_alone(ask: Callable[..., Rendering], queued: list[int], state: str) -> None:
    ask()
    Rendering.objects.update(state=state, attempts=1)
    queued.clear()
    mend_renderings()
    assert queued == []


@pytest.mark.parametrize(
    ("state", "words"), [(State.QUEUED, "The server did not start"), (State.RUNNING, "started 3 times")]
)
def test_after_three_attempts_it_has_failed(
    ask: Callable[..., Rendering], queued: list[int], state: str, words: str
) -> None:
    rendering = ask()
    Rendering.objects.update(state=state, attempts=work.MAX_ATTEMPTS, moved_at=old())
    queued.clear()
    mend_renderings()
    failed = fresh(rendering)
    assert (queued, failed.state) == ([], State.FAILED)
    assert words in failed.problem


def test_a_document_that_kills_its_workers_is_not_begun_a_fourth_time(
    ask: Callable[..., Rendering], engine: list[str]
) -> None:
    rendering = ask()
    Rendering.objects.update(state=State.RUNNING, attempts=work.MAX_ATTEMPTS, moved_at=old())
    making.make(rendering.pk, take_over=True)
    assert fresh(rendering).state == State.FAILED
    assert engine == []


def test_a_message_that_comes_twice_does_not_give_up_a_last_attempt_that_lives(
    ask: Callable[..., Rendering], engine: list[str]
) -> None:
    rendering = ask()
    Rendering.objects.update(state=State.RUNNING, attempts=work.MAX_ATTEMPTS)
    making.make(rendering.pk, take_over=True)
    assert fresh(rendering).state == State.RUNNING
    assert engine == []


def test_a_message_without_a_row_is_nothing(db: None) -> None:
    render_document(987654)


def test_the_history_names_who_asked(ask: Callable[..., Rendering], engine: list[str], secretary: User) -> None:
    rendering = ask()
    render_document(rendering.pk)
    with scopes_disabled():
        last = rendering.events.order_by("-pgh_id").first()
    assert last.pgh_context["user"] == secretary.pk
