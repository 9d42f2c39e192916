"""Every page of a plan of the full size opens, and asks no more of the database than a small plan's may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.models import Action, Asset, Goal, ResourceLine, SubObjective
from planning.plans.tenancy import OfPlan
from stakeholders.models import Stakeholder
from targets.models import Indicator
from tests.benchmarks.big import addresses, make_large
from tests.fixtures import Town, as_user
from tests.overview.test_budgets import MOST_QUERIES

SIZES: dict[type[OfPlan], int] = {
    Goal: 10, SubObjective: 80, Asset: 400, Stakeholder: 300, Action: 100, Indicator: 200, ResourceLine: 1000,
}  # fmt: skip


@pytest.fixture
def large(db: None) -> Town:
    return make_large("large")


def test_every_page_of_a_large_plan_stays_within_its_queries(large: Town) -> None:
    sizes = {model: model._base_manager.filter(plan=large.plan, deleted_at=None).count() for model in SIZES}
    assert sizes == SIZES
    user, asked = as_user(large.people["s"]), {}
    for name, url in addresses(large).items():
        user.get(url)  # what only the first request of a process asks for
        with CaptureQueriesContext(connection) as captured:
            assert user.get(url).status_code == 200, url
        asked[name] = len(captured)
    assert {name: count for name, count in asked.items() if count > MOST_QUERIES} == {}
