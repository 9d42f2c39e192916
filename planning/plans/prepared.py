"""Queries that Django puts together once in a process, for what every request asks.

Putting one together takes Python several times as long as PostgreSQL takes to answer it: measured by
tests/benchmarks, the door's query and the counts of the guided path were a third of their pages.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django_scopes import scopes_disabled

M = TypeVar("M", bound=Model)
FIRST_STAND_IN = 2**62  # no key and no short address is like it


class Prepared:
    """`build` receives a stand-in for each of its arguments and returns a queryset of tuples (values_list); it has to
    narrow it to the plan itself, because no plan is in scope while it is built."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *names: str) -> None:
        self.build = build
        self.stand_ins = {str(FIRST_STAND_IN + number): name for number, name in enumerate(names)}

    @cached_property
    def statement(self) -> tuple[str, tuple[Any, ...]]:
        with scopes_disabled():
            query = self.build(**{name: int(stand_in) for stand_in, name in self.stand_ins.items()}).query
            return query.sql_with_params()

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values of the arguments."""
        sql, params = self.statement
        filled = [values[self.stand_ins[str(p)]] if str(p) in self.stand_ins else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return cursor.fetchall()


class PreparedRows(Prepared, Generic[M]):
    """The same for rows of one table, of which only these columns are read ("id" among them); `beside` names values of
    other tables with which the query is annotated, and which stand on each row like its own."""

    def __init__(
        self, model: type[M], columns: Sequence[str], build: Callable[..., QuerySet[M]], *names: str,
        beside: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.model: type[M] = model
        # in the table's own order, on which from_db() relies
        self.columns = [f.attname for f in model._meta.concrete_fields if f.attname in columns]
        self.beside = tuple(beside)
        super().__init__(lambda **values: build(**values).values_list(*self.columns, *self.beside), *names)

    def rows(self, **values: Any) -> list[M]:
        return [self._row(found) for found in self(**values)]

    def _row(self, found: tuple[Any, ...]) -> M:
        row = self.model.from_db("default", self.columns, found[: len(self.columns)])
        row.__dict__.update(zip(self.beside, found[len(self.columns) :], strict=True))
        return row
