"""A plan as large as one may become: ten goals, 80 sub-objectives, 400 assets, 300 stakeholders, 100 actions, 200
indicators, 1,000 resource lines, and what goes with them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from planning.goals.confidential import trusted
from planning.models import (
    Accommodation,
    Action,
    ActionGroup,
    ActionLink,
    ActionPart,
    Goal,
    ResourceLine,
    SubObjective,
    SwotEntry,
    TreeNode,
)
from stakeholders.models import Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target
from tests.benchmarks.registers import ACTIONS, ACTIVITIES, GOALS, INDICATORS, LINES, MEETINGS, Registers, of, said
from tests.fixtures import HTMX, Town, add_places, make_town


class Large(Registers):
    """Fills a town's plan: what people agree upon, out of what the registers hold."""

    def fill(self) -> None:
        with trusted(self.plan):
            self.people()
            self.ground()
            self.assets()
            self.analysis()
            self.actions()
            self.targets()
            self.timeline()
            self.swot()
            self.served()
            self.brainstorm()

    def actions(self) -> None:
        bundles = self.write(
            ActionGroup, 30, ({"goal": of(self.goals, n), "name": said("Bundle", n, 2)} for n in range(30))
        )
        self.together = {bundle.goal_id: bundle for bundle in bundles}
        self.collective = self.write(
            Action,
            ACTIONS,
            (
                {
                    "goal": of(self.goals, n),
                    "title": said("Action", n),
                    "sub_objective": self.step_of(n),
                    "position": n + 2,
                    "start": date(2026, n % 12 + 1, 1),
                    "end": date(2026 + n % 3, n % 12 + 1, 25),
                    "readiness": "both",
                    "main_actor": of(self.stakeholders, n * 3),
                    "owner": of(self.offices, n),
                    "cohesion": said("They", n),
                    "together": self.together[of(self.goals, n).pk],
                    "flexibility": said("Later", n),
                }
                for n in range(ACTIONS)
            ),
        )
        self.write(
            ActionPart,
            2 * ACTIONS,
            (
                {
                    "action": of(self.collective, n),
                    "adds": said("They", n),
                    "stakeholder": of(self.stakeholders, n * 7 + n // ACTIONS + 2),
                }
                for n in range(2 * ACTIONS)
            ),
        )
        self.write(
            ResourceLine,
            LINES,
            (
                {
                    "action": of(self.collective, n),
                    "origin": of(ResourceLine.Origin.values, n // 3),
                    "kind": of(ResourceLine.Kind.values, n),
                    "description": said("Means", n, 3),
                    "amount": 100 + n,
                    "currency": ("USD", "SYP")[n % 5 == 0],
                    "state": of(ResourceLine.State.values, n // 7),
                    "giver": of(self.stakeholders, n) if n % 2 else None,
                    "position": n // ACTIONS + 2,
                }
                for n in range(LINES)
            ),
        )
        of_goal = {goal.pk: [p for p in self.positions if p.goal_id == goal.pk] for goal in self.goals}
        self.write(
            Accommodation,
            ACTIONS,
            (
                {
                    "goal_id": action.goal_id,
                    "opponent": of(of_goal[action.goal_id], n // GOALS + 1),
                    "action": action,
                    "how": said("Gives", n),
                }
                for n, action in enumerate(self.collective[1:])
            ),
        )

    def step_of(self, number: int) -> SubObjective:
        """A step of the goal that the row of this number belongs to."""
        own = [step for step in self.steps if step.goal_id == of(self.goals, number).pk]
        return of(own, number // GOALS)

    def targets(self) -> None:
        """Ten of a goal, four of which make two pairs."""
        self.aims = self.write(
            Target,
            ACTIONS,
            (
                {
                    "goal": of(self.goals, n),
                    "statement": said("Target", n),
                    "level": of(Target.Level.values, n // GOALS),
                    "dimension": of(Target.Dimension.values, n // GOALS),
                    "sub_objective": self.step_of(n),
                    "due": date(2027 + n % 2, 6, 1),
                    "owner": of(self.offices, n),
                    "position": n // GOALS + 2,
                }
                for n in range(ACTIONS)
            ),
        )
        for aim, twin, action in self.pairs():
            Target._base_manager.filter(pk=aim.pk).update(without=twin, action=action)
        figures = self.write(
            Indicator,
            INDICATORS,
            (
                {
                    "target": of(self.aims, n),
                    "name": said("Share", n, 3),
                    "unit": "%",
                    "baseline": n % 50,
                    "value": 50 + n,
                    "frequency": "quarter",
                    "verification": said("Report", n, 3),
                    "collector": said("Office", n, 2),
                }
                for n in range(INDICATORS)
            ),
        )
        self.write(
            MidValue,
            2 * INDICATORS,
            (
                {"indicator": of(figures, n + 1), "on": date(2026 + n // INDICATORS, 12, 31), "value": 40 + n % 9}
                for n in range(2 * INDICATORS)
            ),
        )

    def pairs(self) -> Iterator[tuple[Target, Target, Action]]:
        for goal in self.goals:
            own = [aim for aim in self.aims if aim.goal_id == goal.pk]
            action = next(action for action in self.collective if action.goal_id == goal.pk)
            yield own[0], own[1], action
            yield own[2], own[3], action

    def timeline(self) -> None:
        of_goal = {goal.pk: [a for a in self.collective if a.goal_id == goal.pk] for goal in self.goals}
        spans = [[date(2026 + (n + m) % 36 // 12, (n + m) % 12 + 1, 1) for m in range(1 + n % 7)] for n in range(150)]
        lines = self.write(
            Activity,
            ACTIVITIES,
            (
                {
                    "goal": of(self.goals, n),
                    "name": said("Activity", n, 4),
                    "actor": said("Crew", n, 2),
                    "action": of(of_goal[of(self.goals, n).pk], n),
                    "owner": of(self.offices, n),
                    "months": tuple(sorted(spans[n])),
                    "position": n // GOALS + 3,
                }
                for n in range(ACTIVITIES)
            ),
        )
        links = [{"activity": lines[n], "needs": lines[n - 10]} for n in range(14, ACTIVITIES)]
        links += [{"activity": lines[n], "needs": lines[n - 3]} for n in range(20, ACTIVITIES, 2)]
        self.write(Precedence, 1000, links)
        series = self.write(
            Meeting,
            MEETINGS,
            (
                {
                    "goal": of(self.goals, n),
                    "kind": of(Meeting.Kind.values, n),
                    "purpose": said("Look at", n, 3),
                    "first": date(2026, n % 12 + 1, 15),
                    "owner": of(self.offices, n),
                }
                for n in range(MEETINGS)
            ),
        )
        self.write(
            MeetingGuest,
            80,
            ({"meeting": of(series, n), "stakeholder": of(self.stakeholders, n * 3 + 2)} for n in range(80)),
        )

    def swot(self) -> None:
        """Fifteen entries of a goal and a tree of twelve problems."""
        by_goal = {goal.pk: [r for r in self.ratings if r.goal_id == goal.pk] for goal in self.goals}
        self.entries = self.write(
            SwotEntry,
            15 * GOALS,
            (
                {
                    "goal": of(self.goals, n),
                    "cell": of(SwotEntry.Cell.values, n // GOALS),
                    "text": said("Entry", n),
                    "group": of(Stakeholder.Kind.values, n // GOALS),
                    "secret": n % 7 == 0,
                    "position": n // GOALS + 3,
                    "from_rating": of(by_goal[of(self.goals, n).pk], n // GOALS) if n % 3 == 0 else None,
                }
                for n in range(15 * GOALS)
            ),
        )
        for goal in self.goals:
            core = self.rows["core"] if goal == self.rows["goal"] else self.node(goal, "core", None, 0)
            for number in range(5):
                cause = self.node(goal, "effect" if number == 4 else "cause", core, number + 1)
                self.node(goal, cause.kind, cause, 0)

    def node(self, goal: Goal, kind: str, parent: TreeNode | None, number: int) -> TreeNode:
        entry = next(e for e in self.entries if e.goal_id == goal.pk and not e.secret)
        row = TreeNode(
            plan=self.plan,
            goal=goal,
            kind=kind,
            parent=parent,
            text=said("Problem", number),
            position=number + 1,
            from_entry=entry if number == 2 else None,
        )
        row.save()
        return row

    def served(self) -> None:
        """What each action serves and builds on: a step, a target, two assets and an entry of the SWOT."""
        links: list[dict[str, Any]] = []
        for n, action in enumerate(self.collective):
            same = [aim for aim in self.aims if aim.goal_id == action.goal_id]
            entries = [entry for entry in self.entries if entry.goal_id == action.goal_id]
            links += [
                {"action": action, "target": of(same, n // GOALS)},
                {"action": action, "sub_objective": self.step_of(n)},
                {"action": action, "asset": self.register[n * 3]},
                {"action": action, "asset": self.register[n * 3 + 1]},
                {"action": action, "entry": of(entries, n // GOALS)},
            ]
        self.write(ActionLink, 1000, links)


def addresses(town: Town) -> dict[str, str]:
    """Every page of a plan: its name in the table of access, and where it is. Spreadsheets, files and polls are none,
    nor what only leads on; of the chain there is a page for each kind of link, of long worksheets the second one."""
    from planning.overview.chain import LINKS
    from tests.plans.names import address
    from tests.plans.test_access import PLAN

    # a version that is still under review has no page for its decision
    no_pages = ("_poll", "_file", "_xlsx", "_view", "_template", "_preview", "_preview_action", "decision_new")
    names = [name for name, (get, _post, _methods) in PLAN.items() if "s" in get and not name.endswith(no_pages)]
    found = {name: address(name, town) for name in names if name != "chain_link"}
    found |= {f"{name}, page 2": f"{found[name]}?page=2" for name in ("assets", "stakeholders", "resources")}
    for kind in LINKS:
        key = town.rows[{"sub-objective": "sub_objective", "entry": "swot_entry"}.get(kind, kind)].pk
        found[f"chain_link, {kind}"] = town.url(f"chain/{kind}/{key}/")
    return found


def headers_of(name: str) -> dict[str, str]:
    """Rows in edit and parts that a page asks for by itself come as htmx asks for them."""
    return HTMX if name.endswith(("_row", "_check", "_progress")) else {}


def make_large(slug: str) -> Town:
    """A town whose plan is of the full size; its rows are named as in every test's town."""
    town = make_town(slug)
    add_places(town)
    Large(town).fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a running server does by itself; without it a page may take ten times as long
    return town
