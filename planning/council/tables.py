"""The method's tables as pages of a spreadsheet, with the module's columns in the module's order (C8).

They are made of what the document is made of (`gather`), so nothing stands here that does not stand there."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from targets.timeline.rules import between, months_from

from ..actions.section import ActionLine, GoalActions, MeansLine
from ..people.words import listed
from ..plans.models import Plan
from ..templatetags.plan_words import horizon, money, month_name, number, span
from ..worksheets.xlsx import Book
from .gathered import gather

GOAL, TEXT = 30, 40  # widths
Found = dict[str, Any]  # what `gather` gives


# the sections of the document, and what stands in them as tables
EVERY_TABLE = frozenset(["assets", "stakeholders", "targets", "timeline", "swot", "actions", "resources", "monitoring"])


def add_tables(book: Book, plan: Plan, language: str, sections: Container[str] = EVERY_TABLE) -> int:
    """Of these sections: Tables 2, 5, 6, the SWOT, Tables 7 and 8, and the monitoring plan; then the commitments of the
    annex. How many rows they have."""
    found = gather(plan)
    add = {
        "assets": _add_ranking,
        "targets": _add_targets,
        "timeline": _add_timeline,
        "swot": _add_swot,
        "actions": _add_actions,
        "resources": _add_means,
        "monitoring": _add_monitoring,
    }
    rows = sum(one(book, found) for section, one in add.items() if section in sections)
    return rows + (_add_commitments(book, found) if found["commitments"] else 0)


def _add_ranking(book: Book, found: Found) -> int:
    grids = found["grids"]
    heads = [str(name) for name, _meaning in grids[0].heads] if grids else []
    heads = [_("Strategic goal"), _("Availability"), *heads]
    return book.table(_("Table 2"), heads, [GOAL, 26, TEXT, TEXT, TEXT], _ranking(grids))


def _add_targets(book: Book, found: Found) -> int:
    heads = [_("Strategic goal"), _("Level"), _("Assets"), _("Service delivery"), _("Management")]
    return book.table(_("Table 5"), heads, [GOAL, 20, TEXT, TEXT, TEXT], _targets(found["target_tables"]))


def _add_swot(book: Book, found: Found) -> int:
    heads = [_("Strategic goal"), "", "", "", ""]
    return book.table(_("SWOT"), heads, [GOAL, 26, TEXT, TEXT, TEXT], _swot(found["swot_tables"]))


def _add_actions(book: Book, found: Found) -> int:
    heads = [
        _("Strategic goal"),
        _("Action"),
        _("Time frame"),
        _("Main actor: commitment, capacity"),
        _("Other actors and what each adds"),
        _("Impact on flexibility"),
        _("Impact on social cohesion"),
    ]
    return book.table(_("Table 7"), heads, [GOAL, 40, 24, 40, 40, 30, 30], (_action(*line) for line in _lines(found)))


def _add_means(book: Book, found: Found) -> int:
    heads = [
        _("Strategic goal"),
        _("Action"),
        _("Resources of the main actor"),
        _("Resources of other actors"),
        _("Other ways: in kind, rationalisation"),
        _("External resources needed (type and value)"),
        _("Possible sources"),
    ]
    return book.table(_("Table 8"), heads, [GOAL, 40, 40, 40, 40, 40, 30], (_means(*line) for line in _lines(found)))


def _add_commitments(book: Book, found: Found) -> int:
    heads = [_("Strategic goal"), _("Who"), _("Commitment"), _("To"), _("Signed"), _("Date")]
    rows = (
        (_named(one.goal), one.who or _("Known to the secretariat"), one.text, one.about, one.how, one.signed_on)
        for one in found["commitments"]
    )
    return book.table(_("Commitments"), heads, [GOAL, 30, 48, TEXT, 20, 14], rows)


def _lines(found: Found) -> list[tuple[GoalActions, ActionLine]]:
    return [(item, line) for item in found["goal_actions"] for line in item.actions]


def _named(goal: Any) -> str:
    return f"{goal.code} {goal.statement}"


def _coded(item: GoalActions, line: ActionLine) -> str:
    return f"{item.goal.code}.{line.action.position} {line.action.title}"


def _ranking(grids: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    for grid in grids:
        for line in grid.lines:
            cells = ("\n".join(row.asset.name for row in cell.rows) for cell in line.cells)
            yield _named(grid.goal), str(line.availability), *cells


def _targets(tables: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    for table in tables:
        for line in table.lines:
            cells = ("\n".join(f"{one.number} {one.statement}" for one in cell.targets) for cell in line.cells)
            yield _named(table.goal), line.level, *cells


def _add_timeline(book: Book, found: Found) -> int:
    """Table 6 goes from the first marked month of the plan to the last."""
    timelines = [one for one in found["timelines"] if one.goal]
    marks = {month for one in timelines for month in one.marks}
    months = months_from(min(marks), between(min(marks), max(marks))) if marks else []
    heads = [_("Strategic goal"), _("Activity, in order of work"), _("After")]
    rows = (
        (_named(one.goal), f"{line.number} {line.name}", listed(line.waits_for), *_marks(line.months, months))
        for one in timelines
        for line in one.lines
    )
    names = [f"{month_name(month)} {month.year}" for month in months]
    return book.table(_("Table 6"), [*heads, *names], [GOAL, TEXT, 14, *(10 for _month in months)], rows)


def _marks(marked: Iterable[date], months: Iterable[date]) -> Iterator[str]:
    return ("×" if month in marked else "" for month in months)


def _swot(tables: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    """The words of the six cells stand above their entries, as the two rows have different ones."""
    for table in tables:
        for line in table.lines:
            yield _named(table.goal), line.head, *(place.word for place in line.places)
            for entries in zip_longest(*(place.entries for place in line.places)):
                yield "", "", *(str(entry) if entry else "" for entry in entries)


def _action(item: GoalActions, line: ActionLine) -> tuple[str, ...]:
    action = line.action
    time = "\n".join(filter(None, (horizon(action.horizon), span(action) if action.start or action.end else "")))
    main = "\n".join(filter(None, (action.actor, line.readiness_word, action.capacity)))
    parts = [f"{part.who}: {part.adds}" if part.adds else part.who for part in line.parts]
    others = "\n".join(filter(None, (*parts, action.other_actors)))
    return _named(item.goal), _coded(item, line), time, main, others, action.flexibility, action.cohesion


def _means(item: GoalActions, line: ActionLine) -> tuple[str, ...]:
    columns = ("\n".join(_in_words(one) for one in column) for column in line.columns)
    return _named(item.goal), _coded(item, line), *columns, "\n".join(line.sources)


def _in_words(line: MeansLine) -> str:
    amount = f": {money(line.amount, line.currency)}" if line.amount is not None else ""
    return f"{line.description} ({line.kind_word}{amount}; {line.state_word})"


def _add_monitoring(book: Book, found: Found) -> int:
    """The two layers stand on two pages: they are never mixed (C5)."""
    goals: list[GoalActions] = found["goal_actions"]
    carried = (
        (
            _named(item.goal),
            _coded(item, line),
            line.action.start,
            line.action.end,
            line.owner,
            "\n".join(f"{day:%Y-%m-%d}" for day in line.reviews),
            "\n".join(_in_words(one) for one in line.open_means),
        )
        for item in goals
        for line in item.actions
    )
    heads = [
        _("Strategic goal"),
        _("Action"),
        _("Start"),
        _("End"),
        _("Responsible"),
        _("Review dates"),
        _("Resources that must be in place"),
    ]
    rows = book.table(_("Monitoring, actions"), heads, [GOAL, 40, 14, 14, 26, 16, 48], carried)
    reached = (
        (
            _named(item.goal),
            f"{target.number} {target.statement}",
            one.name,
            _value(one.baseline, one.baseline_state, one),
            _value(one.value, one.state, one),
            one.on or target.due,
            one.frequency_word,
            one.verification,
            one.collector,
            target.owner,
        )
        for item in goals
        for target in item.targets
        for one in target.indicators
    )
    heads = [
        _("Strategic goal"),
        _("Target"),
        _("Indicator"),
        _("Today"),
        _("Target value"),
        _("Until"),
        _("How often"),
        _("Means of verification"),
        _("Who collects it"),
        _("Responsible"),
    ]
    return rows + book.table(_("Monitoring, goals"), heads, [GOAL, 40, 30, 20, 20, 14, 16, 30, 26, 26], reached)


def _value(value: Any, state: str, indicator: Any) -> str:
    return f"{number(value)} {indicator.unit}".strip() if value is not None else state
