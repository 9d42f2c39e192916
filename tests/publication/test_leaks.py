"""Nothing confidential and nothing that was not chosen is in any public page (C9, B8): a word of its own in every text
of every table of the plan, and a walk over every public address."""

import contextlib
import re
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, models, transaction
from django_scopes import scope, scopes_disabled

from planning.archive.tables import tables
from planning.goals.confidential import trusted
from planning.models import DocumentSection, LeftOpen, Membership, User
from planning.people.fields import LineField, ProseField
from planning.publication import actions
from planning.publication.content import PARTS, extract
from tests.fixtures import Town, add_places

from .conftest import approve, publish, walked

pytestmark = pytest.mark.django_db
SHORT = 24  # codes and units of this length have no room for a word
MARK = re.compile(r"mk_[a-z_]+_[a-z]+?\d+x")
# of each part the texts that it may show
MAY_SHOW = {
    "goals": {"goal_statement", "sub_objective_statement"},
    "actions": {"action_title"},
    "actors": {"stakeholder_name", "action_part_adds", "action_other_actors"},
    "dates": set(),
    "targets": {"target_statement", "indicator_name", "indicator_unit", "indicator_baseline_state", "indicator_state"},
    "money": set(),
    "commitments": {"commitment_name", "commitment_organisation", "commitment_text"},
}


def texts() -> Iterator[tuple[Any, str, Any]]:
    """Every table of the plan's file, and each of its columns that people fill with words."""
    for table in tables():
        for column in table.columns:
            field = column.field
            typed = type(field) in (models.CharField, models.TextField, LineField, ProseField) and not field.choices
            if typed and (field.max_length or SHORT) >= SHORT and column.name not in ("origin",):
                yield table, column.name, field


def mark(town: Town) -> set[str]:
    """Writes a word of its own into each of them, and returns which there are."""
    written = set()
    with scopes_disabled(), pgtrigger.ignore(), trusted(town.plan):
        for table, name, _field in texts():
            for row in table.model._base_manager.filter(plan=town.plan):
                word = f"mk_{table.name}_{name}{row.pk}x"
                with contextlib.suppress(IntegrityError), transaction.atomic():  # where two fields exclude each other
                    table.model._base_manager.filter(pk=row.pk).update(**{name: word})
                    written.add(f"{table.name}_{name}")
        User.objects.update(name="mk_people_name1x")
    return written


def heard(town: Town) -> set[str]:
    """Whose words are found anywhere: {"goal_statement"}."""
    return {re.sub(r"^mk_|\d+x$", "", word) for word in MARK.findall(walked(town))}


@pytest.fixture
def marked(town: Town) -> Town:
    add_places(town)
    with scope(plan=town.plan):
        DocumentSection.objects.create(plan=town.plan, kind="free", title="Thanks", text="To all", position=1)
        LeftOpen.objects.create(plan=town.plan, title="No owner", reason="Later", by=town.people["s"])
    written = mark(town)
    assert {f"{table.name}_{name}" for table, name, _field in texts()} == written
    assert {"position_reason", "answer_said", "swot_entry_text", "stakeholder_contact", "asset_name"} <= written
    with trusted(town.plan):
        Membership.objects.update(occupation="mk_membership_office1x")
        row = town.rows["action"]
        type(row).objects.filter(pk=row.pk).update(main_actor=town.rows["other"])
        type(town.rows["indicator"]).objects.update(baseline=None, value=None)
    approve(town)
    return town


def allowed(parts: Collection[str]) -> set[str]:
    shown = {part for part in parts if part not in ("actors", "dates") or "actions" in parts}
    return set().union(*(MAY_SHOW[part] for part in shown))


def test_with_everything_chosen_only_what_may_be_shown_is(marked: Town) -> None:
    """The control in one: the walk finds every text that may be found, and no other."""
    publish(marked, *PARTS)
    assert heard(marked) == allowed(PARTS)


@pytest.mark.parametrize("size", [0, 1, pytest.param(2, marks=pytest.mark.heavy), len(PARTS) - 1])
def test_what_is_not_chosen_is_nowhere(size: int, marked: Town) -> None:
    for parts in combinations(PARTS, size):
        publish(marked, *parts)
        assert heard(marked) == allowed(parts), parts


def test_dates_and_amounts_that_are_not_chosen_are_nowhere(marked: Town) -> None:
    publish(marked, "goals", "actions", "targets")
    page = walked(marked)
    assert "&quot;start" not in page
    for name in ('"start"', '"end"', '"money"', '"main_actor"'):
        assert name not in page


def test_a_commitment_without_consent_or_only_asked_for_is_nowhere(town: Town) -> None:
    approve(town)
    publish(town, *PARTS)
    assert "Sister Mariam" in walked(town)
    assert "Baker" not in walked(town)
    assert "bread" not in walked(town)


def test_the_walk_finds_a_leak(marked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were the whole frozen file let through, the walk would find more than may be shown."""

    def careless(data: Any, keys: Any, chosen: Any) -> Any:
        return extract(data, keys, chosen) | {"all": data["tables"]}

    monkeypatch.setattr(actions, "extract", careless)
    publish(marked, "goals")
    assert heard(marked) > allowed(["goals"])
    assert "asset_name" in heard(marked)
    assert "position_reason" not in heard(marked)  # the frozen file itself has nothing confidential
