"""What people write stands in no log, whichever process it came to."""

import subprocess
from collections.abc import Callable

import pytest

from tests.services.product import Launched, sql

CANARY = "opponent-because-of-the-well"
REFUSED = {
    "unique": "INSERT INTO planning_user (username, name, email, password, is_superuser, is_staff, is_active, "
    f"date_joined, language) SELECT 'one', '{CANARY}', '', '{CANARY}', false, false, true, now(), '' "
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
