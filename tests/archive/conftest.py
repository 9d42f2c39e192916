"""A plan in a database of its own: written out, taken away with everything around it, and read in again."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from planning.archive.actions import make_plan
from planning.archive.checking import read
from planning.models import Plan
from tests.copies import tables


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def emptied() -> None:
    """No row of the product is left: neither plan nor people, nor their history."""
    names = ", ".join(connection.ops.quote_name(name) for name in tables())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait cannot be emptied
        cursor.execute(f"TRUNCATE {names} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def made_of(content: bytes, **options: Any) -> Plan:
    return make_plan(read(content), **options)
