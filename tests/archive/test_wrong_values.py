"""Whatever stands in a column of a file: it is refused with its place, or makes a plan whose pages can be read (C8)."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django_scopes import scope

from planning.archive.checking import read
from planning.archive.export import export
from planning.archive.faults import Fault, Faulty
from planning.archive.tables import Kind
from planning.models import Plan
from tests.fixtures import Town, add_places, as_user

from .conftest import made_of

pytestmark = pytest.mark.django_db
WRONG: dict[str, Any] = {
    "nothing": "",
    "null": None,
    "one": 1.0,
    "a negative number": -1,
    "a huge number": 10**30,
    "a long text": "x" * 10000,
    "a list": [],
    "an object": {},
    "true": True,
    "a zero character": "a\0b",
    "half a character": "a\ud800b",
    "a far day": "9999-12-31",
    "a far moment": "9999-12-31T23:59:59Z",
    "a large amount": "9999999999.99",
}
PAGES = ("", "readiness/", "document/", "document/sections/", "document/data/", "history/")
Data = dict[str, Any]


def faults(data: Data, use: Callable[[bytes], object]) -> list[Fault]:
    """Why the file is refused; none where it is not. Any other error goes on."""
    try:
        use(json.dumps(data).encode())
    except Faulty as faulty:
        return faulty.faults
    return []


def rows_of(data: Data) -> Iterator[tuple[str, Data]]:
    """The plan, and the first row of each list and table, with the words for its place."""
    yield "plan", data["plan"]
    lists = {name: data[name] for name in ("people", "municipalities")} | data["tables"]
    yield from ((f"{name}, row 1", rows[0]) for name, rows in lists.items() if rows)


@pytest.fixture
def data(town: Town) -> Data:
    add_places(town)
    found: Data = json.loads(export(town.plan, Kind.WHOLE))
    return found


@pytest.mark.parametrize("name", WRONG)
def test_wrong_values_are_refused_or_can_be_read(name: str, data: Data, town: Town) -> None:
    """In every column at once; what is refused is put right, until the rest is taken."""
    before = {f"{place}, {column}": (row, column, row[column]) for place, row in rows_of(data) for column in row}
    for row, column, _value in before.values():
        row[column] = WRONG[name]
    while found := faults(data, read):
        for place in {fault.place for fault in found}:  # each fault stands where something was changed
            row, column, value = before.pop(place)
            row[column] = value
    can_be_read(data, town)


@pytest.mark.heavy
@pytest.mark.parametrize("name", WRONG)
def test_a_single_wrong_value_is_refused_or_can_be_read(name: str, data: Data, town: Town) -> None:
    taken = []
    for place, row in rows_of(data):
        for column, before in list(row.items()):
            row[column] = WRONG[name]
            if found := faults(data, read):
                assert str(found[0]).startswith((place, "the file")), (place, column, found)
            else:
                taken.append((row, column, before))
            row[column] = before
    for row, column, before in taken:  # all that go together
        row[column] = WRONG[name]
        if faults(data, read):
            row[column] = before
    can_be_read(data, town)


def can_be_read(data: Data, town: Town) -> None:
    """Unless the database refuses it, and says at which place."""
    if faults(data, lambda content: made_of(content, slug="made", by=town.people["s"])):
        return
    client = as_user(town.people["s"])
    for page in PAGES:
        assert client.get(f"/plans/made/{page}").status_code == 200, page
    with scope(plan=Plan.objects.get(slug="made")):
        for kind in Kind:
            read(export(Plan.objects.get(slug="made"), kind))


def test_a_whole_number_may_be_written_with_a_point(town: Town) -> None:
    """JSON knows no whole numbers: 1.0 is 1."""
    add_places(town)
    content = export(town.plan, Kind.WHOLE)
    pointed = json.dumps(json.loads(content, parse_int=float)).encode()
    assert b'"row": 1.0' in pointed
    copy = made_of(pointed, slug="copy")
    assert export(copy, Kind.WHOLE).replace(b'"copy"', f'"{town.plan.slug}"'.encode()) == content
