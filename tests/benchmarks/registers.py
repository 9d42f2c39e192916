"""What the rows of a large plan hang on: people, goals and places, the registers of assets and stakeholders.

Written table by table, as adding rows one by one takes minutes; the triggers write their history all the same."""

from collections.abc import Iterable, Iterator
from itertools import cycle
from typing import Any, TypeVar

from django.db import models

from planning.models import (
    Asset,
    AssetNeed,
    BrainstormEntry,
    Goal,
    GoalAsset,
    LocalAvailability,
    Locality,
    Membership,
    OwnRating,
    Participant,
    PriorityArea,
    Proof,
    SubObjective,
    User,
    WorkingGroup,
)
from stakeholders.models import Answer, Connection, Influence, Interview, Position, Stakeholder
from tests.fixtures import Town

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")
GOALS, STEPS, ASSETS, STAKEHOLDERS, ACTIONS, INDICATORS, LINES = 10, 80, 400, 300, 100, 200, 1000
LOCALITIES, ACTIVITIES, POSITIONS, RATINGS, MEETINGS, MEMBERS = 40, 150, 600, 600, 20, 40
PHRASE = "the water the school roads a market for young families near our new clinic and older people"
WORDS = PHRASE.split()


def said(what: str, number: int, length: int = 6) -> str:
    """A sentence of its own length, as people write them: "Action 12: school roads a market for young"."""
    start = number * 5 % len(WORDS)
    words = (WORDS * 3)[start : start + length + number % 4]
    return f"{what} {number}: {' '.join(words)}"


def of(rows: list[T], number: int) -> T:
    return rows[number % len(rows)]


