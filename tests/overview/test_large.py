"""Every page of a plan of the full size opens, asks no more of the database than a small plan's, and is as light."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.actions.sheets import RESOURCES
from planning.assets.sheets import NEEDS, REGISTER
from planning.models import Action, Asset, Goal, ResourceLine, SubObjective
from planning.plans.access import enter
from planning.plans.tenancy import OfPlan
from planning.worksheets.fetching import PAGE_SIZE
from stakeholders.models import Stakeholder
from targets.models import Indicator
from tests.benchmarks.big import addresses, headers_of, make_large
from tests.copies import made_once
from tests.fixtures import Town, as_user
from tests.overview.test_budgets import MOST_QUERIES
from tests.plans.names import address

SIZES: dict[type[OfPlan], int] = {
    Goal: 10,
    SubObjective: 80,
    Asset: 400,
    Stakeholder: 300,
    Action: 100,
    Indicator: 200,
    ResourceLine: 1000,
}


large_town = made_once(make_large)


@pytest.fixture
def large(db: None) -> Town:
    return large_town("large")


def test_every_page_of_a_large_plan_stays_within_its_queries(large: Town) -> None:
    sizes = {model: model._base_manager.filter(plan=large.plan, deleted_at=None).count() for model in SIZES}
    assert sizes == SIZES
    user, asked = as_user(large.people["s"]), {}
    for name, url in addresses(large).items():
        headers = headers_of(name)
        user.get(url, headers=headers)  # what only the first request of a process asks for
        with CaptureQueriesContext(connection) as captured:
            assert user.get(url, headers=headers).status_code == 200, url
        asked[name] = len(captured)
    assert {name: count for name, count in asked.items() if count > MOST_QUERIES} == {}


def test_a_later_page_has_the_rows_that_follow(large: Town) -> None:
    """By a question that is put together once: the same rows as the worksheet's own, and none twice."""
    access, compared = enter(large.people["s"], large.plan.slug), 0
    with scope(plan=large.plan, reader=access):
        for sheet, parent in ((REGISTER, None), (NEEDS, None), (RESOURCES, large.rows["goal"])):
            every = list(sheet.rows.every(parent).values_list("pk", flat=True))
            pages = [
                sheet.rows.page(access, parent, page)[:PAGE_SIZE] for page in range(1, len(every) // PAGE_SIZE + 2)
            ]
            assert [row.pk for page in pages for row in page] == every
            compared += len(every)
    assert compared > 400 + 100


def wire(client: Client, url: str) -> int:
    """The bytes of a page as a browser gets it, with its style sheets and scripts, compressed."""
    page = client.get(url, headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(page.content).decode() if page["Content-Encoding"] == "gzip" else page.content.decode()
    total = len(page.content)
    for name in set(re.findall(r'(?:href|src)="/static/([^"#]+)', text)):
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as file:
            total += len(gzip.compress(file.read(), 6))
    return total


def test_a_first_page_is_light(large: Town) -> None:
    secretary = as_user(large.people["s"])
    for name in ("overview", "ratings", "assets"):
        page = secretary.get(address(name, large)).content
        assert name == "overview" or page.count(b'id="row-') == PAGE_SIZE
        assert wire(secretary, address(name, large)) <= 60_000, name
    assert wire(Client(), "/accounts/login/") <= 60_000
