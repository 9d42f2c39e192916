from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override
from django_scopes import scope

from planning.archive.actions import make_plan
from planning.archive.checking import check_size, read
from planning.archive.faults import Faulty
from planning.people.models import User
from planning.plans.models import Membership, Plan
from planning.plans.permissions import Role


class Command(BaseCommand):
    help = (
        "Makes a new plan of a file that exportplan wrote (.json): all of it, or nothing where something is wrong. Its "
        "people become accounts that cannot sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="", help="the new plan's short address; without it, that of the file")
        parser.add_argument("--secretary", metavar="USERNAME", help="who makes the plan and becomes its secretariat")
        parser.add_argument(
            "--person",
            action="append",
            default=[],
            metavar="NUMBER=USERNAME",
            help="which user here is one of the people in the file, by their number there; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self.user(options["secretary"]) if options["secretary"] else None
        with override("en"):
            try:
                draft = read(self.content(options["file"]))
                known = self.known(options["person"], len(draft.people))
                plan = make_plan(draft, slug=options["slug"], by=by, known=known)
            except Faulty as faulty:
                count = f"{len(faulty.faults)} problem{'s' if len(faulty.faults) > 1 else ''}"
                raise CommandError(f"{faulty}\n{count}; nothing was imported.") from faulty
        for note in draft.notes:
            self.stderr.write(note)
        self.tell(plan)

    def content(self, file: Path) -> bytes:
        try:
            check_size(file.stat().st_size)
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"“{file}” cannot be read: {error.strerror}.") from error

    def user(self, username: str) -> User:
        user = User.objects.filter(username__iexact=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no user called “{username}” who can sign in.")
        return user

    def known(self, pairs: list[str], count: int) -> dict[int, User]:
        found = {}
        for pair in pairs:
            number, _equals, username = pair.partition("=")
            if not (number.isascii() and number.isdigit() and 1 <= int(number) <= count):
                raise CommandError(f"--person {pair}: the file has the people 1 to {count}.")
            found[int(number)] = self.user(username)
        return found

    def tell(self, plan: Plan) -> None:
        self.stdout.write(f"Made the plan “{plan.title}” at /plans/{plan.slug}/.")
        with scope(plan=plan):
            secretariat = Membership.objects.active().filter(role=Role.SECRETARIAT, user__is_active=True)
            if not secretariat.exists():
                self.stderr.write(
                    "Nobody of its secretariat can sign in. Import with --secretary USERNAME to give it one."
                )
