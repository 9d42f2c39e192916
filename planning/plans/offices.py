"""Which offices somebody has in a plan: the door's one query."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from django.db.models import BigIntegerField, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.functional import cached_property

from ..people.models import Municipality, User
from .models import Membership, Plan
from .prepared import Prepared

M = TypeVar("M", bound=Model)


class Offices:
    """The query for a user's open offices in a plan, with the plan and its municipality.

    `also` adds one figure to it: a poll needs to know whether anything has changed, and has no query to spare."""

    def __init__(self, also: Callable[..., Combinable] | None = None, *names: str) -> None:
        """`names`: the arguments of `also`, which the view's URL has."""

        def build(slug: Any, user: Any, **values: Any) -> QuerySet[Any]:
            figure = also(**values) if also else Value(None, BigIntegerField())
            offices = Membership.objects.active().filter(plan__slug=slug, user=user).order_by("pk")
            return offices.annotate(figure=figure).values_list(*self.columns, "figure")

        self.names = names
        self.query = Prepared(build, "slug", "user", *names)

    @cached_property
    def columns(self) -> list[str]:
        of = {"": Membership, "plan__": Plan, "plan__municipality__": Municipality}
        return [f"{path}{name}" for path, model in of.items() for name in attributes(model)]

    def __call__(self, slug: str, user: User, **values: Any) -> tuple[tuple[Membership, ...], Any]:
        """The offices, each with its plan, and the figure."""
        rows = self.query(slug=slug, user=user.pk, **values)
        return tuple(self._office(row) for row in rows), rows[0][-1] if rows else None

    def _office(self, row: Sequence[Any]) -> Membership:
        values = iter(row)
        office, plan, town = loaded(Membership, values), loaded(Plan, values), loaded(Municipality, values)
        plan.municipality = town
        office.plan = plan
        return office


def loaded(model: type[M], values: Iterator[Any]) -> M:
    """A row as the database has it, of the next of the `values`."""
    names = attributes(model)
    return model.from_db("default", names, list(islice(values, len(names))))


@cache
def attributes(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
