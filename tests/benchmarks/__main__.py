"""Times of the pages as ratios to a bare view, measured in one run: `python -m tests.benchmarks`.
With `--big` every page of a plan of the full size is measured instead (tests/benchmarks/big.py), and its submission;
with `--document` the council's PDF of a plan with sixty rows of everything, with `--slow-lines` a page beside forty
people who send and forty who read at 64 kbit/s.

The bare view stands behind the same middleware and sign-in and makes one indexed query; every round asks for it and
for each page in turn, so that a noisy machine disturbs both alike. Ratios are of medians.
"""

import importlib
import re
import statistics
import sys
from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings, setup_databases, teardown_databases

from tests import conftest  # noqa: F401  # servers, settings
from tests.benchmarks import timed

ROUNDS, BIG_ROUNDS = 60, 20
WARMING = 6  # rounds before: PostgreSQL keeps its plan of a prepared statement from the sixth time on
MOST_QUERIES = 15
WORKSHEET = 60  # lines
LINE = re.compile(rb'<(?:tr|li|option|button)\b|type="checkbox"')
Calls = dict[str, tuple[float, Callable[[], object]]]


def pages(client: Client) -> Calls:
    """name: (budget, call) on a plan with sixty rows in every worksheet, and on another with sixty localities."""
    from tests.fixtures import HTMX, as_user, make_town
    from tests.overview.test_budgets import grow
    from tests.plans.names import address

    town = make_town("bench")
    grow(town, 59, places=12)  # a municipality has no sixty quarters …
    wide = make_town("wide")
    grow(wide, 59)  # … but their worksheets have to bear them
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a running server does by itself
    user = as_user(town.people["s"])
    poll_url = address("ratings_poll", town)
    etag = user.get(poll_url)["ETag"]
    worksheets = (
        "ratings",
        "assets",
        "actions",
        "resources",
        "goals",
        "sub_objectives",
        "stakeholders",
        "positions",
        "influences",
        "connections",
        "answers",
        "own_ratings",
        "targets",
        "indicators",
        "mid_values",
    )
    of_places = ("localities", "local_ratings")
    others = (
        "overview",
        "priority_grid",
        "people",
        "ratings_row",
        "document",
        "plan_history",
        "analysis",
        "promote",
        "brainstorm",
        "brainstorm_list",
        "places",
        "stakeholder_map",
        "stakeholder_network",
        "target_grid",
        "target_pairs",
        "target_check",
    )
    budgets = dict.fromkeys(worksheets, 6.0) | dict.fromkeys(others, 4.0)
    calls = {name: (budget, partial(user.get, address(name, town))) for name, budget in budgets.items()}
    calls |= {name: (6.0, partial(as_user(wide.people["s"]).get, address(name, wide))) for name in of_places}
    cell, saves = address("ratings_row", town), iter(range(1, 10**6))

    def save() -> None:
        version = next(saves)
        answer = user.post(cell, {"version": version, "fields": "reason", "reason": f"r{version}"}, headers=HTMX)
        assert answer.status_code == 200, answer.content

    def poll() -> None:
        answer = user.get(poll_url, headers={"If-None-Match": etag})
        assert answer.status_code == 304

    bare = (1.0, lambda: user.get(f"/bare/{town.plan.slug}/"))
    # saving changes the fingerprint, so it is measured after the poll's rounds
    return {"bare view": bare, "unchanged poll": (1.2, poll), **calls, "saving a cell": (3.0, save)}


def lines(content: bytes) -> int:
    """How many rows, entries, choices and buttons the page itself draws."""
    _head, _main, page = content.partition(b"<main")
    return len(LINE.findall(page or content))


def big_pages(town: Any) -> Calls:
    """Every page of a plan of the full size, as its secretariat sees it: rows in edit as the worksheet asks for them.
    What draws sixty lines or more has a worksheet's budget, too (record 0018)."""
    from tests.benchmarks.big import addresses, headers_of
    from tests.fixtures import as_user
    from tests.plans.test_access import CONFIDENTIAL, WORKSHEETS

    user = as_user(town.people["s"])
    worksheets = {*WORKSHEETS, *CONFIDENTIAL}
    calls: Calls = {"bare view": (1.0, partial(user.get, f"/bare/{town.plan.slug}/"))}
    for name, url in addresses(town).items():
        call = partial(user.get, url, headers=headers_of(name))
        long = name.split(",")[0] in worksheets or lines(call().content) >= WORKSHEET
        calls[name] = (6.0 if long else 4.0, call)
    return calls


def queries(call: Callable[[], object]) -> int:
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def compare(calls: Calls, rounds: int, counts: dict[str, int] | None = None) -> None:
    """Prints each call's ratio to the bare view of the same rounds, the farthest from its budget first."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _warming, (_budget, call) in product(range(WARMING), calls.values()):
        call()
    for _round in range(rounds):
        for name, taken in times.items():
            taken.append(timed(calls[name][1]))
    # against the bare view of the same rounds: between two calls of its own it is quicker than after thirty pages
    bare = statistics.median(times.pop("bare view"))
    print(f"bare view: {bare * 1000:.2f} ms; ratios to it, with their budgets:")
    ratios = {name: statistics.median(taken) / bare for name, taken in times.items()}
    for name in sorted(ratios, key=lambda name: ratios[name] / calls[name][0], reverse=True):
        ratio, budget = ratios[name], calls[name][0]
        asked = f", {counts[name]} queries{' ABOVE' if counts[name] > MOST_QUERIES else ''}" if counts else ""
        print(f"  {name:26} {ratio:5.2f} × {'' if ratio <= budget else 'ABOVE '}(budget {budget:g} ×){asked}")


def measure() -> None:
    if "--big" in sys.argv:
        from tests.benchmarks.big import make_large
        from tests.benchmarks.submission import submission

        town = make_large("large")
        calls = big_pages(town)
        compare(calls, BIG_ROUNDS, {name: queries(call) for name, (_budget, call) in calls.items()})
        submission(town)
        return
    if "--slow-lines" in sys.argv:
        from tests.benchmarks.slow_lines import slow_lines
        from tests.fixtures import as_user, make_town
        from tests.overview.test_budgets import grow
        from tests.plans.names import address

        town = make_town("slow")
        grow(town, WORKSHEET - 1, places=12)
        slow_lines(as_user(town.people["s"]), address("ratings", town))
        return
    if "--document" in sys.argv:
        from tests.benchmarks.document import document
        from tests.fixtures import make_town
        from tests.overview.test_budgets import grow

        town = make_town("document")
        grow(town, WORKSHEET - 1, places=12)
        document(town)
        return
    calls = pages(Client())
    for group in (set(calls) - {"saving a cell"}, {"bare view", "saving a cell"}):
        compare({name: call for name, call in calls.items() if name in group}, ROUNDS)


if __name__ == "__main__":
    # no setup_test_environment(): it makes every template keep a copy of its context, which is what would be timed
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        importlib.import_module("config.wsgi")  # the collector as the server sets it: its full runs are not the pages'
        with override_settings(ROOT_URLCONF="tests.benchmarks.urls", ALLOWED_HOSTS=["testserver"]):
            measure()
    finally:
        teardown_databases(databases, verbosity=0)
