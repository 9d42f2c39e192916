import shutil
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404
from django_scopes import scope

from planning.archive.actions import take_whole
from planning.archive.export import export
from planning.archive.tables import FileKind
from planning.calendar.feed import calendar_of
from planning.council import making
from planning.council.actions import request_document
from planning.council.enclosures import book_of, sheets_of
from planning.council.models import BOTH, Rendering
from planning.council.rules import METHOD
from planning.council.sections import all_sections, shown_kinds
from planning.people.models import User
from planning.plans.access import enter
from planning.plans.models import Plan
from planning.plans.permissions import Permission

# who writes a file of this kind
WRITERS = {".pdf": "document", ".docx": "document", ".xlsx": "worksheets", ".ics": "calendar", ".json": "data"}


class Command(BaseCommand):
    help = (
        "Writes a plan's document for the council (.pdf, .docx), all its worksheets (.xlsx), its dates for calendar "
        "programs (.ics, in the municipality's language), or the plan as data (.json) into a file, here and now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the plan's short address, as in /plans/<slug>/")
        parser.add_argument("--to", required=True, type=Path, metavar="FILE")
        parser.add_argument("--language", choices=[*dict(settings.LANGUAGES), BOTH], default="en")
        parser.add_argument("--wall", action="store_true", help="sheets for a wall (.pdf only)")
        parser.add_argument("--whole", action="store_true", help="with confidential parts (.json only)")
        parser.add_argument(
            "--shareable",
            action="store_true",
            help="as it is enclosed in the PDF: without what is not published (.xlsx only)",
        )
        parser.add_argument("--as", dest="username", help="the member of the secretariat who takes the whole plan out")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["to"]
        self.refuse(target, options)
        write = getattr(self, WRITERS[target.suffix.lower()])
        self.shareable, self.kind = options["shareable"], Rendering.Kind.PDF
        if target.suffix.lower() == ".docx":
            self.kind = Rendering.Kind.DOCX
        elif options["wall"]:
            self.kind = Rendering.Kind.WALL
        if not target.absolute().parent.is_dir() or target.is_dir():
            raise CommandError(f"“{target}” cannot be written: its folder does not exist, or it is a folder itself.")
        plan = Plan.objects.select_related("municipality").filter(slug=options["slug"]).first()
        if plan is None:
            raise CommandError(f"There is no plan “{options['slug']}”.")
        with scope(plan=plan):
            try:
                if options["whole"]:
                    self.stdout.write(self.whole(plan, target, options["username"]))
                    return
                self.stdout.write(write(plan, target, options["language"]))
            except OSError as error:
                raise CommandError(f"“{target}” cannot be written: {error.strerror}.") from error

    def refuse(self, target: Path, options: dict[str, Any]) -> None:
        """Raises CommandError for what cannot be written, or not so."""
        kind = target.suffix.lower()
        if kind not in WRITERS:
            raise CommandError(f"“{target.name}”: only .pdf, .docx, .xlsx, .ics and .json can be written.")
        refused = [
            (".json", options["whole"] or options["username"], "Only a .json can hold the whole plan."),
            (".xlsx", options["shareable"], "Only of an .xlsx parts can be left out; a .json is shareable anyway."),
            (".pdf", options["wall"], "Wall sheets are a .pdf."),
            (".pdf", options["language"] == BOTH, "Only a .pdf can be in both languages."),
        ]
        for only, asked, words in refused:
            if asked and kind != only:
                raise CommandError(words)
        if options["wall"] and options["language"] == BOTH:
            raise CommandError("Wall sheets are in one language.")

    def document(self, plan: Plan, target: Path, language: str) -> str:
        rendering = self.made(plan, language)
        with rendering.file.open("rb") as made, target.open("wb") as out:
            shutil.copyfileobj(made, out)
        pages = f", {rendering.pages} pages" if rendering.pages else ""
        return f"{target}: draft 0.{rendering.number}{pages}"

    def worksheets(self, plan: Plan, target: Path, language: str) -> str:
        sections = shown_kinds(all_sections()) if self.shareable else METHOD
        content, rows = book_of(plan, language, shareable=self.shareable, sections=sections)
        target.write_bytes(content)
        return f"{target}: {len(sheets_of(sections))} worksheets, {rows} rows"

    def calendar(self, plan: Plan, target: Path, language: str) -> str:
        """All dates of the plan; nothing confidential is among them."""
        content = calendar_of(plan, None)
        target.write_bytes(content)
        return f"{target}: {content.count(b'BEGIN:VEVENT')} events"

    def data(self, plan: Plan, target: Path, language: str) -> str:
        """What may be shared of the plan; nothing confidential is in it."""
        content = export(plan, FileKind.SHAREABLE)
        target.write_bytes(content)
        return f"{target}: {len(content):,} bytes"

    def whole(self, plan: Plan, target: Path, username: str | None) -> str:
        """All of the plan, in a file that only its owner can read. That it was taken stands in the plan's history."""
        by = self.secretary(plan, username) if username else None
        target.touch(mode=0o600)
        target.chmod(0o600)
        with pghistory.context(user=by.pk if by else None):
            content = take_whole(plan, by=by, at_server=True)
        target.write_bytes(content)
        self.stderr.write(
            "This file holds confidential parts: who supports and opposes what, interviews, connections. Keep it where "
            "only people of the secretariat can read it. The plan's history says that it was made."
        )
        return f"{target}: {len(content):,} bytes"

    def secretary(self, plan: Plan, username: str) -> User:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"There is no user called “{username}”.")
        try:
            enter(user, plan.slug).demand(Permission.SEE_CONFIDENTIAL)
        except (Http404, PermissionDenied) as error:
            raise CommandError(f"“{username}” may not read all that is confidential in “{plan.slug}”.") from error
        return user

    def made(self, plan: Plan, language: str) -> Rendering:
        """The finished document; made in this process, even where a worker has begun it."""
        rendering = request_document(plan, language, by=None, queue=False, kind=self.kind)
        making.make(rendering.pk, take_over=True)
        done = Rendering.objects.filter(
            plan=plan, kind=self.kind, language=language, content_hash=rendering.content_hash
        )
        rendering = done.order_by("-pk").first() or rendering
        if rendering.state != Rendering.State.DONE:
            raise CommandError(rendering.problem or "The plan changed in the meantime. Please try again.")
        return rendering
