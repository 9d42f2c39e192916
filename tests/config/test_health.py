from threading import Event

import pytest
from django.test import Client
from django.urls import reverse

from config import health
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def _nothing_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_last", None)


@pytest.fixture
def with_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app.control, "ping", lambda **options: [{"worker@here": {"ok": "pong"}}])


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
def test_all_there(client: Client) -> None:
    response = client.get(reverse("health"))
    assert response.status_code == 200
    assert response.json() == {"healthy": True, "database": "ok", "broker": "ok", "worker": "ok", "pages": "ok"}


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
def test_needs_no_sign_in_and_touches_no_session(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_no_worker(client: Client) -> None:
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {
        "healthy": False,
        "database": "ok",
        "broker": "ok",
        "worker": "no worker answers",
        "pages": "ok",
    }


@pytest.mark.django_db
def test_pages_can_be_shown_without_workers_and_without_a_broker(client: Client, settings) -> None:
    """So nobody takes the web out when these are away."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/health/ready/")
    assert response.status_code == 200
    assert response.json()["broker"] == "no answer (ConnectionError)"
    assert "worker" in response.json()


def test_without_a_database_it_lives_but_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = health.connections["default"]
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"host": "/nowhere"})
    assert client.get("/health/ready/").status_code == 503
    assert client.get("/health/live/").status_code == 200


def test_a_page_that_takes_too_long_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_busy", lambda: health.LONGEST_PAGE + 1)
    response = client.get("/health/ready/")
    assert response.status_code == 503
    assert "in the making" in response.json()["pages"]


@pytest.mark.django_db
def test_many_who_ask_at_once_start_no_more_checks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setitem(health.CHECKS, "worker", lambda: asked.append(1))
    monkeypatch.setattr(health, "STEP", 1e6)
    for path in ("/health/", "/health/ready/", "/health/"):
        client.get(path)
    assert asked == [1]


@pytest.mark.django_db
def test_no_broker(client: Client, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["broker"] == "no answer (ConnectionError)"
    assert response.json()["database"] == "ok"


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
def test_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = health.connections["default"]
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"host": "/nowhere"})
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json()["database"] == "no answer (OperationalError)"
    assert response.json()["worker"] == "ok"


@pytest.mark.usefixtures("with_worker")
def test_what_hangs_is_named_in_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 1.0)
    answered = Event()
    monkeypatch.setitem(health.CHECKS, "database", lambda: answered.wait(PATIENCE))
    response = client.get("/health/")  # while the database still says nothing
    answered.set()
    assert response.status_code == 503
    assert response.json()["database"] == "no answer within 1 seconds"
    assert response.json()["worker"] == "ok"


def test_reads_only(client: Client) -> None:
    assert client.post("/health/").status_code == 405


@pytest.mark.django_db
def test_a_signed_in_browser_is_told_too(client: Client, settings) -> None:
    """The session lies behind the broker whose failure is to be told."""
    client.cookies[settings.SESSION_COOKIE_NAME] = "some-session"
    settings.CACHES = {name: one | {"LOCATION": "redis://127.0.0.1:1/0"} for name, one in settings.CACHES.items()}
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert client.get("/health/").status_code == 503
