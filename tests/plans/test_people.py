"""Invitations, roles, deputies, handing over (P4); plans and their partners (P1)."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.models import Invitation, Membership, Partner, Plan, User
from planning.plans.actions import invite as make_invitation
from tests.fixtures import Town, as_user, make_town

NEW = {"name": "Baker", "username": "baker", "email": "", "password": "bread and olives"}


def invite(client: Client, town: Town, **values: str) -> str:
    """Makes an invitation as the secretary does, and reads its code off the ticket."""
    data = {"name": "Baker", "role": "task-force", "group": "", "occupation": "Baker", "email": ""} | values
    response = client.post(town.url("people/invite/"), data, follow=True)
    found = re.search(r'class="code">([A-Z0-9]{5}-[A-Z0-9]{5})<', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def test_a_printed_code_brings_somebody_without_email_in(secretary: Client, town: Town) -> None:
    code = invite(secretary, town)
    newcomer = Client()
    typed = code.lower().replace("-", " ")
    response = newcomer.post("/join/", {"code": typed})
    assert response.status_code == 302
    ticket = response["Location"]
    assert town.plan.title in newcomer.get(ticket).content.decode()
    response = newcomer.post(ticket, NEW)
    assert response["Location"] == town.url()
    assert newcomer.get(town.url()).status_code == 200
    with scope(plan=town.plan):
        membership = Membership.objects.get(user__username="baker")
    assert (membership.role, membership.occupation) == ("task-force", "Baker")
    assert Client().get(ticket).status_code == 404  # once


def test_the_database_keeps_no_code(secretary: Client, town: Town) -> None:
    code = invite(secretary, town).replace("-", "")
    with scope(plan=town.plan):
        row = Invitation.objects.get()
    assert code not in str(vars(row))


def test_an_account_that_exists_takes_the_role(secretary: Client, town: Town, outsider: User) -> None:
    code = invite(secretary, town).replace("-", "")
    client = as_user(outsider)
    assert client.post(f"/join/{code}/").status_code == 302
    assert client.get(town.url()).status_code == 200


@pytest.mark.parametrize("ending", ["expired", "revoked", "renewed"])
def test_old_codes_do_not_work(ending: str, secretary: Client, town: Town) -> None:
    code = invite(secretary, town).replace("-", "")
    with scope(plan=town.plan):
        invitation = Invitation.objects.get()
        if ending == "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        elif ending == "revoked":
            secretary.post(town.url(f"people/invitations/{invitation.pk}/revoke/"))
        else:
            secretary.post(town.url(f"people/invitations/{invitation.pk}/renew/"))
    assert Client().get(f"/join/{code}/").status_code == 404
    assert Client().post(f"/join/{code}/", NEW).status_code == 404
    assert not User.objects.filter(username="baker").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "two words"),
        ("username", "SECRETARY-RIHAN"),
        ("password", "short"),
        ("password", "password1"),
        ("name", "x\u202e"),
        ("email", "no"),
    ],
)
def test_a_refused_account_uses_nothing_up(field: str, value: str, secretary: Client, town: Town) -> None:
    code = invite(secretary, town).replace("-", "")
    response = Client().post(f"/join/{code}/", NEW | {field: value})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Client().post(f"/join/{code}/", NEW).status_code == 302


def test_guessing_codes_is_slowed_down_but_a_right_code_is_not(secretary: Client, town: Town) -> None:
    guesser = Client()
    codes = [guesser.post("/join/", {"code": f"AAAAAAAA{i:02}"}).status_code for i in range(25)]
    assert set(codes) == {422}
    code = invite(secretary, town)
    waits = guesser.post("/join/", {"code": code})  # the same address has to
    assert waits.status_code == 422
    assert "Too many wrong codes" in waits.content.decode()
    assert f'value="{code}"' in waits.content.decode()
    assert Client(REMOTE_ADDR="10.9.8.7").post("/join/", {"code": code}).status_code == 302


def test_guessing_addresses_is_slowed_down_too(secretary: Client, town: Town) -> None:
    """One that was used is no guess, however often it is opened."""
    code, used = (invite(secretary, town).replace("-", "") for _times in range(2))
    Client().post(f"/join/{used}/", NEW)
    hall = Client(REMOTE_ADDR="10.9.8.7")
    assert {hall.get(f"/join/{used}/").status_code for _times in range(30)} == {404}
    assert {hall.get(f"/join/{code}/").status_code for _times in range(30)} == {200}
    guesses = [hall.get(f"/join/AAAAAAAA{number}/").status_code for number in "ACDEFGHJKMNPQRTVWXYZ234"]
    assert guesses == [404] * 20 + [429] * 3
    waits = hall.get(f"/join/{code}/")
    assert (waits.status_code, waits["Retry-After"]) == (429, "60")
    assert Client().get(f"/join/{code}/").status_code == 200


def test_a_group_member_needs_a_group(secretary: Client, town: Town) -> None:
    data = {"name": "Baker", "role": "working-group", "group": "", "occupation": "", "email": ""}
    assert secretary.post(town.url("people/invite/"), data).status_code == 422
    data["group"] = str(town.rows["group"].pk)
    assert secretary.post(town.url("people/invite/"), data).status_code == 302


def test_with_an_address_the_link_is_mailed(secretary: Client, town: Town) -> None:
    code = invite(secretary, town, email="baker@example.org")
    assert [message.to for message in mail.outbox] == [["baker@example.org"]]
    assert f"/join/{code.replace('-', '')}/" in mail.outbox[0].body


def test_the_last_secretariat_stays(secretary: Client, town: Town) -> None:
    with scope(plan=town.plan):
        pk = Membership.objects.get(role="secretariat").pk
    response = secretary.post(town.url(f"people/{pk}/end/"), {"successor": ""}, follow=True)
    assert "last member of the secretariat" in response.content.decode()
    assert secretary.get(town.url()).status_code == 200


def test_a_plan_of_several_municipalities(secretary: Client, town: Town) -> None:
    data = {
        "municipality_name": "Lead",
        "title": "خطة",
        "first_year": "2027",
        "last_year": "2029",
        "currency": "jod",
        "session_date": "",
        "partners": "North\nSouth\n\nNorth",
    }
    response = secretary.post("/plans/new/", data)
    assert response.status_code == 302
    plan = Plan.objects.get(title="خطة")
    assert (plan.slug, plan.currency, plan.municipality.name) == ("plan", "JOD", "Lead")
    with scope(plan=plan):
        assert sorted(p.municipality.name for p in Partner.objects.all()) == ["North", "South"]
        assert Membership.objects.get().role == "secretariat"
    data["partners"] = "South"
    assert secretary.post(f"/plans/{plan.slug}/settings/", data).status_code == 302
    with scope(plan=plan):
        assert [p.municipality.name for p in Partner.objects.all()] == ["South"]
    assert secretary.post("/plans/new/", data | {"last_year": "2020"}).status_code == 422
    assert secretary.post("/plans/new/", data | {"first_year": "99999999999"}).status_code == 422
    assert secretary.post("/plans/new/", data | {"partners": "x" * 121}).status_code == 422
    far = secretary.post("/plans/new/", data | {"session_date": "9999-12-31"})
    assert far.status_code == 422
    assert "The year must be between 1990 and 2100." in far.content.decode()


def test_the_language_goes_with_the_person(town: Town) -> None:
    client = as_user(town.people["t"])
    response = client.post("/language/", {"language": "ar", "next": town.url()})
    assert response["Location"] == town.url()
    page = client.get(town.url()).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    town.people["t"].refresh_from_db()
    assert town.people["t"].language == "ar"
    assert client.post("/language/", {"language": "ar", "next": "https://evil.example/"})["Location"] == "/"


def test_two_who_join_with_the_same_name_at_once(transactional_db: None) -> None:
    town = make_town("race")
    with scope(plan=town.plan):
        codes = [make_invitation(Invitation(plan=town.plan, name="B"), by=town.people["s"]) for _number in range(4)]
    data = {"name": "B", "username": "samename", "password": "a long good sentence"}
    assert sorted(at_once([(Client(), f"/join/{code}/", data) for code in codes])) == [302, 422, 422, 422]


def test_plans_of_the_same_name_opened_at_once(transactional_db: None) -> None:
    town = make_town("race")
    data = {"municipality_name": "X", "title": "New", "first_year": 2026, "last_year": 2027, "currency": "USD"}
    assert at_once([(as_user(town.people["s"]), "/plans/new/", data) for _number in range(4)]) == [302] * 4
    slugs = set(Plan.objects.filter(title="New").values_list("slug", flat=True))
    assert slugs == {"new-2", "new-3", "new-4", "new-5"}  # /plans/new/ is another page


def at_once(posts: list[tuple[Client, str, dict[str, Any]]]) -> list[int]:
    barrier = threading.Barrier(len(posts))

    def send(client: Client, url: str, data: dict[str, Any]) -> int:
        barrier.wait()
        try:
            return client.post(url, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as pool:
        return list(pool.map(lambda post: send(*post), posts))


def test_the_history_does_not_tell_where_invitations_were_sent(town: Town) -> None:
    with scope(plan=town.plan):
        code = make_invitation(Invitation(plan=town.plan, name="Baker", email="b@example.org"), by=town.people["s"])
    text = as_user(town.people["v"]).get(town.url("history/")).content.decode()
    assert "Baker" in text
    assert "b@example.org" not in text
    assert code not in text
