"""What the rooms say about a plan before the council sees it: how far their parts are, and what is missing (C6, P5)."""

from stakeholders import checks as stakeholders
from targets import checks as targets
from targets.timeline import checks as timeline

from ..actions import checks as actions
from ..assets import checks as assets
from ..brainstorm import checks as brainstorm
from ..goals import checks as goals
from ..goals.rooms import Room, Survey, counted, survey
from ..plans.findings import Finding, Part
from ..plans.models import Plan
from ..swot import checks as swot
from ..trees import checks as trees

# in the method's order
ROOMS: tuple[Room, ...] = (
    goals.ROOM,
    brainstorm.ROOM,
    assets.ROOM,
    stakeholders.ROOM,
    targets.ROOM,
    timeline.ROOM,
    swot.ROOM,
    trees.ROOM,
    actions.ROOM,
)
COUNTS = counted(ROOMS)


def gather(plan: Plan) -> Survey:
    return survey(plan, COUNTS)


def parts(found: Survey) -> list[Part]:
    """How far the rooms' parts are, in the method's order."""
    return [part for room in ROOMS for part in room.parts(found)]


def missing(found: Survey) -> list[Finding]:
    """What the rooms miss, in the method's order."""
    return [finding for room in ROOMS for finding in room.findings(found)]
