"""Which roles somebody has in a plan: the door's one query."""

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Value
from django.db.models.expressions import Combinable

from ..people.models import User
from .models import Membership
from .prepared import PreparedRows


class Memberships:
    """The query for a user's open roles in a plan, with the plan and its municipality.

    `also` adds one figure to it: a poll needs to know whether anything has changed, and has no query to spare."""

    def __init__(self, also: Callable[..., Combinable] | None = None, *names: str) -> None:
        """`names`: the arguments of `also`, which the view's URL has."""

        def build(slug: Any, user: Any, **values: Any) -> QuerySet[Any]:
            figure = also(**values) if also else Value(None, BigIntegerField())
            memberships = Membership.objects.active().filter(plan__slug=slug, user=user).order_by("pk")
            return memberships.annotate(figure=figure)

        self.names = names
        self.query = PreparedRows(
            Membership, build, "slug", "user", *names, related=("plan", "plan__municipality"), beside=("figure",)
        )

    def __call__(self, slug: str, user: User, **values: Any) -> tuple[tuple[Membership, ...], Any]:
        """The roles, each with its plan, and the figure."""
        rows: list[Any] = self.query.rows(slug=slug, user=user.pk, **values)
        return tuple(rows), rows[0].figure if rows else None
