from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import override

from planning.overview.example.loading import EXAMPLES, load


class Command(BaseCommand):
    help = "Makes the example plan with three people who can sign in. Does nothing where it exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=sorted(EXAMPLES), default="en", help="of the plan (default: en)")
        parser.add_argument("--password", help="for all three people; without it, each gets a password of their own")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints one line a person, which the launcher shows: "secretary  k7mq-x3hf-9ecp  Secretariat"."""
        example = EXAMPLES[options["language"]]
        with override("en"):
            people = load(example, options["password"])
            if people is None:
                self.stdout.write(f"The example plan “{example.slug}” already exists; nothing was changed.")
                return
            for person in people:
                self.stdout.write(f"{person.username}  {person.password or '(as before)'}  {person.role}")
