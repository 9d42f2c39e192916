"""Whether a plan is ready for the council (C6): what is found, what is left open and why."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from django_scopes import scope

from planning.approval import actions as approval
from planning.approval.actions import StepRefused
from planning.approval.rules import Refusal
from planning.archive.actions import make_plan
from planning.archive.checking import read
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.council.document import content_of
from planning.models import Action, Asset, Goal, GoalAsset, TreeNode
from planning.readiness.actions import leave_open as leave
from planning.readiness.actions import take_back
from planning.readiness.models import LeftOpen
from planning.readiness.points import Point, errors_in_the_way, in_the_way, points
from planning.worksheets.actions import save_row
from targets.models import Activity, Indicator, Precedence, Target
from tests.approval.conftest import access_of
from tests.fixtures import Town, as_user
from tests.pages import squeezed

pytestmark = pytest.mark.django_db


def found(town: Town) -> list[Point]:
    with scope(plan=town.plan):
        return points(town.plan)


def titles(town: Town, grave: bool) -> list[str]:
    return [point.title for point in found(town) if point.grave is grave]


def test_errors_and_warnings(town: Town) -> None:
    """What would leave the module's tables empty or wrong is an error; the rest a warning."""
    assert titles(town, True) == [
        "Goal 2 has no sub-objectives",
        "Set the first target of goal 2",
        "Action 1.1 has no dates",
        "Write the first action of goal 2",
    ]
    warnings = titles(town, False)
    assert "Goal 2 has no working group" in warnings
    assert "Targets that no action serves: 1" in warnings
    assert not any("pponent" in title for title in warnings)  # who they are is not for everybody (B8)


def test_an_action_without_an_owner_is_a_warning(town: Town) -> None:
    with scope(plan=town.plan):
        dates = {"start": date(2027, 2, 1), "end": date(2027, 4, 30), "main_actor_id": town.rows["other"].pk}
        save_row(town.rows["action"], dates, seen_version=1, by=town.people["s"])
    assert "Nobody is responsible for action 1.1" in titles(town, False)


def test_two_targets_that_contradict_one_another_are_an_error(town: Town) -> None:
    other = Target(plan=town.plan, goal=town.rows["goal"], statement="Less", level="strategic", dimension="service")
    town.add(other, goal=town.rows["goal"])
    one = Indicator(plan=town.plan, target=other, name="Streets served", unit="%", direction="down")
    town.add(one, target__goal=town.rows["goal"])
    assert any("contradict" in title.lower() for title in titles(town, True))


def test_a_finding_is_the_same_in_every_language_and_whatever_its_number(town: Town) -> None:
    def keys() -> list[str]:
        return [point.key for point in found(town)]

    before = keys()
    with override("ar"):
        assert keys() == before
    assert len(set(before)) == len(before)
    for name in ("Bins", "Carts"):  # two more that are not rated
        asset = town.add(Asset(plan=town.plan, name=name, kind="built"))
        town.add(GoalAsset(plan=town.plan, goal=town.rows["goal"], asset=asset), goal=town.rows["goal"])
    rated = [point for point in found(town) if "asset" in point.title and "goal 1" in point.title]
    assert rated[0].title == "Rate 3 assets of goal 1"


def leave_it(client: Client, town: Town, point: Point, **said: str) -> Any:
    return client.post(town.url("readiness/leave/"), {"key": point.key, "reason": "Comes next year."} | said)


def test_what_is_left_open_is_printed_with_its_reason(town: Town, secretary: Client) -> None:
    error = found(town)[0]
    assert leave_it(secretary, town, error).status_code == 302
    assert in_the_way(found(town)) == 3
    with scope(plan=town.plan):
        page = content_of(town.plan, "en").page
        assert "what was left open" in page
        assert "Comes next year." in page
    text = secretary.get(town.url("readiness/")).content.decode()
    assert "Left open:" in text
    assert "Left open, with your reason." in text
    leave_it(secretary, town, error, do="back")
    assert "Taken back: it is open again." in secretary.get(town.url("readiness/")).content.decode()
    assert in_the_way(found(town)) == 4
    with scope(plan=town.plan):
        assert "Comes next year." not in content_of(town.plan, "en").page
        assert LeftOpen.objects.count() == 1  # it stands in the history


def test_a_reason_is_asked_for(town: Town, secretary: Client) -> None:
    response = leave_it(secretary, town, found(town)[0], reason="")
    assert response.status_code == 422
    assert "required" in response.content.decode()
    field = squeezed(response).partition('aria-describedby="why"')
    assert 'class="input" name="reason"' in field[0][-120:]
    assert "icons.svg#warn" in field[2].partition('id="why">')[2][:120]
    assert leave_it(secretary, town, Point("mended", "", "", "")).status_code == 302
    with scope(plan=town.plan):
        assert not LeftOpen.objects.exists()


