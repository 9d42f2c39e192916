"""Queries that Django puts together once in a process, for what every request asks.

Putting one together takes Python several times as long as PostgreSQL takes to answer it: measured by
tests/benchmarks, the door's query and the counts of the guided path were a third of their pages.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django_scopes import get_scope, scopes_disabled

M = TypeVar("M", bound=Model)
FIRST_STAND_IN = 2**62  # no key and no short address is like it
MOST_STATEMENTS = 1000  # planned at a time: more than there are, as psycopg's hundred would be planned again and again


class PlannedCursor(ServerBindingCursor):
    """Hands a statement's values over apart from its text, so that PostgreSQL plans it once a connection."""

    def execute(self, query: Any, params: Any = None) -> Any:
        done = super().execute(query, params, prepare=True)
        if self._query is None:  # type: ignore[has-type]  # psycopg's own
            # of a planned statement psycopg keeps no text, and Django's log of queries would show none
            self._query = SimpleNamespace(query=query.encode())
        return done


@contextmanager
def planned_cursor() -> Iterator[Any]:
    """Django's cursor for statements that are the same in many requests. Finding out how to answer what a page asks
    took PostgreSQL as long as answering (docs/decisions/0024)."""
    with connection.cursor() as cursor:
        connection.connection.prepared_max = MOST_STATEMENTS
        cursor.cursor = PlannedCursor(connection.connection)  # type: ignore[call-arg]  # as Django makes its own
        yield cursor


class Prepared:
    """`build` receives a stand-in for each of its arguments and returns a queryset of tuples (values_list); it has to
    narrow it to the plan itself, because no plan is in scope while it is built. An argument named `plan` is the plan in
    scope when the query is asked."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *names: str) -> None:
        self.build, self.of_plan = build, "plan" in names
        self.stand_ins = {str(FIRST_STAND_IN + number): name for number, name in enumerate(names)}

    @cached_property
    def statement(self) -> tuple[str, list[str]]:
        """The text, with a place for each value that it is asked with, and the names of these. What is the same in
        every call stands in the text itself, so that PostgreSQL's plan can reckon with it."""
        with scopes_disabled():
            query = self.build(**{name: int(stand_in) for stand_in, name in self.stand_ins.items()}).query
            text = connection.ops.compose_sql(*query.sql_with_params())  # type: ignore[attr-defined]  # PostgreSQL's
        names: list[str] = []

        def place(found: re.Match[str]) -> str:
            names.append(self.stand_ins[found[1]])
            return "%s"

        text = re.sub(f"'?({'|'.join(self.stand_ins)})'?", place, text.replace("%", "%%"))
        # pghistory puts a statement of its own before all that do not begin so, and two cannot be planned as one
        return (text if text.startswith("SELECT") else f"SELECT * FROM ({text}) AS found"), names

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values of the arguments."""
        if self.of_plan and "plan" not in values:
            values["plan"] = get_scope()["plan"].pk
        sql, names = self.statement
        with planned_cursor() as cursor:
            cursor.execute(sql, [values[name] for name in names])
            return cursor.fetchall()


class PreparedRows(Prepared, Generic[M]):
    """The same for rows of one table. `columns`: only these of them are read ("id" among them). `related` names rows of
    other tables that come along, whole, a nearer one before a farther one ("goal", "goal__group"); `beside` names
    values with which the query is annotated, and which stand on each row like its own."""

    def __init__(
        self,
        model: type[M],
        build: Callable[..., QuerySet[M]],
        *names: str,
        columns: Collection[str] | None = None,
        related: Sequence[str] = (),
        beside: Sequence[str] = (),
    ) -> None:
        self.model: type[M] = model
        self.own, self.related, self.beside = columns, tuple(related), tuple(beside)
        super().__init__(lambda **values: build(**values).values_list(*self.columns), *names)

    @cached_property
    def names(self) -> list[str]:
        """The row's own columns, in the order on which from_db() relies."""
        return [name for name in attributes(self.model) if self.own is None or name in self.own]

    @cached_property
    def others(self) -> list[tuple[str, type[Model], list[str]]]:
        """The ways to the other tables, and their columns."""
        found = [(path, model_at(self.model, path)) for path in self.related]
        return [(path, model, attributes(model)) for path, model in found]

    @cached_property
    def columns(self) -> list[str]:
        related = [f"{path}__{name}" for path, _model, names in self.others for name in names]
        return [*self.names, *self.beside, *related]

    def rows(self, **values: Any) -> list[M]:
        return [self._row(found) for found in self(**values)]

    def one_or_404(self, **values: Any) -> M:
        """The first of the rows; Http404 where there is none."""
        found = self.rows(**values)
        if not found:
            raise Http404
        return found[0]

    def _row(self, found: tuple[Any, ...]) -> M:
        at = len(self.names)
        row = self.model.from_db("default", self.names, found[:at])
        row.__dict__.update(zip(self.beside, found[at:], strict=False))
        at += len(self.beside)
        made: dict[str, Any] = {"": row}
        for path, model, names in self.others:
            nearer, _dots, name = path.rpartition("__")
            made[path] = None
            if made[nearer] is not None:
                values = found[at : at + len(names)]
                if values[names.index(model._meta.pk.attname)] is not None:
                    made[path] = model.from_db("default", names, values)
                setattr(made[nearer], name, made[path])
            at += len(names)
        return row


@cache
def attributes(model: type[Model]) -> list[str]:
    """The names of a table's columns, in its own order."""
    return [field.attname for field in model._meta.concrete_fields]


def model_at(model: type[Model], path: str) -> Any:
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]  # a way leads over links
    return model


def with_nearer(paths: Iterable[str]) -> list[str]:
    """The ways to other tables with those that lie on them, the nearer first: ["holder__asset"] goes by "holder"."""
    found: dict[str, None] = {}
    for path in paths:
        names = path.split("__")
        found |= dict.fromkeys("__".join(names[:end]) for end in range(1, len(names) + 1))
    return list(found)


class Reading:
    """Plain values of one table's live rows: of those that hang on one row (a goal, a sub-objective) for its page, or
    of the whole plan for the document. `of` is the way to that row; `only` narrows the rows to those of one kind. The
    caller answers for who may know them."""

    def __init__(
        self,
        model: type[Model],
        of: str,
        *columns: str,
        order: Sequence[str] = ("position", "pk"),
        **only: Any,
    ) -> None:
        self.line: Any = namedtuple("ReadLine", [name.replace("__", "_") for name in (of, *columns)])

        def build(plan: Any, **one: Any) -> QuerySet[Any]:
            narrowed = {of: one["one"]} if one else {}
            rows = model._base_manager.filter(plan=plan, deleted_at=None, **narrowed, **only)
            return rows.order_by(*order).values_list(of, *columns)

        self.of_one, self.of_all = Prepared(build, "plan", "one"), Prepared(build, "plan")

    def __call__(self, one: int | None) -> list[Any]:
        """The rows of the one with this key, None: of all in the plan in scope. Each is a named tuple of that key and
        the columns: "asset__name" is its `asset_name`."""
        return list(map(self.line._make, self.of_all() if one is None else self.of_one(one=one)))
