"""What pages without a plan's door, and the history, say in the reader's words."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from planning.models import Action, Asset, Invitation
from planning.plans.actions import invite
from planning.plans.events import tracked_models
from planning.plans.history import LABELS, _shown_fields, changes_of_row
from planning.plans.permissions import Role
from tests.fixtures import Town, as_user


def shown(town: Town, row: Action | Asset, language: str) -> dict[str, str]:
    with scope(plan=town.plan), override(language):
        return {change.label: change.after for found in changes_of_row(row)[0] for change in found.fields}


@pytest.mark.parametrize(("language", "expected"), [("ar", "1 شباط 2027"), ("en", "1 February 2027")])
def test_the_history_writes_days_with_the_months_of_the_town(town: Town, language: str, expected: str) -> None:
    action = town.add(
        Action(plan=town.plan, goal=town.rows["goal"], title="Bins", start=date(2027, 2, 1)), goal=town.rows["goal"]
    )
    assert expected in shown(town, action, language).values()


def test_the_history_writes_numbers_as_people_do(town: Town) -> None:
    asset = town.add(Asset(plan=town.plan, name="Bins", kind="built", quantity=1100))
    assert shown(town, asset, "en")["quantity"] == "1,100"


def test_every_field_of_the_history_has_a_name() -> None:
    for model in tracked_models().values():
        nameless = [f.name for f in _shown_fields(model) if f._verbose_name is None and f.name not in LABELS]
        assert nameless == [], model._meta.label


def test_an_invitation_is_valid_until_a_day_of_the_towns_calendar(town: Town) -> None:
    with scope(plan=town.plan):
        code = invite(Invitation(plan=town.plan, name="Layla", role=Role.TASK_FORCE), by=town.people["s"])
        Invitation.objects.update(expires_at=timezone.make_aware(datetime(2099, 12, 6)))
    page = Client(headers={"Accept-Language": "ar"}).get(reverse("accept", kwargs={"code": code}))
    assert "6 كانون الأول 2099" in page.content.decode()
    assert as_user(town.people["t"]).get(reverse("accept", kwargs={"code": code})).status_code == 200
