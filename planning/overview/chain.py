"""The neighbours of one link of the chain: asset, stakeholder, target, action, resource (P5).

Every neighbour is asked for through the managers of its table, so that who may not know who opposes what sees no link
that would tell (B8)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope, scope

from stakeholders.models import Influence, Position, Stakeholder
from targets.models import Activity, Target

from ..actions.models import Accommodation, Action, ActionLink, ActionPart, ResourceLine
from ..assets.models import Asset
from ..goals.models import SubObjective
from ..plans.permissions import Permission
from ..plans.prepared import Prepared
from ..swot.models import SwotEntry
from ..worksheets.models import Row


@dataclass(frozen=True)
class Link:
    """A kind of link: its table, how its rows are named (the way to the goal's number, the own number, the name), and
    its worksheet."""

    word: Promise
    model: type[Row]
    name: str
    sheet: str
    goal: str = ""  # the way to the goal whose worksheet it stands in

    @property
    def columns(self) -> tuple[str, ...]:
        return ("pk", self.name, *((self.goal, f"{self.goal}__position", "position") if self.goal else ()))


LINKS: dict[str, Link] = {
    "asset": Link(_("Asset"), Asset, "name", "assets"),
    "stakeholder": Link(_("Stakeholder"), Stakeholder, "name", "stakeholders"),
    "sub-objective": Link(_("Sub-objective"), SubObjective, "statement", "sub_objectives", "goal"),
    "target": Link(_("Target"), Target, "statement", "targets", "goal"),
    "entry": Link(_("SWOT entry"), SwotEntry, "text", "swot_entries", "goal"),
    "action": Link(_("Action"), Action, "title", "actions", "goal"),
    "activity": Link(_("Activity"), Activity, "name", "activities", "goal"),
    "resource": Link(_("Resource"), ResourceLine, "description", "resources", "action__goal"),
}


class Way(NamedTuple):
    """From a link to neighbours of one kind: what it means, and which rows. `secret`: only confidants find any."""

    kind: str
    title: Promise
    rows: Callable[[int], Q]
    secret: bool = False


def linked(end: str) -> Callable[[int], Q]:
    """Actions that are linked with it."""
    return lambda key: Q(**{f"links__{end}": key, "links__deleted_at": None})


def through(model: type[Any], of: str, to: str, **only: Any) -> Callable[[int], Q]:
    """Rows whose keys stand in another table, as far as the reader may know that table."""
    return lambda key: Q(pk__in=model.objects.filter(**{of: key}, **only).values(to))


def ends(end: str) -> Callable[[int], Q]:
    """What an action is linked with."""
    return through(ActionLink, "action", end, **{f"{end}__isnull": False})


def concluded_from(key: int) -> Q:
    """Whose stance an entry of the SWOT comes from: of a released entry others know the words, not that."""
    # one position, named by one entry: with "in" PostgreSQL went through the whole register for each position
    stance = Subquery(SwotEntry.objects.filter(pk=key).values("from_position")[:1])
    return Q(pk__in=Position.objects.filter(pk=stance).values("stakeholder"))


WAYS: dict[str, list[Way]] = {
    "asset": [
        Way(
            "stakeholder", _("Who controls or influences it"), through(Influence, "asset", "holder__stakeholder"), True
        ),
        Way(
            "entry",
            _("SWOT entries that come from it"),
            lambda key: Q(from_rating__asset=key, from_position=None, from_answer=None),
        ),
        Way("action", _("Actions that build on it"), linked("asset")),
    ],
    "stakeholder": [
        Way(
            "asset",
            _("Assets that they control or influence"),
            through(Influence, "holder__stakeholder", "asset"),
            True,
        ),
        Way(
            "sub-objective",
            _("Sub-objectives on which they have a position"),
            through(Position, "stakeholder", "sub_objective"),
            True,
        ),
        Way(
            "entry",
            _("SWOT entries that come from their stance"),
            lambda key: Q(from_position__in=Position.objects.filter(stakeholder=key)),
            True,
        ),
        Way("action", _("Actions of which they are the main actor"), lambda key: Q(main_actor=key)),
        Way(
            "action",
            _("Actions to which they contribute"),
            lambda key: Q(parts__stakeholder=key, parts__deleted_at=None),
        ),
        Way(
            "action",
            _("Actions that accommodate their interest"),
            through(Accommodation, "opponent__stakeholder", "action"),
            True,
        ),
        Way("resource", _("Resources that they could provide"), lambda key: Q(giver=key)),
    ],
    "sub-objective": [
        Way("stakeholder", _("Who has a position on it"), through(Position, "sub_objective", "stakeholder"), True),
        Way("target", _("Targets"), lambda key: Q(sub_objective=key)),
        Way("action", _("Actions that serve it"), lambda key: Q(sub_objective=key) | linked("sub_objective")(key)),
    ],
    "target": [
        Way("sub-objective", _("Its sub-objective"), lambda key: Q(targets=key)),
        Way("target", _("Its pair: with or without external resources"), lambda key: Q(twins=key) | Q(without=key)),
        Way("action", _("Actions that serve it"), linked("target")),
        Way("action", _("The action whose external resources it depends on"), lambda key: Q(targets=key)),
    ],
    "entry": [
        Way(
            "asset",
            _("The asset that it comes from"),
            through(
                SwotEntry, "pk", "from_rating__asset", from_rating__isnull=False, from_position=None, from_answer=None
            ),
        ),
        Way("stakeholder", _("From whose stance it was concluded"), concluded_from, True),
        Way("action", _("Actions that respond to it"), linked("entry")),
    ],
    "action": [
        Way("asset", _("Assets that it builds on"), ends("asset")),
        Way("stakeholder", _("Main actor"), through(Action, "pk", "main_actor")),
        Way("stakeholder", _("Who contributes"), through(ActionPart, "action", "stakeholder")),
        Way(
            "stakeholder",
            _("Whose interest it accommodates"),
            through(Accommodation, "action", "opponent__stakeholder"),
            True,
        ),
        Way(
            "sub-objective", _("Sub-objectives that it serves"), lambda key: Q(actions=key) | ends("sub_objective")(key)
        ),
        Way("target", _("Targets that it serves"), ends("target")),
        Way("entry", _("SWOT entries that it responds to"), ends("entry")),
        Way("target", _("Targets that depend on its external resources"), lambda key: Q(action=key)),
        Way(
            "action",
            _("Its quick wins, and what it builds trust for"),
            lambda key: Q(trust_for=key) | Q(quick_wins=key),
        ),
        Way("activity", _("Activities that it consists of"), lambda key: Q(action=key)),
        Way("resource", _("Its resources"), lambda key: Q(action=key)),
    ],
    "activity": [Way("action", _("The action that it belongs to"), lambda key: Q(activities=key))],
    "resource": [
        Way("action", _("The action that needs it"), lambda key: Q(lines=key)),
        Way("stakeholder", _("Who could provide it"), through(ResourceLine, "pk", "giver")),
        Way(
            "target",
            _("Targets that depend on it"),
            lambda key: Q(action__lines=key, action__lines__origin=ResourceLine.Origin.EXTERNAL),
        ),
    ],
}
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
    found = _found(kind, None, key) if kind in LINKS else []
    if not found:
        raise Http404
    return _neighbour(slug, kind, found[0])


def sides(slug: str, kind: str, key: int) -> list[Side]:
    """Its neighbours by what they are to it; what has none stays out unless it is open to all."""
    found = []
    for number, way in enumerate(WAYS[kind]):
        neighbours = [_neighbour(slug, way.kind, values) for values in _found(kind, number, key)]
        if neighbours or not way.secret:
            found.append(Side(str(way.title), way.kind, way.secret, neighbours))
    return found


@dataclass(frozen=True)
class Anybody:
    """Stands for every reader with as many groups while a question is put together: the managers ask it what they ask
    the reader in scope, so that the question holds what narrows it for such a reader."""

    trusted: bool
    group_ids: tuple[int, ...]

    def may(self, permission: Permission) -> bool:
        if permission is not Permission.SEE_CONFIDENTIAL:
            raise ValueError(permission)  # a question must not depend on anything that it is not kept by
        return self.trusted


def _found(kind: str, number: int | None, key: int) -> list[tuple[Any, ...]]:
    """The neighbours on one of its ways, None: the link itself, as far as the reader in scope may know them."""
    plan, reader = get_scope()["plan"].pk, get_scope()["reader"]
    trusted = reader.may(Permission.SEE_CONFIDENTIAL)
    groups = {} if trusted else {f"group{at}": group for at, group in enumerate(sorted(reader.group_ids))}
    columns = len(LINKS[kind if number is None else WAYS[kind][number].kind].columns)
    try:
        found = _question(kind, number, trusted, len(groups))(plan=plan, key=key, **groups)
    except EmptyResultSet:  # nothing of it is confided to somebody without a group
        return []
    return [values[:columns] for values in found]  # what follows them is there to be sorted by


@cache
def _question(kind: str, number: int | None, trusted: bool, groups: int) -> Prepared:
    """Put together once for all readers of whom the managers know the same; a page has a dozen of them."""

    def build(plan: Any, key: Any, **of: Any) -> QuerySet[Any]:
        with scope(plan=plan, reader=Anybody(trusted, tuple(of.values()))):
            way = WAYS[kind][number] if number is not None else None
            link = LINKS[way.kind if way else kind]
            rows = link.model.objects.filter(way.rows(key) if way else Q(pk=key))
            order = (f"{link.goal}__position", "position", "pk") if link.goal else ("position", "pk")
            return rows.distinct().order_by(*order).values_list(*link.columns)[:MOST]

    return Prepared(build, "plan", "key", *(f"group{at}" for at in range(groups)))


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
