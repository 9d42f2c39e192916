"""The account pages: django-allauth's, in the house's frame, in both languages; signing up is closed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.fixtures import Town, as_user

PAGES = [
    "account_change_password", "account_email", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes",
]  # fmt: skip


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


def test_the_sign_up_is_closed(db: None) -> None:
    assert "password" not in Client().get(reverse("account_signup")).content.decode()


def test_a_passkey_signs_in(db: None) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert 'id="passkey_login"' in page and "mfa/js/webauthn.js" in page


@pytest.mark.parametrize("back", ["", "word", "2026-01-01", "//elsewhere.example", "https://elsewhere.example/", "\\\\x"])
def test_the_language_link_leads_nowhere_else(back: str, secretary: Client) -> None:
    response = secretary.post(reverse("set_language"), {"language": "ar", "next": back})
    assert response.status_code == 302
    assert "elsewhere" not in response["Location"]
