"""A server that is frozen, or a line that is cut, answers nothing, not even that it gives up: the client has to."""

from time import monotonic
from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg.errors import _WaitTimeout

PAUSE = 2.0  # seconds in which nobody tries to connect again, once nobody answered


class PatientConnection(psycopg.Connection[Any]):
    """Waits for an answer as long as the settings say, then gives the connection up."""

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if options.get("timeout") is not None or not settings.DATABASE_PATIENCE:
            return super().wait(gen, *args, **options)
        try:
            return super().wait(gen, *args, **options | {"timeout": settings.DATABASE_PATIENCE})
        except _WaitTimeout:
            self.close()
            said = f"the database did not answer within {settings.DATABASE_PATIENCE:g} seconds"
            raise psycopg.OperationalError(said) from None


class Driver:
    """psycopg, with our connections."""

    connect = staticmethod(PatientConnection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = Driver()  # type: ignore[assignment]  # it is asked for names only
    away_until = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        kind = type(self)
        if monotonic() < kind.away_until:
            raise psycopg.OperationalError("the database did not answer a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            kind.away_until = monotonic() + PAUSE
            raise
