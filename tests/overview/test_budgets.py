"""The budgets that can be counted: queries and bytes. Times are measured by tests/benchmarks, as ratios."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from planning.brainstorm.actions import join, link, name_asset, pass_turn
from planning.brainstorm.rules import next_turn
from planning.goals.confidential import trusted
from planning.models import (
    Action,
    Asset,
    Commitment,
    Goal,
    GoalAsset,
    LocalAvailability,
    Locality,
    Membership,
    ResourceLine,
    SubObjective,
    SwotEntry,
    TreeNode,
    User,
)
from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target
from tests.fixtures import HTMX, Town, person
from tests.plans.names import address
from tests.plans.test_access import PLAN

MOST_QUERIES = 15
GOALS = 8  # a plan has ten at the most; rows it has many
PAGES = [n for n, (get, _p, _m) in PLAN.items() if "s" in get and not n.endswith(("_poll", "_file", "_preview_action"))]


def grow(town: Town, count: int, places: int = 1000) -> None:
    """So many more rows of everything; of localities that many at the most."""
    plan, goal, place, assets = town.plan, town.rows["goal"], town.rows["locality"], []
    for number in range(count):
        if number < places:
            place = town.add(Locality(plan=plan, name=f"Quarter {number}"))
        asset = town.add(Asset(plan=plan, name=f"Asset {number}", kind="human", locality=place))
        town.add(GoalAsset(plan=plan, goal=goal, asset=asset, availability=1, importance=3), goal=goal)
        step = town.add(SubObjective(plan=plan, goal=goal, statement=f"Step {number}"), goal=goal)
        if number < places:
            local = LocalAvailability(plan=plan, goal_asset=town.rows["rating"], locality=place, availability=1)
            town.add(local, goal_asset__goal=goal)
        grow_analysis(town, number, asset)
        action = town.add(
            Action(plan=plan, goal=goal, title=f"Action {number}", sub_objective=step, owner=town.office("t")),
            goal=goal,
        )
        line = ResourceLine(plan=plan, action=action, origin="external", description="Money", amount=5, currency="USD")
        town.add(line, action__goal=goal)
        grow_targets(town, number, action)
        grow_swot(town, number)
        grow_timeline(town, number, action)
        grow_commitments(town, number, action)
        if number < GOALS:
            town.add(Goal(plan=plan, statement=f"Goal {number}", group=town.rows["group"]))
        assets.append(asset)
    grow_brainstorm(town, assets)


def grow_brainstorm(town: Town, assets: list[Asset]) -> None:
    """One more member for each asset, who names it in their turn; every second one is linked."""
    session, waiting = town.rows["brainstorm"], {}
    with scope(plan=town.plan):
        for asset in assets:
            member = person(f"member-{User.objects.count()}")
            Membership.objects.create(plan=town.plan, user=member, role="owner")
            waiting[join(session, user=member).number] = member, asset
        while waiting:
            turn = next_turn(p.seat for p in session.participants.all())
            assert turn
            if turn.number not in waiting:
                pass_turn(session, turn)
                continue
            member, asset = waiting.pop(turn.number)
            named = name_asset(session, turn, asset.name, key=None, by=member)
            if len(waiting) % 2:
                link(named, asset, by=member)


def grow_analysis(town: Town, number: int, asset: Asset) -> None:
    """So many more stakeholders, each with an influence, a connection, an interview and an answer."""
    plan, goal, step = town.plan, town.rows["goal"], town.rows["sub_objective"]
    who = town.add(Stakeholder(plan=plan, name=f"Group {number}", kind="community"))
    stance = "opponent" if number % 3 else "supporter"
    position = Position(plan=plan, goal=goal, sub_objective=step, stakeholder=who, stance=stance, interest=2)
    town.add(position, sub_objective=step)
    held = Influence(plan=plan, goal=goal, sub_objective=step, holder=position, asset=asset, strength=2)
    town.add(held, sub_objective=step)
    town.add(Connection(plan=plan, goal=goal, one=who, other=town.rows["other"]), goal=goal)
    talk = town.add(Interview(plan=plan, goal=goal, kind="community", consent="spoken"), goal=goal)
    answer = Answer(
        plan=plan,
        goal=goal,
        interview=talk,
        stakeholder=who,
        sub_objective=step,
        question="stance",
        said="Perhaps.",
        evidence="self",
    )
    town.add(answer, goal=goal)


def grow_commitments(town: Town, number: int, action: Action) -> None:
    """One more, every second one signed."""
    row = Commitment(plan=town.plan, goal=town.rows["goal"], action=action, name=f"Shop {number}", text="Bread")
    if number % 2:
        row.state, row.secret, row.signed_on = "recorded", False, date(2026, 9, 1)
    town.add(row, goal=town.rows["goal"])


def grow_targets(town: Town, number: int, action: Action) -> None:
    """One more target with an indicator, and a value on the way; every second one makes a pair with the one before."""
    plan, goal = town.plan, town.rows["goal"]
    twin = town.rows.pop("twin", None)
    row = Target(
        plan=plan,
        goal=goal,
        statement=f"Target {number}",
        level="strategic",
        dimension="assets",
        owner=town.office("t"),
        action=action if twin else None,
        without=twin,
    )
    town.add(row, goal=goal)
    if not twin:
        town.rows["twin"] = row
    indicator = Indicator(plan=plan, target=row, name=f"Share {number // 2}", unit="%", value=number)
    town.add(indicator, target__goal=goal)
    mid = MidValue(plan=plan, indicator=indicator, on=date(2027, 1, 1), value=1)
    town.add(mid, indicator__target__goal=goal)


def grow_swot(town: Town, number: int) -> None:
    """One more entry, every second one made from a rating of an asset, and one more problem, every second one below
    the one before: with sixty of each a worksheet has one page, as a second one asks for their count."""
    plan, goal, rating = town.plan, town.rows["goal"], town.rows["rating"]
    if number % 2:
        entry = SwotEntry(plan=plan, goal=goal, cell="threat", group="state", text=f"Law {number}")
        node = TreeNode(
            plan=plan,
            goal=goal,
            kind="cause",
            parent=town.rows["tree_node"],
            text=f"Level down {number}",
            from_entry=town.rows["swot_entry"],
        )
    else:
        entry = SwotEntry(
            plan=plan, goal=goal, cell="strength", text=f"Habit {number}", secret=False, from_rating=rating
        )
        node = TreeNode(plan=plan, goal=goal, kind="cause", parent=town.rows["core"], text=f"Cause {number}")
    town.add(entry, goal=goal)
    town.add(node, goal=goal)


def grow_timeline(town: Town, number: int, action: Action) -> None:
    """One more activity that needs the one before, and begins too early; a series of meetings with a guest."""
    plan, goal = town.plan, town.rows["goal"]
    row = Activity(
        plan=plan,
        goal=goal,
        name=f"Activity {number}",
        months=(date(2027, 1, 1),),
        action=action,
        owner=town.office("t"),
    )
    town.add(row, goal=goal)
    town.add(Precedence(plan=plan, activity=row, needs=town.rows["activity"]), activity__goal=goal)
    town.rows["activity"] = row
    series = Meeting(
        plan=plan,
        goal=goal,
        kind="groups",
        purpose=f"Families {number}",
        first=date(2027, 1, 31),
        owner=town.office("t"),
    )
    town.add(series)
    town.add(MeetingGuest(plan=plan, meeting=series, stakeholder=town.rows["other"]))


def queries(client: Client, url: str) -> int:
    client.get(url)  # what only the first request of a process asks for
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code in {200, 302}, url
    print(url, len(captured), [q["sql"][:60] for q in captured])
    return len(captured)


@pytest.fixture
def counted(town: Town, secretary: Client) -> dict[str, tuple[int, int]]:
    """Queries of every page of a plan, with 5 rows of everything and with 32."""
    urls = {name: address(name, town) for name in PAGES}
    grow(town, 4)  # of fewer, the history's first page holds rows of some tables and not of others
    few = {name: queries(secretary, url) for name, url in urls.items()}
    grow(town, 27)
    return {name: (few[name], queries(secretary, url)) for name, url in urls.items()}


def test_pages_ask_a_constant_number_of_questions(counted: dict[str, tuple[int, int]]) -> None:
    growing = {name: pair for name, pair in counted.items() if pair[0] < pair[1]}
    assert growing == {}
    assert {name: n for name, (_few, n) in counted.items() if n > MOST_QUERIES} == {}


def test_saving_a_cell_stays_within_its_budget(secretary: Client, town: Town) -> None:
    url = address("ratings_row", town)
    cell = {"version": 1, "fields": "availability", "availability": "2"}
    secretary.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = secretary.post(url, cell, headers=HTMX)
    assert response.status_code == 200
    assert len(captured) <= 8, [query["sql"] for query in captured]
    assert len(response.content) <= 4096
    with CaptureQueriesContext(connection) as captured:  # a cell that somebody else's save of another cell came before
        secretary.post(url, cell | {"fields": "importance", "importance": "2"}, headers=HTMX)
    assert len(captured) <= 8, [query["sql"] for query in captured]
    whole = secretary.post(url, {"version": 3, "availability": "1", "importance": "1"}, headers=HTMX)
    assert len(whole.content) <= 4096


@pytest.mark.django_db(transaction=True)  # in one transaction all of a history happens in one moment
def test_a_history_of_rows_called_after_others_asks_no_more(town: Town, secretary: Client) -> None:
    """Twenty positions of twenty stakeholders on one page of it, and influences of as many."""
    grow(town, 20)
    url, plan, goal, step = town.url("history/"), town.plan, town.rows["goal"], town.rows["sub_objective"]
    before = queries(secretary, url)
    asset = town.add(Asset(plan=plan, name="Depot", kind="built"))
    with trusted(plan):
        held_by = list(Position.objects.filter(sub_objective=step))
    for position in held_by:
        held = Influence(plan=plan, goal=goal, sub_objective=step, holder=position, asset=asset, strength=1)
        town.add(held, sub_objective=step)
    assert queries(secretary, url) <= before + 1  # who holds an asset is named by a second statement
    assert secretary.get(url).content.count(b"Depot") >= 20
