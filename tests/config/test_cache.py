"""Pages live on the database: the cache helps where it is there."""

from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.urls import reverse

from config import cache as helper
from planning.models import User
from tests.fixtures import Town, as_user

pytestmark = pytest.mark.django_db


class Server:
    """Says how often it is asked, and answers or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.away = 0, False
        real = helper.RedisCache.get

        def get(cache: Any, *args: Any, **options: Any) -> Any:
            self.asked += 1
            if self.away:
                raise helper.redis.TimeoutError("no answer")
            return real(cache, *args, **options)

        monkeypatch.setattr(helper.RedisCache, "get", get)
        for name in ("set", "delete", "add", "delete_many"):
            monkeypatch.setattr(helper.RedisCache, name, self._or_away(getattr(helper.RedisCache, name)))

    def _or_away(self, real: Any) -> Any:
        def method(cache: Any, *args: Any, **options: Any) -> Any:
            if self.away:
                raise helper.redis.TimeoutError("no answer")
            return real(cache, *args, **options)

        return method


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    for alias in caches.settings:  # each has kept what it knew of the server
        monkeypatch.setattr(caches[alias], "state", helper.State())
    return Server(monkeypatch)


def test_pages_and_sign_in_without_the_cache(server: Server, town: Town, client: Client) -> None:
    server.away = True
    assert as_user(town.people["s"]).get(reverse("overview", args=[town.plan.slug])).status_code == 200
    User.objects.create_user("new", password="a-password-of-a-test")
    answer = client.post(reverse("account_login"), {"login": "new", "password": "a-password-of-a-test"})
    assert answer.status_code == 302
    assert client.get(reverse("plan_list")).status_code == 200
    assert client.get("/check/1234567890/").status_code in (200, 404)


def test_it_is_left_alone_for_a_while(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that asks ten times does not wait ten times."""
    server.away = True
    assert [cache.get("a") for _ in range(10)] == [None] * 10
    assert server.asked == 1
    server.away = False
    monkeypatch.setattr(helper, "monotonic", lambda: 1e12)
    cache.set("a", 1)
    assert cache.get("a") == 1


def test_who_guesses_codes_waits_without_it_too(server: Server, client: Client) -> None:
    server.away = True
    tried = [client.get(f"/join/AAAAAAAA{number:02}/").status_code for number in range(23)]
    assert tried == [404] * 20 + [429] * 3


def test_a_sign_out_that_the_cache_missed_counts(server: Server, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_user(town.people["s"])
    assert client.get(reverse("plan_list")).status_code == 200
    server.away = True
    client.session.flush()
    server.away = False
    monkeypatch.setattr(helper, "monotonic", lambda: 1e12)
    assert client.get(reverse("plan_list")).status_code == 302


def test_what_the_database_holds_too_is_kept_for_minutes(server: Server) -> None:
    caches["sessions"].set("a", 1, 10**6)
    client = caches["sessions"]._cache.get_client()
    assert 0 < client.ttl(caches["sessions"].make_key("a")) <= 300


def test_it_has_a_third_of_a_second() -> None:
    options = cache._cache._pool_options if hasattr(cache, "_cache") else {}
    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (0.3, 0.3)
    assert options["retry"].get_retries() == 0
