"""What the pages do while a server behind them hangs: each of its processes is there, and none answers."""

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.services.product import Launched


def page(product: Launched, path: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{product.port}{path}", timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.heavy
def test_a_cache_that_hangs(launch: Callable[[], Launched]) -> None:
    """Codes are counted in the cache, and sessions read from it."""
    product = launch()
    product.wait_until_healthy()
    server = product.child("valkey-server")
    os.kill(server, signal.SIGSTOP)
    try:
        assert [page(product, path) for path in ("/accounts/login/", "/join/", "/join/AAAAAAAAAA/")] == [200, 200, 404]
        assert product.health("ready/")["ready"] is True
    finally:
        os.kill(server, signal.SIGCONT)
    product.wait_until(lambda: product.health().get("healthy") is True, "healthy again")


@pytest.mark.heavy
def test_a_database_that_hangs(launch: Callable[[], Launched]) -> None:
    """Pages say so and do not wait for ever, health tells the reason, and all is well again by itself."""
    product = launch()
    product.wait_until_healthy()
    assert page(product, "/join/AAAAAAAAAA/") == 404
    frozen = [one for one in product.tree() if Path(f"/proc/{one}/comm").read_text() == "postgres\n"]
    for process in frozen:
        os.kill(process, signal.SIGSTOP)
    try:
        product.wait_until(lambda: product.health("ready/").get("ready") is False, "not ready")
        assert product.health("live/") == {"live": True}
        assert "no answer" in str(product.health("ready/")["database"])
        assert [page(product, "/join/AAAAAAAAAA/") for _time in range(4)] == [503] * 4
    finally:
        for process in frozen:
            os.kill(process, signal.SIGCONT)
    product.wait_until(lambda: page(product, "/join/AAAAAAAAAA/") == 404, "pages again")
