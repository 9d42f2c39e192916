from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404
from django.utils.translation import override
from django_scopes import scope

from planning.assets.sheets import REGISTER
from planning.goals.sheets import LOCALITIES
from planning.imports.checking import Report
from planning.imports.files import check_size
from planning.imports.models import Rule
from planning.imports.shell import Wish, import_file
from planning.imports.table import UnreadableFile
from planning.people.models import User
from planning.plans.access import enter
from planning.plans.models import Plan


class Command(BaseCommand):
    help = (
        "Imports assets from a spreadsheet (XLSX or CSV), as the page does: all rows, or none where one has an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the plan's short address, as in /plans/<slug>/")
        parser.add_argument("file", type=Path)
        rule = "for assets of the same name and kind: add another, update the one there is, or skip the row"
        parser.add_argument("--rule", required=True, choices=sorted(Rule.values), help=rule)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--new-localities", action="store_true", help="add localities that the plan does not have")
        parser.add_argument("--as", dest="username", help="the member of the plan who imports")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the counts, and the errors by row; ends with 1 where there are any."""
        plan = Plan.objects.select_related("municipality").filter(slug=options["slug"]).first()
        if plan is None:
            raise CommandError(f"There is no plan “{options['slug']}”.")
        by = self.member(plan, options["username"], options["new_localities"]) if options["username"] else None
        wish = Wish(options["rule"], options["new_localities"], options["dry_run"])
        with scope(plan=plan), override(options["language"]):
            try:
                content = self.content(options["file"])
                report = import_file(plan, content, options["file"].name, wish, by=by)
            except UnreadableFile as refused:
                raise CommandError(str(refused)) from refused
        self.tell(report, options["dry_run"])

    def content(self, file: Path) -> bytes:
        try:
            check_size(file.stat().st_size)
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.") from error

    def member(self, plan: Plan, username: str, new_localities: bool) -> User:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"There is no user called “{username}”.")
        try:
            access = enter(user, plan.slug)
            REGISTER.demand_edit(access, None)
            if new_localities:
                LOCALITIES.demand_edit(access, None)
        except (Http404, PermissionDenied) as error:
            raise CommandError(f"“{username}” may not do this in the plan “{plan.slug}”.") from error
        return user

    def tell(self, report: Report, dry_run: bool) -> None:
        for fate, count in sorted(report.counts.items()):
            self.stdout.write(f"{fate}: {count}")
        for place in report.new_places:
            self.stdout.write(f"new locality: {place}")
        for error in sorted(report.errors, key=lambda one: one.row):
            where = f"row {error.row}" + (f", column {error.column} ({error.label})" if error.column else "")
            self.stderr.write(f"{where}: {error.reason}")
        if report.error_count:
            more = report.error_count - len(report.errors)
            also = f" The first {len(report.errors)} are shown." if more else ""
            raise CommandError(f"{report.error_count} errors; nothing was imported.{also}", returncode=1)
        if dry_run:
            self.stdout.write("Nothing was written.")
