"""What is frozen goes to the council and to the public: it says no more to the secretariat's own submission than to
anybody (B8)."""

import io
import zipfile

import pytest
from django_scopes import get_scope, scope

from planning.approval import actions
from planning.council.enclosures import taken_out
from planning.council.models import FrozenPage
from tests.fixtures import Town, as_user
from tests.stakeholders.conftest import singing

from .conftest import leave_open

pytestmark = pytest.mark.django_db


def said(page: str) -> bytes:
    """The page and all that lies in it, unpacked."""
    whole, files = taken_out(page)
    found = [whole.encode()]
    for one in files:
        assert one.content[:2] == b"PK", one.name
        with zipfile.ZipFile(io.BytesIO(one.content)) as book:
            found += [book.read(part) for part in book.namelist()]
    return b"\n".join(found)


def test_a_submission_by_a_confidant_freezes_nothing_confidential(loud: Town) -> None:
    with scope(plan=loud.plan):
        leave_open(loud)
    secretary = as_user(loud.people["s"])
    secretary.post(loud.url("approval/open/"), {"seen": ""})
    assert secretary.post(loud.url("approval/submit/"), {"seen": "1"}).status_code == 302
    with scope(plan=loud.plan):
        version = actions.newest_version(loud.plan)
        assert version is not None
        pages = list(FrozenPage.objects.all())
        assert len(pages) == 2
        for page in pages:
            content = said(page.html)
            assert b"Lorries" in content
            assert not singing(content)
        assert not singing(bytes(version.data or b""))


def test_nobody_reads_while_a_version_is_frozen(loud: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a room gives to the document later, it gives it as to a worker: to no reader."""
    readers: list[object] = []
    real = actions.content_of

    def watched(*args: object, **kwargs: object) -> object:
        readers.append(get_scope().get("reader"))
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "content_of", watched)
    with scope(plan=loud.plan):
        leave_open(loud)
    secretary = as_user(loud.people["s"])
    secretary.post(loud.url("approval/open/"), {"seen": ""})
    secretary.post(loud.url("approval/submit/"), {"seen": "1"})
    assert readers == [None, None]
