"""What people write, and what works like a password, stands in no log, whichever process it came to."""

import contextlib
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from tests.services.product import Launched, sql

CANARY = "opponent-because-of-the-well"
REFUSED = {
    "unique": "INSERT INTO planning_user (username, name, email, password, is_superuser, is_staff, is_active, "
    f"date_joined, wants_mail, language) SELECT 'one', '{CANARY}', '', '{CANARY}', false, false, true, now(), true, '' "
    "FROM generate_series(1, 2)",
    "not null": f"INSERT INTO planning_municipality (name, locale) VALUES ('{CANARY}', NULL)",
    "syntax": f"SELEKT '{CANARY}'",
    "too long": f"INSERT INTO planning_municipality (name, locale) VALUES ('{CANARY}', repeat('{CANARY}', 99))",
    "cancelled": f"SET statement_timeout = 1; SELECT pg_sleep(9), '{CANARY}'",
}


def test_what_the_database_refuses(launch: Callable[[], Launched]) -> None:
    product = launch()
    product.wait_until_healthy()
    for query in REFUSED.values():
        with pytest.raises(subprocess.CalledProcessError):
            sql(product.data, query)
    product.wait_until(lambda: "canceling statement" in product.log.read_text(), "refusal in the log")
    said = product.log.read_text()
    assert "violates unique constraint" in said, "the log still says that something was refused"
    assert CANARY not in said


CODE = "CANARYCODE"
ADDRESSES = (f"/join/{CODE}/", f"/c/{CODE}/", f"/calendar/{CODE}.ics", f"/accounts/password/reset/key/1-{CODE}/")
ADDRESSES += (f"/accounts/login/?next=/join/{CODE}/", f"/plans/?q={CODE}", f"/nowhere/?token={CODE}")


@pytest.mark.heavy
def test_codes_and_tokens(launch: Callable[[], Launched]) -> None:
    """Whether they are asked for, sent by a form that is refused, or stand before a database that is away."""
    product = launch()
    product.wait_until_healthy()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for address in ADDRESSES:
        for data in (None, f"password={CODE}".encode()):
            with contextlib.suppress(urllib.error.HTTPError):
                opener.open(f"http://127.0.0.1:{product.port}{address}", data).close()
    product.wait_until(lambda: product.log.read_text().count(" web request ") >= 2 * len(ADDRESSES), "a line for each")
    assert "address=/join/…/ status=403" in product.log.read_text()
    assert CODE not in product.log.read_text()
