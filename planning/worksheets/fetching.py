"""The rows of a worksheet, fetched: a page of them, one, what has changed, and the figure by which a poll sees that."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, F, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import Http404
from django.shortcuts import get_object_or_404
from django_scopes import get_scope

from ..plans.access import Access
from ..plans.prepared import Prepared, PreparedRows, model_at, with_nearer
from .models import Row

if TYPE_CHECKING:
    from .sheet import Seen, Worksheet

PAGE_SIZE = 60


class Fetching:
    """What `every` is for a queryset, the others are by queries that are put together once in a process: they go past
    the managers, which know the reader, and so ask for what is confidential themselves."""

    def __init__(self, sheet: "Worksheet") -> None:
        self.sheet, self.model, self.parent = sheet, sheet.model, sheet.parent
        self.shown = {name: F(path) for name, path in sheet.shows.items()}
        self.seen: list[Seen] = [seen for gathered in sheet.gathered for seen in gathered.seen]

    @cached_property
    def ways(self) -> list[str]:
        """The ways to the rows of other worksheets whose values are shown, the nearer first."""
        ways = with_nearer(path.rpartition("__")[0] for path in self.sheet.shows.values())
        return [way for way in ways if issubclass(model_at(self.model, way), Row)]

    def every(self, parent: Row | None, deleted: bool = False) -> QuerySet[Any]:
        """All rows, in order and with what their cells show of those to which they point."""
        manager = self.model.everything if deleted else self.model.objects
        return self._arranged(manager.filter(**self.sheet.belongs(parent)))

    def page(self, access: Access, parent: Row | None, page: int = 1) -> list[Any]:
        """A page of the rows and one more."""
        at = (page - 1) * PAGE_SIZE
        if self.sheet.is_partly_confidential:
            return list(self.every(parent)[at : at + PAGE_SIZE + 1])
        self.sheet.demand_confidant(access, parent)
        if page not in self._pages:
            self._pages[page] = self._prepared(at)
        rows = self._pages[page].rows(**self._key_of(parent))
        return [self._hung(row, parent) for row in rows]

    def count(self, parent: Row | None) -> int:
        if self.sheet.is_partly_confidential:
            return self.every(parent).count()
        found = self._counted(**self._key_of(parent))
        return int(found[0][0]) if found else 0

    def one(self, access: Access, parent: Row | None, pk: int) -> Any:
        """The row with this key; 404 where there is none."""
        if self.sheet.is_partly_confidential:
            return get_object_or_404(self.every(parent), pk=pk)
        self.sheet.demand_confidant(access, parent)
        return self._hung(self._one.one_or_404(pk=pk, **self._key_of(parent)), parent)

    def numbers(self, parent: Row | None) -> dict[int, int]:
        """Of a worksheet of which single rows are confidential: the numbers that this reader's rows have, by key. Their
        places would tell how many rows they are not shown."""
        keys = self.every(parent).values_list("pk", flat=True)
        return {key: number for number, key in enumerate(keys, 1)}

    def changed(self, parent: Row | None, since: datetime) -> QuerySet[Any]:
        """What looks different since then, deleted rows included, the latest first."""
        rows = self.every(parent, deleted=True).order_by("-changed_at")
        if any(self._has_changed(seen, parent, since) for seen in self.seen):
            return rows
        return rows.filter(any_changed("changed_at", self.ways, since))

    def fingerprint(self, **parent: int) -> Combinable:
        """For the door's own query: a text that is another one with every change of what the cells show, so that a
        poll of an unchanged worksheet costs no query of its own."""
        key = parent[self.parent.key] if self.parent else None
        figures = [figure_of(self.model, {self.parent.path: key} if self.parent else {}, versions(self.ways))]
        for seen in self.seen:
            figure = Sum(seen.figure) if seen.figure else versions(seen.ways)
            figures.append(figure_of(seen.model, {seen.path: key} if seen.path else {}, figure))
        return Concat(*figures) if len(figures) > 1 else figures[0]

    def parent_for(self, access: Access, kwargs: Mapping[str, Any]) -> Row | None:
        """The row to which the worksheet belongs; who is not told what is confidential is refused."""
        parent = self.find_parent(kwargs)
        self.sheet.demand_confidant(access, parent)
        return parent

    def find_parent(self, kwargs: Mapping[str, Any]) -> Row | None:
        """The same without asking who reads; a goal with its `siblings`, as one walks from goal to goal."""
        if self.parent is None:
            return None
        key = kwargs[self.parent.key]
        every = self._parents.rows() if self.parent.key == "goal" else self._parents.rows(pk=key)
        found: Any = next((row for row in every if row.pk == key), None)
        if found is None:
            raise Http404
        found.siblings = every
        return found

    # queries that are put together once -----------------------------------------------------------------
    @cached_property
    def _pages(self) -> dict[int, PreparedRows[Row]]:
        return {}

    @cached_property
    def _one(self) -> PreparedRows[Row]:
        return self._prepared(None)

    @cached_property
    def _counted(self) -> Prepared:
        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            return self._live(plan, key).order_by().values(every=Value(1)).annotate(n=Count("pk")).values_list("n")

        return Prepared(build, *self._names())

    @cached_property
    def _parents(self) -> PreparedRows[Row]:
        """The goals of the plan, or one row below a goal; each with its goal's group."""
        assert self.parent is not None
        model, of_goal = self.parent.model, self.parent.key == "goal"

        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            return model._base_manager.filter(plan=plan, deleted_at=None, **key).order_by("position", "pk")

        names, related = (("plan",), ("group",)) if of_goal else (("plan", "pk"), ("goal", "goal__group"))
        return PreparedRows(model, build, *names, related=related)

    def _prepared(self, at: int | None) -> PreparedRows[Row]:
        """A page of the rows from that place on, None: the one with a key."""

        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            rows = self._arranged(self._live(plan, key))
            return rows.filter(pk=key["pk"]) if at is None else rows[at : at + PAGE_SIZE + 1]

        return PreparedRows(self.model, build, *self._names(["pk"] if at is None else []), beside=tuple(self.shown))

    def _hung(self, row: Any, parent: Row | None) -> Any:
        """The row, which knows its parent as it would if it had asked for it."""
        if self.parent and parent and "__" not in self.parent.path:
            setattr(row, self.parent.path, parent)
        return row

    def _names(self, more: Iterable[str] = ()) -> list[str]:
        return ["plan", *([self.parent.key] if self.parent else []), *more]

    def _key_of(self, parent: Row | None) -> dict[str, int]:
        return {self.parent.key: parent.pk} if self.parent and parent else {}

    def _live(self, plan: Any, key: Mapping[str, Any]) -> QuerySet[Any]:
        rows = self.model._base_manager.filter(plan=plan, deleted_at=None)
        return rows.filter(**{self.parent.path: key[self.parent.key]}) if self.parent else rows

    def _arranged(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.annotate(**self.shown).order_by("position", "pk")
        return self.sheet.arranged(rows) if self.sheet.arranged else rows

    def _has_changed(self, seen: "Seen", parent: Row | None, since: datetime) -> bool:
        rows = seen.model._base_manager.filter(
            plan=get_scope()["plan"].pk, **({seen.path: parent} if seen.path else {})
        )
        return rows.filter(any_changed(seen.changed, seen.ways, since)).exists()


def versions(ways: Iterable[str]) -> Combinable:
    """What grows with every change of a row or of the rows to which it leads: two sums, as a row that goes from one to
    an older one would weigh the same again in a single one."""
    shown = [Coalesce(F(f"{way}__version"), 0) for way in ways]
    if not shown:
        return Sum("version")
    return Concat(Cast(Sum("version"), CharField()), Value("+"), Cast(Sum(reduce(add, shown)), CharField()))


def figure_of(model: type[Model], narrowed: Mapping[str, Any], figure: Combinable) -> Combinable:
    """That figure of the outer query's plan, as a text."""
    rows = model._base_manager.filter(plan=OuterRef("plan"), **narrowed).order_by().values("plan")
    return Concat(Subquery(rows.annotate(f=Cast(figure, CharField())).values("f")), Value("/"))


def any_changed(stamp: str, ways: Iterable[str], since: datetime) -> Q:
    """Whether a row or one to which it leads has been changed since then."""
    stamps = [stamp, *(f"{way}__changed_at" for way in ways)]
    return Q(*((f"{name}__gte", since) for name in stamps), _connector=Q.OR)
