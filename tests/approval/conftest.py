from datetime import date

from django_scopes import scope

from planning.approval import actions
from planning.approval.models import Decision, Version
from planning.plans.access import Access, enter
from planning.plans.models import Membership
from planning.plans.permissions import Role
from planning.readiness.actions import leave_open as leave
from planning.readiness.points import points
from tests.fixtures import Town, person
from tests.stakeholders.conftest import loud as loud


def access_of(town: Town, letter: str) -> Access:
    with scope(plan=town.plan):
        return enter(town.people[letter], town.plan.slug)


def add_clerk(town: Town) -> None:
    """Who records what the council decides: letter "m"."""
    town.people["m"] = clerk = person(f"clerk-{town.plan.slug}")
    with scope(plan=town.plan):
        Membership.objects.create(plan=town.plan, user=clerk, role=Role.MAYOR_CLERK)


def submitted(town: Town) -> Version:
    with scope(plan=town.plan):
        secretary = access_of(town, "s")
        newest = actions.newest_version(town.plan)
        version = actions.open_review(secretary, newest.number if newest else None)
        leave_open(town)
        return actions.submit(secretary, version.number)


def decision(outcome: str = "approved", number: str = "17/2026", on: date = date(2026, 12, 20)) -> Decision:
    return Decision(outcome=outcome, session_date=on, number=number, votes_for=9, votes_against=1, abstained=2)


def leave_open(town: Town) -> None:
    """All that the readiness check finds in a plan that has one row of everything."""
    for point in points(town.plan):
        if point.stands_in_the_way:
            leave(town.plan, point, "For the tests", by=town.people["s"])
