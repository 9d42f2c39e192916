"""The actions and their means as they are read: Tables 7 and 8 (C3, C4) and the monitoring plan in its two layers (C5),
on the screen and in the document."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from stakeholders.models import Stakeholder
from targets.section import TargetLine, tables_of

from ..goals.document import Found, Material, Section
from ..goals.models import Goal
from ..goals.section import goals_of
from ..people.words import labels, listed
from ..plans.offices import OWNER, in_office
from ..plans.prepared import Reading
from . import rules
from .models import Action, ActionPart, ResourceLine
from .rules import MeansAccount, MeansFigure, ResourceState
from .words import PAIR_PROBLEMS

READ_LINES = Reading(
    ResourceLine,
    "action__goal",
    "action",
    "origin",
    "kind",
    "description",
    "amount",
    "currency",
    "state",
    "giver__name",
    "source",
    "giver__kind",
    "action__main_actor__kind",
)
READ_PARTS = Reading(ActionPart, "action__goal", "action", "stakeholder__name", "adds", "readiness")


def _shown(rows: QuerySet[Action]) -> QuerySet[Action]:
    return rows.annotate(
        actor=F("main_actor__name"),
        step=F("sub_objective__position"),
        **{name: F(path) for name, path in OWNER.items()},
        goal_code=F("goal__position"),
        bundle=F("together__name"),
        win_number=F("trust_for__position"),
        win_title=F("trust_for__title"),
        win_start=F("trust_for__start"),
        win_end=F("trust_for__end"),
    )


class MeansLine(NamedTuple):
    """An entry of Table 8."""

    origin: str
    kind: str
    description: str
    amount: Any
    currency: str
    state: str
    giver: str | None
    source: str
    giver_kind: str | None
    main_actor_kind: str | None

    @property
    def means(self) -> MeansFigure:
        state = ResourceState(self.state)
        return MeansFigure(rules.Column(self.origin), self.currency, self.amount, state, self.is_municipal)

    @property
    def is_municipal(self) -> bool:
        """Whether the municipality gives it: as the one who is named, else as the action's main actor."""
        if self.origin == ResourceLine.Origin.EXTERNAL:
            return False
        by_main_actor = None if self.origin == ResourceLine.Origin.OTHERS else self.main_actor_kind
        return (self.giver_kind or by_main_actor) in Stakeholder.LOCAL_GOVERNMENT

    @property
    def kind_word(self) -> str:
        return labels(ResourceLine, "kind")[self.kind]

    @property
    def state_word(self) -> str:
        return labels(ResourceLine, "state")[self.state]

    @property
    def sources(self) -> str:
        return listed((self.giver, self.source))


class PartLine(NamedTuple):
    """What another actor adds."""

    who: str
    adds: str
    readiness: str

    @property
    def readiness_word(self) -> str:
        return labels(ActionPart, "readiness").get(self.readiness, "")


@dataclass(slots=True)
class ActionLine:
    """An action with who adds what, and its means: a row of Table 7 and one of Table 8."""

    action: Any
    parts: list[PartLine]
    lines: list[MeansLine]

    @property
    def account(self) -> MeansAccount:
        return rules.account(line.means for line in self.lines)

    @property
    def owner(self) -> str:
        return in_office(self.action.owner_name, self.action.owner_role, self.action.owner_occupation)

    @property
    def readiness_word(self) -> str:
        return labels(Action, "readiness").get(self.action.readiness, "")

    def of(self, origin: str) -> list[MeansLine]:
        return [line for line in self.lines if line.origin == origin]

    @property
    def columns(self) -> list[list[MeansLine]]:
        """The lines by the four columns of Table 8."""
        return [self.of(origin) for origin in ResourceLine.Origin.values]

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(line.sources for line in self.of(ResourceLine.Origin.EXTERNAL) if line.sources))

    @property
    def pair_problem(self) -> str:
        """What is wrong with the action as a quick win, in words."""
        mine, its = (self.action.start, self.action.end), (self.action.win_start, self.action.win_end)
        problem = rules.pair_problem(mine, its) if self.action.trust_for_id else None
        return str(PAIR_PROBLEMS[problem]) if problem else ""

    @property
    def reviews(self) -> list[date]:
        return rules.reviews(self.action.start, self.action.end)

    @property
    def open_means(self) -> list[MeansLine]:
        """What is not received yet, and has to be there when the action begins."""
        return [line for line in self.lines if line.state != ResourceState.RECEIVED.value]


