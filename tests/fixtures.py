"""The characters of all tests: a secretary, a teacher (task force), a shop owner of group 1, a council viewer, a
funder, and an outsider."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django_scopes import scope

from planning.brainstorm.actions import name_asset, start
from planning.brainstorm.rules import Turn
from planning.goals.confidential import trusted
from planning.models import (
    Accommodation,
    Action,
    ActionGroup,
    ActionPart,
    Asset,
    AssetNeed,
    Commitment,
    Goal,
    GoalAsset,
    LocalAvailability,
    Locality,
    Membership,
    Municipality,
    Plan,
    PriorityArea,
    ResourceLine,
    SubObjective,
    SwotEntry,
    TreeNode,
    User,
    WorkingGroup,
)
from planning.overview.example.loading import EXAMPLES, load
from planning.plans.permissions import Role
from planning.worksheets.actions import add_row
from planning.worksheets.sheet import Worksheet
from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target

from .copies import made_once


@dataclass
class Town:
    """A plan with one row of everything, and its people by their letter in the access table."""

    plan: Plan
    people: dict[str, User]
    rows: dict[str, Any] = field(default_factory=dict)

    def url(self, path: str = "") -> str:
        return f"/plans/{self.plan.slug}/{path}"

    def office(self, letter: str) -> Membership:
        """In which this person acts."""
        with scope(plan=self.plan):
            found: Membership = Membership.objects.active().filter(user=self.people[letter]).earliest("pk")
        return found

    def add(self, row: Any, **place: Any) -> Any:
        with trusted(self.plan):
            return add_row(row, key=None, by=self.people["s"], **place)


def person(name: str) -> User:
    user = User(username=name, name=name.title())
    user.set_unusable_password()
    user.save()
    return user


LETTERS = {
    "s": ("secretary", Role.SECRETARIAT),
    "t": ("teacher", Role.TASK_FORCE),
    "g": ("shopowner", Role.WORKING_GROUP),
    "v": ("viewer", Role.COUNCIL_VIEWER),
    "f": ("funder", Role.FUNDER),
}


def add_analysis(town: Town) -> None:
    """One row of everything that is confidential, in the first goal."""
    plan, goal, step, rows = town.plan, town.rows["goal"], town.rows["sub_objective"], town.rows
    rows["stakeholder"] = town.add(Stakeholder(plan=plan, name="Drivers’ union", kind="union"))
    rows["other"] = town.add(Stakeholder(plan=plan, name="Old mosque", kind="religious"))
    position = Position(
        plan=plan,
        goal=goal,
        sub_objective=step,
        stakeholder=rows["stakeholder"],
        stance="opponent",
        reason="longer hours",
        interest=2,
    )
    rows["position"] = town.add(position, sub_objective=step)
    influence = Influence(
        plan=plan, goal=goal, sub_objective=step, holder=position, asset=rows["asset"], strength=2, source="authority"
    )
    rows["influence"] = town.add(influence, sub_objective=step)
    link = Connection(plan=plan, goal=goal, one=rows["stakeholder"], other=rows["other"], how="prays there")
    rows["connection"] = town.add(link, goal=goal)
    talk = Interview(plan=plan, goal=goal, kind="union", person="Abu Samir", consent="spoken")
    rows["interview"] = town.add(talk, goal=goal)
    answer = Answer(
        plan=plan,
        goal=goal,
        interview=talk,
        stakeholder=rows["stakeholder"],
        sub_objective=step,
        question="stance",
        said="We will not drive at night.",
        evidence="self",
    )
    rows["answer"] = town.add(answer, goal=goal)


def add_targets(town: Town) -> None:
    """A target of the first goal with an indicator and a value on the way."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    target = Target(plan=plan, goal=goal, statement="Every street is served", level="operational", dimension="service")
    rows["target"] = town.add(target, goal=goal)
    indicator = Indicator(plan=plan, target=target, name="Streets served", unit="%")
    rows["indicator"] = town.add(indicator, target__goal=goal)
    value = MidValue(plan=plan, indicator=indicator, on=date(2027, 1, 1), value=40)
    rows["mid_value"] = town.add(value, indicator__target__goal=goal)


def add_parts(town: Town) -> None:
    """What hangs on the town's action: who adds what, its group, and the opponent whose interest it meets."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    rows["action_group"] = town.add(ActionGroup(plan=plan, goal=goal, name="Quick and visible"), goal=goal)
    part = ActionPart(plan=plan, action=rows["action"], stakeholder=rows["other"], adds="Calls for it on Friday")
    rows["action_part"] = town.add(part, action__goal=goal)
    met = Accommodation(plan=plan, goal=goal, opponent=rows["position"], action=rows["action"], how="paid overtime")
    rows["accommodation"] = town.add(met, goal=goal)


def add_swot(town: Town) -> None:
    """An entry that all may read, and one that only the goal's group and the secretariat may."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    lorries = SwotEntry(plan=plan, goal=goal, cell="weakness", group="government", text="Old lorries", secret=False)
    rows["swot_entry"] = town.add(lorries, goal=goal)
    hours = SwotEntry(plan=plan, goal=goal, cell="separate", group="union", text="Longer hours are feared")
    rows["secret_entry"] = town.add(hours, goal=goal)


