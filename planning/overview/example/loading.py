"""Writes the example plan into the database, through the same actions as the worksheets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeVar

import pghistory
from django.db import transaction
from django.utils import timezone

from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from targets.models import Activity, Indicator, Meeting, MeetingGuest, MidValue, Precedence, Target
from targets.timeline.rules import add_months

from ...actions.actions import change_links
from ...actions.models import Accommodation, Action, ActionGroup, ActionPart, ResourceLine
from ...assets.models import Asset, GoalAsset
from ...brainstorm import actions as brainstorm
from ...brainstorm.listing import FITTING
from ...brainstorm.rules import next_turn
from ...goals.confidential import trusted
from ...goals.models import Goal, Locality, PriorityArea, SubObjective, WorkingGroup
from ...goals.outlines import canonical
from ...people.models import Municipality, User
from ...plans.models import CODE_ALPHABET, Membership, Plan
from ...plans.permissions import Role
from ...worksheets.actions import add_row, save_row
from ...worksheets.models import Row
from .arabic import ARABIC
from .content import STRONG, Example, ExampleAction, ExampleAsset, ExampleIndicator, ExamplePerson
from .english import ENGLISH
from .situation import add_situation

EXAMPLES = {example.language: example for example in (ENGLISH, ARABIC)}
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class SignIn:
    """A person of the example; `password` is None for one who was there before."""

    username: str
    password: str | None
    role: str


@transaction.atomic
def load(example: Example, password: str | None = None) -> list[SignIn] | None:
    """Makes the plan with its three people; None, and nothing is changed, where a plan of its slug exists.

    People of these names who exist already (from the other language's example) keep their passwords."""
    if Plan.objects.filter(slug=example.slug).exists():
        return None
    found = [_person(person, example.language, password) for person in example.people]
    with pghistory.context(user=found[0][0].pk):
        plan = _plan(example)
        with trusted(plan):
            filler = _Filler(plan, found[0][0], example)
            group = filler.fill()
            filler.targets([user for user, _secret in found])
            filler.timeline([user for user, _secret in found])
            add_situation(example, Goal.objects.get(), by=found[0][0])
            for (user, _secret), person in zip(found, example.people, strict=True):
                in_group = group if person.role == Role.WORKING_GROUP else None
                Membership.objects.create(plan=plan, user=user, role=person.role, group=in_group, office=person.office)
            _brainstorm(plan, [user for user, _secret in found])
    return [
        SignIn(user.username, secret, str(Role(person.role).label))
        for (user, secret), person in zip(found, example.people, strict=True)
    ]


def new_password() -> str:
    """Twelve characters that no eye mistakes for others, in three groups: "k7mq-x3hf-9ecp", 27**12 possibilities."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _number in range(12)).lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def _person(person: ExamplePerson, language: str, password: str | None) -> tuple[User, str | None]:
    there = User.objects.filter(username__iexact=person.username).first()
    if there:
        return there, None
    secret = password or new_password()
    user = User.objects.create_user(person.username, password=secret, name=person.name, language=language)
    return user, secret


def _plan(example: Example) -> Plan:
    town, _made = Municipality.objects.get_or_create(name=example.municipality, defaults={"locale": "ar_LB"})
    return Plan.objects.create(
        slug=example.slug, title=example.title, municipality=town, first_year=2026, last_year=2028, currency="USD",
        session_date=timezone.localdate() + timedelta(weeks=4), is_example=True,
    )  # fmt: skip


def _brainstorm(plan: Plan, people: Sequence[User]) -> None:
    """The session that came first: three rounds in which the people named assets that are in the register now."""
    goal, left = Goal.objects.get(), list(Asset.objects.all())
    session = brainstorm.start(plan, goal, by=people[0])
    for user in people[1:]:
        brainstorm.join(session, user=user)
    for _number in range(3 * len(people)):
        turn = next_turn(participant.seat for participant in session.participants.all())
        if turn is None:
            break
        asset = next(asset for asset in left if asset.kind in FITTING[turn.kind])
        left.remove(asset)
        entry = brainstorm.name_asset(session, turn, asset.name, key=None, by=people[turn.number])
        brainstorm.link(entry, asset, by=people[0])
    brainstorm.end(session)


class _Filler:
    """Adds the rows of one example to its plan, in the order in which they hang on one another."""

    def __init__(self, plan: Plan, by: User, example: Example) -> None:
        self.plan, self.by, self.example = plan, by, example

    def fill(self) -> WorkingGroup:
        text = self.example
        group = self.add(WorkingGroup(name=text.group))
        area = self.add(PriorityArea(name=text.area))
        goal = self.add(Goal(statement=text.goal, area=area, group=group))
        steps = [self.add(SubObjective(goal=goal, statement=step), goal=goal) for step in text.steps]
        places = [
            self.add(Locality(name=p.name, kind=p.kind, latitude=p.latitude, longitude=p.longitude, outline=border))
            for p in text.localities
            for border in [canonical(p.outline)]
        ]
        for asset in text.assets:
            self.asset(goal, asset, places)
        people = self.analysis(goal, steps[0])
        self.actions(goal, steps, people)
        return group

    def add(self, row: R, **parent: object) -> R:
        row.plan = self.plan
        return add_row(row, key=None, by=self.by, **(parent or {"plan": self.plan}))

    def analysis(self, goal: Goal, step: SubObjective) -> list[Stakeholder]:
        """Table 3 of the first sub-objective, its connections, and two interviews; the register, in its order."""
        assets = list(Asset.objects.all())
        people = []
        for text in self.example.stakeholders:
            person = self.add(Stakeholder(name=text.name, kind=text.kind, description=text.description))
            people.append(person)
            position = Position(
                goal=goal, sub_objective=step, stakeholder=person, stance=text.stance, reason=text.reason,
                interest=text.interest,
            )  # fmt: skip
            self.add(position, sub_objective=step)
            held = Influence(
                goal=goal, sub_objective=step, holder=position, asset=assets[text.asset], strength=STRONG,
                source=text.source,
            )  # fmt: skip
            self.add(held, sub_objective=step)
        for link in self.example.connections:
            row = Connection(goal=goal, one=people[link.one], other=people[link.other], how=link.how)
            self.add(row, goal=goal)
        for talk in self.example.talks:
            interview = Interview(goal=goal, kind=talk.kind, person=talk.person, role=talk.role, consent="spoken")
            self.add(interview, goal=goal)
            answer = Answer(
                goal=goal, interview=interview, stakeholder=people[talk.about], sub_objective=step,
                question=talk.question, said=talk.said, evidence=talk.evidence,
            )  # fmt: skip
            self.add(answer, goal=goal)
        others = [self.add(Stakeholder(name=name, kind=kind)) for name, kind in self.example.others]
        return people + others

    def asset(self, goal: Goal, text: ExampleAsset, places: Sequence[Locality]) -> None:
        asset = self.add(
            Asset(
                name=text.name, kind=text.kind, quantity=text.quantity, unit=text.unit, size=text.size,
                condition=text.condition, keeper=text.keeper,
                locality=places[text.place] if text.place is not None else None,
            )
        )  # fmt: skip
        availability, importance = text.rating or (None, None)
        rating = GoalAsset(goal=goal, asset=asset, availability=availability, importance=importance, reason=text.reason)
        self.add(rating, goal=goal)

    def actions(self, goal: Goal, steps: Sequence[SubObjective], people: Sequence[Stakeholder]) -> None:
        """Table 7 with its groups and quick wins, Table 8, and how opponents are accommodated."""
        groups = [
            self.add(ActionGroup(goal=goal, name=name, purpose=why), goal=goal)
            for name, why in self.example.action_groups
        ]
        rows = []
        for text in self.example.actions:
            row = Action(
                goal=goal, title=text.title, sub_objective=steps[text.step], start=text.start, end=text.end,
                main_actor=people[text.main_actor], readiness=text.readiness, capacity=text.capacity,
                flexibility=text.flexibility, cohesion=text.cohesion,
                together=groups[text.group] if text.group is not None else None,
            )  # fmt: skip
            rows.append(self.add(row, goal=goal))
        for row, text in zip(rows, self.example.actions, strict=True):
            if text.win_for is not None:
                save_row(row, {"trust_for_id": rows[text.win_for].pk}, seen_version=row.version, by=self.by)
            self.action(goal, row, text, people)

    def action(self, goal: Goal, action: Action, text: ExampleAction, people: Sequence[Stakeholder]) -> None:
        for who, adds in text.parts:
            self.add(ActionPart(action=action, stakeholder=people[who], adds=adds), action__goal=goal)
        for means in text.means:
            line = ResourceLine(
                action=action, origin=means.origin, kind=means.kind, description=means.description,
                amount=means.amount, currency=means.currency, source=means.source, state=means.state,
                giver=people[means.giver] if means.giver is not None else None,
            )  # fmt: skip
            self.add(line, action__goal=goal)
        for who, how in text.meets:
            opponent = Position.objects.get(goal=goal, stakeholder=people[who])
            self.add(Accommodation(goal=goal, opponent=opponent, action=action, how=how), goal=goal)

    def targets(self, people: Sequence[User]) -> None:
        """The targets of the goal, in pairs where external means decide, with their indicators."""
        goal, steps, actions = Goal.objects.get(), list(SubObjective.objects.all()), list(Action.objects.all())
        rows: list[Target] = []
        for text in self.example.targets:
            row = Target(
                goal=goal, statement=text.statement, level=text.level, dimension=text.dimension, due=text.due,
                seen_by=text.seen_by, owner=people[text.owner], consulted_on=text.consulted_on,
                sub_objective=steps[text.step] if text.step is not None else None,
                action=actions[text.action] if text.action is not None else None,
                without=rows[text.without] if text.without is not None else None,
            )  # fmt: skip
            rows.append(self.add(row, goal=goal))
            for indicator in text.indicators:
                self.indicator(goal, row, indicator)
        self.links(actions, rows)

    def links(self, actions: Sequence[Action], targets: Sequence[Target]) -> None:
        """What each action serves and builds on."""
        assets = list(Asset.objects.all())
        for action, text in zip(actions, self.example.actions, strict=True):
            ends = [("asset", assets[at].pk) for at in text.assets] + [
                ("target", targets[at].pk) for at in text.targets
            ]
            change_links(action, seen=set(), wanted=set(ends), by=self.by)

    def timeline(self, people: Sequence[User]) -> None:
        """The activities with their months and links, and the meetings with their guests."""
        goal, actions, guests = Goal.objects.get(), list(Action.objects.all()), list(Stakeholder.objects.all())
        rows: list[Activity] = []
        for text in self.example.activities:
            months = [
                add_months(date.fromisoformat(f"{first}-01"), n) for first, many in text.work for n in range(many)
            ]
            row = Activity(
                goal=goal, name=text.name, actor=text.actor, owner=people[text.owner], months=tuple(months),
                action=actions[text.action] if text.action is not None else None,
            )  # fmt: skip
            rows.append(self.add(row, goal=goal))
            for before in text.after:
                self.add(Precedence(activity=row, needs=rows[before]), activity__goal=goal)
        for series in self.example.meetings:
            meeting = Meeting(
                goal=goal, kind=series.kind, purpose=series.purpose, rhythm=series.rhythm, first=series.first,
                hour=time.fromisoformat(series.hour), place=series.place, owner=people[series.caller],
            )  # fmt: skip
            self.add(meeting)
            for guest in series.guests:
                self.add(MeetingGuest(meeting=meeting, stakeholder=guests[guest]))

    def indicator(self, goal: Goal, target: Target, text: ExampleIndicator) -> None:
        values = {"baseline": text.today, "value": text.wanted, "kind": Indicator.Kind.QUANTITATIVE}
        if isinstance(text.wanted, str):
            values = {"baseline_state": text.today, "state": text.wanted, "kind": Indicator.Kind.QUALITATIVE}
        row = Indicator(
            target=target, name=text.name, unit=text.unit, frequency=text.frequency, verification=text.verification,
            collector=text.collector, **values, **dict.fromkeys(text.apart, True),
        )  # fmt: skip
        self.add(row, target__goal=goal)
        for day, value in text.mid:
            self.add(MidValue(indicator=row, on=day, value=value), indicator__target__goal=goal)
