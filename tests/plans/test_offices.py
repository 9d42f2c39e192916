"""Who is responsible for what: offices that end, are handed over, and in which a deputy acts (P4)."""

import html
import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from planning.models import Action, Membership, Municipality, Partner
from planning.plans.actions import hand_over, office_columns
from tests.fixtures import Town, as_user, make_town


def changed(client: Client, town: Town, letter: str, **values: Any) -> tuple[int, str]:
    """What the form of somebody's role answers; what is not named stays as it is."""
    office = town.office(letter)
    kept = {"role": office.role, "group": office.group_id or "", "deputy": office.deputy_id or ""}
    response = client.post(town.url(f"people/{office.pk}/"), kept | {"occupation": office.occupation} | values)
    return response.status_code, response.content.decode()


def agreement(page: str) -> str:
    """What agrees to the question on a page."""
    found = re.search(r'name="sure"\s+value="([^"]+)"', page)
    assert found, "nothing was asked"
    return html.unescape(found.group(1))


def test_a_leavers_work_goes_over_in_one_step(town: Town) -> None:
    leaver, heir, boss = town.people["t"], town.people["g"], town.people["s"]
    with scope(plan=town.plan):
        Action.objects.update(owner=town.office("t"), deputy=town.office("g"))
        Membership.objects.filter(user=boss).update(deputy=town.office("t"))
        assert hand_over(town.plan, leaver, heir, by=boss) == (1, 2)
        action, office = Action.objects.get(), Membership.objects.active().get(user=heir, role="task-force")
        assert (action.owner, action.deputy) == (office, None)  # nobody is their own deputy
        assert Membership.objects.get(user=boss).deputy == office
        assert not Membership.objects.active().filter(user=leaver).exists()
        roles = set(Membership.objects.active().filter(user=heir).values_list("role", flat=True))
    assert roles == {"working-group", "task-force"}
    assert as_user(leaver).get(town.url()).status_code == 404


def test_every_table_with_an_owner_or_a_deputy_is_handed_over() -> None:
    kinds = {(column.model.__name__, column.name) for column in office_columns()}
    answered = {(name, field) for name in ("Action", "Target", "Indicator") for field in ("owner", "deputy")}
    assert kinds == answered | {("Activity", "owner"), ("Meeting", "owner"), ("Membership", "deputy")}


def test_handing_over_to_oneself_is_refused(secretary: Client, town: Town) -> None:
    pk = town.people["t"].pk
    assert secretary.post(town.url("people/hand-over/"), {"leaver": pk, "successor": pk}).status_code == 422
    response = secretary.post(
        town.url("people/hand-over/"), {"leaver": pk, "successor": town.people["v"].pk}, follow=True
    )
    assert "1 piece of work" in response.content.decode()


def test_nobody_is_their_own_deputy(secretary: Client, town: Town) -> None:
    assert changed(secretary, town, "t", deputy=town.office("t").pk)[0] == 422
    assert changed(secretary, town, "t", deputy=town.office("g").pk)[0] == 302


def test_who_would_read_what_is_confidential_is_asked_about(town: Town, secretary: Client) -> None:
    """Handing a group member's work over opens the whole analysis: never to a funder, to others only when said so."""
    at, member = town.url("people/hand-over/"), town.people["g"].pk
    refused = secretary.post(at, {"leaver": member, "successor": town.people["f"].pk})
    assert refused.status_code == 422
    assert "Funder or partner organisation" in refused.content.decode()
    teacher = {"leaver": member, "successor": town.people["t"].pk}
    asked = secretary.post(at, teacher)
    assert asked.status_code == 409
    assert "will be able to read what is confidential" in asked.content.decode()
    sure = {"sure": agreement(asked.content.decode())}
    assert secretary.post(at, teacher | sure | {"successor": town.people["v"].pk}).status_code == 409
    with scope(plan=town.plan):
        assert Membership.objects.active().filter(user=member).exists()
    assert secretary.post(at, teacher | sure).status_code == 302
    with scope(plan=town.plan):
        assert not Membership.objects.active().filter(user=member).exists()
        assert Membership.objects.active().filter(user=town.people["t"], role="working-group").exists()


def responsible_for_one_of_each(town: Town, letter: str) -> Membership:
    """Every kind of row that has an owner, a deleted one too, and the deputyship of the secretary."""
    office, goal = town.office(letter), town.rows["goal"]
    gone = town.add(Action(plan=town.plan, goal=goal, title="Given up"), goal=goal)
    with scope(plan=town.plan):
        for column in office_columns():
            rows = column.model._default_manager if column.model is not Membership else Membership.objects
            chosen = rows.exclude(user=office.user) if column.model is Membership else rows.all()
            assert chosen.update(**{column.name: office if column.name == "owner" else None}), column
        Membership.objects.filter(role="secretariat").update(deputy=office)
        Action.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    return office


