"""Nobody waits for ever for the database."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client

from config.launcher.bootstrap import ROOT
from config.postgres import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(settings):
    """A connection that may break."""
    connection = connections["default"].copy()
    yield connection
    connection.close()


def test_an_answer_that_does_not_come(own, settings) -> None:
    with own.cursor() as cursor:
        settings.DATABASE_PATIENCE = 0.2
        with pytest.raises(OperationalError, match="did not answer"):
            cursor.execute("SET statement_timeout = 2000; SELECT pg_sleep(600)")  # the server would go on
    settings.DATABASE_PATIENCE = 0
    own.close_if_unusable_or_obsolete()
    with own.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_a_server_that_takes_the_line_and_says_nothing(own, tmp_path: Path, monkeypatch) -> None:
    """Who tried waits his time; who comes next is told at once."""
    monkeypatch.setattr(base.DatabaseWrapper, "away_until", 0.0)
    monkeypatch.setattr(base, "PAUSE", 600.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        own.settings_dict = own.settings_dict | {"HOST": "127.0.0.1", "PORT": silent.getsockname()[1]}
        own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], "host": "127.0.0.1", "connect_timeout": 2}
        with pytest.raises(OperationalError):
            own.ensure_connection()
        with pytest.raises(OperationalError, match="a moment ago"):
            own.ensure_connection()


def test_pages_have_time_outs() -> None:
    """On the server's side, on ours, and on the line between."""
    ask = "import config.wsgi; from django.conf import settings as s; print(s.DATABASE_PATIENCE, s.DATABASES)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    for words in ("10.0 ", "'-c statement_timeout=9000'", "'connect_timeout': 3", "'tcp_user_timeout': 10000"):
        assert words in done.stdout


def test_the_page_says_that_it_is_not_for_long(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def away(*args: object, **options: object) -> None:
        raise OperationalError("away") from psycopg.OperationalError("secret words")

    monkeypatch.setattr("planning.people.forms.HouseForm.__init__", away)
    answer = client.get("/join/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "secret" not in answer.content.decode()


def test_another_fault_stays_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("planning.people.forms.HouseForm.__init__", lambda *args, **options: 1 / 0)
    assert client.get("/join/").status_code == 500
