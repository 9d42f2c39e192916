"""What a test stands on is made by the product's own actions once in a process and put in again, row by row as it
was, for every test after that: a tenth of the time. Keys stay the same, as sequences never go back."""

import pickle
from collections.abc import Callable
from functools import cache, wraps
from typing import TypeVar

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

T = TypeVar("T")
Rows = dict[str, set[str]]


@cache
def tables() -> list[str]:
    """Those that hold rows of the product: Django's own lists are there before any test."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
    return sorted(names - {ContentType._meta.db_table, "django_migrations", "auth_permission", "django_site"})


def rows() -> Rows:
    """Every row that there is, in PostgreSQL's own words for one."""
    quoted = {name: connection.ops.quote_name(name) for name in tables()}
    every = " UNION ALL ".join(f"SELECT '{name}', t::text FROM {table} t" for name, table in quoted.items())
    found: Rows = {name: set() for name in quoted}
    with connection.cursor() as cursor:
        cursor.execute(every)
        for name, row in cursor.fetchall():
            found[name].add(row)
    return found


def put_in(found: Rows) -> None:
    """The history is among the rows, so the triggers that write it stand aside; keys are checked at the end."""
    quoted = [connection.ops.quote_name(name) for name in found]
    inserts = [f"INSERT INTO {table} SELECT (r::{table}).* FROM unnest(%s::text[]) r" for table in quoted]
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(";".join(inserts), [sorted(lines) for lines in found.values()])


def emptied() -> None:
    """No row of the product is left: neither plan nor people, nor their history."""
    quoted = [connection.ops.quote_name(name) for name in tables()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):
            # neither triggers nor keys look at it: thirty times as quick as TRUNCATE, which makes each file anew
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(";".join(f"DELETE FROM {table}" for table in quoted))
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait cannot be emptied
            cursor.execute(f"TRUNCATE {', '.join(quoted)} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def made_once(make: Callable[[str], T]) -> Callable[[str], T]:
    """For a function that makes rows out of a name and gives them back."""
    kept: dict[str, tuple[bytes, Rows]] = {}

    @wraps(make)
    def inside(name: str) -> T:
        if name in kept:
            made, found = kept[name]
            put_in(found)
            return pickle.loads(made)
        before = rows()
        fresh = make(name)
        found = {table: new for table, lines in rows().items() if (new := lines - before[table])}
        kept[name] = pickle.dumps(fresh), found
        return fresh

    return inside
