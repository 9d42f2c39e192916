"""What the plan's history tells of the approval (D9, C7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from planning.approval.models import Comment
from tests.fixtures import Town, as_user

from .conftest import add_clerk, leave_open, submitted

pytestmark = pytest.mark.django_db


def said(town: Town, letter: str) -> str:
    return as_user(town.people[letter]).get(town.url("history/")).content.decode()


def test_comments_are_told_to_those_who_may_comment(town: Town) -> None:
    add_clerk(town)
    secretary = as_user(town.people["s"])
    secretary.post(town.url("approval/open/"), {"seen": ""})
    as_user(town.people["t"]).post(town.url("approval/comments/"), {"text": "Too many targets."})
    with scope(plan=town.plan):
        comment = Comment.objects.get()
    secretary.post(town.url(f"approval/comments/{comment.pk}/"), {"answer": "Two merged."})
    for letter in "stgm":
        page = said(town, letter)
        assert "Too many targets." in page, letter
        assert "Two merged." in page, letter
    page = said(town, "v")
    assert "Too many targets." not in page
    assert "Two merged." not in page
    assert "status change" in page.lower()  # the steps themselves are known to all who read


def test_that_costs_no_query(town: Town) -> None:
    counts = []
    for letter in "sv":
        client = as_user(town.people[letter])
        with CaptureQueriesContext(connection) as queries:
            client.get(town.url("history/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_number_of_a_decision_is_called_so(town: Town) -> None:
    add_clerk(town)
    with scope(plan=town.plan):
        leave_open(town)
    submitted(town)
    clerk = as_user(town.people["m"])
    decided = {"outcome": "approved", "session_date": f"{timezone.localdate():%Y-%m-%d}", "number": "17/2026"}
    assert clerk.post(town.url("approval/1/decision/"), decided).status_code == 302
    page = said(town, "t").lower()
    assert "number of the decision" in page
    assert "number of the draft" not in page
