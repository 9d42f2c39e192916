"""The council's document as one page of HTML, and the fingerprint of what it says (C8).

Each room gives its own section (planning/<room>/section.py, templates/<room>/section.html); this room adds the
cover, the draft resolution and the contents. The number of the version and the checksum follow from the content, so
they are put in last: the content is drawn once, with marks in their places that nobody can type.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from stakeholders.models import Release
from stakeholders.section import analyses
from targets.section import target_tables
from targets.timeline.section import timelines

from ..actions.section import actions_by_goal, whole_account
from ..assets.section import grid_tables, place_tables
from ..brainstorm.section import long_lists
from ..goals.section import goals_with_steps
from ..plans.models import Plan
from ..swot.section import swot_tables
from ..trees.section import goal_trees
from .models import Waiver

# private-use characters, which planning.people.text refuses in whatever people type
NUMBER_MARK, CHECKSUM_MARK = "\ue001", "\ue002"
SECTIONS = 4  # what `told` hears of: goals, brainstorms, assets, actions
STYLESHEET = settings.BASE_DIR / "static" / "css" / "document.css"


def nobody(section: int) -> None:
    """Stands where no progress is wanted."""


@dataclass(frozen=True)
class Stamp:
    """What a submitted version says of itself: its number, the checksum of its data, and the short address, with its QR
    code as an SVG, where the paper can be checked."""

    number: int
    submitted_on: date
    data_sha256: str
    address: str
    qr: str


@dataclass(frozen=True)
class Content:
    """What a document of this plan would say now. `digest` is the SHA-256 of it, language and layout included."""

    language: str
    page: str
    digest: str

    @property
    def checksum(self) -> str:
        """The digest's first twelve figures as they are printed: "7c41 9e02 b8d5"."""
        return checksum(self.digest)

    def html(self, number: int) -> str:
        return self.page.replace(NUMBER_MARK, f"0.{number}").replace(CHECKSUM_MARK, self.checksum)


def checksum(digest: str) -> str:
    return " ".join(digest[start : start + 4] for start in (0, 4, 8))


def content_of(
    plan: Plan, language: str, told: Callable[[int], None] = nobody, stamp: Stamp | None = None
) -> Content:  # fmt: skip
    """The document of the plan in scope, as it stands now, in that language; with a `stamp` that of a version.

    `told` hears 1, 2, 3, 4 as the sections are gathered."""
    with override(language):
        values = gather(plan, language, told) | {"stamp": stamp}
        if stamp:
            values |= {"number": str(stamp.number), "checksum": checksum(stamp.data_sha256)}
        page = render_to_string("council/pdf/document.html", values)
    digest = hashlib.sha256("\0".join([language, dress(), page]).encode()).hexdigest()
    return Content(language, page, digest)


@lru_cache
def dress() -> str:
    """Stands for everything beside the page itself that decides how the PDF looks."""
    return hashlib.sha256(STYLESHEET.read_bytes()).hexdigest() + version("weasyprint")


def gather(plan: Plan, language: str, told: Callable[[int], None] = nobody) -> dict[str, Any]:
    """Everything that the templates of the document show, in a number of queries that no row adds to."""
    told(1)
    goals = goals_with_steps()
    told(2)
    lists = long_lists()
    told(3)
    grids, tables = grid_tables(), place_tables()
    targets, months = target_tables(item.goal for item in goals), timelines((item.goal for item in goals), plan)
    swot, trees = swot_tables(item.goal for item in goals), goal_trees(item.goal for item in goals)
    told(4)
    actions = actions_by_goal(plan.pk, [item.goal for item in goals], {one.goal.pk: one.targets for one in targets})
    account = whole_account(actions)
    released = analyses(Release.Audience.DOCUMENT)
    return {
        "plan": plan,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "number": NUMBER_MARK,
        "checksum": CHECKSUM_MARK,
        "page_words": page_words(),
        "title_size": title_size(plan.title),
        "title_lines": title_lines(plan.title),
        "goals": goals,
        "lists": lists,
        "grids": grids,
        "place_tables": tables,
        "analyses": released,
        "target_tables": targets,
        "timelines": months,
        "swot_tables": swot,
        "goal_trees": trees,
        "goal_actions": actions,
        "waivers": list(Waiver.objects.filter(ended_at=None).order_by("pk")),
        "has_actions": any(goal.actions for goal in actions),
        "has_means": any(goal.with_means for goal in actions),
        "needed": {currency: sums.external for currency, sums in account.by_currency.items() if sums.external},
    }


def page_words() -> tuple[str, str, str]:
    """What stands before, between and after the two figures of "Page 2 of 9"."""
    before, rest = _("Page {page} of {pages}").split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after


def title_size(title: str) -> str:
    """The class of the cover's title: long ones are set smaller, so that they stay above the facts below."""
    return "" if len(title) <= 60 else "long" if len(title) <= 110 else "very-long"


def title_lines(title: str) -> list[str]:
    """A title of middle length in two lines of about the same length; this engine cannot balance lines itself."""
    spaces = [place for place, letter in enumerate(title) if letter == " "]
    if not spaces or not 24 < len(title) <= 60:
        return [title]
    middle = min(spaces, key=lambda place: abs(place - len(title) / 2))
    return [title[:middle], title[middle + 1 :]]
