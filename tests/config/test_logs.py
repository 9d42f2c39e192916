"""A line for each request and each event of security, and nothing in them that is nobody's business."""

import io
import logging
import re
import sys
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from config import logs
from config.settings import LOGGING
from planning.models import User
from tests.fixtures import Town, as_user, person

PUBLIC = {"check_version"}  # codes that stand on paper for everybody
HARMLESS = {"plan_data_schema", "javascript-catalog"}
CANARY = "the well is the mayor's cousin's"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the product's handler would write."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logs.Line())
    handler.addFilter(logs.WithoutValues())
    root, levels = logging.getLogger(), {"": "INFO"} | {"django.request": "ERROR"}
    before = {name: logging.getLogger(name).level for name in levels}
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def patterns(found: list, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one.url_patterns, route)


def test_every_address_with_a_code_is_cut() -> None:
    """Whoever adds one says here that it may stand in the log, or in `SECRETS` how it is cut."""
    code = "ABCDE12345"
    left = []
    for route, pattern in patterns(get_resolver().url_patterns):
        wild = re.sub(r"<str:\w+>|\(\?P<(?:key|uidb36)>[^)]*\)", code, route)
        address = "/" + wild.replace("^", "").replace("$", "")
        if code in wild and code in logs.cut(f"GET {address} 200") and pattern.name not in PUBLIC | HARMLESS:
            left.append(address)
    assert left == []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Not Found: /join/KTR7M2QFXA/", "Not Found: /join/…/"),
        ("https://plan.example.org/c/KTR7M2QFXA/", "https://plan.example.org/c/…/"),
        ("next=%2Fjoin%2FKTR7M2QFXA%2F", "next=%2Fjoin%2F…%2F"),
        ("/calendar/abc_DEF-123.ics", "/calendar/….ics"),
        ("/plans/x/calendar/plan.ics", "/plans/x/calendar/plan.ics"),
        ("/accounts/password/reset/key/3-abc-def/", "/accounts/password/reset/key/…/"),
        ("/plans/x/?q=opponent", "/plans/x/?…"),
        ("sessionid=abc; csrftoken=def", "sessionid=…; csrftoken=…"),
        ("postgres://u:pass@host/x", "postgres://…@host/x"),
        ("to baker@example.org now", "to …@… now"),
        ("/v/KTR7M2QFXA/", "/v/KTR7M2QFXA/"),
        ("/static/css/house.css", "/static/css/house.css"),
    ],
)
def test_what_is_cut(text: str, cut: str) -> None:
    assert logs.cut(text) == cut


@pytest.mark.django_db
def test_a_refused_row_is_told_without_its_values(log: io.StringIO) -> None:
    User.objects.create_user("one", f"{'x' * 9}@canary.org", name=CANARY)
    for name, values in {"one": "unique", "two": None}.items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO planning_user (username, name, email, password, is_superuser, is_staff, is_active,"
                    " date_joined, wants_mail, language) VALUES (%s, %s, '', %s, false, false, true, now(), true, %s)",
                    [name, CANARY, CANARY, values],
                )
        except IntegrityError as error:
            logging.getLogger("planning").exception("%s broke: %s", "it", error)
    said = log.getvalue()
    assert CANARY not in said
    assert "23505" in said
    assert "23502" in said
    assert "test_logs.py" in said, "where it was is told"


@pytest.mark.parametrize("error", [ValueError(f"'{CANARY}' is not a number"), KeyError(CANARY)])
def test_an_error_is_told_without_what_it_is_about(log: io.StringIO, error: Exception) -> None:
    try:
        raise RuntimeError("second") from error
    except RuntimeError:
        logging.getLogger("x").error("a fault", exc_info=sys.exc_info())
    assert CANARY not in log.getvalue()
    assert type(error).__name__ in log.getvalue()
    assert "second" in log.getvalue()


def test_a_task_tells_neither_result_nor_text(log: io.StringIO) -> None:
    context = {"name": "t", "id": "1", "exc": f"ValueError('{CANARY}')", "return_value": CANARY}
    logging.getLogger("celery.app.trace").error("%(name)s: %(exc)s %(return_value)s", context)
    assert CANARY not in log.getvalue()
    assert "ValueError" in log.getvalue()


def test_everything_goes_that_way() -> None:
    assert LOGGING["handlers"] == {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without values"]}
    }
    assert LOGGING["formatters"]["line"] == {"()": "config.logs.Line"}


@pytest.mark.django_db
def test_a_line_for_a_request(log: io.StringIO, town: Town) -> None:
    user = town.people["s"]
    as_user(user).get(reverse("overview", args=[town.plan.slug]) + "?q=opponent")
    (line,) = [line for line in log.getvalue().splitlines() if " request " in line]
    wanted = rf"^\d{{4}}-\d\d-\d\dT[\d:.]+Z info web request user={user.pk} method=GET "
    assert re.match(wanted + rf"address=/plans/{town.plan.slug}/ status=200 ms=\d+$", line), line


@pytest.mark.django_db
def test_events_of_security(log: io.StringIO, client: Client) -> None:
    user = User.objects.create_user("baker", "old@x.org", "a-password-of-a-test")
    client.post(reverse("account_login"), {"login": "baker", "password": "wrong-and-secret"})
    client.post(reverse("account_login"), {"login": "typed-a-password", "password": "x"})
    client.post(reverse("account_login"), {"login": "baker", "password": "a-password-of-a-test"})
    client.post(reverse("profile"), {"name": "Baker", "email": "new@x.org"})
    change = {"oldpassword": "a-password-of-a-test", "password1": "another-of-a-test", "password2": "another-of-a-test"}
    client.post(reverse("account_change_password"), change)
    client.post(reverse("account_logout"))
    told = [line.partition(" security ")[2] for line in log.getvalue().splitlines() if " security " in line]
    assert [one.partition(" origin=")[0] for one in told if "e-mail" not in one] == [
        f"sign-in failed user={user.pk}",
        "sign-in failed user=-",
        f"sign-in user={user.pk}",
        f"password changed user={user.pk}",
        f"sign-out user={user.pk}",
    ]
    assert all("origin=127.0.0.1" in one for one in told)
    for secret in ("typed-a-password", "wrong-and-secret", "a-password-of-a-test", "x.org"):
        assert secret not in log.getvalue()


@pytest.mark.django_db
def test_roles_given_and_ended(log: io.StringIO, town: Town) -> None:
    from django_scopes import scope

    from planning.models import Membership
    from planning.plans.actions import end_membership, hand_over

    people, heir = town.people, person("heir")
    with scope(plan=town.plan):
        hand_over(town.plan, people["t"], heir, by=people["s"])
        end_membership(Membership.objects.active().get(user=heir, role="task-force"), by=people["s"])
    told = [line.partition(" security ")[2] for line in log.getvalue().splitlines() if " security " in line]
    assert [one.split(" user=")[0] for one in told][-3:] == ["role given", "role ended", "role ended"]
    assert f"user={heir.pk} role=task-force plan={town.plan.pk} by={people['s'].pk}" in told[-1]
