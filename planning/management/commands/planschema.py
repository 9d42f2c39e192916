from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.archive.schema import text


class Command(BaseCommand):
    help = "Writes the JSON Schema of a plan's file (docs/plan.schema.json is this)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="without it, the schema is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path | None = options["to"]
        if target is None:
            self.stdout.write(text(), ending="")
            return
        try:
            target.write_text(text(), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"“{target}” cannot be written: {error.strerror}.") from error
