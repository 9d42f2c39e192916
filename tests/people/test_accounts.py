"""The account pages: django-allauth's, in the house's frame, in both languages; signing up is closed."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from config import settings as product
from planning.models import User
from planning.plans.models import clean_code
from tests.fixtures import HTMX, Town, as_user

PAGES = [
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_every_account_page_stands_in_the_frame(name: str, language: str, town: Town) -> None:
    user = town.people["t"]
    user.set_password("a long good sentence")
    user.save()
    client = Client()
    client.cookies["django_language"] = language
    client.post(reverse("account_login"), {"login": user.username, "password": "a long good sentence"})
    response = client.get(reverse(name), follow=True)
    assert response.status_code in {200, 404}
    assert '<header class="top">' in response.content.decode()


def test_only_tests_hash_passwords_cheaply() -> None:
    assert not hasattr(product, "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].rpartition(".")[2] == PBKDF2PasswordHasher.__name__
    assert PBKDF2PasswordHasher.iterations >= 600_000


def test_the_sign_up_is_closed(db: None) -> None:
    assert "password" not in Client().get(reverse("account_signup")).content.decode()


def test_a_passkey_signs_in(db: None) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert 'id="passkey_login"' in page
    assert "mfa/js/webauthn.js" in page


@pytest.mark.parametrize(
    "back", ["", "word", "2026-01-01", "//elsewhere.example", "https://elsewhere.example/", "\\\\x"]
)
def test_the_language_link_leads_nowhere_else(back: str, secretary: Client) -> None:
    response = secretary.post(reverse("set_language"), {"language": "ar", "next": back})
    assert response.status_code == 302
    assert "elsewhere" not in response["Location"]


def test_nobody_takes_somebody_elses_address_as_the_first(town: Town) -> None:
    User.objects.filter(pk=town.people["s"].pk).update(email="s@example.org")
    teacher = as_user(town.people["t"])
    teacher.post(reverse("account_email"), {"email": "s@example.org", "action_add": ""})
    response = teacher.post(reverse("account_email"), {"email": "s@example.org", "action_primary": ""})
    assert response.status_code < 500
    assert User.objects.get(pk=town.people["t"].pk).email == ""


def test_an_address_that_was_given_up_gets_no_more_mail(town: Town) -> None:
    teacher = as_user(town.people["t"])
    teacher.post(reverse("account_email"), {"email": "old@example.org", "action_add": ""})
    teacher.post(reverse("profile"), {"name": "T", "email": "new@example.org"})
    mail.outbox.clear()
    Client().post(reverse("account_reset_password"), {"email": "old@example.org"})
    assert not any("/password/reset/key/" in message.body for message in mail.outbox)


TOO_LATE = "You were signed out before this was saved."


@pytest.mark.parametrize(
    ("page", "then"),
    [
        ("http://testserver/plans/rihan/commitments/new/?about=goal:1", "/plans/rihan/commitments/new/?about=goal:1"),
        ("http://elsewhere.example/plans/", None),
        ("http://testserver//elsewhere.example/", None),
        ("", None),
    ],
)
def test_a_form_that_came_after_the_sign_out_leads_back_to_its_page(page: str, then: str | None, town: Town) -> None:
    client = Client()
    response = client.post(town.url("approval/comments/"), {"text": "More bins"}, headers={"referer": page})
    address = urlsplit(response["Location"])
    assert (response.status_code, address.path) == (302, reverse("account_login"))
    assert parse_qs(address.query).get("next", [None]) == [then]
    assert TOO_LATE in client.get(response["Location"]).content.decode()


def test_a_page_that_needs_a_sign_in_is_not_called_too_late(town: Town) -> None:
    client = Client()
    response = client.get(town.url("approval/"), headers={"referer": "http://testserver/plans/"})
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [town.url("approval/")]
    assert TOO_LATE not in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_address_that_only_takes_forms_says_so_in_the_frame(language: str, town: Town) -> None:
    words = {"en": "This address only accepts what a form sends.", "ar": "هذا العنوان لا يستقبل إلا ما يُرسل من نموذج."}
    for client, url in ((as_user(town.people["t"]), town.url("approval/comments/")), (Client(), "/language/")):
        client.cookies["django_language"] = language
        response = client.get(url)
        page = response.content.decode()
        assert (response.status_code, response["Allow"]) == (405, "POST")
        assert '<header class="top">' in page
        assert words[language] in page
        assert f'href="{reverse("home")}"' in page
        bare = client.get(url, headers=HTMX)
        assert (bare.status_code, bare["Allow"], bare.content) == (405, "POST", b"")


@pytest.mark.parametrize(
    ("language", "word"), [("en", "somebody has asked for a new password"), ("ar", "طُلبت كلمة مرور جديدة")]
)
def test_the_mail_for_a_new_password_is_in_the_product_s_words(language: str, word: str, town: Town) -> None:
    User.objects.filter(pk=town.people["s"].pk).update(email="s@example.org")
    client = Client(headers={"accept-language": language})
    client.post(reverse("account_reset_password"), {"email": "s@example.org"})
    (message,) = mail.outbox
    for said in (word, str(town.people["s"]), town.people["s"].username, "/password/reset/key/"):
        assert said in message.body


def test_codes_in_other_digits_are_the_same_codes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digits of all scripts are digits: a code typed in them was refused, and counted as a guess."""
    assert clean_code("ktr٧m٢qfxa") == "KTR7M2QFXA"
    asked: list[str] = []
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.validate_totp_code", lambda _secret, code: asked.append(code))
    client = as_user(town.people["s"])
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "username": "s"}]
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": "١٢٣ ٤٥٦"})
    assert asked == ["123456"]