class Registers:
    """Fills a town's registers. What the town has of a table counts: there will be exactly as many as the sizes say."""

    def __init__(self, town: Town) -> None:
        self.town, self.plan, self.rows = town, town.plan, town.rows

    def write(self, model: type[M], count: int, made: Iterable[dict[str, Any]]) -> list[M]:
        """So many rows that there are `count` with what stands there, each numbered as in a worksheet."""
        there = list(model._base_manager.filter(plan=self.plan).order_by("pk"))
        numbered = "position" in {field.name for field in model._meta.get_fields()}
        rows = []
        for number, values in zip(range(len(there) + 1, count + 1), made, strict=False):
            place = {"position": number} if numbered else {}
            rows.append(model(plan=self.plan, **(place | values)))
        return there + model._base_manager.bulk_create(rows)

    def people(self) -> None:
        names = [f"member-{self.plan.slug}-{number}" for number in range(MEMBERS)]
        self.users = User.objects.bulk_create([User(username=name, name=name.title()) for name in names])
        roles = ({"user": user, "role": "task-force"} for user in self.users)
        self.offices = self.write(Membership, MEMBERS, roles)

    def ground(self) -> None:
        self.groups = self.write(WorkingGroup, 5, ({"name": said("Group", n, 2)} for n in range(5)))
        self.areas = self.write(PriorityArea, 5, ({"name": said("Area", n, 2)} for n in range(5)))
        self.goals = self.write(
            Goal,
            GOALS,
            (
                {"statement": said("Goal", n, 8), "group": of(self.groups, n), "area": of(self.areas, n)}
                for n in range(GOALS)
            ),
        )
        self.places = self.write(
            Locality,
            LOCALITIES,
            (
                {"name": f"Quarter {n}", "latitude": f"33.{n:02}", "longitude": f"36.{n * 7 % 60:02}"}
                for n in range(LOCALITIES)
            ),
        )
        self.steps = self.write(
            SubObjective,
            STEPS,
            (
                {"goal": of(self.goals, n), "statement": said("Step", n), "position": n // GOALS + 2}
                for n in range(STEPS)
            ),
        )
        self.first_step = {step.goal_id: step for step in reversed(self.steps)}

    def assets(self) -> None:
        kinds = cycle(Asset.Kind.values)
        self.register = self.write(
            Asset,
            ASSETS,
            (
                {
                    "name": said("Asset", n, 2),
                    "kind": next(kinds),
                    "quantity": n + 1,
                    "unit": "pieces",
                    "locality": of(self.places, n) if n % 3 else None,
                    "keeper": said("Office", n, 2),
                    "source": "Register",
                    "description": said("It is", n, 10) if n % 2 else "",
                }
                for n in range(ASSETS)
            ),
        )
        self.ratings = self.write(
            GoalAsset,
            RATINGS,
            (
                {
                    "goal": of(self.goals, n),
                    "asset": self.register[1 + n * 11 % (ASSETS - 1)],
                    "availability": n % 3 + 1,
                    "importance": n // 3 % 3 + 1 if n % 9 else None,
                    "reason": said("For", n),
                    "position": n // GOALS + 2,
                }
                for n in range(RATINGS)
            ),
        )
        self.write(
            LocalAvailability,
            RATINGS,
            (
                {
                    "goal_asset": of(self.ratings, 1 + n // 3 * 7),
                    "locality": of(self.places, n * 7 + n // 3),
                    "availability": n % 3 + 1,
                }
                for n in range(RATINGS)
            ),
        )
        self.write(
            AssetNeed,
            100,
            ({"asset": self.register[n * 3], "needed": self.register[n * 3 + 2 + n % 2]} for n in range(100)),
        )
        self.write(
            OwnRating,
            3 * RATINGS,
            (
                {
                    "goal_asset": self.ratings[n // 3],
                    "user": of(self.users, n),
                    "availability": n % 3 + 1,
                    "importance": n // 2 % 3 + 1,
                }
                for n in range(3 * RATINGS)
            ),
        )

    def stances(self) -> Iterator[dict[str, Any]]:
        """Of a goal's first step 24 stakeholders' stances, of the others five."""
        number = 0
        for step in self.steps:
            for of_step in range(24 if step == self.first_step[step.goal_id] else 5):
                number += 1
                who = self.stakeholders[2 + number * 7 % (STAKEHOLDERS - 2)]
                yield {
                    "goal_id": step.goal_id,
                    "sub_objective": step,
                    "stakeholder": who,
                    "position": of_step + 2,
                    "stance": ("opponent", "supporter", "undecided")[number % 3],
                    "interest": number // 2 % 2 + 1,
                    "reason": said("Because", number),
                }

    def analysis(self) -> None:
        kinds = cycle(Stakeholder.Kind.values)
        self.stakeholders = self.write(
            Stakeholder,
            STAKEHOLDERS,
            (
                {
                    "name": said("Group", n, 2),
                    "kind": next(kinds),
                    "description": said("They", n),
                    "contact": f"012 {n}",
                    "vulnerable": n % 9 == 0,
                }
                for n in range(STAKEHOLDERS)
            ),
        )
        self.positions = self.write(Position, POSITIONS, self.stances())
        self.write(
            Influence,
            2 * POSITIONS,
            (
                {
                    "goal_id": held.goal_id,
                    "sub_objective_id": held.sub_objective_id,
                    "holder": held,
                    "strength": n % 2 + 1,
                    "asset": of(self.register, 1 + n * 3 + n // POSITIONS),
                }
                for n, held in enumerate(self.positions[1:] + self.positions[1:])
            ),
        )
        self.write(
            Connection,
            STAKEHOLDERS,
            (
                {
                    "goal": of(self.goals, n),
                    "one": self.stakeholders[n],
                    "other": of(self.stakeholders, n * 3 + 5),
                    "how": "They meet",
                }
                for n in range(2, STAKEHOLDERS)
            ),
        )
        talks = self.write(
            Interview,
            60,
            (
                {
                    "goal": of(self.goals, n),
                    "kind": of(Stakeholder.Kind.values, n),
                    "person": f"Person {n}",
                    "role": said("Knows", n),
                    "consent": "spoken",
                    "position": n // GOALS + 2,
                }
                for n in range(60)
            ),
        )
        answers = ((n, of(talks, n)) for n in range(300))
        self.answers = self.write(
            Answer,
            300,
            (
                {
                    "goal_id": talk.goal_id,
                    "interview": talk,
                    "stakeholder": of(self.stakeholders, n * 3),
                    "sub_objective": self.first_step[talk.goal_id],
                    "question": ("stance", "interest", "influence")[n % 3],
                    "said": said("We think", n, 12),
                    "evidence": ("self", "others", "agreed")[n % 3],
                }
                for n, talk in answers
            ),
        )

    def brainstorm(self) -> None:
        """One session in which thirty members name two assets each, half of which the register proves."""
        session = self.rows["brainstorm"]
        seats = self.write(
            Participant,
            30,
            (
                {"brainstorm": session, "user": user, "name": user.name, "number": n + 1, "next_round": 2}
                for n, user in enumerate(self.users)
            ),
        )
        named = self.write(
            BrainstormEntry,
            60,
            (
                {
                    "brainstorm": session,
                    "participant": of(seats, n + 1),
                    "round": 1 + n // 29,
                    "name": f"Asset {n} of ours",
                    "kind": of(BrainstormEntry.Kind.values, n),
                    "position": n + 10,
                }
                for n in range(58)
            ),
        )
        self.write(
            Proof, 30, ({"entry": entry, "asset": of(self.register, n * 3)} for n, entry in enumerate(named[::2]))
        )
