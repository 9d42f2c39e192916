import stat
from pathlib import Path
from typing import Any

import pytest

from config.launcher import prepare
from config.launcher.environment import sign_in_lines
from config.launcher.folder import Folder
from planning.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path).create()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the real example, which has tests of its own."""
    made: list[str] = []

    def call(name: str, stdout: Any) -> None:
        made.append(name)
        User.objects.create_user("secretary")
        stdout.write("Secretary: secretary / a-password\n")

    monkeypatch.setattr(prepare, "call_command", call)
    return made


def test_example_comes_at_the_first_start_only(folder: Folder, calls: list[str]) -> None:
    prepare.load_example(folder, wanted=True)
    assert sign_in_lines(folder) == ["Secretary: secretary / a-password"]
    assert stat.S_IMODE(folder.signins.stat().st_mode) == 0o600
    User.objects.all().delete()
    prepare.load_example(folder, wanted=True)
    assert calls == ["loadexample"]


def test_example_that_was_not_wanted_does_not_come_later(folder: Folder, calls: list[str]) -> None:
    prepare.load_example(folder, wanted=False)
    prepare.load_example(folder, wanted=True)
    assert calls == []


def test_example_never_joins_people_who_work_already(folder: Folder, calls: list[str]) -> None:
    User.objects.create_user("mayor")
    prepare.load_example(folder, wanted=True)
    assert calls == []


def test_first_user_is_explained_until_there_is_one(folder: Folder) -> None:
    assert not prepare.tell_how_to_begin(folder)
    assert sign_in_lines(folder) == [prepare.FIRST_USER]
    User.objects.create_user("mayor")
    assert prepare.tell_how_to_begin(folder)
    assert sign_in_lines(folder) == []
