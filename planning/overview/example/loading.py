"""Writes the example plan into the database, through the same actions as the worksheets."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from ...assets.models import Asset
from ...brainstorm import actions as brainstorm
from ...brainstorm.listing import FITTING
from ...brainstorm.rules import next_turn
from ...goals.confidential import trusted
from ...goals.models import Goal
from ...people.models import Municipality, User
from ...plans.models import CODE_ALPHABET, Membership, Plan
from ...plans.permissions import Role
from .files import LANGUAGES, Example, Table, read
from .goals import write_goal
from .rows import SHEETS, Found, Rows

EXAMPLES = {language: read(language) for language in LANGUAGES}


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
    people: Table = example.plan["people"]
    found = {key: _person(key, row["name"], example.language, password) for key, row in people.items()}
    users = {key: user for key, (user, _secret) in found.items()}
    with pghistory.context(user=users["secretary"].pk):
        plan = _plan(example)
        with trusted(plan), override(example.language):
            _write(example, plan, users)
    return [SignIn(users[key].username, found[key][1], str(Role(row["role"]).label)) for key, row in people.items()]


def new_password() -> str:
    """Twelve characters that no eye mistakes for others, in three groups: "k7mq-x3hf-9ecp", 27**12 possibilities."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _number in range(12)).lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def _person(username: str, name: str, language: str, password: str | None) -> tuple[User, str | None]:
    there = User.objects.filter(username__iexact=username).first()
    if there:
        return there, None
    secret = password or new_password()
    return User.objects.create_user(username, password=secret, name=name, language=language), secret


def _plan(example: Example) -> Plan:
    data = example.plan
    town, _made = Municipality.objects.get_or_create(name=data["municipality"], defaults={"locale": data["locale"]})
    return Plan.objects.create(
        slug=example.slug,
        municipality=town,
        session_date=timezone.localdate() + timedelta(weeks=4),
        is_example=True,
        **{column: data[column] for column in ("title", "first_year", "last_year", "currency")},
    )


def _write(example: Example, plan: Plan, users: dict[str, User]) -> None:
    """The roles of the whole plan, the registers, the goals, and the brainstorm that came before."""
    found: Found = {(User, key): user for key, user in users.items()}
    for key, row in example.plan["people"].items():
        if row["role"] != Role.WORKING_GROUP:  # which a goal names itself
            office = {"role": row["role"], "occupation": row["occupation"]}
            found[Membership, key] = Membership.objects.create(plan=plan, user=users[key], **office)
    rows = Rows(plan, users["secretary"], example.plan["offices"], found)
    for name in [name for name in example.plan if name in SHEETS]:
        rows.fill(name, example.plan[name])
    goals = [write_goal(rows.of(key), data) for key, data in example.goals.items()]
    _brainstorm(plan, goals[0], list(users.values()))


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
