"""The months of Table 6 as HTML: plain values in, HTML out. A plan has thousands of months and few looks, so what looks
alike is drawn once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from planning.people import words
from planning.plans.reader import reader_locale

from .section import BLANK, Stretch

KEY = "\0"  # stands where the key of a line will stand; no text holds this character


@dataclass
class MonthCells:
    """Draws cells for these months: buttons for whoever may mark them, words for all others."""

    months: Sequence[date]
    this_month: date
    may_edit: bool = False
    _drawn: dict[object, str] = field(default_factory=dict)

    def of_line(self, key: int, stretches: Iterable[Stretch]) -> SafeString:
        """The cells of an activity."""
        cells = "".join(text for stretch in stretches for text in self._stretch(stretch))
        return mark_safe(cells.replace(KEY, str(key)))

    def of_meeting(self, stretches: Iterable[tuple[int, int, tuple[date, ...]]]) -> SafeString:
        """The cells of a series of meetings, from one place to before another with their days."""
        return mark_safe(
            "".join(self._meets(at, days) for first, until, days in stretches for at in range(first, until))
        )

    def _stretch(self, stretch: Stretch) -> Iterable[str]:
        if stretch.name == BLANK:
            return (
                self._mark(at, Stretch(at, at + 1, BLANK, False, False)) for at in range(stretch.first, stretch.until)
            )
        return (self._mark(stretch.first, stretch),)

    def _mark(self, at: int, stretch: Stretch) -> str:
        if stretch not in self._drawn:
            self._drawn[stretch] = f"{self._start(at, stretch.name)}{self._said(at, stretch)}</td>"
        return self._drawn[stretch]

    def _said(self, at: int, stretch: Stretch) -> str:
        month = self.months[at]
        early = f'<span class="vh">{escape(_("too early"))}</span>' if stretch.bad else ""
        if self.may_edit:
            return (
                f'<button name="mark" value="{KEY} {month:%Y-%m} {"off" if stretch.on else "on"}"'
                f' aria-pressed="{"true" if stretch.on else "false"}"'
                f' aria-labelledby="n{KEY} m{month:%Y%m}"></button>{early}'
            )
        if not stretch.on:
            return ""
        said = _("too early") if stretch.bad else _("work")
        return f'<span class="vh">{escape(words.month(month, reader_locale()))}: {escape(said)}</span>'

    def _meets(self, at: int, days: tuple[date, ...]) -> str:
        if (at, days) not in self._drawn:
            locale = reader_locale()
            said = (f"{escape(words.day(day, locale))}: {escape(_('meeting'))}" for day in days)
            texts = "".join(f'<span class="vh">{text}</span>' for text in said)
            self._drawn[at, days] = f"{self._start(at, 'm met' if days else 'm')}{texts}</td>"
        return self._drawn[at, days]

    def _start(self, at: int, name: str) -> str:
        """The beginning of a cell: a line before each year, the year itself where a row begins."""
        month = self.months[at]
        begins_year = month.month == 1
        looks = f"{name}{' y2' if at and begins_year else ''}{' is-now' if month == self.this_month else ''}"
        year = f' data-y="{month.year}"' if not at or begins_year else ""
        return f'<td class="{looks}" role="gridcell" data-m="{month.month}"{year}>'
