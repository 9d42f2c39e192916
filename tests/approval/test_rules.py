"""The approval's state machine: every state, step and role (C7)."""

from itertools import product

import pytest

from planning.approval.rules import LEADS_TO, ApprovalStep, Case, Refusal, VersionState, compare, possible, refusal
from planning.plans.permissions import ROLE_PERMISSIONS, Role

STATES = [None, *VersionState]
# what each state leads on to, written out once more by hand
LEADS_ON = {
    None: {ApprovalStep.OPEN},
    VersionState.REVIEW: {ApprovalStep.SUBMIT, ApprovalStep.WITHDRAW},
    VersionState.SUBMITTED: {ApprovalStep.WITHDRAW, ApprovalStep.APPROVE, ApprovalStep.RETURN, ApprovalStep.REJECT},
    VersionState.APPROVED: {ApprovalStep.OPEN},
    VersionState.RETURNED: {ApprovalStep.OPEN},
    VersionState.REJECTED: {ApprovalStep.OPEN},
    VersionState.WITHDRAWN: {ApprovalStep.OPEN},
}
MAY = {
    Role.SECRETARIAT: set(ApprovalStep),
    Role.MAYOR_CLERK: {ApprovalStep.APPROVE, ApprovalStep.RETURN, ApprovalStep.REJECT},
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
