"""Whatever is wrong in a file is said with its place, and nothing is written (C8)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import get_resolver

from planning.archive import checking
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.archive.trees import SPANS
from planning.models import Municipality, Plan, User
from targets.forms import DatedForm
from tests.copies import rows as everything
from tests.fixtures import Town, add_places

pytestmark = pytest.mark.django_db
Data = dict[str, Any]
Break = Callable[[Data], object]


@pytest.fixture
def data(town: Town) -> Data:
    add_places(town)
    found: Data = json.loads(export(town.plan, FileKind.WHOLE))
    return found


def refused(content: str | bytes, folder: Path, *options: str) -> str:
    """What the command says; the database is as it was, history included."""
    file = folder / "plan.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    before = everything()
    with pytest.raises(CommandError) as raised:
        call_command("importplan", str(file), *options)
    assert everything() == before
    assert "nothing was imported." in str(raised.value)
    return str(raised.value)


def rows(data: Data, table: str) -> list[Data]:
    found: list[Data] = data["tables"][table]
    return found


def put(table: str, at: int, **values: Any) -> Break:
    return lambda data: rows(data, table)[at].update(values)


def take(table: str, at: int, name: str) -> Break:
    return lambda data: rows(data, table)[at].pop(name)


def again(table: str, at: int = 0, **values: Any) -> Break:
    """The same row once more."""
    return lambda data: rows(data, table).append(rows(data, table)[at] | {"row": len(rows(data, table)) + 1} | values)


def deep_tree(data: Data) -> None:
    """Five levels are there with row 5, the sixth hangs on that; the seventh hangs on the first cause."""
    for parent in (2, 3, 4, 2, 5):
        again("tree_node", at=1, parent=parent)(data)


def shareable_with_stances(data: Data) -> None:
    data["kind"] = "shareable"
    for name in ("influence", "connection", "interview", "answer", "accommodation", "release"):
        data["tables"].pop(name)


BROKEN: dict[str, tuple[Break, str]] = {
    "another format": (lambda d: d.update(format="x"), "format: This is not a plan of Common Plan"),
    "a newer version": (lambda d: d.update(version=2), "version: This file is in another version"),
    "an unknown kind": (lambda d: d.update(kind="secret"), "kind: “secret” is none of “whole”, “shareable”."),
    "no people": (lambda d: d.pop("people"), "the file: “people” is missing."),
    "something unknown": (lambda d: d.update(more=1), "the file: There is no such field: “more”."),
    "an unknown table": (lambda d: d["tables"].update(wishes=[]), "tables: There is no such field: “wishes”."),
    "a table that is no list": (lambda d: d["tables"].update(asset={}), "asset: An object is not a list."),
    "a confidential table in a shareable file": (
        shareable_with_stances,
        "position: A shareable file has no such table: it is confidential.",
    ),
    "a row that is none": (lambda d: rows(d, "asset").append(7), "asset, row 3: 7 is not an object."),
    "a text that is a number": (put("asset", 0, name=7), "asset, row 1, name: 7 is not a text."),
    "a number that is a text": (put("asset", 0, position="1"), "asset, row 1, position: “1” is not a whole number."),
    "a negative position": (
        put("asset", 0, position=-1),
        "asset, row 1, position: -1 is too small; at least 0 is needed.",
    ),
    "an amount that is a number": (put("asset", 0, quantity=1.5), "asset, row 1, quantity: 1.5 is not a text or null."),
    "an amount in words": (put("asset", 0, quantity="many"), "quantity: “many” is not in the form of such a value."),
    "a negative quantity": (put("asset", 0, quantity="-1.00"), "asset, row 1, quantity: Ensure this value is greater"),
    "a text too long": (put("asset", 0, name="x" * 161), "asset, row 1, name: It has 161 characters; at most 160 are"),
    "a long text too long": (put("asset", 0, description="x" * 4001), "description: It has 4,001 characters"),
    "an empty name": (put("asset", 0, name=""), "asset, row 1, name: It is empty."),
    "an unknown choice": (put("asset", 0, kind="gold"), "asset, row 1, kind: “gold” is none of “built”, “natural”"),
    "no name": (take("asset", 0, "name"), "asset, row 1: “name” is missing."),
    "a column too many": (put("asset", 0, price=1), "asset, row 1: There is no such field: “price”."),
    "a key": (put("asset", 0, id=1), "asset, row 1: There is no such field: “id”."),
    "an author": (put("asset", 0, changed_by=1), "asset, row 1: There is no such field: “changed_by”."),
    "a place that is not its own": (
        put("asset", 1, row=1),
        "asset, row 2, row: It has to be 2: rows are numbered from",
    ),
    "a dangling link": (put("asset", 0, locality=9), "asset, row 1, locality: There is no number 9; there are 1."),
    "a link to nobody": (put("membership", 0, user=99), "membership, row 1, user: There is no number 99; there are 5."),
    "a link to zero": (put("asset", 0, locality=0), "asset, row 1, locality: 0 is too small; at least 1 is needed."),
    "a plan of no town": (lambda d: d["plan"].update(municipality=2), "plan, municipality: There is no number 2"),
    "a day that is none": (put("meeting", 0, first="2026-02-30"), "meeting, row 1, first: This is not such a value."),
    "a day far away": (
        put("action", 0, end="9999-12-31"),
        "action, row 1, end: “9999-12-31” is not a day of the years 1990 to 2100",
    ),
    "a first day far away": (
        put("meeting", 0, first="2101-01-01"),
        "meeting, row 1, first: “2101-01-01” is not a day of",
    ),
    "a day long ago": (
        put("interview", 0, held_on="1989-12-31"),
        "interview, row 1, held_on: “1989-12-31” is not a day",
    ),
    "a session far away": (
        lambda d: d["plan"].update(session_date="9999-12-31"),
        "plan, session_date: “9999-12-31” is not a day of the",
    ),
    "a moment far away": (
        put("brainstorm", 0, started_at="9999-12-31T23:59:59Z"),
        "brainstorm, row 1, started_at: “9999-12-31T23:59:59Z”",
    ),
    "a month far away": (put("activity", 0, months=["2101-01"]), "activity, row 1, months, row 1: “2101-01” is not"),
    "a rating that says nothing": (
        put("goal_asset", 0, availability=""),
        "goal_asset, row 1, availability: “” is none of 1, 2, 3",
    ),
    "an interest that says nothing": (put("position", 0, interest=""), "position, row 1, interest: “” is none of"),
    "an hour that is none": (put("meeting", 0, hour="25:00:00"), "meeting, row 1, hour: This is not such a value."),
    "a month that is none": (
        put("activity", 0, months=["2026-13"]),
        "activity, row 1, months: This is not such a value.",
    ),
    "a month twice": (
        put("activity", 0, months=["2026-01"] * 2),
        "activity, row 1, months: It contains the same value",
    ),
    "no outline": (put("locality", 0, outline="{}"), "locality, row 1, outline: This is not GeoJSON."),
    "a character to mislead": (put("asset", 0, name="a\u202eb"), "asset, row 1, name: This character cannot be"),
    "a mark of the document": (put("asset", 0, name="\ue001"), "asset, row 1, name: This character cannot be"),
    "a zero character": (put("asset", 0, name="a\0b"), "asset, row 1, name: This character cannot be"),
    "half a character": (put("asset", 0, name="a\ud800b"), "asset, row 1, name: This character cannot be"),
    "a person to mislead": (lambda d: d["people"][0].update(name="\u202e"), "people, row 1, name: This character"),
    "no locale": (
        lambda d: d["municipalities"][0].update(locale="a\0b"),
        "municipalities, row 1, locale: “a\0b” is not in the form",
    ),
    "a title to mislead": (lambda d: d["plan"].update(title="\ue001"), "plan, title: This character cannot be"),
    "years in disorder": (lambda d: d["plan"].update(last_year=2020), "plan, last_year: The last year is before the"),
    "a year far away": (lambda d: d["plan"].update(last_year=2500), "plan, last_year: Ensure this value is less than"),
    "no currency": (lambda d: d["plan"].update(currency="usd"), "plan, currency: “usd” is not in the form"),
    "a bad address": (lambda d: d["plan"].update(slug="a b"), "plan, slug: Enter a valid “slug”"),
    "a user name": (
        lambda d: d["people"][0].update(username="x"),
        "people, row 1: There is no such field: “username”.",
    ),
    # what the rows say together
    "a tree in a circle": (put("tree_node", 1, parent=2), "tree_node, row 2, parent: It comes back to itself."),
    "an effect below a cause": (
        again("tree_node", at=1, kind="effect", parent=2),
        "tree_node, row 3, parent: A cause belongs under a cause",
    ),
    "a tree too deep": (deep_tree, "tree_node, row 7, parent: A tree has at most 5 levels."),
    "an entry of another goal": (
        put("swot_entry", 0, goal=2, from_step=1),
        "swot_entry, row 1, from_step: It belongs to another goal",
    ),
    "an entry without its source": (
        put("swot_entry", 0, origin="works"),
        "swot_entry, row 1, origin: What the entry was made from is not named.",
    ),
    "an action of more than ten years": (
        put("action", 0, start="2027-02-01", end="2037-02-02"),
        "action, row 1, end: From the first day to the last there may be at most 10 years.",
    ),
    "meetings of more than ten years": (
        put("meeting", 0, first="2027-02-01", until="2037-02-02"),
        "meeting, row 1, until: From the first day to the last there may be at most 10 years.",
    ),
    # what the database refuses
    "an asset rated twice": (again("goal_asset"), "goal_asset, row 2: This asset is already in the list of this goal."),
    "activities in a circle": (
        again("precedence", activity=1, needs=2),
        "precedence, row 2: The activity would then have to wait for itself.",
    ),
    "an activity that needs itself": (
        put("precedence", 0, activity=1, needs=1),
        "precedence, row 1: The activity would then have to wait for itself.",
    ),
    "an action that ends before it starts": (
        put("action", 0, start="2027-02-01", end="2027-01-01"),
        "action, row 1: The end is before the start.",
    ),
    "an amount without a currency": (put("resource_line", 0, amount="1.00"), "row 1: An amount needs a currency."),
    "half a point": (put("locality", 0, latitude="33.00000"), "row 1: A point needs both latitude and longitude."),
    "a role held twice": (again("membership"), "membership, row 6: This person already has this role."),
    "a member of no group": (put("membership", 2, group=None), "Choose a working group for this role, and only for"),
    "a cause that hangs on nothing": (put("tree_node", 1, parent=None), "breaks the rule “only a core problem hangs"),
    "an entry twice in a turn": (again("brainstorm_entry"), "brainstorm_entry, row 2: It breaks the rule"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str, data: Data, tmp_path: Path) -> None:
    spoil, words = BROKEN[name]
    spoil(data)
    said = refused(json.dumps(data), tmp_path)
    assert words in said
    assert "1 problem; " in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1, column 1: This is not JSON"),
        (b"{", "line 1, column 2: This is not JSON"),
        (b"[1, 2]", "format: This is not a plan of Common Plan"),
        (b"null", "format: This is not a plan of Common Plan"),
        (b'{"a": "\xff"}', "byte 8: This is not UTF-8 text."),
        (b'{"a": 1, "a": 2}', "the file: “a” is given twice for one thing."),
        (b'{"a": NaN}', "the file: NaN is not a number."),
        (b'{"a": ' + b"[" * 100_000, "the file: Lists are nested too deeply."),
        (b'{"a": 1' + b"0" * 5000 + b"}", "the file: Exceeds the limit"),
        (b"PK\x03\x04", "This is not JSON"),
    ],
)
def test_what_is_no_plan_at_all_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    assert words in refused(content, tmp_path)


def test_every_form_that_bounds_a_time_has_its_rule_here(data: Data, tmp_path: Path) -> None:
    assert get_resolver().url_patterns  # all rooms' forms are there
    assert {form._meta.model for form in DatedForm.__subclasses__()} == set(SPANS)
    put("action", 0, start="2027-02-01", end="2037-02-01")(data)
    data["plan"]["last_year"] = 2099  # with meetings up to its end
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(data))
    call_command("importplan", str(file))


def test_too_large_a_file_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_BYTES", 10)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read"))
    assert "It has 11 bytes; at most 10 are allowed." in refused(b"x" * 11, tmp_path)


def test_all_problems_are_said_at_once(data: Data, tmp_path: Path) -> None:
    for asset in rows(data, "asset"):
        asset["locality"] = 9
    data["plan"]["last_year"] = 2020
    said = refused(json.dumps(data), tmp_path)
    assert "3 problems; nothing was imported." in said
    assert said.count("There is no number 9") == 2


def test_of_very_many_problems_the_first_are_said(data: Data, tmp_path: Path) -> None:
    data["tables"]["asset"] = [{"row": n} for n in range(1, 101)]
    said = refused(json.dumps(data), tmp_path)
    assert said.count("“position” is missing.") + said.count("“name” is missing.") + said.count("“kind” is") == 30
    assert "and 270 more" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--slug", "rihan"], "“rihan” is taken"),
        (["--slug", "new"], "“new” is taken"),
        (["--slug", "a b"], "the address: Enter a valid"),
    ],
)
def test_an_address_that_cannot_be_had(options: list[str], words: str, data: Data, tmp_path: Path) -> None:
    assert words in refused(json.dumps(data), tmp_path, *options)


def test_people_who_are_not_there(data: Data, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(data))
    before = Plan.objects.count(), User.objects.count(), Municipality.objects.count()
    for options, words in (
        (["--secretary", "nobody"], "no user called “nobody”"),
        (["--person", "9=x"], "the people 1 to 5"),
        (["--person", "1=nobody"], "no user called “nobody”"),
        (["--person", "x"], "the people 1 to 5"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("importplan", str(file), *options)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("importplan", str(tmp_path / "none.json"))
    assert before == (Plan.objects.count(), User.objects.count(), Municipality.objects.count())
