"""Days as people type them where their browser has no calendar: one rule for the whole house."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.translation import gettext, override
from django_scopes import scope

from planning.commitments.forms import PaperForm
from planning.models import Action
from planning.people.forms import NOT_A_DAY, HouseForm
from tests.commitments.conftest import now
from tests.fixtures import HTMX, Town, as_user

AMBIGUOUS = ["01/11/2026", "1.11.2026", "11/01/2026", "1 November 2026", "Nov 1 2026", "01-11-2026", "26-11-01"]


@pytest.mark.parametrize("typed", AMBIGUOUS)
def test_a_day_that_others_read_otherwise_is_refused(typed: str) -> None:
    for language in ("en", "ar"):
        with override(language):
            form = PaperForm({"signed_on": typed})
            assert form.errors["signed_on"] == [gettext(str(NOT_A_DAY))]
            assert f'value="{typed}"' in str(form["signed_on"])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_day_as_calendars_send_it_is_taken(language: str) -> None:
    with override(language):
        form = PaperForm({"signed_on": "2026-11-01"})
        assert form.is_valid()
        assert form.cleaned_data["signed_on"] == date(2026, 11, 1)


@pytest.mark.django_db
def test_a_signature_is_not_put_ten_months_back(town: Town) -> None:
    client, at = as_user(town.people["s"]), town.url(f"commitments/{now(town).pk}/paper/")
    page = client.post(at, {"signed_on": "01/11/2026"})
    assert page.status_code == 422
    assert "with dashes: 1 November 2026 is 2026-11-01" in page.content.decode()
    assert now(town).signed_on is None


@pytest.mark.django_db
def test_a_cell_of_a_worksheet_keeps_the_rule(town: Town) -> None:
    action = town.rows["action"]
    at = town.url(f"goals/{town.rows['goal'].pk}/actions/{action.pk}/")
    sent = {"version": 1, "opened": 1, "fields": "start"}
    for typed, status, stored in (("01/11/2026", 422, None), ("2026-11-01", 200, date(2026, 11, 1))):
        response = as_user(town.people["s"]).post(at, sent | {"start": typed}, headers=HTMX)
        assert response.status_code == status
        with scope(plan=town.plan):
            assert Action.objects.get(pk=action.pk).start == stored


def kinds(base: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in base.__subclasses__():
        yield one
        yield from kinds(one)


def test_every_form_with_a_day_is_one_of_the_house() -> None:
    assert get_resolver().url_patterns  # all rooms are imported
    dated = {
        one
        for one in kinds(forms.BaseForm)
        if not one.__module__.startswith("django.")
        and any(isinstance(field, forms.DateField) for field in getattr(one, "base_fields", {}).values())
    }
    assert len(dated) > 4
    assert {one for one in dated if not issubclass(one, HouseForm)} == set()
