"""What all rooms say about a plan: how far their parts are, and what is missing (C6, P5)."""

from dataclasses import dataclass
from typing import Any

from stakeholders import checks as stakeholders
from targets import checks as targets
from targets.timeline import checks as timeline

from ..actions import checks as actions
from ..assets import checks as assets
from ..brainstorm import checks as brainstorm
from ..goals import checks as goals
from ..goals.models import Goal
from ..goals.section import named_goals
from ..plans.findings import Counted, Finding, Part, Tallies
from ..plans.models import Plan
from ..swot import checks as swot
from ..trees import checks as trees

TALLIES = (
    goals.tallies,
    brainstorm.tallies,
    assets.tallies,
    stakeholders.tallies,
    targets.tallies,
    timeline.tallies,
    swot.tallies,
    trees.tallies,
    actions.tallies,
)
COUNTS = Counted(*TALLIES)


@dataclass(frozen=True)
class Gathered:
    """What was read of a plan, from which the rooms' words are made in the reader's language, or in another."""

    slug: str
    goals: list[Goal]
    actions: dict[int, Any]
    numbers: Tallies

    def parts(self) -> list[Part]:
        slug, all_goals, numbers = self.slug, self.goals, self.numbers
        return [
            *goals.parts(slug, all_goals, numbers),
            *brainstorm.parts(slug, numbers),
            *assets.parts(slug, all_goals, numbers),
            *stakeholders.parts(slug, all_goals, numbers),
            *targets.parts(slug, all_goals, numbers),
            *timeline.parts(slug, all_goals, numbers),
            *swot.parts(slug, all_goals, numbers),
            *trees.parts(slug, all_goals, numbers),
            *actions.parts(slug, all_goals, self.actions, numbers),
        ]

    def findings(self) -> list[Finding]:
        slug, all_goals, numbers = self.slug, self.goals, self.numbers
        return [
            *goals.findings(slug, all_goals),
            *brainstorm.findings(slug, all_goals, numbers),
            *assets.findings(slug, all_goals, numbers),
            *stakeholders.findings(slug, all_goals, numbers),
            *targets.findings(slug, all_goals, numbers),
            *timeline.findings(slug, all_goals, numbers),
            *swot.findings(slug, all_goals, numbers),
            *trees.findings(slug, all_goals, numbers),
            *actions.findings(slug, all_goals, self.actions),
        ]


def gather(plan: Plan, counts: Counted = COUNTS) -> Gathered:
    """In three queries; the plan is in scope."""
    return Gathered(plan.slug, named_goals(plan), actions.written(), counts.of(plan))
