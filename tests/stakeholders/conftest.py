"""A town whose confidential fields all sing (B8): a canary word in each, and those who must not hear it."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django_scopes import scope

from planning.goals.confidential import trusted
from planning.models import Accommodation, Commitment, Membership, SwotEntry, User, WorkingGroup
from planning.plans.permissions import ROLE_PERMISSIONS, Role
from stakeholders.models import Answer, Connection, Influence, Interview, Position
from tests.fixtures import HTMX, LETTERS, Town, person
from tests.plans.names import address
from tests.plans.test_access import PLAN

# field of which row: its canary
CANARIES = {
    (Position, "reason"): "canaryreason",
    (Connection, "how"): "canaryhow",
    (Answer, "said"): "canarysaid",
    (Interview, "person"): "canaryperson",
    (Interview, "role"): "canaryrole",
    (Interview, "interviewer"): "canaryinterviewer",
    (Accommodation, "how"): "canaryaccommodation",
    (SwotEntry, "text"): "canaryswot",
    (Commitment, "name"): "canaryname",
    (Commitment, "text"): "canarytext",
    (Commitment, "organisation"): "canaryoffice",
    (Commitment, "reason"): "canarywithdrawal",
}
SHEET_OF = {
    Position: "positions",
    Connection: "connections",
    Answer: "answers",
    Interview: "interviews",
    Accommodation: "accommodations",
    SwotEntry: "swot_entries",
}
UNWATCHED = set(Role.values) - {role for _name, role in LETTERS.values()}  # roles that no letter stands for
STRANGERS = {role: role for role in sorted(UNWATCHED)} | {letter: LETTERS[letter][1] for letter in "tvf"}
STRANGERS["group 2"] = Role.WORKING_GROUP
# The door goes by permissions and groups, so one of those who may do the very same stands for all of them.
WALKED = {ROLE_PERMISSIONS[role]: stranger for stranger, role in STRANGERS.items()}
TEXT_TYPES = {"CharField", "TextField"}
NAMES_TYPES = {"stance", "source", "cause", "kind", "consent", "purpose", "knows", "question", "evidence"}  # choices
NAMES_TYPES |= {"cell", "group", "origin", "state", "digest"}
TABLES = (Position, Influence, Connection, Interview, Answer, Accommodation, SwotEntry, Commitment)


def secrets_of(model: Any) -> QuerySet[Any]:
    """The table's confidential rows; of some tables only single ones are."""
    partly = getattr(model, "is_partly_confidential", False)
    return model.unguarded.filter(secret=True) if partly else model.unguarded.all()


@pytest.fixture
def loud(town: Town) -> Town:
    """A town whose confidential fields all sing, changed once so that the history has a before and an after."""
    town.rows["swot_entry"] = town.rows["secret_entry"]  # so that the walk comes to the addresses of that one
    with trusted(town.plan):
        for (model, name), word in CANARIES.items():
            row = secrets_of(model).get()
            for text in (f"{word} before", word):
                setattr(row, name, text)
                row.version += 1
                row.save()
    return town


@pytest.fixture
def strangers(loud: Town) -> dict[str, User]:
    """Everybody in the plan to whom it is not confided, a member of another goal's group among them."""
    other = loud.add(WorkingGroup(plan=loud.plan, name="Group 2"))
    user = person("other-group")
    with scope(plan=loud.plan):
        Membership.objects.create(plan=loud.plan, user=user, role=Role.WORKING_GROUP, group=other)
        for role in UNWATCHED:
            Membership.objects.create(plan=loud.plan, user=person(f"is-{role}"), role=role)
    by_role = {role: User.objects.get(username=f"is-{role}") for role in UNWATCHED}
    return by_role | {"group 2": user} | {letter: loud.people[letter] for letter in "tvf"}


def singing(content: bytes) -> set[str]:
    return {word for word in CANARIES.values() if word.encode() in content}


def answers(client: Client, town: Town, names: Iterable[str] = PLAN) -> Iterator[tuple[str, Any]]:
    """What the reader gets from every address of the plan: pages, rows, polls, exports, histories; as a page and, where
    that differs, as a part of one."""
    for name in names:
        url, methods = address(name, town), PLAN[name][2]
        if "GET" not in methods:  # answers nobody with more than that
            continue
        for headers in ({}, HTMX) if methods == "GET POST" else ({},):
            yield name, client.get(url, headers=headers)
        if name.endswith("_poll"):
            yield f"{name} since", client.get(url + "?since=2000-01-01T00:00:00Z")
    if "plan_history" in names:
        yield from (("history", page) for page in pages_of_history(client, town))


def pages_of_history(client: Client, town: Town) -> Iterator[Any]:
    """Those after the first."""
    url, number = address("plan_history", town), 1
    page = client.get(url)
    while f'href="?page={number + 1}"'.encode() in page.content:
        number += 1
        page = client.get(url, {"page": number})
        yield page


def everything(client: Client, town: Town, names: Iterable[str] = PLAN) -> Iterator[tuple[str, bytes]]:
    """What stands in these answers, and in the list of plans."""
    yield from ((name, body(answer)) for name, answer in answers(client, town, names))
    yield "plans", body(client.get("/plans/"))


def body(response: object) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":  # a workbook: its parts are compressed
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(part) for part in book.namelist())
    return bytes(content)