@dataclass(slots=True)
class GoalActions:
    goal: Goal
    actions: list[ActionLine]
    targets: list[TargetLine]

    @property
    def account(self) -> MeansAccount:
        return rules.account(line.means for one in self.actions for line in one.lines)

    @property
    def with_means(self) -> bool:
        return any(one.lines for one in self.actions)


def action_lines(plan: int, goal: int | None) -> list[ActionLine]:
    """The actions of one goal, or of all (None), in three queries."""
    parts: defaultdict[int, list[PartLine]] = defaultdict(list)
    for part in READ_PARTS(goal):
        parts[part.action].append(PartLine(part.stakeholder_name, part.adds, part.readiness))
    means: defaultdict[int, list[MeansLine]] = defaultdict(list)
    for _goal, action, *line in READ_LINES(goal):
        means[action].append(MeansLine(*line))
    rows = Action.objects.filter(plan=plan) if goal is None else Action.objects.filter(plan=plan, goal=goal)
    ordered = _shown(rows).order_by("goal__position", "position", "pk")
    return [ActionLine(row, parts[row.pk], means[row.pk]) for row in ordered]


def actions_by_goal(plan: int, goals: Iterable[Goal], targets: Mapping[int, list[TargetLine]]) -> list[GoalActions]:
    """Every goal with its actions and their means, in three queries; `targets` are those by goal, read already."""
    by_goal: defaultdict[int, list[ActionLine]] = defaultdict(list)
    for line in action_lines(plan, None):
        by_goal[line.action.goal_id].append(line)
    return [GoalActions(goal, by_goal[goal.pk], targets.get(goal.pk, [])) for goal in goals]


def whole_account(goals: Iterable[GoalActions]) -> MeansAccount:
    return rules.account(line.means for goal in goals for one in goal.actions for line in one.lines)


def accounts_by(
    goals: Iterable[GoalActions], key: Callable[[ActionLine, MeansLine], Any], origin: str = ""
) -> list[tuple[Any, MeansAccount]]:
    """The means of the plan, or of one column, by something that each line has; those without it stand last."""
    found: defaultdict[Any, list[MeansFigure]] = defaultdict(list)
    for one in (one for goal in goals for one in goal.actions):
        for line in one.lines if not origin else one.of(origin):
            found[key(one, line)].append(line.means)
    return [(named, rules.account(found[named])) for named in sorted(found, key=lambda key: (key is None, key))]


# The document -------------------------------------------------------------------------------------------------------


def actions_of(material: Material) -> list[GoalActions]:
    targets = {one.goal.pk: one.targets for one in material.of(tables_of)}
    return actions_by_goal(material.plan.pk, material.of(goals_of), targets)


def _actions(material: Material) -> Found:
    goals = material.of(actions_of)
    return {
        "goal_actions": goals,
        "has_actions": any(goal.actions for goal in goals),
        "has_descriptions": any(line.action.description for goal in goals for line in goal.actions),
    }


def _resources(material: Material) -> Found:
    goals = material.of(actions_of)
    whole = whole_account(goals)
    sums = whole.by_currency
    return {
        "has_means": any(goal.with_means for goal in goals),
        "needed": {currency: one for currency, one in sums.items() if one.external},
        "plan_account": whole,
        "accounts_by_year": accounts_by(goals, lambda one, _line: one.action.start.year if one.action.start else None),
        "accounts_by_source": accounts_by(goals, lambda _one, line: line.sources or None, ResourceLine.Origin.EXTERNAL),
    }


SECTIONS = (
    Section(
        kind="actions",
        words=gettext_lazy("Table 7: Collective actions"),
        step=3,
        template="actions/section.html",
        anchor="table7",
        gather=_actions,
        worksheets=("actions", "action_groups", "action_parts"),
    ),
    Section(
        kind="resources",
        words=gettext_lazy("Table 8: Mobilisation of resources"),
        step=3,
        template="actions/means_section.html",
        anchor="table8",
        gather=_resources,
        worksheets=("actions", "resources"),
    ),
    Section(
        kind="monitoring",
        words=gettext_lazy("Monitoring plan"),
        step=3,
        template="actions/monitoring_section.html",
        anchor="monitoring",
        gather=lambda _material: {},
        worksheets=("targets", "indicators", "mid_values", "actions", "resources"),
    ),
)
