import pytest

from planning.commitments.rules import (
    BINDING,
    LEADS_TO,
    CommitmentState,
    CommitmentStep,
    after,
    may_be_public,
    may_edit,
)

A, C, R, D, W = (
    CommitmentState.ASKED,
    CommitmentState.CONFIRMED,
    CommitmentState.RECORDED,
    CommitmentState.DECLINED,
    CommitmentState.WITHDRAWN,
)
# what each step leads to: by link, by link, on paper, by the secretariat
TABLE = {
    A: {CommitmentStep.CONFIRM: C, CommitmentStep.DECLINE: D, CommitmentStep.RECORD: R, CommitmentStep.WITHDRAW: W},
    C: {
        CommitmentStep.CONFIRM: None,
        CommitmentStep.DECLINE: None,
        CommitmentStep.RECORD: None,
        CommitmentStep.WITHDRAW: W,
    },
    R: {
        CommitmentStep.CONFIRM: None,
        CommitmentStep.DECLINE: None,
        CommitmentStep.RECORD: None,
        CommitmentStep.WITHDRAW: W,
    },
    D: dict.fromkeys(CommitmentStep),
    W: dict.fromkeys(CommitmentStep),
}


@pytest.mark.parametrize("state", CommitmentState)
@pytest.mark.parametrize("step", CommitmentStep)
def test_every_step_from_every_state(state: CommitmentState, step: CommitmentStep) -> None:
    assert after(state, step) is TABLE[state][step]


def test_a_link_answers_once() -> None:
    assert {before for before, step in LEADS_TO if step in (CommitmentStep.CONFIRM, CommitmentStep.DECLINE)} == {A}


@pytest.mark.parametrize("state", CommitmentState)
def test_words_change_while_nobody_has_answered(state: CommitmentState) -> None:
    assert may_edit(state) is (state is A)


@pytest.mark.parametrize(
    ("state", "consents", "expected"),
    [
        (C, True, True),
        (R, True, True),
        (C, False, False),
        (R, False, False),
        (A, True, False),
        (D, True, False),
        (W, True, False),
    ],
)
def test_who_is_named_in_public(state: CommitmentState, consents: bool, expected: bool) -> None:
    assert may_be_public(state, consents) is expected
    assert (state in BINDING) or not expected
