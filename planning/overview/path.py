"""The guided path (P5): what is done, what is missing, what to do next, for the plan and for me."""

from dataclasses import dataclass, field

from ..actions.checks import written
from ..approval import checks as approval
from ..council import checks as council
from ..goals.rooms import counted, survey
from ..plans.access import Access
from ..plans.findings import Finding, Part, Progress
from ..readiness import gathered
from .next import Next, next_for

ROOMS = (*gathered.ROOMS, council.ROOM, approval.ROOM)
COUNTS = counted(ROOMS)


@dataclass(frozen=True)
class Path:
    """`parts` by step (0 is what stands before step 1); `missing` in the order of the steps."""

    parts: dict[int, list[Part]]
    missing: list[Finding]
    next: Next
    figures: dict[str, int] = field(default_factory=dict)


def path_of(access: Access) -> Path:
    """The whole path in a constant number of queries."""
    found = survey(access.plan, COUNTS, access)
    parts = [part for room in ROOMS for part in room.parts(found)]
    missing = [finding for room in ROOMS for finding in room.findings(found)]
    actions = found.of(written)
    figures = {
        "goals": len(found.goals),
        "actions": sum(len(actions[goal.pk]) for goal in found.goals),
        "high": sum(found.numbers["high", goal.pk] for goal in found.goals),
    }
    by_step = {step: [part for part in parts if part.step == step] for step in range(6)}
    return Path(by_step, missing, next_for(access, missing), figures)


def state_of(parts: list[Part]) -> Progress:
    """How far a step is: done when all its parts are."""
    if parts and all(part.progress is Progress.DONE for part in parts):
        return Progress.DONE
    return Progress.NOTHING if all(part.progress is Progress.NOTHING for part in parts) else Progress.PART
