"""Values that nobody thinks of come out and go in as they are (C8)."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.goals.confidential import trusted
from planning.models import Asset, GoalAsset, Locality, ResourceLine
from planning.people.fields import one_line
from planning.people.text import unprintable
from stakeholders.models import Position
from targets.models import Activity, Indicator, Meeting
from tests.fixtures import Town, add_places

from .conftest import made_of

pytestmark = pytest.mark.django_db
ODD = [
    "“",
    '"',
    "'",
    "\\",
    "\\u0041",
    "\n",
    "\r\n",
    "\t",
    "\u200f",
    "\u200e",
    "\u200c",
    "</script>",
    "ا",
    "é",
    "e\u0301",
    "�",
    "\u2028",
    "￼",
    "{{ x }}",
    "%s",
    "null",
    "-0",
    "1e5",
    "=1+1",
]
odd = st.lists(st.sampled_from(ODD) | st.characters(exclude_categories=["Cs", "Co", "Cc", "Cn"]), max_size=40)
text = odd.map("".join).filter(lambda found: not unprintable(found))
name = text.map(lambda found: found[:100]).filter(bool)
amount = st.none() | st.decimals(0, 999_999_999_999, places=2)
quantity = st.none() | st.decimals(0, 999_999_999_999, places=6)
figure = st.none() | st.decimals(-999_999_999_999, 999_999_999_999, places=6)
days = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))
months = st.sets(st.dates(date(1990, 1, 1), date(2100, 12, 1)).map(lambda day: day.replace(day=1)), max_size=30)
hours = st.none() | st.times().map(lambda found: found.replace(fold=0))
moments = st.none() | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
degrees = st.none() | st.tuples(st.decimals(-90, 90, places=7), st.decimals(-180, 180, places=7))


SOME = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
OF_ALL_KINDS = given(
    name=name,
    one=text,
    other=text,
    amount=amount,
    quantity=quantity,
    figure=figure,
    day=days,
    months=months,
    hour=hours,
    moment=moments,
    degrees=degrees,
)


@SOME
@OF_ALL_KINDS
def test_some_odd_values_come_back_the_same(town: Town, **values: Any) -> None:
    comes_back(town, **values)


@pytest.mark.heavy
@settings(SOME, max_examples=100)
@OF_ALL_KINDS
def test_many_odd_values_come_back_the_same(town: Town, **values: Any) -> None:
    comes_back(town, **values)


def comes_back(
    town: Town,
    name: str,
    one: str,
    other: str,
    amount: Decimal | None,
    quantity: Decimal | None,
    figure: Decimal | None,
    day: date | None,
    months: set[date],
    hour: time | None,
    moment: datetime | None,
    degrees: Any,
) -> None:
    latitude, longitude = degrees or (None, None)
    values: dict[Any, dict[str, Any]] = {
        Asset: {"name": name, "description": one * 9, "quantity": quantity, "keeper": other[:120]},
        ResourceLine: {"amount": amount, "currency": "USD", "description": name},
        Indicator: {"name": name, "baseline": figure, "value": figure, "baseline_on": day, "cumulative": bool(day)},
        Activity: {"name": name, "months": tuple(sorted(months)), "actor": other[:160]},
        Meeting: {"purpose": name, "hour": hour, "first": day or date(2026, 1, 1)},
        GoalAsset: {"agreed_at": moment, "reason": one[:300], "importance": None},
        Locality: {"latitude": latitude, "longitude": longitude, "name": name},
        Position: {"reason": (one + other)[:400], "interest": None},
    }
    point = transaction.savepoint()
    with trusted(town.plan):
        for model, changes in values.items():
            model.objects.update(**{n: v[:1000] if n == "description" else v for n, v in changes.items()})
    for kind in FileKind:
        content = export(town.plan, kind)
        copy = made_of(content, slug=f"copy-{kind.value}")
        again = json.loads(export(copy, kind))
        assert again["plan"].pop("slug") == f"copy-{kind.value}"
        first = json.loads(content)
        assert first["plan"].pop("slug") == town.plan.slug
        assert again == first
    assert json.loads(export(town.plan, FileKind.WHOLE))["tables"]["asset"][0]["name"] == one_line(name)
    transaction.savepoint_rollback(point)


@pytest.mark.parametrize(
    ("model", "field", "value", "told"),
    [
        (Asset, "quantity", Decimal(0), "0.00"),
        (Asset, "quantity", None, None),
        (Indicator, "baseline", Decimal("-0.50"), "-0.50"),
        (Indicator, "value", Decimal("1E+3"), "1000.00"),
        (Locality, "name", 'a"b\\c\nd\u200fه', 'a"b\\c d\u200fه'),  # a name is one line
        (Asset, "description", "one\r\ntwo\rthree", "one\ntwo\nthree"),
        (Asset, "quantity", Decimal("0.005"), "0.005"),
        (Asset, "description", "ط" * 1000, "ط" * 1000),
        (Activity, "months", (date(2026, 1, 1), date(2026, 12, 1)), ["2026-01", "2026-12"]),
        (Meeting, "hour", time(9, 30), "09:30:00"),
        (Position, "interest", None, None),
        (GoalAsset, "agreed_at", datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "2026-11-22T09:05:00Z"),
    ],
)
def test_how_values_stand_in_the_file(model: Any, field: str, value: Any, told: Any, town: Town) -> None:
    add_places(town)
    with trusted(town.plan):
        model.objects.update(**{field: value})
    content = export(town.plan, FileKind.WHOLE)
    tables = json.loads(content)["tables"]
    table = {
        Asset: "asset",
        Indicator: "indicator",
        Locality: "locality",
        Activity: "activity",
        Meeting: "meeting",
        Position: "position",
        GoalAsset: "goal_asset",
    }[model]
    assert tables[table][0][field] == told
    assert b"\\u0" not in content.replace(b"\\u2028", b"")  # letters stand as they are