def test_a_plan_with_errors_is_not_submitted(town: Town, secretary: Client) -> None:
    with scope(plan=town.plan):
        access = access_of(town, "s")
        approval.open_review(access, None)
        with pytest.raises(StepRefused) as caught:
            approval.submit(access, 1)
        assert caught.value.why is Refusal.NOT_READY
    assert "The readiness check finds" in secretary.get(town.url("approval/")).content.decode()
    for point in found(town):
        if point.grave:
            leave_it(secretary, town, point)
    with scope(plan=town.plan):
        approval.submit(access, 1)


def test_each_finding_leads_to_a_page(town: Town, secretary: Client) -> None:
    for point in found(town):
        assert secretary.get(point.url).status_code == 200, point


def test_it_asks_a_constant_number_of_questions(town: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        goal = town.add(Goal(plan=town.plan, statement=f"Goal {number}"))
        town.add(Action(plan=town.plan, goal=goal, title="Act"), goal=goal)
    reader = as_user(town.people["v"])
    with django_assert_max_num_queries(15):
        reader.get(town.url("readiness/"))


def test_a_finding_that_was_mended_leaves_the_annex(town: Town, secretary: Client) -> None:
    error = next(point for point in found(town) if point.title == "Action 1.1 has no dates")
    leave_it(secretary, town, error)
    with scope(plan=town.plan):
        dates = {"start": date(2027, 2, 1), "end": date(2027, 4, 30), "main_actor_id": town.rows["other"].pk}
        save_row(town.rows["action"], dates, seen_version=1, by=town.people["s"])
        assert "Comes next year." not in content_of(town.plan, "en").page


def test_the_annex_speaks_the_language_of_the_document(town: Town, secretary: Client) -> None:
    """Whoever leaves a point open may do it in another language."""
    with scope(plan=town.plan):
        leave_as = {"by": town.people["s"]}
        with override("ar"):
            point = next(one for one in points(town.plan) if one.key == f"dates action:{town.rows['action'].pk}")
            leave(town.plan, point, "Comes next year.", **leave_as)
        page = content_of(town.plan, "en").page
        assert "Action 1.1 has no dates" in page.replace("\u2068", "").replace("\u2069", "")
        assert point.title not in page


def one(town: Town, key: str) -> Point:
    return next(point for point in found(town) if point.key == key)


def list_more(town: Town, *names: str) -> str:
    """So many more assets of the first goal that are not rated; gives the key of that finding."""
    goal = town.rows["goal"]
    for name in names:
        asset = town.add(Asset(plan=town.plan, name=name, kind="built"))
        town.add(GoalAsset(plan=town.plan, goal=goal, asset=asset), goal=goal)
    return f"ratings goal:{goal.pk}"


def test_what_was_left_open_is_open_again_when_there_are_more(town: Town, secretary: Client) -> None:
    """The reason stands there to be confirmed. With fewer than were left open, nothing has to be said again."""
    key = list_more(town, "Bins")
    assert (one(town, key).number, one(town, key).title) == (2, "Rate 2 assets of goal 1")
    leave_it(secretary, town, one(town, key))
    assert one(town, key).left_open
    list_more(town, "Carts")
    again = one(town, key)
    assert again.left_open is None
    assert again.outgrown
    page = squeezed(secretary.get(town.url("readiness/")))
    note = page.partition(again.title)[2].partition("</li>")[0]
    assert "It was left open when there were fewer" in note
    assert "then <bdi>2</bdi>, now <bdi>3</bdi>" in note
    assert ">Comes next year.</textarea>" in note
    viewer = as_user(town.people["v"]).get(town.url("readiness/")).content.decode()
    assert "It was left open when there were fewer" in viewer
    with scope(plan=town.plan):
        assert "Comes next year." not in content_of(town.plan, "en").page
    assert 'name="known" value="2"' in note
    leave_it(secretary, town, again, known="2")
    assert one(town, key).left_open
    with scope(plan=town.plan):
        assert "Comes next year." in content_of(town.plan, "en").page
        rating = {"availability": 1, "importance": 1}
        save_row(town.rows["rating"], rating, seen_version=1, by=town.people["s"])
    assert one(town, key).number == 2
    assert one(town, key).left_open


def test_what_came_after_the_page_was_shown_is_not_left_open(town: Town, secretary: Client) -> None:
    key = list_more(town, "Bins")
    page = squeezed(secretary.get(town.url("readiness/")))
    assert f'name="key" value="{key}"><input type="hidden" name="seen" value="2">' in page
    list_more(town, "Carts")
    answer = secretary.post(
        town.url("readiness/leave/"), {"key": key, "reason": "Comes next year.", "seen": "2"}, follow=True
    )
    assert b"There are more of these now than you saw" in answer.content
    assert one(town, key).outgrown
    leave_it(secretary, town, one(town, key), seen="9")  # nor what is not there
    with scope(plan=town.plan):
        assert LeftOpen.objects.get().number == 3


def test_a_second_reason_does_not_take_the_place_of_anothers(town: Town, secretary: Client) -> None:
    error = found(town)[0]
    with scope(plan=town.plan):
        leave(town.plan, error, "The first.", by=town.people["t"])
    response = leave_it(secretary, town, error, reason="The second.")
    page = response.content.decode()
    assert response.status_code == 409
    for said in ("This has been left open in the meantime", "The first.", "The second."):
        assert said in page
    assert [point.left_open.reason for point in found(town) if point.left_open] == ["The first."]
    leave_it(secretary, town, error, do="back")
    for _twice in range(2):  # a button that is pressed twice
        assert leave_it(secretary, town, error, reason="The second.").status_code == 302
    assert [point.left_open.reason for point in found(town) if point.left_open] == ["The second."]


def test_a_page_that_is_too_old_does_not_take_the_place_of_what_was_confirmed_since(
    town: Town, secretary: Client
) -> None:
    key = list_more(town, "Bins")
    leave_it(secretary, town, one(town, key))
    list_more(town, "Carts")
    with scope(plan=town.plan):
        leave(town.plan, one(town, key), "Confirmed.", known=2, by=town.people["t"])
    list_more(town, "Ropes")
    assert leave_it(secretary, town, one(town, key), known="2", seen="3", reason="Of an old page.").status_code == 409
    outgrown = one(town, key).outgrown
    assert outgrown
    assert outgrown.reason == "Confirmed."


def test_one_that_was_given_before_they_were_counted_holds(town: Town, secretary: Client) -> None:
    key = list_more(town, "Bins")
    leave_it(secretary, town, one(town, key))
    with scope(plan=town.plan):
        LeftOpen.objects.update(number=None)
    list_more(town, "Carts")
    assert one(town, key).left_open


def test_effects_that_are_added_do_not_open_again_that_there_are_no_causes(town: Town, secretary: Client) -> None:
    with scope(plan=town.plan):
        TreeNode.objects.filter(kind=TreeNode.Kind.CAUSE).update(kind=TreeNode.Kind.EFFECT)
        TreeNode.objects.update(turned="")
    point = one(town, f"causes goal:{town.rows['goal'].pk}")
    assert point.number == 1


def test_an_error_that_has_grown_stands_in_the_way_again(town: Town, secretary: Client) -> None:
    """Of activities that begin too early, too."""
    first, second = town.rows["activity"], town.rows["activity2"]
    with scope(plan=town.plan):
        early = {"months": (date(2026, 7, 1),)}
        save_row(second, early, seen_version=1, by=town.people["s"])
    key = f"early-activities goal:{town.rows['goal'].pk}"
    leave_it(secretary, town, one(town, key))
    before = in_the_way(found(town))
    third = Activity(plan=town.plan, goal=town.rows["goal"], name="Paint them", months=(date(2026, 5, 1),))
    town.add(third, goal=town.rows["goal"])
    town.add(Precedence(plan=town.plan, activity=third, needs=first), activity__goal=town.rows["goal"])
    assert in_the_way(found(town)) == before + 1
    with scope(plan=town.plan):
        assert errors_in_the_way(town.plan) == before + 1


def test_a_broken_chain_that_has_grown_is_open_again(town: Town, secretary: Client) -> None:
    key = "chain-target-without-action"
    leave_it(secretary, town, one(town, key))
    more = Target(plan=town.plan, goal=town.rows["goal"], statement="Less", level="strategic", dimension="service")
    town.add(more, goal=town.rows["goal"])
    assert one(town, key).outgrown


def test_what_is_left_open_says_which_finding_it_is_by_rows(town: Town) -> None:
    """So a copy of the plan, where all rows have other keys, has its points left open, too."""
    list_more(town, "Bins", "Carts")
    with scope(plan=town.plan):
        for point in points(town.plan):
            assert leave(town.plan, point, "Later.", by=town.people["s"]).key == point.key
        assert all(point.left_open for point in points(town.plan))
        draft = read(export(town.plan, FileKind.WHOLE))
    copy = make_plan(draft, slug="copied")
    with scope(plan=copy):
        keys = [point.key for point in points(copy)]
        assert [point.key for point in points(copy) if not point.left_open] == []
        assert not set(keys) & {point.key for point in found(town) if ":" in point.key}
        assert take_back(copy, keys[0])


def test_what_was_typed_stays_when_the_reason_is_too_long(town: Town, secretary: Client) -> None:
    error = found(town)[0]
    response = leave_it(secretary, town, error, reason="x" * 2001)
    page = response.content.decode()
    assert (response.status_code, "x" * 2001 in page) == (422, True)
    form = page.partition(f'name="key" value="{error.key}"')[2].partition("</form>")[0]
    assert 'id="id_reason"' in form
    assert page.count('id="id_reason"') == 1
    assert 'href="#id_reason"' in page  # what is wrong is told at the top, too
    assert leave_it(secretary, town, Point("\0", "", "", ""), do="back").status_code == 302
