"""What each role finds as its next thing, and the mail that tells of what waits (P4, F3)."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from planning.approval import actions
from planning.models import Comment, Membership, User, Version
from planning.overview.tasks import tell_what_waits
from planning.plans.permissions import Role
from tests.approval.conftest import access_of, add_clerk, decision, leave_open, submitted
from tests.fixtures import Town, as_user, make_town, person

pytestmark = pytest.mark.django_db
OTHERS = {"o": Role.OWNER, "c": Role.COMMITTEE_MEMBER, "p": Role.FOCAL_POINT}
READ, COMMENT = "Read version 1", "Read version 1 and say what you think of it"


@pytest.fixture
def full_town(town: Town) -> Town:
    """With somebody in every role, each with an address."""
    add_clerk(town)
    for letter, role in OTHERS.items():
        town.people[letter] = person(f"{role.value}-{town.plan.slug}")
        with scope(plan=town.plan):
            Membership.objects.create(plan=town.plan, user=town.people[letter], role=role)
    for letter, user in town.people.items():
        user.email = f"{letter}@rihan.example"
        user.save()
    return town


def next_of(town: Town, letter: str) -> tuple[str, str]:
    """The words, and where they lead."""
    section = lxml.html.fromstring(as_user(town.people[letter]).get(town.url()).content.decode()).find_class("next")[0]
    links = section.xpath(".//a/@href")
    return section.xpath(".//h2")[0].text_content(), links[0] if links else ""


def review(town: Town) -> None:
    with scope(plan=town.plan):
        actions.open_review(access_of(town, "s"), None)


def approve(town: Town) -> None:
    submitted(town)
    with scope(plan=town.plan):
        actions.decide(access_of(town, "m"), 1, decision())


READER, STANDS = "Read the plan as it stands", "Nothing to do yet"
STATES = {
    "no version": (lambda _town: None, {**dict.fromkeys("mvocp", READER), "f": STANDS}),
    "review": (review, {**dict.fromkeys("tgm", COMMENT), **dict.fromkeys("vocp", READ), "f": STANDS}),
    "submitted": (submitted, {"m": "Record the council’s decision on version 1", **dict.fromkeys("vocp", READ)}),
    "approved": (approve, {**dict.fromkeys("mvocp", READ), "f": STANDS}),
}


@pytest.mark.parametrize("state", STATES)
def test_every_role_has_something_next_in_every_state(state: str, full_town: Town) -> None:
    move, expected = STATES[state]
    move(full_town)
    for letter in full_town.people.keys() - {"x"}:
        words, link = next_of(full_town, letter)
        assert words == expected.get(letter, words), letter
        if words == STANDS:
            assert not link
        else:
            assert as_user(full_town.people[letter]).get(link).status_code == 200, (letter, link)


def test_the_next_of_whoever_is_responsible_is_their_list(full_town: Town) -> None:
    with scope(plan=full_town.plan):
        action = full_town.rows["action"]
        type(action).objects.filter(pk=action.pk).update(owner=full_town.office("o"))
    words, link = next_of(full_town, "o")
    assert words == "See what you are responsible for"
    page = as_user(full_town.people["o"]).get(link).content.decode()
    assert action.title in page
    assert page.index("You: ") < page.index(action.title)


def test_a_deputy_sees_the_next_of_whoever_is_away(full_town: Town) -> None:
    submitted(full_town)
    with scope(plan=full_town.plan):
        office = Membership.objects.filter(pk=full_town.office("m").pk)
        office.update(deputy=full_town.office("o"))
        assert next_of(full_town, "o")[0] == READ
        office.update(away_since=timezone.now())
    assert next_of(full_town, "o")[0] == "Record the council’s decision on version 1"


def told(*users: User) -> list[str]:
    """The addresses to which one round of mails went."""
    mail.outbox.clear()
    tell_what_waits()
    return sorted(letter.to[0].partition("@")[0] for letter in mail.outbox)


def test_one_mail_for_each_thing_that_waits_and_one_a_day(full_town: Town) -> None:
    assert told() == []
    review(full_town)
    assert told() == ["c", "g", "m", "o", "p", "t", "v"]  # not the secretariat, which began it
    comment = next(letter for letter in mail.outbox if letter.to == ["t@rihan.example"])
    for said in (COMMENT, full_town.plan.title, full_town.url("approval/")):
        assert said in comment.body
    assert told() == []
    with scope(plan=full_town.plan):
        version = Version.objects.get()
        Comment.objects.create(plan=full_town.plan, version=version, by=full_town.people["t"], text="Why?")
    assert told() == ["s"]  # for whom it is the first mail of the day
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert told() == []
        with scope(plan=full_town.plan):
            Comment.objects.update(resolved_at=timezone.now(), resolved_by=full_town.people["s"], answer="So.")
            leave_open(full_town)
            actions.submit(access_of(full_town, "s"), 1)
        assert "m" in told()
        assert told() == []


def test_a_mail_tells_of_all_plans_in_the_language_of_its_reader(full_town: Town) -> None:
    other = make_town("saida")
    with scopes_disabled():
        Membership.objects.create(plan=other.plan, user=full_town.people["t"], role=Role.TASK_FORCE)
    User.objects.filter(pk=full_town.people["t"].pk).update(language="ar")
    review(full_town)
    review(other)
    assert "t" in told()
    (letter,) = [one for one in mail.outbox if one.to == ["t@rihan.example"]]
    assert "قراءة النسخة 1 وإبداء الرأي فيها" in letter.body
    assert all(town.plan.title in letter.body for town in (full_town, other))


def test_who_does_not_want_mails_gets_none(full_town: Town) -> None:
    teacher = full_town.people["t"]
    values = {"name": teacher.name, "email": teacher.email, "language": "en"}
    assert as_user(teacher).post("/me/", values).status_code == 302
    review(full_town)
    assert "t" not in told()


def test_a_deputy_is_told_as_well(full_town: Town) -> None:
    submitted(full_town)
    with scope(plan=full_town.plan):
        Membership.objects.filter(pk=full_town.office("m").pk).update(
            deputy=full_town.office("o"), away_since=timezone.now()
        )
    assert {"m", "o"} <= set(told())
    (letter,) = [one for one in mail.outbox if one.to == ["o@rihan.example"]]
    assert "Record the council’s decision on version 1" in letter.body


def test_nobody_is_told_of_plans_that_are_no_longer_theirs(full_town: Town) -> None:
    review(full_town)
    with scope(plan=full_town.plan):
        Membership.objects.filter(user=full_town.people["t"]).update(ended_at=timezone.now())
    assert "t" not in told()
