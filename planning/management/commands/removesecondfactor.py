from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from planning.people.events import note
from planning.people.models import User


class Command(BaseCommand):
    help = (
        "Takes second factors and passkeys off an account, so that its password alone signs in: for a lost telephone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"No account has the user name {username}.")
        count, _by_kind = Authenticator.objects.filter(user=user).delete()
        note("second factor removed by the operator", user=user.pk)
        self.stdout.write(f"Removed: {count}")
