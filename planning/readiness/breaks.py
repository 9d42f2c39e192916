"""The whole chain of a plan, and where it is broken, as far as its reader may know it (P5)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from stakeholders.models import Position, StanceChoices
from targets.models import Target

from ..actions.checks import Written
from ..actions.models import Accommodation, ActionLink, ResourceLine
from ..actions.rules import Call, accommodation
from ..actions.sheets import strongest_influence
from ..assets.models import GoalAsset
from ..assets.rules import HIGH_PRIORITY
from ..goals.models import Goal
from ..plans.addresses import address
from .rules import Break, End, Facts, breaks
from .words import BREAKS

MOST = 10  # of one kind and goal; who has more to mend begins with these

PLACES = {
    Break.ASSET_UNUSED: "actions",
    Break.OPPONENT_UNMET: "accommodations",
    Break.TARGET_WITHOUT_ACTION: "actions",
    Break.TARGET_WITHOUT_OWNER: "targets",
    Break.ACTION_WITHOUT_TARGET: "actions",
    Break.ACTION_WITHOUT_OWNER: "actions",
    Break.MEANS_WITHOUT_SOURCE: "resources",
}


@dataclass(frozen=True, slots=True)
class Alone:
    name: str
    url: str


@dataclass(slots=True)
class Gap:
    """What of one kind stands alone in one goal; `more` are not shown."""

    goal: Goal
    found: list[Alone]
    more: int = 0


@dataclass(frozen=True, slots=True)
class BreakKind:
    """One kind of break: what it means, why it matters, and where. `secret`: shown to confidants alone."""

    title: str
    reason: str
    secret: bool
    gaps: list[Gap]

    @property
    def number(self) -> int:
        return sum(len(gap.found) + gap.more for gap in self.gaps)


def facts(actions: Mapping[int, list[Written]], *, opponents: bool = True) -> Facts:
    """The chain of the plan in scope with all its `actions` by their goals, in six queries; of `opponents` only
    those that are confided to the reader. Means that have a source are left out: none of them breaks the chain."""
    found = Facts()
    assets = GoalAsset.objects.filter(**HIGH_PRIORITY)
    found.assets = [End(*values) for values in assets.values_list("goal", "asset", "asset__name")]
    for target in Target.objects.all():
        found.targets.append(End(target.goal_id, target.pk, target.statement, target.owner_id is not None))
        if target.action_id:  # what counts on an action's external means is served by that action
            found.links.add((target.goal_id, target.action_id, "target", target.pk))
    every = [action for mine in actions.values() for action in mine]
    found.actions = [End(one.goal, one.key, one.title, one.owner is not None) for one in every]
    means = ResourceLine.objects.filter(origin=ResourceLine.Origin.EXTERNAL, giver=None, source="")
    found.means = [End(*values, settled=False) for values in means.values_list("action__goal", "pk", "description")]
    for goal, action, aim, asset in ActionLink.objects.values_list("action__goal", "action", "target", "asset"):
        if aim or asset:
            found.links.add((goal, action, "target" if aim else "asset", aim or asset))
    if opponents:
        found.opponents = _opponents()
    return found


def _opponents() -> list[End]:
    met = set(Accommodation.objects.values_list("opponent", flat=True))
    asked = Position.objects.filter(stance=StanceChoices.OPPONENT).annotate(strongest=strongest_influence())
    columns = ("goal", "pk", "stakeholder__name", "interest", "strongest")
    return [
        End(goal, pk, name, pk in met)
        for goal, pk, name, interest, influence in asked.order_by("goal", "position", "pk").values_list(*columns)
        if accommodation(influence, interest) is Call.MUST
    ]


def broken(slug: str, goals: list[Goal], facts: Facts) -> list[BreakKind]:
    """Every kind of break with what stands alone, goal by goal, each with the place where it is mended."""
    kinds = []
    for kind, ends in breaks(facts).items():
        by_goal: defaultdict[int, list[End]] = defaultdict(list)
        for end in ends:
            by_goal[end.goal].append(end)
        gaps = [_gap(slug, kind, goal, by_goal[goal.pk]) for goal in goals if by_goal[goal.pk]]
        title, reason = BREAKS[kind]
        kinds.append(BreakKind(str(title), str(reason), kind is Break.OPPONENT_UNMET, gaps))
    return kinds


def _gap(slug: str, kind: Break, goal: Goal, ends: list[End]) -> Gap:
    base = address(PLACES[kind], slug, goal.pk)
    return Gap(goal, [Alone(end.name, base + _at(kind, end)) for end in ends[:MOST]], max(0, len(ends) - MOST))


def _at(kind: Break, end: End) -> str:
    """Where on the page it is mended."""
    if kind is Break.OPPONENT_UNMET:
        return f"?opponent={end.key}#add"
    if kind is Break.ACTION_WITHOUT_TARGET:
        return f"{end.key}/questions/#links"
    if kind in (Break.ASSET_UNUSED, Break.TARGET_WITHOUT_ACTION):
        return ""
    return f"?row={end.key}#row-{end.key}"
