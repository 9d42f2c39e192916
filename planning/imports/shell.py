"""Importing a file without anybody to ask between the stages: the same reading, checking and writing."""

from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from ..people.models import User
from ..plans.models import Plan
from .checking import Checker, Report
from .columns import REQUIRED, header_words, label, remembered
from .files import read_table
from .register import Choices, meet
from .rules import guess, twice
from .table import UnreadableFile, known_words


@dataclass(frozen=True)
class Wish:
    """How a file is to be imported without anybody to ask."""

    rule: str
    new_localities: bool = False
    dry_run: bool = False


def import_file(plan: Plan, content: bytes, name: str, wish: Wish, *, by: User | None) -> Report:
    """Imports a file into the plan in scope. Raises UnreadableFile; where the report has errors nothing was written."""
    table = read_table(content, name, known_words(header_words()))
    columns = guess(table.headers, header_words(), remembered(plan.municipality))
    refuse_unmatched(table.headers, columns)
    report = Report()
    lines = list(Checker(plan, columns).lines(table, report))
    with pghistory.context(user=by.pk if by else None), transaction.atomic():
        choices = Choices(columns, wish.rule, wish.new_localities)
        register = meet(plan, lines, report, choices, by=by, to_write=not wish.dry_run)
        if not report.error_count and not wish.dry_run:
            register.write()
    return report


def refuse_unmatched(headers: list[str], columns: Mapping[str, int]) -> None:
    """Columns that nobody can be asked about."""
    doubled = [header for header in twice(headers) if guess([header], header_words(), {})]
    if doubled:
        raise UnreadableFile(_("Two columns have the header “%(header)s”. Please rename one.") % {"header": doubled[0]})
    for name in REQUIRED:
        if name not in columns:
            raise UnreadableFile(
                _("No column is recognised as “%(label)s”. Please give the right column this header.")
                % {"label": label(name)}
            )
