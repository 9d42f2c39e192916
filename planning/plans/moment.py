"""Reading all of a plan as it stood at one moment, while others go on writing (docs/decisions/0020)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was at the first query, however long the reading takes, and nobody waits for it.
    Nothing can be written within.

    Raises RuntimeError inside another transaction, which has its own view of what others write."""
    with transaction.atomic(durable=True):
        # the transaction that a test runs in lets `durable` pass; it has begun, so PostgreSQL would refuse this
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
