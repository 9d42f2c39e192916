"""The sections of the document as the templates draw them, and the lines of its contents (E1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..goals.document import Found
from . import rules
from .models import DocumentSection
from .registered import SECTIONS, heading
from .rules import PlacedSection, SectionPlace, Ticks

Entry = tuple[int, str, str]  # level, the place that it leads to, words


@dataclass(frozen=True)
class Printed:
    """A section that is printed."""

    placed: PlacedSection
    place: SectionPlace
    number: int  # among the free ones

    @property
    def kind(self) -> str:
        return self.placed.kind

    @property
    def template(self) -> str:
        return "council/pdf/free.html" if self.placed.is_free else SECTIONS[self.kind].template

    @property
    def anchor(self) -> str:
        return f"free-{self.number}" if self.placed.is_free else SECTIONS[self.kind].anchor

    @property
    def words(self) -> str:
        return self.placed.title if self.placed.is_free else heading(self.kind)

    @property
    def step_words(self) -> str:
        return step_words(self.place.step)

    @property
    def step_anchor(self) -> str:
        """ "step3", and "step3-2" where the step begins a second time."""
        again = f"-{self.place.time}" if self.place.time > 1 else ""
        return f"step{self.place.step}{again}"

    @property
    def paragraphs(self) -> list[str]:
        """Of a free section: its text, an empty line between two paragraphs."""
        blocks = self.placed.text.replace("\r\n", "\n").split("\n\n")
        return [block.strip() for block in blocks if block.strip()]


def step_words(step: int) -> str:
    words = [
        "",
        _("Step 1: Assets and stakeholders"),
        _("Step 2: Performance targets"),
        _("Step 3: Collective action plan"),
    ]
    return words[step]


def annexes(found: Found) -> list[Entry]:
    """Those that are printed, in their order."""
    every = {
        "commitments": _("Annex: commitments of stakeholders"),
        "left_open": _("Annex: what was left open, and why"),
    }
    return [(1, name, words) for name, words in every.items() if found[name]]


def all_sections() -> list[PlacedSection]:
    """The sections of the plan in scope in their order, those that are switched off too. One query."""
    names = ("kind", "is_shown", "title", "text", "pk")
    kept = DocumentSection.objects.filter(deleted_at=None)
    return rules.arranged(PlacedSection(*values) for values in kept.values_list(*names))


def printed(placed: Iterable[PlacedSection], found: Found) -> list[Printed]:
    """Those that are switched on and have something to say. `found`: what `gather` gives."""
    shown = [one for one in placed if one.is_shown and _says_something(one, found)]
    sections, number = [], 0
    for one, place in zip(shown, rules.places([one.kind for one in shown]), strict=True):
        number += one.is_free
        sections.append(Printed(one, place, number))
    return sections


def _says_something(one: PlacedSection, found: Found) -> bool:
    needs = "" if one.is_free else SECTIONS[one.kind].needs
    return not needs or bool(found[needs])


def shown_kinds(placed: Iterable[PlacedSection]) -> frozenset[str]:
    """The sections that are switched on: what they say stands in the workbook inside the PDF."""
    return frozenset(one.kind for one in placed if one.is_shown)


def contents(sections: Iterable[Printed], found: Found) -> list[Entry]:
    """The lines of the table of contents."""
    entries: list[Entry] = []
    for section in sections:
        if section.place.opens:
            entries.append((1, section.step_anchor, section.step_words))
        entries.append((2 if section.place.step else 1, section.anchor, section.words))
        entries += _of_goals(section.kind, found)
    return entries + annexes(found)


def _of_goals(kind: str, found: Found) -> list[Entry]:
    """A line for each goal, where a section begins a new page for each."""
    if kind == rules.FREE:
        return []
    section, words = SECTIONS[kind], _("Goal %(code)s")
    goals = list(section.goals(found))
    return [(3, f"{section.anchor}-{one.code}", words % {"code": one.code}) for one in goals if len(goals) > 1]


# Arranging them ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedSection:
    """A section on the page where they are arranged."""

    placed: PlacedSection
    words: str
    step_words: str
    is_first: bool
    is_last: bool
    is_ticked: bool


def changes(now: Ticks, seen: Ticks) -> list[str]:
    """What others have changed since somebody saw it, in words."""
    gone = [token for token in seen if token not in now and token != rules.DATA]
    words = {one.token: one.title or heading(one.kind) for one in all_sections()} | _titles(gone)
    turned = [(token, ticked) for token, ticked in now.items() if seen.get(token, ticked) != ticked]
    new = [token for token in now if token not in seen and token != rules.DATA]
    return [
        *(_changed(words.get(token, ""), ticked) for token, ticked in turned),
        *(_("“%(section)s” is new.") % {"section": words[token]} for token in new),
        *(_("“%(section)s” has been removed.") % {"section": words[token]} for token in gone if token in words),
        *([] if _in_one_order(now, seen) else [_("The order has changed.")]),
    ]


def _titles(tokens: Iterable[str]) -> dict[str, str]:
    """Those of the plan's own sections, also of the ones that were taken out; other tokens have none."""
    keys = [token for token in tokens if token.isascii() and token.isdigit() and len(token) < 19]
    return {str(row.pk): row.title for row in DocumentSection.objects.filter(pk__in=keys)}


def _in_one_order(now: Ticks, seen: Ticks) -> bool:
    """Whether what stands in both stands in the same order."""
    return [token for token in now if token in seen] == [token for token in seen if token in now]


def _changed(section: str, ticked: bool) -> str:
    if not section:
        return _("The plan’s data is now enclosed.") if ticked else _("The plan’s data is no longer enclosed.")
    in_words = (
        _("“%(section)s” is now part of the document.")
        if ticked
        else _("“%(section)s” is no longer part of the document.")
    )
    return in_words % {"section": section}


def listed_sections(ticks: Ticks) -> list[ListedSection]:
    placed, found = all_sections(), []
    steps = rules.places([one.kind for one in placed])
    for at, (one, place) in enumerate(zip(placed, steps, strict=True), 1):
        words = one.title or heading(one.kind)
        found.append(ListedSection(one, words, step_words(place.step), at == 1, at == len(placed), ticks[one.token]))
    return found
