"""`exportplan … .json` and `importplan`, and what the plan's history says of them."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django_scopes import scope, scopes_disabled

from planning.archive.export import export
from planning.archive.models import Transfer
from planning.archive.tables import FileKind
from planning.goals.confidential import trusted
from planning.models import Action, Goal, Membership, Municipality, Plan, SwotEntry, User
from planning.plans.permissions import Role
from stakeholders.models import Position
from tests.copies import emptied
from tests.fixtures import Town, as_user, person

pytestmark = pytest.mark.django_db


def called(name: str, *args: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(name, *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def history(town: Town, letter: str = "t") -> str:
    return as_user(town.people[letter]).get(town.url("history/")).content.decode()


# out -------------------------------------------------------------------------------------------------------------


def test_the_shareable_file_is_written_without_more_ado(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    out, err = called("exportplan", "rihan", "--to", target)
    assert target.read_bytes() == export(town.plan, FileKind.SHAREABLE)
    assert "bytes" in out
    assert err == ""
    with scope(plan=town.plan):
        assert not Transfer.objects.exists()


def test_the_whole_file_is_written_with_a_warning_and_a_line_in_the_history(town: Town, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_text("open to all")
    target.chmod(0o644)
    assert "The whole plan as a file" not in history(town)
    _out, err = called("exportplan", "rihan", "--to", target, "--whole", "--as", town.people["s"].username)
    assert target.read_bytes() == export(town.plan, FileKind.WHOLE)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert "confidential parts" in err
    page = history(town)
    assert "The whole plan as a file, confidential parts included" in page
    assert town.people["s"].name in page


def test_whoever_did_not_say_their_name_stands_in_the_history_as_the_server(town: Town, tmp_path: Path) -> None:
    called("exportplan", "rihan", "--to", tmp_path / "plan.json", "--whole")
    with scope(plan=town.plan):
        transfer = Transfer.objects.get()
    assert (transfer.done_by, transfer.at_server) == (None, True)
    page = history(town)
    assert "By a command on the server" in page
    assert "The installation" in page


@pytest.mark.parametrize("letter", ["t", "g", "v", "f"])
def test_the_whole_file_is_for_the_secretariat(letter: str, town: Town, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    with pytest.raises(CommandError, match="may not read all that is confidential"):
        called("exportplan", "rihan", "--to", target, "--whole", "--as", town.people[letter].username)
    assert not target.exists()


def test_what_does_not_go_together_is_refused(town: Town, outsider: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Only a \.json"):
        called("exportplan", "rihan", "--to", tmp_path / "plan.pdf", "--whole")
    for name, words in (("nobody", "no user called"), ("outsider", "may not read")):
        with pytest.raises(CommandError, match=words):
            called("exportplan", "rihan", "--to", tmp_path / "plan.json", "--whole", "--as", name)
    with pytest.raises(CommandError, match="cannot be written"):
        called("exportplan", "rihan", "--to", "/proc/plan.json")


# in --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(town: Town, tmp_path: Path) -> Path:
    target = tmp_path / "plan.json"
    target.write_bytes(export(town.plan, FileKind.WHOLE))
    return target


def test_into_an_empty_database(file: Path) -> None:
    content = file.read_bytes()
    emptied()
    out, err = called("importplan", file)
    assert "/plans/rihan/" in out
    assert "Nobody of its secretariat can sign in." in err
    assert export(Plan.objects.get(), FileKind.WHOLE) == content


def test_twice_makes_two_plans(town: Town, file: Path) -> None:
    called("importplan", file)
    called("importplan", file, "--slug", "another")
    assert list(Plan.objects.order_by("pk").values_list("slug", flat=True)) == ["rihan", "rihan-2", "another"]
    assert Municipality.objects.count() == 1
    for plan in Plan.objects.all():
        with trusted(plan):
            assert (Goal.objects.count(), Position.objects.count()) == (2, 1)


def test_a_municipality_is_found_by_its_name_in_any_case(town: Town, file: Path) -> None:
    Municipality.objects.update(name="TOWN OF RIHAN")
    called("importplan", file)
    assert Municipality.objects.count() == 1
    Municipality.objects.update(name="Another town")
    called("importplan", file)
    assert Municipality.objects.count() == 2


def test_people_become_accounts_that_cannot_sign_in(town: Town, file: Path) -> None:
    before = set(User.objects.values_list("pk", flat=True))
    called("importplan", file)
    made = User.objects.exclude(pk__in=before)
    assert made.count() == len(town.people)
    for user in made:
        assert not user.is_active
        assert not user.has_usable_password()
        assert user.email == ""
        assert authenticate(username=user.username, password="") is None
    with scope(plan=Plan.objects.get(slug="rihan-2")):
        assert not Membership.objects.filter(user__in=before).exists()


@pytest.mark.django_db(transaction=True)  # in one transaction all of a history happens in one moment
def test_the_secretary_named_is_its_secretariat_and_the_author(town: Town, file: Path) -> None:
    samira = person("samira")
    _out, err = called("importplan", file, "--secretary", "Samira")
    assert err == ""
    copy = Plan.objects.get(slug="rihan-2")
    with trusted(copy):
        assert Membership.objects.get(user=samira).role == Role.SECRETARIAT
        assert Goal.objects.filter(changed_by=samira).count() == 2
        transfer = Transfer.objects.get()
        assert (transfer.what, transfer.done_by) == (Transfer.What.IMPORT, samira)
    client = as_user(samira)
    page = client.get("/plans/rihan-2/history/").content.decode()
    assert "The plan was made from a file" in page
    assert "Samira" in page
    for path in ("", "goals/", "people/", "assets/", "document/", "chain/"):
        assert client.get(f"/plans/rihan-2/{path}").status_code == 200, path


def test_who_is_meant_by_a_name(town: Town, file: Path) -> None:
    """The one secretary of that name is the same person; others only where somebody says so."""
    secretary, teacher = town.people["s"], town.people["t"]
    names = sorted(user.name for user in town.people.values())
    number = names.index(teacher.name) + 1
    with trusted(town.plan):
        Action.objects.update(owner=town.office("t"))
    file.write_bytes(export(town.plan, FileKind.WHOLE))
    called("importplan", file, "--secretary", secretary.username, "--person", f"{number}={teacher.username}")
    with trusted(Plan.objects.get(slug="rihan-2")):
        assert Membership.objects.get(user=secretary).role == Role.SECRETARIAT
        assert Membership.objects.get(user=teacher).role == Role.TASK_FORCE
        assert Action.objects.get().owner.user == teacher
        assert Membership.objects.filter(user__is_active=False).count() == len(town.people) - 2


def test_the_rows_can_be_changed_as_any_others(town: Town, file: Path) -> None:
    called("importplan", file, "--secretary", town.people["s"].username)
    copy = Plan.objects.get(slug="rihan-2")
    with trusted(copy):
        goal = Goal.objects.get(position=1)
    client = as_user(town.people["s"])
    url = f"/plans/rihan-2/goals/{goal.pk}/"
    cell = {"version": "1", "fields": "statement", "statement": "The town is very clean."}
    assert client.post(url, cell, headers={"HX-Request": "true"}).status_code == 200
    with trusted(copy):
        assert Goal.objects.get(pk=goal.pk).statement == "The town is very clean."
    with trusted(town.plan):
        assert Goal.objects.get(position=1).statement == "The town is clean."


@pytest.mark.parametrize(("kind", "confidential"), [(FileKind.SHAREABLE, False), (FileKind.WHOLE, True)])
def test_entries_that_do_not_say_whether_they_are_confidential(
    kind: FileKind, confidential: bool, town: Town, tmp_path: Path
) -> None:
    """A file that others made, or an older one: what is shareable stays so, and what was decided is said."""
    with scope(plan=town.plan):
        SwotEntry.objects.update(secret=False)
    data = json.loads(export(town.plan, kind))
    entries = data["tables"]["swot_entry"]
    for entry in entries:
        entry.pop("secret")
    target = tmp_path / "silent.json"
    target.write_text(json.dumps(data))
    _out, err = called("importplan", target, "--slug", "silent")
    with scopes_disabled():
        stored = [one.secret for one in SwotEntry.unguarded.filter(plan__slug="silent")]
    assert stored == [confidential] * len(entries) != []
    assert ("do not say whether they are confidential; they are now." in err) is confidential
