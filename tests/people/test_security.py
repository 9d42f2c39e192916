"""What keeps an account its owner's: address, sessions, second factor, guessers who wait (H4, H5)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from planning.models import User
from planning.people.browsers import browser
from tests.fixtures import HTMX, Town, as_user

pytestmark = pytest.mark.django_db
SENTENCE = "a long good sentence"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"


@pytest.fixture
def teacher(town: Town) -> User:
    user = town.people["t"]
    user.email = "old@example.org"
    user.set_password(SENTENCE)
    user.save()
    return user


def signed_in(user: User, password: str = SENTENCE, at: str = "10.0.0.1", agent: str = FIREFOX) -> tuple[Client, int]:
    """A browser, and the answer that it got."""
    client = Client(REMOTE_ADDR=at, HTTP_USER_AGENT=agent)
    return client, client.post(reverse("account_login"), {"login": user.username, "password": password}).status_code


@pytest.mark.parametrize("password", ["", "something else"])
def test_a_session_left_open_takes_no_account_over(password: str, teacher: User) -> None:
    values = {"name": teacher.name, "email": "thief@example.org", "password": password, "wants_mail": "on"}
    response = as_user(teacher).post("/me/", values)
    assert response.status_code == 422
    assert "please enter your password" in response.content.decode()
    assert "thief@example.org" in response.content.decode(), "what was typed is there"
    teacher.refresh_from_db()
    assert teacher.email == "old@example.org"


def test_with_the_password_the_old_address_is_told(teacher: User) -> None:
    values = {"name": "Teacher", "email": "new@example.org", "password": SENTENCE, "wants_mail": "on"}
    assert as_user(teacher).post("/me/", values).status_code == 302
    teacher.refresh_from_db()
    assert teacher.email == "new@example.org"
    (letter,) = mail.outbox
    assert letter.to == ["old@example.org"]
    assert "new@example.org" not in letter.body
    assert reverse("account_reset_password") in letter.body


def test_a_name_is_changed_without_a_password(teacher: User) -> None:
    values = {"name": "Teacher Two", "email": teacher.email, "wants_mail": "on"}
    assert as_user(teacher).post("/me/", values).status_code == 302
    assert mail.outbox == []


def test_passwords_are_not_guessed_there(teacher: User) -> None:
    values = {"name": "T", "email": "new@example.org", "password": "guess", "wants_mail": "on"}
    client = as_user(teacher)
    assert [client.post("/me/", values).status_code for _try in range(12)][-1] == 429


def test_sessions_are_listed_and_ended(teacher: User) -> None:
    here, _status = signed_in(teacher)
    there, _status = signed_in(
        teacher, at="10.0.0.9", agent="Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140"
    )
    page = here.get(reverse("usersessions_list")).content.decode()
    assert all(said in page for said in ("Firefox · Android", "Edge · Windows", "10.0.0.9"))
    assert there.get("/plans/").status_code == 200
    said = here.post(reverse("usersessions_list"), follow=True).content.decode()
    assert "You are signed out everywhere else." in said
    assert "Edge" not in said
    assert there.get("/plans/").status_code == 302
    assert here.get("/plans/").status_code == 200


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (FIREFOX, "Firefox · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Linux; Android 13; SM) SamsungBrowser/23.0 Chrome/115 Safari/537", "Samsung Internet · Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "–"),
    ],
)
def test_browsers_have_names(says: str, name: str) -> None:
    assert browser(says) == name


def test_a_whole_hall_signs_in_through_one_line(teacher: User, town: Town) -> None:
    """Sixty within a minute, of whom every third mistypes once."""
    people = [User.objects.create_user(f"person{number}", password=SENTENCE) for number in range(60)]
    for number, one in enumerate(people):
        if number % 3 == 0:
            assert signed_in(one, "mistyped")[1] == 200  # the form again
        assert signed_in(one)[1] == 302, number


def test_one_account_is_not_guessed_and_not_locked_for_others(teacher: User) -> None:
    for _try in range(6):
        signed_in(teacher, "guess", at="10.6.6.6")
    assert signed_in(teacher, at="10.6.6.6")[1] == 200, "the guesser waits"
    assert signed_in(teacher, at="10.0.0.1")[1] == 302, "the owner does not"


def test_a_patient_guesser_does_not_lock_the_owner_out(teacher: User) -> None:
    """As fast as one address may, for an hour."""
    begun = timezone.now()
    for step in range(12):
        with time_machine.travel(begun + step * timedelta(seconds=301), tick=False):
            for _try in range(6):
                signed_in(teacher, "guess", at="10.6.6.6")
            assert signed_in(teacher, at="10.0.0.1")[1] == 302, step


def test_one_account_is_not_guessed_from_many_places_either(teacher: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_anywhere": "20/h/key"}
    for number in range(21):
        signed_in(teacher, "guess", at=f"10.7.{number}.1")
    assert signed_in(teacher, at="10.0.0.1")[1] == 200


def test_secretariats_need_a_second_factor_where_the_installation_says_so(town: Town, settings: Any) -> None:
    secretary, teacher = as_user(town.people["s"]), as_user(town.people["t"])
    assert secretary.get(town.url()).status_code == 200
    settings.SECOND_FACTOR_FOR_SECRETARIATS = True
    assert teacher.get(town.url()).status_code == 200
    response = secretary.get(town.url(), follow=True)
    assert response.redirect_chain[0] == (reverse("mfa_index"), 302)
    assert "Please set one up." in response.content.decode()
    assert secretary.get(town.url(), headers=HTMX)["HX-Redirect"] == reverse("mfa_index")
    TOTP.activate(town.people["s"], "JBSWY3DPEHPK3PXP")
    assert secretary.get(town.url()).status_code == 200


def test_a_copy_of_the_database_makes_no_codes(teacher: User, settings: Any) -> None:
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get().data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in stored
    assert get_adapter().decrypt(stored) == "JBSWY3DPEHPK3PXP"
    assert get_adapter().decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP", "from before they were locked"
    settings.SECRET_KEY = "another"
    assert get_adapter().decrypt(stored) not in (stored, "JBSWY3DPEHPK3PXP")


def test_the_operator_lets_in_who_lost_their_telephone(teacher: User) -> None:
    TOTP.activate(teacher, "JBSWY3DPEHPK3PXP")
    assert signed_in(teacher)[0].get("/plans/").status_code == 302
    call_command("removesecondfactor", teacher.username.upper())
    assert signed_in(teacher)[0].get("/plans/").status_code == 200
    with pytest.raises(CommandError):
        call_command("removesecondfactor", "nobody")
