from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Puts a backup in the place of the database and all files. Stop the product first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that the backup command wrote")
        parser.add_argument("--overwrite", action="store_true", help="replace the data that is here")

    def handle(self, *args: object, file: Path, overwrite: bool, **options: object) -> None:
        try:
            restore_backup(file, overwrite=overwrite)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored from {file}.")
