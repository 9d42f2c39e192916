from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config.backup import BackupError, make_backup, media_folder
from config.backup_archive import verify as verify_archive


class Command(BaseCommand):
    help = "Writes the database and all files into one archive; works while the product runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write (.tar.gz)")
        parser.add_argument("--verify", action="store_true", help="read an archive that is there, and change nothing")

    def handle(self, *args: object, file: Path, verify: bool, **options: object) -> None:
        try:
            said = whole(file) if verify else written(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said)


def whole(file: Path) -> str:
    return f"{file} is whole: {verify_archive(file)} things in it are what was packed."


def written(file: Path) -> str:
    said = f"Backup written: {file} ({make_backup(file) / 1_000_000:.1f} MB)."
    if media_folder() is None:
        said += "\nThe files are in a storage service and not in this backup; back them up there."
    return said
