"""What becomes confidential after a version was submitted: who makes it so is told, the version stays as it was
(docs/decisions/0023)."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.approval import actions
from planning.approval.models import Version
from planning.council.making import make
from planning.models import Commitment, Rendering, SwotEntry
from stakeholders.actions import release
from stakeholders.models import Release
from tests.fixtures import Town, as_user
from tests.plans.names import address

from .conftest import access_of, submitted

pytestmark = pytest.mark.django_db


def text(response: HttpResponse) -> str:
    return response.content.decode()


def told(page: str) -> str:
    found = re.search(r'name="sealed" value="([^"]*)"', page)
    assert found
    return found[1]


def sealed_pdf(town: Town, version: Version) -> str:
    with scope(plan=town.plan):
        one = version.documents.get(language="en")
        make(one.pk)
        one.refresh_from_db()
        assert one.state == Rendering.State.DONE
    return town.url(f"document/{one.pk}/file/")


def again(town: Town) -> Version:
    """One more version."""
    with scope(plan=town.plan):
        actions.withdraw(access_of(town, "s"), actions.newest_version(town.plan).number, "Once more.")
    return submitted(town)


def test_an_entry_of_a_sealed_version_is_withheld_after_a_warning(loud: Town) -> None:
    secretary, viewer, entry = as_user(loud.people["s"]), as_user(loud.people["v"]), loud.rows["secret_entry"]
    secretary.post(address("swot_release", loud), {"sure": "on"})
    first = submitted(loud)
    pdf = sealed_pdf(loud, first)
    url = address("swot_withhold", loud)
    response = secretary.post(url)
    assert response.status_code == 409
    assert "It is part of version 1, which was submitted to the council." in text(response)
    with scope(plan=loud.plan):
        assert not SwotEntry.unguarded.get(pk=entry.pk).secret
    again(loud)  # while the question is on the screen
    response = secretary.post(url, {"sealed": told(text(response))})
    assert response.status_code == 409
    assert "It is part of versions 1, 2, which were submitted" in text(response)
    assert secretary.post(url, {"sealed": told(text(response))}).status_code == 302
    with scope(plan=loud.plan):
        assert SwotEntry.unguarded.get(pk=entry.pk).secret
    assert viewer.get(pdf)["Content-Type"] == "application/pdf"
    data = viewer.get(loud.url("approval/1/data/"))
    assert b"canaryswot" in data.content
    page = text(viewer.get(loud.url("approval/1/")))
    assert "It contains nothing that was confidential when it was submitted." in page
    assert "Nothing confidential is in it." not in page
    with scope(plan=loud.plan):
        actions.withdraw(access_of(loud, "s"), 2, "Without it.")
    third = submitted(loud)
    assert b"canaryswot" not in bytes(third.data or b"")


def test_an_entry_of_no_version_is_withheld_at_once(loud: Town) -> None:
    submitted(loud)  # while it is confidential
    secretary, url = as_user(loud.people["s"]), address("swot_withhold", loud)
    secretary.post(address("swot_release", loud), {"sure": "on"})
    with CaptureQueriesContext(connection) as queries:
        assert secretary.post(url).status_code == 302
    asked = [one["sql"] for one in queries if "planning_version" in one["sql"]]
    assert len(asked) == 1
    assert '"data"' not in asked[0]


def test_a_release_of_a_sealed_version_is_taken_back_after_a_warning(loud: Town) -> None:
    secretary, viewer, step = as_user(loud.people["s"]), as_user(loud.people["v"]), loud.rows["sub_objective"]
    url = address("release", loud)
    submitted(loud)  # before the release: not in it
    with scope(plan=loud.plan):
        release(
            step, [(part, to) for part in ("stances", "reasons") for to in ("document", "members")], by=loud.people["s"]
        )
    assert "was submitted to the council" not in text(secretary.get(url))
    pdf = sealed_pdf(loud, again(loud))
    page = text(secretary.get(url))
    assert page.count("It is part of version 2, which was submitted to the council.") == 1
    assert secretary.post(url, {"withdraw": "document"}).status_code == 409
    assert secretary.post(url, {"withdraw": "document", "sealed": "1"}).status_code == 409
    with scope(plan=loud.plan):
        assert Release.objects.open().filter(audience="document").exists()
    assert secretary.post(url, {"withdraw": "members"}).status_code == 302  # no paper shows that
    assert secretary.post(url, {"withdraw": "document", "sealed": told(page)}).status_code == 302
    with scope(plan=loud.plan):
        assert not Release.objects.open().exists()
    assert viewer.get(pdf)["Content-Type"] == "application/pdf"


def signed(town: Town) -> Commitment:
    """As it is now."""
    with scope(plan=town.plan):
        found: Commitment = Commitment.unguarded.get(pk=town.rows["signed"].pk)
    return found


def part(page: str, action: str) -> str:
    """The form that is sent there."""
    return page.rpartition(f'/{action}/"')[2].partition("</form>")[0]


def test_who_is_not_to_be_named_any_more_is_told_where_the_name_stays(town: Town) -> None:
    secretary, viewer = as_user(town.people["s"]), as_user(town.people["v"])
    first = submitted(town)
    pdf = sealed_pdf(town, first)
    at = town.url(f"commitments/{signed(town).pk}/")
    form = part(text(secretary.get(at)), "unname")
    assert "The names are part of version 1, which was submitted to the council." in form
    again(town)  # while the page is on the screen
    response = secretary.post(f"{at}unname/", {"sealed": told(form)})
    assert response.status_code == 409
    form = part(text(response), "unname")
    assert "The names are part of versions 1, 2, which were submitted" in form
    assert signed(town).may_name
    assert secretary.post(f"{at}unname/", {"sealed": told(form)}).status_code == 302
    assert not signed(town).may_name
    assert viewer.get(pdf)["Content-Type"] == "application/pdf"
    again(town)
    form = part(text(secretary.get(at)), "withdraw")  # what they promised stands in the third one too, without names
    assert "It is part of versions 1, 2, 3, which were submitted" in form


def test_a_commitment_is_withdrawn_after_a_warning(town: Town) -> None:
    secretary = as_user(town.people["s"])
    at = town.url(f"commitments/{signed(town).pk}/")
    assert "was submitted to the council" not in text(secretary.get(at))
    submitted(town)
    response = secretary.post(f"{at}withdraw/", {"reason": "The yard was sold"})
    assert response.status_code == 409
    form = part(text(response), "withdraw")
    assert "It is part of version 1, which was submitted to the council." in form
    assert "The yard was sold" in form  # nothing typed is lost
    assert signed(town).state == "recorded"
    with CaptureQueriesContext(connection) as queries:
        response = secretary.post(f"{at}withdraw/", {"reason": "The yard was sold", "sealed": told(form)})
    assert response.status_code == 302
    assert signed(town).state == "withdrawn"
    assert not any('"data"' in one["sql"] for one in queries if "planning_version" in one["sql"])
