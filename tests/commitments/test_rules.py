import pytest

from planning.commitments.rules import BINDING, LEADS_TO, State, Step, after, may_be_public, may_edit

A, C, R, D, W = State.ASKED, State.CONFIRMED, State.RECORDED, State.DECLINED, State.WITHDRAWN
# what each step leads to: by link, by link, on paper, by the secretariat
TABLE = {
    A: {Step.CONFIRM: C, Step.DECLINE: D, Step.RECORD: R, Step.WITHDRAW: W},
    C: {Step.CONFIRM: None, Step.DECLINE: None, Step.RECORD: None, Step.WITHDRAW: W},
    R: {Step.CONFIRM: None, Step.DECLINE: None, Step.RECORD: None, Step.WITHDRAW: W},
    D: dict.fromkeys(Step),
    W: dict.fromkeys(Step),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state(state: State, step: Step) -> None:
    assert after(state, step) is TABLE[state][step]


def test_a_link_answers_once() -> None:
    assert {before for before, step in LEADS_TO if step in (Step.CONFIRM, Step.DECLINE)} == {A}


@pytest.mark.parametrize("state", State)
def test_words_change_while_nobody_has_answered(state: State) -> None:
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
def test_who_is_named_in_public(state: State, consents: bool, expected: bool) -> None:
    assert may_be_public(state, consents) is expected
    assert (state in BINDING) or not expected
