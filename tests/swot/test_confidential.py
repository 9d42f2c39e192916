"""B8 for a table of which single rows are confidential: the walk of `tests/stakeholders/test_confidential.py`, with the
entry that sings."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse
from django_scopes import scope

from planning.council.document import content_of
from planning.goals import confidential
from planning.models import Rendering, SwotEntry, User
from planning.plans import events
from planning.plans.access import Access, enter
from planning.swot.section import offers
from planning.worksheets.models import LiveManager
from planning.worksheets.sheet import Worksheet
from tests.fixtures import Town, as_user
from tests.plans.names import address
from tests.plans.test_access import PLAN
from tests.stakeholders.conftest import body, everything
from tests.stakeholders.test_confidential import exported

pytestmark = pytest.mark.django_db


SHOWN = {"swot", "swot_entries", "swot_entries_view", "swot_entries_poll since", "swot_entries_xlsx"}


def leaks(town: Town, user: User, names: Iterable[str] = PLAN) -> set[str]:
    """Where this reader finds the confidential entry of the SWOT."""
    return {name for name, content in everything(as_user(user), town, names) if b"canaryswot" in content}


def pages_of(found: Iterable[str]) -> set[str]:
    return {name.removesuffix(" since") for name in found}


def test_an_open_row_is_read_by_all_and_a_released_one_too(loud: Town) -> None:
    teacher, entry = loud.people["t"], loud.rows["secret_entry"]
    url = address("swot", loud)
    assert b"Old lorries" in as_user(teacher).get(url).content
    sure = as_user(loud.people["s"]).post(address("swot_release", loud), {"sure": "on"})
    assert sure.status_code == 302
    assert leaks(loud, teacher, pages_of(SHOWN)) >= SHOWN
    with scope(plan=loud.plan):
        assert "canaryswot" in content_of(loud.plan, "en").page
    as_user(loud.people["s"]).post(address("swot_withhold", loud))
    assert leaks(loud, teacher) == set()  # its history too
    with scope(plan=loud.plan):
        assert not SwotEntry.objects.filter(pk=entry.pk).exists()
        assert "canaryswot" not in content_of(loud.plan, "en").page


def test_a_release_does_not_tell_what_the_entry_said_before(loud: Town) -> None:
    """Neither the history of the row nor that of the plan has an earlier wording; the group's own has all."""
    as_user(loud.people["s"]).post(address("swot_release", loud), {"sure": "on"})
    for name in ("swot_entries_history", "plan_history"):
        page = body(as_user(loud.people["t"]).get(address(name, loud)))
        assert b"canaryswot" in page
        assert b"canaryswot before" not in page
    assert b"canaryswot before" in body(as_user(loud.people["g"]).get(address("swot_entries_history", loud)))


def test_only_what_is_confided_is_offered(loud: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stances and answers go to the goal's group and the secretariat; to others and to nobody, nothing of them."""
    goal = loud.rows["goal"]

    def offered(reader: Access | object | None) -> set[str]:
        with scope(plan=loud.plan, reader=reader):
            return {one.origin.rstrip("0123456789") for one in offers(goal)}

    access = {letter: enter(loud.people[letter], loud.plan.slug) for letter in "sgtv"}
    everything = offered(access["s"])
    assert everything == offered(access["g"]) == offered(confidential.TRUSTED)
    assert offered(access["t"]) == offered(access["v"]) == offered(None) < everything
    monkeypatch.setattr(confidential, "confided", Q)  # the control: without the managers' question, all is offered
    assert offered(None) == everything


def test_spreadsheets_leave_it_out_for_confidants_too(loud: Town, tmp_path: Path) -> None:
    for letter in "sgt":
        book = body(as_user(loud.people[letter]).get(address("swot_entries_xlsx", loud)))
        assert b"Old lorries" in book
        assert b"canaryswot" not in book
    assert "canaryswot" not in exported(loud, tmp_path)


def test_a_draft_with_an_entry_withheld_since_is_closed(loud: Town, tmp_path: Path) -> None:
    reader, secretary = as_user(loud.people["v"]), as_user(loud.people["s"])
    secretary.post(address("swot_release", loud), {"sure": "on"})
    with scope(plan=loud.plan):
        call_command("exportplan", loud.plan.slug, "--to", str(tmp_path / "plan.pdf"), verbosity=0)
        made = Rendering.objects.get()
    url = reverse("document_file", args=[loud.plan.slug, made.pk])
    assert reader.get(url)["Content-Type"] == "application/pdf"
    secretary.post(address("swot_withhold", loud))
    assert reader.get(url).status_code == 302
    assert secretary.get(url)["Content-Type"] == "application/pdf"


def test_broken_filters_are_found(loud: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The walk is no formality: each of the filters broken lets the entry out, where the walk looks for it."""
    teacher = loud.people["t"]
    with monkeypatch.context() as broken:
        broken.setattr(confidential, "open_or_confided", Q)
        shown = {"swot", "swot_entries", "swot_entries_row", "swot_entries_poll since"}
        assert shown <= leaks(loud, teacher, pages_of(shown))
    with monkeypatch.context() as broken:
        broken.setattr(events, "is_partly_confidential", lambda model: False)
        for cached in (events._of_plan, events._branch):
            cached.cache_clear()
        assert "plan_history" in leaks(loud, teacher, ["plan_history"])
    for cached in (events._of_plan, events._branch):
        cached.cache_clear()
    with monkeypatch.context() as broken:
        broken.setattr(Worksheet, "is_partly_confidential", False)
        assert b"canaryswot" in body(as_user(loud.people["g"]).get(address("swot_entries_xlsx", loud)))
    with monkeypatch.context() as broken, scope(plan=loud.plan):
        broken.setattr(confidential.OpenManager, "get_queryset", LiveManager.get_queryset)
        assert "canaryswot" in content_of(loud.plan, "en").page
    assert leaks(loud, teacher, {*pages_of(shown), "plan_history"}) == set()
