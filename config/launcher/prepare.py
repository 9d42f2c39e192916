"""Brings database and static files to the state of the code; loads the example plan at the first start.

One process for all of it, since each start of Django costs most of a second.
"""

import io
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from config.launcher.bootstrap import ROOT
from config.launcher.folder import Folder, fingerprint, write_private

FIRST_USER = "Nobody can sign in yet. Make the first user: ./run manage createsuperuser"


def load_example(folder: Folder, wanted: bool) -> None:
    """At the first start only, and never into a database that somebody uses already."""
    if folder.example_mark.exists():
        return
    if wanted and not get_user_model().objects.exists():
        said = io.StringIO()
        call_command("loadexample", stdout=said)
        write_private(folder.signins, said.getvalue())
    write_private(folder.example_mark, "The first start was here; the example plan is not loaded again.\n")


def tell_how_to_begin(folder: Folder) -> bool:
    """Keeps the hint for the launcher to print as long as there is no user; gives whether there is one."""
    if not get_user_model().objects.exists():
        write_private(folder.signins, FIRST_USER)
        return False
    if folder.signins.exists() and folder.signins.read_text() == FIRST_USER:
        folder.signins.unlink()
    return True


def main(example_wanted: bool) -> None:
    before = fingerprint(ROOT)
    django.setup()
    folder = Folder(settings.DATA_DIR)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    load_example(folder, example_wanted)
    if tell_how_to_begin(folder):
        write_private(folder.prepared, before)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(example_wanted="--no-example" not in sys.argv)
