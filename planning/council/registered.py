"""The sections of all rooms in the method's order: a room's section is in the document once it stands here."""

from django.utils.translation import gettext_lazy as _

from stakeholders import section as stakeholders
from targets import section as targets
from targets.timeline import section as timeline

from ..actions import section as actions
from ..assets import section as assets
from ..brainstorm import section as brainstorm
from ..goals import section as goals
from ..swot import section as swot
from ..trees import section as trees

FREE = "free"  # a section of the plan's own
SECTIONS = {
    section.kind: section
    for section in (
        goals.SECTION,
        brainstorm.SECTION,
        *assets.SECTIONS,
        stakeholders.SECTION,
        targets.SECTION,
        timeline.SECTION,
        swot.SECTION,
        trees.SECTION,
        *actions.SECTIONS,
    )
}
METHOD = tuple(SECTIONS)
STEP_OF = {kind: section.step for kind, section in SECTIONS.items()}


def choices() -> list[tuple[str, str]]:
    """Every kind of section with its heading."""
    return [*((kind, section.words) for kind, section in SECTIONS.items()), (FREE, _("Our own section"))]


def heading(kind: str) -> str:
    return str(dict(choices())[kind])
