"""Every page of a plan of the full size opens, and asks no more of the database than a small plan's may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.actions.sheets import RESOURCES
from planning.assets.sheets import NEEDS, REGISTER
from planning.models import Action, Asset, Goal, ResourceLine, SubObjective
from planning.plans.access import enter
from planning.plans.tenancy import OfPlan
from planning.worksheets.sheet import PAGE_SIZE
from stakeholders.models import Stakeholder
from targets.models import Indicator
from tests.benchmarks.big import addresses, headers_of, make_large
from tests.fixtures import Town, as_user
from tests.overview.test_budgets import MOST_QUERIES

SIZES: dict[type[OfPlan], int] = {
    Goal: 10,
    SubObjective: 80,
    Asset: 400,
    Stakeholder: 300,
    Action: 100,
    Indicator: 200,
    ResourceLine: 1000,
}


@pytest.fixture
def large(db: None) -> Town:
    return make_large("large")


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
            every = list(sheet.rows(parent).values_list("pk", flat=True))
            pages = [
                sheet.page_rows(access, parent, page)[:PAGE_SIZE] for page in range(1, len(every) // PAGE_SIZE + 2)
            ]
            assert [row.pk for page in pages for row in page] == every
            compared += len(every)
    assert compared > 400 + 100
