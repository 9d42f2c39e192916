"""The guided path (P5): what is done, what is missing, what to do next, for the plan and for me."""

from dataclasses import dataclass, field

from stakeholders import checks as stakeholders
from targets import checks as targets
from targets.timeline import checks as timeline

from ..actions import checks as actions
from ..approval import checks as approval
from ..assets import checks as assets
from ..brainstorm import checks as brainstorm
from ..council import checks as council
from ..goals import checks as goals
from ..goals.models import Goal
from ..plans.access import Access
from ..plans.findings import Counted, Finding, Part, Progress
from ..plans.prepared import PreparedRows
from ..swot import checks as swot
from ..trees import checks as trees

GOALS = PreparedRows(
    Goal, lambda plan: Goal.objects.filter(plan=plan), "plan", columns=["id", "position", "statement", "group_id"]
)
COUNTS = Counted(
    goals.tallies,
    brainstorm.tallies,
    assets.tallies,
    stakeholders.tallies,
    targets.tallies,
    timeline.tallies,
    swot.tallies,
    trees.tallies,
    actions.tallies,
    council.tallies,
    approval.tallies,
)


@dataclass(frozen=True)
class Path:
    """`parts` by step (0 is what stands before step 1); `missing` in the order of the steps."""

    parts: dict[int, list[Part]]
    missing: list[Finding]
    next: Finding | None
    figures: dict[str, int] = field(default_factory=dict)


def path_of(access: Access) -> Path:
    """The whole path in a constant number of queries."""
    slug = access.plan.slug
    all_goals = GOALS.rows(plan=access.plan.pk)
    all_actions = actions.written()
    numbers = COUNTS.of(access.plan)
    parts = [
        *goals.parts(slug, all_goals, numbers),
        *brainstorm.parts(slug, numbers),
        *assets.parts(slug, all_goals, numbers),
        *stakeholders.parts(slug, all_goals, numbers),
        *targets.parts(slug, all_goals, numbers),
        *timeline.parts(slug, all_goals, numbers),
        *swot.parts(slug, all_goals, numbers),
        *trees.parts(slug, all_goals, numbers),
        *actions.parts(slug, all_goals, all_actions, numbers),
        *council.parts(slug, numbers),
        *approval.parts(slug, numbers),
    ]
    missing = [
        *goals.findings(slug, all_goals),
        *brainstorm.findings(slug, all_goals, numbers),
        *assets.findings(slug, all_goals, numbers),
        *stakeholders.findings(slug, all_goals, numbers),
        *targets.findings(slug, all_goals, numbers),
        *timeline.findings(slug, all_goals, numbers),
        *swot.findings(slug, all_goals, numbers),
        *trees.findings(slug, all_goals, numbers),
        *actions.findings(slug, all_goals, all_actions),
    ]
    high = sum(numbers["high", goal.pk] for goal in all_goals)
    figures = {"goals": len(all_goals), "actions": sum(len(all_actions[goal.pk]) for goal in all_goals), "high": high}
    by_step = {step: [part for part in parts if part.step == step] for step in range(6)}
    return Path(by_step, missing, next_for(access, missing), figures)


def next_for(access: Access, missing: list[Finding]) -> Finding | None:
    """The first missing thing that this reader can mend: their own group's before other groups'."""
    mine = [f for f in missing if f.group is not None and f.group in access.group_ids]
    can = [f for f in missing if (access.may_manage if f.manages else access.may_edit_goal(f.group))]
    return (mine or can or [None])[0]  # type: ignore[list-item]


def state_of(parts: list[Part]) -> Progress:
    """How far a step is: done when all its parts are."""
    if parts and all(part.progress is Progress.DONE for part in parts):
        return Progress.DONE
    return Progress.NOTHING if all(part.progress is Progress.NOTHING for part in parts) else Progress.PART
