"""The neighbours of one link of the chain: asset, stakeholder, target, action, resource (P5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from stakeholders import links as stakeholders
from targets import links as targets
from targets.timeline import links as timeline

from ..actions import links as actions
from ..assets import links as assets
from ..goals import links as goals
from ..goals.chain import Link, Way
from ..swot import links as swot

# a room's links and ways are in the chain once they stand here, in the method's order
LINKS: dict[str, Link] = (
    assets.LINKS | stakeholders.LINKS | goals.LINKS | targets.LINKS | swot.LINKS | actions.LINKS | timeline.LINKS
)
WAYS: tuple[Way, ...] = (*stakeholders.WAYS, *targets.WAYS, *swot.WAYS, *actions.WAYS)
MOST = 60


@dataclass(frozen=True, slots=True)
class Neighbour:
    code: str
    name: str
    chain: str  # its own place in the chain
    sheet: str  # the worksheet where it is written


@dataclass(frozen=True, slots=True)
class Side:
    title: str
    kind: str
    secret: bool
    found: list[Neighbour]


def link_of(slug: str, kind: str, key: int) -> Neighbour:
    """The link itself; 404 where the plan in scope has none of that kind and key."""
    found = _found(LINKS[kind], Q(pk=key)) if kind in LINKS else []
    if not found:
        raise Http404
    return _neighbour(slug, kind, found[0])


def sides(slug: str, kind: str, key: int) -> list[Side]:
    """Its neighbours by what they are to it; what has none stays out unless it is open to all."""
    found = []
    for way in (way for way in WAYS if way.of == kind):
        neighbours = [_neighbour(slug, way.to, values) for values in _found(LINKS[way.to], way.rows(key))]
        if neighbours or not way.secret:
            found.append(Side(str(way.title), way.to, way.secret, neighbours))
    return found


def _found(link: Link, rows: Q) -> list[tuple[Any, ...]]:
    """Of the plan in scope, as far as its reader may know them."""
    order = (f"{link.goal}__position", "position", "pk") if link.goal else ("position", "pk")
    return list(link.model.objects.filter(rows).distinct().order_by(*order).values_list(*link.columns)[:MOST])


def _neighbour(slug: str, kind: str, values: Iterable[Any]) -> Neighbour:
    pk, name, *place = values
    link = LINKS[kind]
    code, args = "", [slug]
    if place:
        goal, number, position = place
        code = "" if kind == "resource" else f"{number}.{position}"
        args = [slug, goal]
    sheet = f"{reverse(link.sheet, args=args)}?row={pk}#row-{pk}"
    return Neighbour(code, name, reverse("chain_link", args=[slug, kind, pk]), sheet)
