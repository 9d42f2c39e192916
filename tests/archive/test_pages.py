import json

import pytest
from django.test import Client
from django_scopes import scope

from planning.archive.export import export
from planning.archive.models import Transfer
from planning.archive.tables import FileKind
from tests.fixtures import Town, as_user
from tests.pages import squeezed

pytestmark = pytest.mark.django_db
SHARED, WHOLE = "document/data/", "document/whole/"


def test_who_reads_worksheets_gets_the_shareable_file(town: Town) -> None:
    for letter in "stgv":
        client = as_user(town.people[letter])
        assert town.url(SHARED) in client.get(town.url("document/")).content.decode()
        response = client.get(town.url(SHARED))
        assert response["Content-Disposition"] == 'attachment; filename="rihan.json"'
        assert response.content == export(town.plan, FileKind.SHAREABLE)
        assert json.loads(response.content)["kind"] == "shareable"
    assert as_user(town.people["f"]).get(town.url(SHARED)).status_code == 403


def test_the_secretariat_alone_is_offered_the_whole_plan(town: Town) -> None:
    for letter in "stgv":
        client = as_user(town.people[letter])
        assert (town.url(WHOLE) in client.get(town.url("document/")).content.decode()) is (letter == "s")
        for response in (client.get(town.url(WHOLE)), client.post(town.url(WHOLE), {"sure": "on"})):
            assert response.status_code == (200 if letter == "s" else 403)


def test_the_whole_plan_is_taken_with_a_tick_and_recorded(town: Town, secretary: Client) -> None:
    page = secretary.get(town.url(WHOLE))
    assert b"put people in danger" in page.content
    for above in (page, secretary.get(town.url("document/"))):
        assert f'class="eyebrow"><a href="{town.url()}"' in squeezed(above)
    refused = secretary.post(town.url(WHOLE), {})
    assert refused.status_code == 422
    assert b"Please tick this before you take the file." in refused.content
    with scope(plan=town.plan):
        assert not Transfer.objects.exists()
    response = secretary.post(town.url(WHOLE), {"sure": "on"})
    assert response["Content-Disposition"] == 'attachment; filename="rihan-whole.json"'
    assert response["Cache-Control"] == "no-store"
    assert response.content == export(town.plan, FileKind.WHOLE)
    with scope(plan=town.plan):
        transfer = Transfer.objects.get()
    assert (transfer.what, transfer.done_by, transfer.at_server) == ("whole", town.people["s"], False)
    history = squeezed(as_user(town.people["v"]).get(town.url("history/")))
    assert "The whole plan as a file, confidential parts included" in history
    assert town.people["s"].name in history
