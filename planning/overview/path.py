"""The guided path (P5): what is done, what is missing, what to do next, for the plan and for me."""

from dataclasses import dataclass, field

from ..approval import checks as approval
from ..council import checks as council
from ..plans.access import Access
from ..plans.findings import Counted, Finding, Part, Progress
from ..readiness.gathered import TALLIES, gather

COUNTS = Counted(*TALLIES, council.tallies, approval.tallies)


@dataclass(frozen=True)
class Path:
    """`parts` by step (0 is what stands before step 1); `missing` in the order of the steps."""

    parts: dict[int, list[Part]]
    missing: list[Finding]
    next: Finding | None
    figures: dict[str, int] = field(default_factory=dict)


def path_of(access: Access) -> Path:
    """The whole path in a constant number of queries."""
    gathered = gather(access.plan, COUNTS)
    slug, numbers = access.plan.slug, gathered.numbers
    parts = [*gathered.parts(), *council.parts(slug, numbers), *approval.parts(slug, numbers)]
    missing, goals = gathered.findings(), gathered.goals
    figures = {
        "goals": len(goals),
        "actions": sum(len(gathered.actions[goal.pk]) for goal in goals),
        "high": sum(gathered.numbers["high", goal.pk] for goal in goals),
    }
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
