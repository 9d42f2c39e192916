"""What a room says about one of its worksheets; the mechanism does the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope, scopes_disabled

from ..plans.access import Access
from ..plans.permissions import Permission
from ..plans.prepared import Prepared, PreparedRows, with_nearer
from .forms import RowForm
from .models import Row

PAGE_SIZE = 60


def weight_with(relation: str) -> Combinable:
    """The weight of rows that show another row. A row that goes from one to an older one must not weigh the same
    again, so its own version counts for more than any other row's."""
    return Cast(F("version"), BigIntegerField()) * 10_000_000 + F(f"{relation}__version")


@dataclass(frozen=True)
class Worksheet:
    """A table of rows that people fill in together.

    `name` is the name of its URL; `cells` the template of a row's cells in view mode, `page` that of the page around
    the table. A worksheet of a goal names the `parent` model; its rows hang on it by `parent_path`."""

    name: str
    model: type[Row]
    form: type[RowForm]
    page: str
    cells: str
    columns: tuple[Any, ...]
    edits: Permission = Permission.EDIT_WORKSHEETS
    parent: type[Row] | None = None
    parent_path: str = "goal"  # from a row to its parent; "action__goal" where another row lies between
    parent_key: str = "goal"  # what the parent's key is called in the URL
    related: tuple[str, ...] = ()
    # what the cells show of other tables, by the name that it gets on the row: {"asset_name": "asset__name"}; a third
    # of what it costs to have the other rows themselves, as `related` does. Its template then names a row by a macro,
    # as the row itself would have to ask for the others
    shows: Mapping[str, str] = field(default_factory=dict)
    extra: Callable[[Row | None, list[Any] | None], dict[str, Any]] | None = (
        None  # more for the page's template, out of
    )
    # the parent and all its rows (None where they stand on several pages)
    dress: Callable[[Row | None, list[Any]], None] | None = None  # puts on rows what their cells show of other tables
    chain: str = ""  # what its rows are called as links of the chain; "" where they are none
    computed: str = ""  # template of what follows from a row's cells, shown while they are edited
    reorder: bool = True
    # how a row moves where the worksheet is no plain list: (row, way, by) to "" or what stands against it
    mover: Callable[..., str] | None = None
    ways: tuple[tuple[str, Any, str], ...] = (("up", _("Up"), "up"), ("down", _("Down"), "down"))  # with words and icon
    step: int = 1  # the station of the path that the worksheet belongs to
    add_form: type[RowForm] | None = None
    weight: Combinable = field(
        default_factory=lambda: F("version")
    )  # what the poll's fingerprint sums; rows that show another row add its version
    also_changed: tuple[str, ...] = ()  # … and name its relation, so that the poll finds them
    annotate: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None
    # the fields that go into a spreadsheet, where they are not just those of the form: what is confidential stays out
    exported: tuple[str, ...] | None = None
    # narrows the rows of a spreadsheet to what its reader may have; None stands for nobody in particular
    exported_rows: Callable[[QuerySet[Any], Access | None], QuerySet[Any]] | None = None

    # rows ----------------------------------------------------------------------------------------------
    def rows(self, parent: Row | None, deleted: bool = False) -> QuerySet[Any]:
        manager = self.model.everything if deleted else self.model.objects
        rows = manager.filter(**self.belongs(parent)).order_by("position", "pk")
        if self.related:  # without a name, select_related() would follow every key
            rows = rows.select_related(*self.related)
        rows = rows.annotate(**self._shown)
        return self.annotate(rows) if self.annotate else rows

    def page_rows(self, access: Access, parent: Row | None, page: int = 1) -> list[Any]:
        """A page of `rows` and one more, by a query that is put together once. That goes past the managers, which know
        the reader; so what is confidential is asked for here as well."""
        at = (page - 1) * PAGE_SIZE
        if self.is_partly_confidential:
            return list(self.rows(parent)[at : at + PAGE_SIZE + 1])
        self._demand_confidant(access, parent)
        if page not in self._pages:
            self._pages[page] = self._prepared(() if self.shows else self.related, at)
        return self._pages[page].rows(plan=access.plan.pk, **self._key_of(parent))

    def count(self, parent: Row | None) -> int:
        """How many `rows` there are, in the same way."""
        if self.is_partly_confidential:
            return self.rows(parent).count()
        found = self._counted(plan=get_scope()["plan"].pk, **self._key_of(parent))
        return int(found[0][0]) if found else 0

    def row(self, access: Access, parent: Row | None, pk: int) -> Any:
        """One of `rows`, in the same way; 404 where there is none."""
        if self.is_partly_confidential:
            return get_object_or_404(self.rows(parent), pk=pk)
        self._demand_confidant(access, parent)
        return self._one.one_or_404(plan=access.plan.pk, pk=pk, **self._key_of(parent))

    @cached_property
    def _pages(self) -> dict[int, PreparedRows[Row]]:
        return {}

    @cached_property
    def _counted(self) -> Prepared:
        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            return self._live(plan, key).order_by().values(every=Value(1)).annotate(n=Count("pk")).values_list("n")

        return Prepared(build, "plan", *([self.parent_key] if self.parent else []))

    @cached_property
    def _one(self) -> PreparedRows[Row]:
        return self._prepared(self.related, None)

    def _key_of(self, parent: Row | None) -> dict[str, int]:
        return {self.parent_key: parent.pk} if parent else {}

    def _prepared(self, related: Iterable[str], at: int | None) -> PreparedRows[Row]:
        """A page of the rows from that place on, None: the one with a key."""

        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            rows = self._live(plan, key).annotate(**self._shown).order_by("position", "pk")
            rows = self.annotate(rows) if self.annotate else rows
            return rows.filter(pk=key["pk"]) if at is None else rows[at : at + PAGE_SIZE + 1]

        names = ("plan", *([self.parent_key] if self.parent else []), *(["pk"] if at is None else []))
        with scopes_disabled():
            beside = tuple(build(**dict.fromkeys(names, 0)).query.annotations)
        return PreparedRows(self.model, build, *names, related=with_nearer(related), beside=beside)

    def _live(self, plan: Any, key: Mapping[str, Any]) -> QuerySet[Any]:
        rows = self.model._base_manager.filter(plan=plan, deleted_at=None)
        return rows.filter(**{self.parent_path: key[self.parent_key]}) if self.parent else rows

    @property
    def _shown(self) -> dict[str, F]:
        return {name: F(path) for name, path in self.shows.items()}

    def find_parent(self, kwargs: Mapping[str, Any]) -> Row | None:
        """The row that the worksheet belongs to; a goal with its `siblings`, as one walks from goal to goal."""
        if self.parent is None:
            return None
        plan, key = get_scope()["plan"].pk, kwargs[self.parent_key]
        every = self._parents.rows(plan=plan) if self.parent_key == "goal" else self._parents.rows(plan=plan, pk=key)
        found: Any = next((row for row in every if row.pk == key), None)
        if found is None:
            raise Http404
        found.siblings = every
        return found

    @cached_property
    def _parents(self) -> PreparedRows[Row]:
        """The goals of the plan, or one row below a goal; each with its goal's group."""
        model, of_goal = self.parent, self.parent_key == "goal"
        assert model is not None

        def build(plan: Any, **key: Any) -> QuerySet[Any]:
            return model._base_manager.filter(plan=plan, deleted_at=None, **key).order_by("position", "pk")

        names, related = (("plan",), ("group",)) if of_goal else (("plan", "pk"), ("goal", "goal__group"))
        return PreparedRows(model, build, *names, related=related)

    def parent_for(self, access: Access, kwargs: Mapping[str, Any]) -> Row | None:
        """The same for a reader: who is not told what is confidential is refused."""
        parent = self.find_parent(kwargs)
        self._demand_confidant(access, parent)
        return parent

    def _demand_confidant(self, access: Access, parent: Row | None) -> None:
        if self.is_confidential and not access.is_confidant(parent.group_id):  # type: ignore[union-attr]
            raise PermissionDenied(Permission.SEE_CONFIDENTIAL)

    @property
    def is_confidential(self) -> bool:
        """Its rows are known to the goal's working group and the secretariat alone (B8)."""
        return bool(getattr(self.model, "is_confidential", False))

    @property
    def is_partly_confidential(self) -> bool:
        """Some of its rows are: its managers give each reader what they may know."""
        return bool(getattr(self.model, "is_partly_confidential", False))

    @property
    def keeps_secrets(self) -> bool:
        """Whether any page of it may show something confidential."""
        return self.is_confidential or self.is_partly_confidential

    def belongs(self, parent: Row | None) -> dict[str, Any]:
        return {self.parent_path: parent} if parent else {}

    def new_row(self, access: Access, parent: Row | None) -> Any:
        place = self.belongs(parent) if "__" not in self.parent_path else {}
        if self.is_confidential and parent is not None:  # each row names the goal by which it is guarded
            place["goal"] = getattr(parent, "goal", parent)
        return self.model(plan=access.plan, **place)

    def changed_since(self, moment: datetime) -> Q:
        changed = Q(changed_at__gte=moment)
        for relation in self.also_changed:
            changed |= Q(**{f"{relation}__changed_at__gte": moment})
        return changed

    def fingerprint(self, **parent: int) -> Subquery:
        """For the door's own query: a figure that grows with every save, so that a poll of an unchanged
        worksheet costs no query of its own."""
        rows = self.model._base_manager.filter(plan=OuterRef("plan"))
        if self.parent:
            rows = rows.filter(**{self.parent_path: parent[self.parent_key]})
        return Subquery(rows.order_by().values("plan").annotate(f=Sum(self.weight)).values("f"))

    # permissions ---------------------------------------------------------------------------------------
    def may_edit(self, access: Access, parent: Row | None) -> bool:
        if parent is not None:
            group = parent.group_id  # type: ignore[attr-defined]
            return access.may_edit_goal(group) and (not self.is_confidential or access.is_confidant(group))
        return access.may(self.edits)

    def demand_edit(self, access: Access, parent: Row | None) -> None:
        if not self.may_edit(access, parent):
            raise PermissionDenied(self.edits)

    # addresses -----------------------------------------------------------------------------------------
    def url(self, access: Access, parent: Row | None, suffix: str = "", **kwargs: Any) -> str:
        if parent:
            kwargs[self.parent_key] = parent.pk
        name = f"{self.name}_{suffix}" if suffix else self.name
        return reverse(name, kwargs={"slug": access.plan.slug, **kwargs})