def left_of(town: Town, office: Membership) -> list[str]:
    with scope(plan=town.plan):
        return [
            f"{column.model.__name__}.{column.name}"
            for column in office_columns()
            for manager in [getattr(column.model, "everything", column.model._default_manager)]
            if manager.filter(**{column.name: office}).exists()
        ]


def test_before_a_role_ends_one_sees_what_its_holder_answers_for(secretary: Client, town: Town) -> None:
    office = responsible_for_one_of_each(town, "t")
    page = secretary.get(town.url(f"people/{office.pk}/end/")).content.decode()
    for word in ("Actions: person responsible", "Targets: person responsible", "Deputy of", town.rows["action"].title):
        assert word in page, word
    assert "Indicators: person responsible" in page


def test_what_an_ended_role_answered_for_is_open_everywhere(secretary: Client, town: Town) -> None:
    office = responsible_for_one_of_each(town, "t")
    with scope(plan=town.plan):
        Action.objects.update(start=date(2027, 2, 1), end=date(2027, 4, 30), main_actor=town.rows["other"])
        version = Action.objects.get(pk=town.rows["action"].pk).version
    assert secretary.post(town.url(f"people/{office.pk}/end/"), {"successor": ""}).status_code == 302
    assert left_of(town, office) == []
    with scope(plan=town.plan):
        action = Action.objects.get(pk=town.rows["action"].pk)
    assert (action.owner, action.version, action.changed_by) == (None, version + 1, town.people["s"])
    page = secretary.get(town.url("readiness/")).content.decode()
    assert f"Nobody is responsible for action {action.code}" in page


def test_or_goes_to_whoever_is_chosen(secretary: Client, town: Town) -> None:
    office, heir = responsible_for_one_of_each(town, "t"), town.office("g")
    assert secretary.post(town.url(f"people/{office.pk}/end/"), {"successor": heir.pk}).status_code == 302
    assert left_of(town, office) == []
    owned = {f"{name}.owner" for name in ("Action", "Target", "Indicator", "Activity", "Meeting")}
    assert owned | {"Membership.deputy"} == {*left_of(town, heir)}


def test_only_who_may_answer_is_offered(secretary: Client, town: Town) -> None:
    """Neither who only looks on, nor who is away for good, nor somebody of another plan."""
    other = make_town("other")
    office, looks_on, outside = town.office("t"), town.office("v"), town.office("f")
    for wrong in (looks_on, outside, other.office("s")):
        assert secretary.post(town.url(f"people/{office.pk}/end/"), {"successor": wrong.pk}).status_code == 422
        action = town.rows["action"]
        url = town.url(f"goals/{town.rows['goal'].pk}/actions/{action.pk}/")
        answer = secretary.post(url, {"fields": "owner", "owner": wrong.pk, "version": action.version})
        assert answer.status_code == 422, wrong
        deputy = {"occupation": "", "deputy": wrong.pk}
        assert secretary.post(town.url(f"people/{office.pk}/"), deputy).status_code == 422


def test_the_database_lets_nobody_answer_in_an_office_that_has_ended(town: Town) -> None:
    office, other = town.office("t"), make_town("other").office("s")
    with scope(plan=town.plan):
        Membership.objects.filter(pk=office.pk).update(ended_at=timezone.now())
        for wrong in (office, other):
            for column in office_columns():
                with pytest.raises(IntegrityError, match="nobody holds this office"), transaction.atomic():
                    column.model._default_manager.update(**{column.name: wrong})


def stand_in(town: Town, client: Client, holder: str, deputy: str) -> Membership:
    """The holder's office, with a deputy to whom the secretary has confided it; the holder goes away."""
    office, other = town.office(holder), town.office(deputy)
    asked = changed(client, town, holder, deputy=other.pk)[1]
    assert changed(client, town, holder, deputy=other.pk, sure=agreement(asked))[0] == 302
    assert client.post(town.url(f"people/{office.pk}/away/"), {"away": "1"}).status_code == 302
    return office


