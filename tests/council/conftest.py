"""A plan of its own for the tests of this room, and a look into the PDFs that it makes."""

import io
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django_scopes import scope

from planning.actions.models import Action, ActionPart, ResourceLine
from planning.assets.models import Asset, GoalAsset
from planning.goals.models import Goal, SubObjective
from planning.people.models import Municipality, User
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role
from stakeholders.models import Stakeholder

# Table 2 of the module, row by row from high availability, column by column from high importance.
TABLE_2 = [
    [["Appropriate site for a landfill"], ["Subsidies for low-income families"], []],
    [["Effective billing system", "Collection vehicles"], ["Customers' willingness to pay for services"], []],
    [
        ["CSO campaigns for stopping litter"],
        ["Recycle bins", "Larger bins that prevent rodent entry"],
        ["Recycling facility", "Tracking system for bin use"],
    ],
]


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def make_user(username: str) -> User:
    return User.objects.create(username=username, name=username.title(), password=make_password(None))


def make_plan(slug: str = "town", **fields: Any) -> Plan:
    town = Municipality.objects.create(name=fields.pop("town", "Wadi Rihan"), locale="ar_LB")
    return Plan.objects.create(
        slug=slug,
        municipality=town,
        first_year=2026,
        last_year=2028,
        session_date=date(2026, 12, 14),
        title=fields.pop("title", "A clean city"),
        **fields,
    )


@pytest.fixture
def secretary(db: None) -> User:
    return make_user("secretary")


@pytest.fixture
def plan(secretary: User) -> Iterator[Plan]:
    """A plan with one goal, the assets of Table 2, two actions and their means; the test runs in its scope."""
    plan = make_plan()
    with scope(plan=plan):
        Membership.objects.create(plan=plan, user=secretary, role=Role.SECRETARIAT)
        goal = Goal.objects.create(plan=plan, statement="The municipality is clean", position=1)
        step = SubObjective.objects.create(plan=plan, goal=goal, statement="Improve waste collection", position=1)
        fill_table_2(plan, goal)
        register = ("Citizen group", "society"), ("Schools", "servants"), ("Environment fund", "state")
        citizens, schools, fund = (
            Stakeholder.objects.create(plan=plan, name=name, kind=kind, position=at)
            for at, (name, kind) in enumerate(register, 1)
        )
        first = Action.objects.create(
            plan=plan,
            goal=goal,
            sub_objective=step,
            title="Clean-up weeks",
            position=1,
            start=date(2027, 2, 1),
            end=date(2027, 4, 30),
            main_actor=citizens,
            readiness="both",
            capacity="Two campaigns",
            other_actors="Old people",
            flexibility="Volunteers for other needs",
            cohesion="Quarters side by side",
        )
        Action.objects.create(plan=plan, goal=goal, title="Fair fees", position=2, trust_for=first)
        ActionPart.objects.create(plan=plan, action=first, stakeholder=schools, adds="pupils", position=1)
        for position, (origin, description, amount, currency) in enumerate(MEANS, 1):
            ResourceLine.objects.create(
                plan=plan,
                action=first,
                origin=origin,
                description=description,
                position=position,
                amount=amount,
                currency=currency,
                giver=fund if origin == "external" else None,
            )
        yield plan


MEANS = [
    ("main", "Wages", Decimal(46000), "USD"),
    ("main", "Repairs", Decimal("900000000"), "LBP"),
    ("others", "Prizes", Decimal(2000), "USD"),
    ("other-ways", "School yards", None, ""),
    ("external", "Two trucks", Decimal(118000), "USD"),
]


def fill_table_2(plan: Plan, goal: Goal) -> None:
    position = 0
    for availability, row in zip((3, 2, 1), TABLE_2, strict=True):
        for importance, names in zip((3, 2, 1), row, strict=True):
            for name in names:
                position += 1
                asset = Asset.objects.create(plan=plan, name=name, kind=Asset.Kind.BUILT, position=position)
                GoalAsset.objects.create(
                    plan=plan,
                    goal=goal,
                    asset=asset,
                    availability=availability,
                    importance=importance,
                    position=position,
                )


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the marks that only isolate, in letters as they are typed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [plain(page.get_textpage().get_text_bounded()) for page in document]


def plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(text.replace("\ufffe", "-").split())
