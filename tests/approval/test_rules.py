"""The approval's state machine: every state, step and role (C7)."""

from itertools import product

import pytest

from planning.approval.rules import (
    DECISIONS,
    LEADS_TO,
    ApprovalStep,
    Awaited,
    Case,
    Refusal,
    VersionState,
    awaited,
    compare,
    possible,
    refusal,
)
from planning.plans.permissions import ROLE_PERMISSIONS, Role

STATES = [None, *VersionState]
# what each state leads on to, written out once more by hand
LEADS_ON = {
    None: {ApprovalStep.OPEN},
    VersionState.REVIEW: {ApprovalStep.SUBMIT, ApprovalStep.WITHDRAW},
    VersionState.SUBMITTED: {ApprovalStep.WITHDRAW, ApprovalStep.APPROVE, ApprovalStep.RETURN, ApprovalStep.REJECT},
    VersionState.APPROVED: {ApprovalStep.OPEN, ApprovalStep.OVERRULE},
    VersionState.OVERRULED: {ApprovalStep.OPEN, ApprovalStep.UPHOLD},
    VersionState.RETURNED: {ApprovalStep.OPEN},
    VersionState.REJECTED: {ApprovalStep.OPEN},
    VersionState.WITHDRAWN: {ApprovalStep.OPEN},
}
MAY = {
    Role.SECRETARIAT: set(ApprovalStep),
    Role.MAYOR_CLERK: {*DECISIONS, ApprovalStep.OVERRULE, ApprovalStep.UPHOLD},
}


@pytest.mark.parametrize(("state", "step", "role"), list(product(STATES, ApprovalStep, Role)))
def test_every_state_step_and_role(state: VersionState | None, step: ApprovalStep, role: Role) -> None:
    allowed, now = step in MAY.get(role, set()), step in LEADS_ON[state]
    expected = None if allowed and now else Refusal.NOT_NOW if allowed else Refusal.NOT_ALLOWED
    assert refusal(Case(state, ROLE_PERMISSIONS[role]), step) is expected
    assert ((state, step) in LEADS_TO) is now


@pytest.mark.parametrize(
    ("alone", "step"), list(product([True, False], [ApprovalStep.APPROVE, ApprovalStep.RETURN, ApprovalStep.REJECT]))
)
def test_nobody_decides_on_what_they_submitted_unless_the_plan_says_so(alone: bool, step: ApprovalStep) -> None:
    case = Case(VersionState.SUBMITTED, ROLE_PERMISSIONS[Role.SECRETARIAT], submitted_it=True, may_decide_alone=alone)
    assert refusal(case, step) is (None if alone else Refusal.OWN_SUBMISSION)


def test_whoever_submitted_may_withdraw() -> None:
    case = Case(VersionState.SUBMITTED, ROLE_PERMISSIONS[Role.SECRETARIAT], submitted_it=True)
    assert possible(case) == [ApprovalStep.WITHDRAW]


@pytest.mark.parametrize(("comments", "expected"), [(0, None), (1, Refusal.OPEN_COMMENTS)])
def test_every_comment_is_resolved_first(comments: int, expected: Refusal | None) -> None:
    case = Case(VersionState.REVIEW, ROLE_PERMISSIONS[Role.SECRETARIAT], open_comments=comments)
    assert refusal(case, ApprovalStep.SUBMIT) is expected


@pytest.mark.parametrize(("errors", "expected"), [(0, None), (2, Refusal.NOT_READY)])
def test_errors_are_mended_or_left_open_first(errors: int, expected: Refusal | None) -> None:
    case = Case(VersionState.REVIEW, ROLE_PERMISSIONS[Role.SECRETARIAT], errors=errors)
    assert refusal(case, ApprovalStep.SUBMIT) is expected


ROW = {"row": 1, "name": "Bins", "asset": 2}
KEYS = {"asset": [70, 80, 90]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({1: ROW}, {1: ROW}, []),
        ({}, {1: ROW}, [(None, ROW, ())]),
        ({1: ROW}, {}, [(ROW, None, ())]),
        ({1: ROW}, {1: ROW | {"row": 7}}, []),  # its number in the file is not what it says
        ({1: ROW}, {1: ROW | {"name": "Carts"}}, [(ROW, ROW | {"name": "Carts"}, ("name",))]),
        ({1: ROW}, {1: ROW | {"note": "new"}}, [(ROW, ROW | {"note": "new"}, ("note",))]),
        ({1: ROW}, {1: ROW | {"asset": None}}, [(ROW, ROW | {"asset": None}, ("asset",))]),
    ],
)
def test_what_differs(before: dict, after: dict, expected: list) -> None:
    assert [(one.before, one.after, one.changed) for one in compare(before, after, KEYS, KEYS)] == expected


def test_a_link_is_the_same_when_the_other_row_has_another_number() -> None:
    """A row that was put in before it moves all numbers."""
    after = ROW | {"asset": 3}
    assert compare({1: ROW}, {1: after}, KEYS, {"asset": [70, 75, 80, 90]}) == []
    assert compare({1: ROW}, {1: ROW}, KEYS, {"asset": [70, 75, 80, 90]})[0].changed == ("asset",)


READS = (Role.COUNCIL_VIEWER, Role.OWNER, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.FOCAL_POINT)
WORKS = (Role.TASK_FORCE, Role.WORKING_GROUP)
MENDS = (VersionState.RETURNED, VersionState.REJECTED, VersionState.OVERRULED)
AWAITED: dict[tuple[VersionState | None, Role], Awaited] = (
    {(state, role): Awaited.READING for state in (VersionState.REVIEW, VersionState.SUBMITTED) for role in READS}
    | {(VersionState.APPROVED, role): Awaited.READING for role in Role if role is not Role.FUNDER}
    | {(VersionState.REVIEW, role): Awaited.COMMENT for role in (*WORKS, Role.MAYOR_CLERK)}
    | {(VersionState.SUBMITTED, role): Awaited.READING for role in WORKS}
    | {(VersionState.SUBMITTED, role): Awaited.DECISION for role in (Role.MAYOR_CLERK, Role.SECRETARIAT)}
    | {(VersionState.REVIEW, Role.SECRETARIAT): Awaited.SUBMITTING}
    | {(state, Role.SECRETARIAT): Awaited.MENDING for state in MENDS}
)


@pytest.mark.parametrize(("state", "role"), list(product(STATES, Role)))
def test_what_every_role_can_do_in_every_state(state: VersionState | None, role: Role) -> None:
    case = Case(state, ROLE_PERMISSIONS[role])
    assert awaited(case, commented=False) is AWAITED.get((state, role))


def test_comments_are_answered_before_anything_is_submitted() -> None:
    case = Case(VersionState.REVIEW, ROLE_PERMISSIONS[Role.SECRETARIAT], open_comments=1)
    assert awaited(case, commented=True) is Awaited.ANSWERS


def test_who_has_commented_is_not_asked_again() -> None:
    case = Case(VersionState.REVIEW, ROLE_PERMISSIONS[Role.TASK_FORCE])
    assert awaited(case, commented=True) is Awaited.READING


def test_who_submitted_it_reads_it_until_somebody_else_has_decided() -> None:
    case = Case(VersionState.SUBMITTED, ROLE_PERMISSIONS[Role.SECRETARIAT], submitted_it=True)
    assert awaited(case, commented=False) is Awaited.READING