def test_a_deputy_acts_while_the_holder_is_away(secretary: Client, town: Town) -> None:
    """With the rights of the office, confidential reading included; before and afterwards with their own."""
    deputy, settings = as_user(town.people["t"]), town.url("settings/")
    assert deputy.get(settings).status_code == 403
    office = stand_in(town, secretary, "s", "t")
    assert deputy.get(settings).status_code == 200
    assert "Secretary-Rihan" in deputy.get(town.url()).content.decode()  # whom one acts for
    assert secretary.post(town.url(f"people/{office.pk}/away/"), {"away": "0"}).status_code == 302
    assert deputy.get(settings).status_code == 403


def test_going_away_stands_in_the_history(secretary: Client, town: Town) -> None:
    stand_in(town, secretary, "s", "t")
    page = secretary.get(town.url("history/")).content.decode()
    assert "away since" in page.lower()
    assert "away since" in secretary.get(town.url("people/")).content.decode()


def test_a_deputy_who_left_acts_no_more(secretary: Client, town: Town) -> None:
    stand_in(town, secretary, "s", "t")
    with scope(plan=town.plan):
        Membership.objects.filter(user=town.people["t"]).update(ended_at=timezone.now())
    assert as_user(town.people["t"]).get(town.url()).status_code == 404


def test_that_a_deputy_would_read_what_is_confidential_is_asked_about(secretary: Client, town: Town) -> None:
    status, page = changed(secretary, town, "s", deputy=town.office("t").pk)
    assert (status, town.office("s").deputy) == (409, None)
    assert "who supports and who opposes" in " ".join(page.split())


def test_only_oneself_and_the_secretariat_say_who_is_away(town: Town) -> None:
    office = town.office("t")
    with scope(plan=town.plan):
        Membership.objects.filter(pk=office.pk).update(deputy=town.office("g"))
    url = town.url(f"people/{office.pk}/away/")
    assert as_user(town.people["g"]).post(url, {"away": "1"}).status_code == 403
    assert as_user(town.people["t"]).post(url, {"away": "1"}).status_code == 302
    assert town.office("t").away_since


def test_nobody_is_away_without_a_deputy(town: Town) -> None:
    as_user(town.people["t"]).post(town.url(f"people/{town.office('t').pk}/away/"), {"away": "1"})
    assert town.office("t").away_since is None


def test_a_role_and_its_group_can_be_changed(secretary: Client, town: Town) -> None:
    group = town.rows["goal2"].group_id or town.rows["goal"].group_id
    status, page = changed(secretary, town, "v", role="working-group", group=group)
    assert status == 409, "they would read what is confidential"
    assert town.office("v").role == "council-viewer"
    assert changed(secretary, town, "v", role="working-group", group=group, sure="elsewhere")[0] == 409
    assert changed(secretary, town, "v", role="working-group", group=group, sure=agreement(page))[0] == 302
    assert (town.office("v").role, town.office("v").group_id) == ("working-group", group)
    assert "role" in secretary.get(town.url("history/")).content.decode()


def test_a_role_that_does_not_fit_is_told_at_its_place(secretary: Client, town: Town) -> None:
    responsible_for_one_of_each(town, "t")
    cases = {
        ("t", "funder"): "which this role does not allow",
        ("s", "task-force"): "the last member of the secretariat",
        ("v", "working-group"): "Choose a working group",
    }
    for (letter, role), said in cases.items():
        status, page = changed(secretary, town, letter, role=role)
        assert status == 422, role
        assert said in page, role


def test_a_deputy_is_asked_about_again_when_the_role_changes(secretary: Client, town: Town) -> None:
    with scope(plan=town.plan):
        Membership.objects.filter(pk=town.office("v").pk).update(deputy=town.office("t"))
    status, page = changed(secretary, town, "v", role="secretariat")
    assert status == 409
    assert page.count("<bdi>Teacher-Rihan</bdi>: Secretariat") == 1
    assert page.count("<bdi>Viewer-Rihan</bdi>: Secretariat") == 1


def test_a_focal_point_is_tied_to_a_municipality_of_the_plan(secretary: Client, town: Town) -> None:
    with scope(plan=town.plan):
        partner = Municipality.objects.create(name="Village by the river")
        elsewhere = Municipality.objects.create(name="Elsewhere")
        Partner.objects.create(plan=town.plan, municipality=partner)
    assert changed(secretary, town, "v", role="focal-point", municipality=elsewhere.pk)[0] == 422
    assert changed(secretary, town, "v", role="focal-point", municipality=partner.pk)[0] == 302
    assert "Village by the river" in secretary.get(town.url("people/")).content.decode()
    assert "Village by the river" in secretary.get(town.url()).content.decode(), "partners stand on the plan's page"
