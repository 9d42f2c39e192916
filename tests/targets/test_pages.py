"""The targets of a goal as people see them: grid, list with its check, pairs (T1 to T4)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from planning.models import Action, ResourceLine
from targets.models import Indicator, Target
from targets.section import findings_of, pairs
from tests.fixtures import HTMX, Town, as_user

pytestmark = pytest.mark.django_db


def target(town: Town, statement: str, **said: Any) -> Target:
    goal = said.pop("goal", town.rows["goal"])
    values = {"level": "operational", "dimension": "service", "due": date(2027, 12, 31)} | said
    row: Target = town.add(Target(plan=town.plan, goal=goal, statement=statement, **values), goal=goal)
    return row


def indicator(town: Town, of: Target, value: int | None, **said: Any) -> Indicator:
    values = {"name": "Households served", "unit": "%"} | said
    row = Indicator(plan=town.plan, target=of, value=value, **values)
    found: Indicator = town.add(row, target__goal=of.goal)
    return found


def page(client: Client, town: Town, name: str) -> str:
    """The page, or what htmx puts into it."""
    headers = HTMX if name.endswith("/check/") else None
    return client.get(town.url(f"goals/{town.rows['goal'].pk}/{name}"), headers=headers).content.decode()


def problems(town: Town) -> list[tuple[str, int | None]]:
    with scope(plan=town.plan):
        found = findings_of(town.rows["goal"].pk)
    return [(one.problem.value, one.target.key if one.target else None) for one in found]


def test_the_grid_asks_in_empty_cells_and_leads_to_the_form(secretary: Client, town: Town) -> None:
    text = page(secretary, town, "targets/grid/")
    assert text.count('class="prompt"') == 5  # the town has one target, operational, on services
    assert "Every street is served" in text
    assert "?level=strategic&amp;dimension=assets#add" in text
    form = page(secretary, town, "targets/?level=strategic&dimension=assets")
    assert '<option value="strategic" selected>' in form
    assert '<option value="assets" selected>' in form
    assert "#add" not in page(as_user(town.people["v"]), town, "targets/grid/")


def test_the_check_says_why_and_leads_to_the_place(secretary: Client, town: Town) -> None:
    row = town.rows["target"]
    expected = [
        ("no-strategic", None),
        ("not-specific", row.pk),
        ("no-date", row.pk),
        ("no-owner", row.pk),
        ("not-consulted", row.pk),
    ]
    assert problems(town) == expected
    for name in ("targets/", "targets/check/"):
        text = page(secretary, town, name)
        assert "No figure in the sentence: can it be counted or observed?" in text
        assert f'targets/#row-{row.pk}">Nobody is responsible' in text
    assert "<html" not in page(secretary, town, "targets/check/")


def test_the_check_follows_a_save(secretary: Client, town: Town) -> None:
    row, url = town.rows["target"], town.url(f"goals/{town.rows['goal'].pk}/targets/")
    cell = {"version": "1", "fields": "due", "due": "2027-06-30"}
    assert secretary.post(f"{url}{row.pk}/", cell, headers=HTMX).status_code == 200
    assert ("no-date", row.pk) not in problems(town)
    assert "Without a date it is only a wish." not in page(secretary, town, "targets/check/")


def test_a_contradiction_with_another_goal_is_found(town: Town) -> None:
    """However the indicator is written; with another unit it is another indicator."""
    here = target(town, "90 % of households are served")
    there = target(town, "Half of the households are served", goal=town.rows["goal2"])
    indicator(town, here, 90)
    same = indicator(town, there, 50, name="households  Served")
    assert ("contradicts", here.pk) in problems(town)
    with scope(plan=town.plan):
        Indicator.objects.filter(pk=same.pk).update(unit="streets")
    assert ("contradicts", here.pk) not in problems(town)


def with_means(town: Town) -> Action:
    plan, goal = town.plan, town.rows["goal"]
    action: Action = town.add(Action(plan=plan, goal=goal, title="Second shift"), goal=goal)
    for origin, amount, currency in [
        ("external", Decimal(1000), "USD"),
        ("external", Decimal(500), "USD"),
        ("external", Decimal(7), "LBP"),
        ("external", None, ""),
        ("main", Decimal(99), "USD"),
    ]:
        line = ResourceLine(
            plan=plan, action=action, origin=origin, description="Lorries", amount=amount, currency=currency
        )
        town.add(line, action__goal=goal)
    return action


def test_a_pair_shows_what_the_external_means_add(secretary: Client, town: Town) -> None:
    own = target(town, "70 % of households are served")
    more = target(town, "95 % of households are served", action=with_means(town), without=own)
    indicator(town, own, 70)
    indicator(town, more, 95)
    with scope(plan=town.plan):
        (pair,) = pairs(town.rows["goal"])
    assert (pair.target.key, pair.own and pair.own.key, pair.action) == (more.pk, own.pk, "1.2 Second shift")
    assert [(shown.name, shown.gain.difference) for shown in pair.gains] == [("Households served", Decimal(25))]
    assert pair.sums == {"LBP": Decimal(7), "USD": Decimal(1500)}
    assert pair.unvalued == "1 of them has no amount and is in no total."
    text = page(secretary, town, "targets/pairs/")
    assert "1,500 USD" in text
    assert "Amounts in different currencies are not added up." in text


def test_means_that_were_deleted_do_not_count(town: Town) -> None:
    action = with_means(town)
    target(town, "95 % of households are served", action=action)
    with scope(plan=town.plan):
        ResourceLine.objects.filter(action=action, amount=1000).update(deleted_at="2027-01-01T00:00:00Z")
        (pair,) = pairs(town.rows["goal"])
    assert (pair.own, pair.sums) == (None, {"LBP": Decimal(7), "USD": Decimal(500)})


def test_a_target_is_in_one_pair(secretary: Client, town: Town) -> None:
    own = target(town, "70 % of households are served")
    target(town, "95 % of households are served", without=own)
    third = target(town, "99 % of households are served")
    url = town.url(f"goals/{town.rows['goal'].pk}/targets/")

    def choose(row: Target, twin: Target) -> int:
        cell = {"version": "1", "fields": "without", "without": str(twin.pk)}
        return secretary.post(f"{url}{row.pk}/", cell, headers=HTMX).status_code

    assert choose(third, own) in {409, 422}  # of another pair
    assert choose(own, third) == 422  # no chains
    assert choose(third, third) == 422
    with scope(plan=town.plan):
        assert Target.objects.exclude(without=None).count() == 1


def test_what_is_offered_for_choice_is_of_the_goal(secretary: Client, town: Town) -> None:
    elsewhere = target(town, "Elsewhere 5", goal=town.rows["goal2"])
    text = page(secretary, town, f"targets/{town.rows['target'].pk}/")
    assert "Clean-up week" in text
    assert "Elsewhere 5" not in text
    assert f'value="{elsewhere.pk}"' not in page(secretary, town, "indicators/").partition("add-cols")[2]


def test_suggestions_fill_the_form(secretary: Client, town: Town) -> None:
    text = page(secretary, town, "indicators/")
    assert "name=Share+of+billed+fees+that+is+paid&amp;kind=number&amp;unit=%25&amp;direction=up#add" in text
    filled = page(secretary, town, "indicators/?name=Fees+paid&unit=%25&direction=down")
    assert 'value="Fees paid"' in filled
    assert '<option value="down" selected>' in filled


def test_the_check_tells_everybody_the_same(town: Town) -> None:
    """Who has influence, or is against something, is no part of it (B8)."""
    texts = {letter: page(as_user(town.people[letter]), town, "targets/check/") for letter in "stgv"}
    assert len(set(texts.values())) == 1
    assert "Drivers’ union" not in texts["s"]