def add_commitments(town: Town) -> None:
    """One that somebody is asked for, and one that was signed on paper, whose names may be printed."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    asked = Commitment(plan=plan, goal=goal, action=rows["action"], name="Baker", text="Gives bread to the helpers")
    rows["commitment"] = town.add(asked, goal=goal)
    signed = Commitment(
        plan=plan,
        goal=goal,
        name="Sister Mariam",
        organisation="Old convent",
        text="Lends the yard",
        may_name=True,
        state="recorded",
        secret=False,
        signed_on=date(2026, 9, 1),
        recorded_by=town.people["s"],
    )
    rows["signed"] = town.add(signed, goal=goal)


def add_tree(town: Town) -> None:
    """A core problem of the goal's first step, with one cause."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    core = TreeNode(plan=plan, goal=goal, kind="core", text="Waste lies about", sub_objective=rows["sub_objective"])
    rows["core"] = town.add(core, goal=goal)
    cause = TreeNode(plan=plan, goal=goal, kind="cause", parent=core, text="Bins overflow", turned="Bins are emptied")
    rows["tree_node"] = town.add(cause, goal=goal)


def add_timeline(town: Town) -> None:
    """Two activities of the first goal, the second of which needs the first, and a series of meetings with a guest."""
    plan, goal, rows = town.plan, town.rows["goal"], town.rows
    rows["activity"] = town.add(
        Activity(plan=plan, goal=goal, name="Buy lorries", months=(date(2026, 8, 1),)), goal=goal
    )
    later = Activity(plan=plan, goal=goal, name="Train crews", months=(date(2026, 10, 1), date(2026, 12, 1)))
    rows["activity2"] = town.add(later, goal=goal)
    link = Precedence(plan=plan, activity=later, needs=rows["activity"])
    rows["precedence"] = town.add(link, activity__goal=goal)
    series = Meeting(plan=plan, goal=goal, kind="sectors", purpose="Works and finance", first=date(2026, 9, 3))
    rows["meeting"] = town.add(series)
    rows["guest"] = town.add(MeetingGuest(plan=plan, meeting=series, stakeholder=rows["stakeholder"]))


def add_places(town: Town) -> None:
    """What hangs on the town's asset and its rating, for the tests that need it."""
    plan, rows = town.plan, town.rows
    local = LocalAvailability(plan=plan, goal_asset=rows["rating"], locality=rows["locality"], availability=2)
    rows["local"] = town.add(local, goal_asset__goal=rows["goal"])
    drivers = town.add(Asset(plan=plan, name="Drivers", kind="human"))
    rows["need"] = town.add(AssetNeed(plan=plan, asset=rows["asset"], needed=drivers))


@made_once
def make_town(slug: str) -> Town:
    municipality = Municipality.objects.create(name=f"Town of {slug}")
    plan = Plan.objects.create(
        slug=slug, title=f"Plan {slug}", municipality=municipality, first_year=2026, last_year=2028
    )
    people = {letter: person(f"{name}-{slug}") for letter, (name, _role) in LETTERS.items()}
    town = Town(plan, people)
    rows = town.rows
    rows["area"] = town.add(PriorityArea(plan=plan, name="Services"))
    rows["group"] = town.add(WorkingGroup(plan=plan, name="Group 1"))
    rows["goal"] = town.add(Goal(plan=plan, statement="The town is clean.", group=rows["group"], area=rows["area"]))
    rows["goal2"] = town.add(Goal(plan=plan, statement="Every child walks safely."))
    rows["locality"] = town.add(Locality(plan=plan, name="Upper quarter"))
    rows["asset"] = town.add(Asset(plan=plan, name="Lorries", kind="built", locality=rows["locality"]))
    goal = rows["goal"]
    rows["sub_objective"] = town.add(SubObjective(plan=plan, goal=goal, statement="More lorries"), goal=goal)
    rows["rating"] = town.add(GoalAsset(plan=plan, goal=goal, asset=rows["asset"]), goal=goal)
    rows["action"] = town.add(Action(plan=plan, goal=goal, title="Clean-up week"), goal=goal)
    rows["resource"] = town.add(
        ResourceLine(plan=plan, action=rows["action"], origin="main", description="Brooms"), action__goal=goal
    )
    add_analysis(town)
    add_targets(town)
    add_parts(town)
    add_swot(town)
    add_commitments(town)
    add_tree(town)
    add_timeline(town)
    with scope(plan=plan):
        rows["brainstorm"] = session = start(plan, goal, by=people["s"])
        rows["brainstorm_entry"] = name_asset(session, Turn(0, 0), "Brooms", key=None, by=people["s"])
        for letter, (_name, role) in LETTERS.items():
            group = rows["group"] if role == Role.WORKING_GROUP else None
            Membership.objects.create(plan=plan, user=people[letter], role=role, group=group)
    return town


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Sessions, throttles and the language of the test before must not reach into this one."""
    yield
    cache.clear()
    translation.deactivate()


@made_once
def example(language: str) -> Plan:
    """The example plan, as a test may read and change it; what it is made of is tried in tests/overview."""
    load(EXAMPLES[language], "for the tests")
    return Plan.objects.get(slug=EXAMPLES[language].slug)


@pytest.fixture
def town(db: None) -> Town:
    return make_town("rihan")


@pytest.fixture
def other_town(db: None) -> Town:
    return make_town("zahr")


@pytest.fixture
def outsider(db: None) -> User:
    return person("outsider")


def as_user(user: User, **headers: str) -> Client:
    """Signed in, with one write: Client.force_login() makes five, and the tests sign in some thousand times."""
    client, session = Client(headers=headers or None), SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture
def secretary(town: Town) -> Client:
    return as_user(town.people["s"])


@pytest.fixture
def teacher(town: Town) -> Client:
    return as_user(town.people["t"])


HTMX = {"HX-Request": "true"}


def every_sheet() -> dict[str, Worksheet]:
    import_module(settings.ROOT_URLCONF)  # whereby every room has its worksheets
    rooms = [vars(module).values() for name, module in sys.modules.items() if name.endswith(".sheets")]
    return {sheet.name: sheet for room in rooms for sheet in room if isinstance(sheet, Worksheet)}
