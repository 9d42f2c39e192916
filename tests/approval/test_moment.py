"""A submission, a draft, and a plan's file say how the plan stood at one moment, and nobody waits for them (C7, C8)."""

import io
import re
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import count
from typing import Any

import pikepdf
import pytest
from django.db import InternalError, OperationalError, connection, transaction
from django_scopes import scope

from planning.approval import actions
from planning.approval.actions import StepRefused
from planning.approval.models import Comment, Version
from planning.approval.rules import Refusal
from planning.archive import export as archive
from planning.archive.tables import ArchiveTable, FileKind
from planning.council import document, making
from planning.council.actions import request_document
from planning.council.models import FrozenPage
from planning.goals.models import Goal
from planning.plans.models import Plan
from planning.plans.moment import one_moment
from planning.worksheets.actions import save_row
from tests.fixtures import Town

from .conftest import access_of, submitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("at_one", [True, False])
def test_data_and_pages_are_of_one_moment(at_one: bool, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves a cell before each page is read. The control reads without holding the moment."""
    content_of, number = actions.content_of, count()

    def saving(*args: Any, **kwargs: Any) -> Any:
        elsewhere(lambda: write_goal(town, f"Meanwhile {next(number)}"))
        return content_of(*args, **kwargs)

    monkeypatch.setattr(actions, "content_of", saving)
    if not at_one:
        monkeypatch.setattr(actions, "one_moment", nullcontext)
    version = submitted(town)
    with scope(plan=town.plan):
        said = [bytes(version.data).decode(), *(page.html for page in FrozenPage.objects.order_by("pk"))]
        found = [sorted(set(re.findall(r"Meanwhile \d", one))) for one in said]
        assert found == ([[], [], []] if at_one else [[], ["Meanwhile 0"], ["Meanwhile 1"]])
        assert Goal.objects.get(pk=town.rows["goal"].pk).statement == "Meanwhile 1"


def test_what_stands_against_it_since_it_was_read_still_does(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp_of = actions.stamp_of

    def commenting(version: Version) -> Any:
        elsewhere(lambda: actions.add_comment(access_of(town, "s"), Comment(text="Wait!")), town)
        return stamp_of(version)

    monkeypatch.setattr(actions, "stamp_of", commenting)
    with pytest.raises(StepRefused) as caught:
        submitted(town)
    assert caught.value.why is Refusal.OPEN_COMMENTS
    with scope(plan=town.plan):
        assert Version.objects.get().state == "review"


@pytest.mark.parametrize("at_one", [True, False])
def test_a_file_is_of_one_moment(at_one: bool, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves a cell when the reading of the tables has begun."""
    part = archive._part

    def saving(table: ArchiveTable, *args: Any) -> Any:
        if table.model is Goal:
            elsewhere(lambda: write_goal(town, "Meanwhile"))
        return part(table, *args)

    monkeypatch.setattr(archive, "_part", saving)
    if not at_one:
        monkeypatch.setattr(archive, "one_moment", nullcontext)
    assert (b"Meanwhile" in archive.export(town.plan, FileKind.SHAREABLE)) is not at_one


@pytest.mark.parametrize("at_one", [True, False])
def test_a_draft_is_of_one_moment(at_one: bool, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves a cell between page and data, and again before the workbook is made."""
    number = count()

    def saving(act: Callable[..., Any]) -> Callable[..., Any]:
        def inside(*args: Any, **kwargs: Any) -> Any:
            elsewhere(lambda: write_goal(town, f"Meanwhile {next(number)}"))
            return act(*args, **kwargs)

        return inside

    with scope(plan=town.plan):
        draft = request_document(town.plan, "en", by=None, queue=False)
        monkeypatch.setattr(document, "export_with_keys", saving(document.export_with_keys))
        monkeypatch.setattr(making, "workbook", saving(making.workbook))
        if not at_one:
            monkeypatch.setattr(making, "one_moment", nullcontext)
        making.make(draft.pk)
        draft.refresh_from_db()
        assert draft.state == "done"
        with draft.file.open("rb") as file, pikepdf.open(file) as made:
            enclosed = {name: one.get_file().read_bytes() for name, one in made.attachments.items()}
        data, book = enclosed[f"{town.plan.slug}.json"], enclosed[f"{town.plan.slug}-en.xlsx"]
        with zipfile.ZipFile(io.BytesIO(book)) as pieces:
            words = b"".join(map(pieces.read, pieces.namelist()))
        found = [re.findall(rb"Meanwhile \d", one)[:1] for one in (data, words)]
        assert found == ([[], []] if at_one else [[b"Meanwhile 0"], [b"Meanwhile 1"]])


def test_a_moment_is_not_held_inside_a_transaction_that_has_begun(town: Town) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        archive.export(town.plan, FileKind.SHAREABLE)


def test_nothing_is_written_in_the_moment(town: Town) -> None:
    with pytest.raises(InternalError, match="read-only"), one_moment():
        write_goal(town, "Within")


def write_goal(town: Town, statement: str) -> None:
    with scope(plan=town.plan):
        goal = Goal.objects.get(pk=town.rows["goal"].pk)
        save_row(goal, {"statement": statement}, seen_version=goal.version, by=town.people["s"])


def elsewhere(act: Callable[[], object], town: Town | None = None) -> None:
    """On another connection, as another request would."""

    def acting() -> None:
        try:
            with scope(plan=town.plan) if town else nullcontext():
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(acting).result()


def test_others_write_while_a_large_plan_is_read(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who adds a row waits for the plan's lock; the reading does not hold it."""
    content_of, waited = actions.content_of, []

    def beside(*args: Any, **kwargs: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            waited.append(pool.submit(locked_at_once, town.plan.pk).result())
        return content_of(*args, **kwargs)

    monkeypatch.setattr(actions, "content_of", beside)
    version = submitted(town)
    assert version.state == "submitted"
    assert waited == [True, True]


def locked_at_once(plan: int) -> bool:
    """From a connection of its own."""
    try:
        with transaction.atomic():
            return Plan.objects.select_for_update(nowait=True).filter(pk=plan).exists()
    except OperationalError:
        return False
    finally:
        connection.close()
