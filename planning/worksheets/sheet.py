"""What a room says about one of its worksheets; the mechanism does the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..plans.access import Access
from ..plans.permissions import Permission
from .fetching import Fetching
from .forms import RowForm
from .models import Row


@dataclass(frozen=True)
class Parent:
    """The row that a worksheet belongs to, mostly a goal."""

    model: type[Row]
    path: str = "goal"  # from a row to it; "action__goal" where another row lies between
    key: str = "goal"  # what its key is called in the URL


@dataclass(frozen=True)
class Seen:
    """A table whose rows are seen in the cells of others; when one changes, those are sent to whoever looks at them."""

    model: type[Model]
    path: str = ""  # from its rows to the worksheet's parent; "": all of the plan are seen
    ways: tuple[str, ...] = ()  # to the rows of other worksheets by which its rows are called
    figure: Combinable | None = None  # grows with every change, where the rows have no versions
    changed: str = "changed_at"


class Gathered:
    """What the cells show of rows that hang on theirs: `put` lays it on the rows of a page, out of the tables `seen`.
    Its template then finds plain values on each row."""

    def __init__(self, put: Callable[[Row | None, list[Any]], None], *seen: Seen) -> None:
        self.put, self.seen = put, seen


@dataclass(frozen=True)
class Moves:
    """How a row changes its place: `ways` with their words and icons. `by` does it where the worksheet is no plain
    list: (row, way, by) to "" or what stands against it."""

    ways: tuple[tuple[str, Any, str], ...] = (("up", _("Up"), "up"), ("down", _("Down"), "down"))
    by: Callable[..., str] | None = None


@dataclass(frozen=True)
class Worksheet:
    """A table of rows that people fill in together.

    `name` is the name of its URL; `cells` the template of a row's cells in view mode, `page` that of the page around
    the table. The cells show of other tables what `shows` and `gathered` say, and nothing else (a test watches it), so
    that a change there reaches the page."""

    name: str
    model: type[Row]
    form: type[RowForm]
    page: str
    cells: str
    columns: tuple[Any, ...]
    parent: Parent | None = None
    edits: Permission = Permission.EDIT_WORKSHEETS
    step: int = 1  # the station of the path that the worksheet belongs to
    add_form: type[RowForm] | None = None
    # one value of a row to which this one points, by the name that it gets here: {"asset_name": "asset__name"}
    shows: Mapping[str, str] = field(default_factory=dict)
    gathered: tuple[Gathered, ...] = ()
    # more for the page's template, out of the parent and all its rows (None where they stand on several pages)
    extra: Callable[[Row | None, list[Any] | None], dict[str, Any]] | None = None
    arranged: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None  # other rows, or in another order
    moves: Moves | None = Moves()
    chain: str = ""  # what its rows are called as links of the chain; "" where they are none
    computed: str = ""  # template of what follows from a row's cells, shown while they are edited
    # the fields that go into a spreadsheet, where they are not just those of the form: what is confidential stays out
    exported: tuple[str, ...] | None = None

    @cached_property
    def rows(self) -> Fetching:
        return Fetching(self)

    # confidentiality -----------------------------------------------------------------------------------
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

    def demand_confidant(self, access: Access, parent: Row | None) -> None:
        if self.is_confidential and not access.is_confidant(group_of(parent)):
            raise PermissionDenied(Permission.SEE_CONFIDENTIAL)

    # permissions ---------------------------------------------------------------------------------------
    def may_edit(self, access: Access, parent: Row | None) -> bool:
        if parent is not None:
            group = group_of(parent)
            return access.may_edit_goal(group) and (not self.is_confidential or access.is_confidant(group))
        return access.may(self.edits)

    def demand_edit(self, access: Access, parent: Row | None) -> None:
        if not self.may_edit(access, parent):
            raise PermissionDenied(self.edits)

    # rows ----------------------------------------------------------------------------------------------
    def belongs(self, parent: Row | None) -> dict[str, Any]:
        return {self.parent.path: parent} if self.parent and parent else {}

    def new_row(self, access: Access, parent: Row | None) -> Any:
        place = self.belongs(parent) if self.parent and "__" not in self.parent.path else {}
        if self.is_confidential and parent is not None:  # each row names the goal by which it is guarded
            place["goal"] = getattr(parent, "goal", parent)
        return self.model(plan=access.plan, **place)

    # addresses -----------------------------------------------------------------------------------------
    def url(self, access: Access, parent: Row | None, suffix: str = "", **kwargs: Any) -> str:
        if self.parent and parent:
            kwargs[self.parent.key] = parent.pk
        name = f"{self.name}_{suffix}" if suffix else self.name
        return reverse(name, kwargs={"slug": access.plan.slug, **kwargs})


def group_of(parent: Row | None) -> int | None:
    """The key of the working group that answers for what hangs on that goal, or on that row of a goal."""
    return getattr(parent, "group_id", None)
