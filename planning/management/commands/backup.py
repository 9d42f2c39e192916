from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError, make_backup, media_folder


class Command(BaseCommand):
    help = "Writes the database and all files into one archive; works while the product runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write (.tar.gz)")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            size = make_backup(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Backup written: {file} ({size / 1_000_000:.1f} MB).")
        if media_folder() is None:
            self.stdout.write("The files are in a storage service and not in this backup; back them up there.")
