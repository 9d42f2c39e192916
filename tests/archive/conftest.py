"""A plan in a database of its own: written out, taken away with everything around it, and read in again."""

from pathlib import Path
from typing import Any

import pytest

from planning.archive.actions import make_plan
from planning.archive.checking import read
from planning.models import Plan


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def made_of(content: bytes, **options: Any) -> Plan:
    return make_plan(read(content), **options)
