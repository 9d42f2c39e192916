"""Which roles somebody has in a plan, and those of others who are away and whose deputy they are: the door's one
query."""

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from ..people.models import User
from .models import Membership
from .prepared import PreparedRows


class Memberships:
    """The query for the open roles in which a user acts in a plan, with the plan and its municipality.

    `also` adds one figure to it: a poll needs to know whether anything has changed, and has no query to spare."""

    def __init__(self, also: Callable[..., Combinable] | None = None, *names: str) -> None:
        """`names`: the arguments of `also`, which the view's URL has."""

        def build(slug: Any, user: Any, **values: Any) -> QuerySet[Any]:
            figure = also(**values) if also else Value(None, BigIntegerField())
            stands_in = Q(deputy__user=user, deputy__ended_at=None, away_since__isnull=False)
            memberships = Membership.objects.active().filter(Q(user=user) | stands_in, plan__slug=slug).order_by("pk")
            return memberships.annotate(figure=figure)

        self.names = names
        related = ("plan", "plan__municipality", "user")
        self.query = PreparedRows(Membership, build, "slug", "user", *names, related=related, beside=("figure",))

    def __call__(self, slug: str, user: User, **values: Any) -> tuple[tuple[Membership, ...], Any]:
        """The roles, each with its plan, and the figure."""
        rows: list[Any] = self.query.rows(slug=slug, user=user.pk, **values)
        return tuple(rows), rows[0].figure if rows else None
