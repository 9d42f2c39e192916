"""Writes one goal of an example with all of its worksheets, in the order in which the rows hang on one another."""

from datetime import date, time

from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target
from targets.timeline.rules import add_months

from ...actions.actions import change_links
from ...actions.models import Accommodation, Action, ActionGroup, ActionPart, ResourceLine
from ...assets.models import GoalAsset, LocalAvailability
from ...commitments import actions as commitments
from ...commitments.models import Commitment
from ...goals.models import Goal, PriorityArea, SubObjective, WorkingGroup
from ...swot.models import SwotEntry
from ...worksheets.actions import save_row
from .content import ExampleAction, ExampleGoal, ExampleIndicator
from .registers import Registers
from .situation import add_situation


class GoalFiller:
    """Adds one goal to a plan whose registers are filled."""

    def __init__(self, registers: Registers, text: ExampleGoal, language: str) -> None:
        self.registers, self.text, self.language = registers, text, language
        self.add, self.people = registers.add, registers.people
        self.positions: dict[int, Position] = {}  # by the place in the register of stakeholders
        self.actions: list[Action] = []
        self.targets: list[Target] = []

    def fill(self) -> Goal:
        text = self.text
        group, area = self.add(WorkingGroup(name=text.group)), self.add(PriorityArea(name=text.area))
        self.goal = self.add(Goal(statement=text.statement, area=area, group=group))
        self.steps = [self.add(SubObjective(goal=self.goal, statement=step), goal=self.goal) for step in text.steps]
        self.rate()
        self.analyse()
        entries = add_situation(text, self.goal, self.steps[0], by=self.registers.by, language=self.language)
        self.act()
        self.aim()
        self.link(entries)
        self.plan_the_work()
        self.meet()
        self.commit()
        return self.goal

    def who(self, at: int) -> Stakeholder:
        return self.registers.stakeholders[at]

    def rate(self) -> None:
        for text in self.text.ratings:
            rating = GoalAsset(
                goal=self.goal,
                asset=self.registers.assets[text.asset],
                availability=text.availability,
                importance=text.importance,
                reason=text.reason,
            )
            self.add(rating, goal=self.goal)
            for place, level, note in text.there:
                local = LocalAvailability(
                    goal_asset=rating, locality=self.registers.places[place], availability=level, note=note
                )
                self.add(local, goal_asset__goal=self.goal)

    def analyse(self) -> None:
        """Table 3 of the first sub-objective, the connections, and the interviews."""
        goal, step = self.goal, self.steps[0]
        for text in self.text.positions:
            position = Position(
                goal=goal,
                sub_objective=step,
                stakeholder=self.who(text.who),
                stance=text.stance,
                reason=text.reason,
                interest=text.interest,
            )
            self.positions[text.who] = self.add(position, sub_objective=step)
            held = Influence(
                goal=goal,
                sub_objective=step,
                holder=position,
                asset=self.registers.assets[text.asset],
                strength=text.strength,
                source=text.source,
                cause=text.cause,
            )
            self.add(held, sub_objective=step)
        for link in self.text.connections:
            self.add(Connection(goal=goal, one=self.who(link.one), other=self.who(link.other), how=link.how), goal=goal)
        for talk in self.text.talks:
            interview = Interview(goal=goal, kind=talk.kind, person=talk.person, role=talk.role, consent="spoken")
            self.add(interview, goal=goal)
            answer = Answer(
                goal=goal,
                interview=interview,
                stakeholder=self.who(talk.about),
                sub_objective=step,
                question=talk.question,
                said=talk.said,
                evidence=talk.evidence,
            )
            self.add(answer, goal=goal)

    def act(self) -> None:
        """Table 7 with its groups and quick wins, Table 8, and how opponents are accommodated."""
        groups = [
            self.add(ActionGroup(goal=self.goal, name=name, purpose=why), goal=self.goal)
            for name, why in self.text.action_groups
        ]
        for text in self.text.actions:
            row = Action(
                goal=self.goal,
                title=text.title,
                sub_objective=self.steps[text.step],
                start=text.start,
                end=text.end,
                owner=self.people[text.owner],
                main_actor=self.who(text.main_actor),
                readiness=text.readiness,
                capacity=text.capacity,
                flexibility=text.flexibility,
                cohesion=text.cohesion,
                together=groups[text.group] if text.group is not None else None,
            )
            self.actions.append(self.add(row, goal=self.goal))
            self.details(row, text)
        for row, text in zip(self.actions, self.text.actions, strict=True):
            if text.win_for is not None:
                pair = {"trust_for_id": self.actions[text.win_for].pk}
                save_row(row, pair, seen_version=row.version, by=self.registers.by)

    def details(self, action: Action, text: ExampleAction) -> None:
        for who, adds, readiness in text.parts:
            part = ActionPart(action=action, stakeholder=self.who(who), adds=adds, readiness=readiness)
            self.add(part, action__goal=self.goal)
        for means in text.means:
            line = ResourceLine(
                action=action,
                origin=means.origin,
                kind=means.kind,
                description=means.description,
                amount=means.amount,
                currency=means.currency,
                source=means.source,
                state=means.state,
                giver=self.who(means.giver) if means.giver is not None else None,
            )
            self.add(line, action__goal=self.goal)
        for who, how in text.meets:
            row = Accommodation(goal=self.goal, opponent=self.positions[who], action=action, how=how)
            self.add(row, goal=self.goal)

    def aim(self) -> None:
        """The targets, in pairs where external means decide, with their indicators."""
        for text in self.text.targets:
            row = Target(
                goal=self.goal,
                statement=text.statement,
                level=text.level,
                dimension=text.dimension,
                due=text.due,
                seen_by=text.seen_by,
                owner=self.people[text.owner],
                consulted_on=text.consulted_on,
                sub_objective=self.steps[text.step] if text.step is not None else None,
                action=self.actions[text.action] if text.action is not None else None,
                without=self.targets[text.without] if text.without is not None else None,
            )
            self.targets.append(self.add(row, goal=self.goal))
            for indicator in text.indicators:
                self.measure(row, indicator)

    def measure(self, target: Target, text: ExampleIndicator) -> None:
        values = {"baseline": text.today, "value": text.wanted, "kind": Indicator.Kind.QUANTITATIVE}
        if isinstance(text.wanted, str):
            values = {"baseline_state": text.today, "state": text.wanted, "kind": Indicator.Kind.QUALITATIVE}
        row = Indicator(
            target=target,
            name=text.name,
            unit=text.unit,
            frequency=text.frequency,
            verification=text.verification,
            collector=text.collector,
            direction=text.direction,
            **values,
            **dict.fromkeys(text.apart, True),
        )
        self.add(row, target__goal=self.goal)
        for day, value in text.mid:
            self.add(MidValue(indicator=row, on=day, value=value), indicator__target__goal=self.goal)

    def link(self, entries: list[SwotEntry]) -> None:
        """What each action serves, builds on and answers."""
        for action, text in zip(self.actions, self.text.actions, strict=True):
            wanted = {
                *(("sub_objective", self.steps[at].pk) for at in text.serves),
                *(("asset", self.registers.assets[at].pk) for at in text.assets),
                *(("target", self.targets[at].pk) for at in text.targets),
                *(("entry", entries[at].pk) for at in text.entries),
            }
            change_links(action, seen=set(), wanted=wanted, by=self.registers.by)

    def plan_the_work(self) -> None:
        """Table 6: the activities with their months, and what they need."""
        rows: list[Activity] = []
        for text in self.text.activities:
            months = [
                add_months(date.fromisoformat(f"{first}-01"), n) for first, many in text.work for n in range(many)
            ]
            row = Activity(
                goal=self.goal,
                name=text.name,
                actor=text.actor,
                owner=self.people[text.owner],
                months=tuple(months),
                action=self.actions[text.action] if text.action is not None else None,
            )
            rows.append(self.add(row, goal=self.goal))
            for before in text.after:
                self.add(Precedence(activity=row, needs=rows[before]), activity__goal=self.goal)

    def meet(self) -> None:
        for series in self.text.meetings:
            meeting = Meeting(
                goal=self.goal,
                kind=series.kind,
                purpose=series.purpose,
                rhythm=series.rhythm,
                first=series.first,
                hour=time.fromisoformat(series.hour),
                place=series.place,
                owner=self.people[series.caller],
            )
            self.add(meeting)
            for guest in series.guests:
                self.add(MeetingGuest(meeting=meeting, stakeholder=self.who(guest)))

    def commit(self) -> None:
        """Who has committed themselves on paper, and who is asked."""
        for text in self.text.commitments:
            row = Commitment(
                goal=self.goal,
                action=self.actions[text.action] if text.action is not None else None,
                name=text.name,
                organisation=text.organisation,
                text=text.text,
                stakeholder=self.who(text.who),
            )
            self.add(row, goal=self.goal)
            if text.signed:
                commitments.record(row, signed_on=text.signed, may_name=True, by=self.registers.by)
