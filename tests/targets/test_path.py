"""What the guided path and the document know of the targets (P5, C8)."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from planning.council.document import content_of
from planning.goals.rooms import Survey
from planning.models import Goal
from planning.overview.path import COUNTS
from planning.plans.findings import Progress
from targets.checks import findings, parts
from targets.models import Indicator, Target
from tests.fixtures import Town

pytestmark = pytest.mark.django_db


def said(town: Town) -> list[str]:
    with scope(plan=town.plan):
        goals = list(Goal.objects.all())
    return [finding.title for finding in findings(Survey(town.plan.slug, goals, COUNTS.of(town.plan)))]


def test_the_path_leads_from_one_gap_to_the_next(town: Town) -> None:
    """The second goal has no target at all, the first has one, of one level, which is not settled."""
    goal, row = town.rows["goal"], town.rows["target"]
    other = "Set the first target of goal 2"
    assert said(town) == ["Goal 1 has targets of one level only", other]
    strategic = Target(plan=town.plan, goal=goal, statement="20 partners", level="strategic", dimension="management")
    town.add(strategic, goal=goal)
    assert said(town) == [
        "2 targets of goal 1 have no date, no one responsible, or have not been discussed yet",
        other,
    ]
    with scope(plan=town.plan):
        settled = {"due": date(2027, 1, 1), "owner": town.office("t"), "consulted_on": date(2026, 1, 1)}
        Target.objects.filter(pk__in=[row.pk, strategic.pk]).update(**settled)
    assert said(town) == ["1 target of goal 1 has no indicator", other]
    town.add(Indicator(plan=town.plan, target=strategic, name="Partners"), target__goal=goal)
    assert said(town) == [other]
    with scope(plan=town.plan):
        found = parts(Survey(town.plan.slug, [goal], COUNTS.of(town.plan)))
    assert {part.progress for part in found} == {Progress.DONE}


def test_the_second_step_is_on_the_path(secretary: Client, town: Town) -> None:
    text = secretary.get(town.url()).content.decode()
    assert "Targets, goal 1" in text
    assert "Indicators, goal 1" in text


def test_table_5_is_in_the_document(town: Town) -> None:
    with scope(plan=town.plan):
        page = content_of(town.plan, "en").page
        assert page.count("Table 5") == 2  # in the contents, and above the table
        assert "Every street is served" in page
        assert "Streets served" in page
        for row in (town.rows["mid_value"], town.rows["indicator"], town.rows["target"]):
            type(row).objects.filter(pk=row.pk).update(deleted_at="2027-01-01T00:00:00Z")
        assert "Table 5" not in content_of(town.plan, "en").page
