"""Writes the example plan into the database, through the same actions as the worksheets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pghistory
from django.db import transaction
from django.utils import timezone

from ...assets.models import Asset
from ...brainstorm import actions as brainstorm
from ...brainstorm.listing import FITTING
from ...brainstorm.rules import next_turn
from ...goals.confidential import trusted
from ...goals.models import Goal
from ...people.models import Municipality, User
from ...plans.models import CODE_ALPHABET, Membership, Plan
from ...plans.permissions import Role
from .arabic.plan import ARABIC
from .content import Example, ExamplePerson
from .english.plan import ENGLISH
from .goals import GoalFiller
from .registers import Registers

EXAMPLES = {example.language: example for example in (ENGLISH, ARABIC)}


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
    people = [user for user, _secret in found]
    with pghistory.context(user=people[0].pk):
        plan = _plan(example)
        with trusted(plan):
            registers = Registers.of(example, plan, people)
            goals = [GoalFiller(registers, text, example.language).fill() for text in example.goals]
            _offices(example, plan, people, goals)
            _brainstorm(plan, goals[0], people)
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
        slug=example.slug,
        title=example.title,
        municipality=town,
        first_year=2026,
        last_year=2028,
        currency="USD",
        session_date=timezone.localdate() + timedelta(weeks=4),
        is_example=True,
    )


def _offices(example: Example, plan: Plan, people: Sequence[User], goals: Sequence[Goal]) -> None:
    """What each person is in the whole plan, and the members of each goal's working group."""
    for user, person in zip(people, example.people, strict=True):
        if person.role != Role.WORKING_GROUP:
            Membership.objects.create(plan=plan, user=user, role=person.role, office=person.office)
    for goal, text in zip(goals, example.goals, strict=True):
        for at, office in text.members:
            Membership.objects.create(
                plan=plan, user=people[at], role=Role.WORKING_GROUP, group=goal.group, office=office
            )


def _brainstorm(plan: Plan, goal: Goal, people: Sequence[User]) -> None:
    """The session that came first: three rounds in which the people named assets that are in the register now."""
    left = list(Asset.objects.all())
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
