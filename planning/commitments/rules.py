"""Which step leads a commitment from which state to which (C9)."""

from enum import Enum


class State(Enum):
    ASKED = "asked"  # written down, and not confirmed by whoever it is about
    CONFIRMED = "confirmed"  # by them, through the link
    RECORDED = "recorded"  # signed on paper, as the secretariat says
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Step(Enum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    RECORD = "record"
    WITHDRAW = "withdraw"


BY_LINK = frozenset({Step.CONFIRM, Step.DECLINE})  # the others are the secretariat's
BINDING = frozenset({State.CONFIRMED, State.RECORDED})  # what is printed, and read by all who read the plan
OVER = frozenset({State.DECLINED, State.WITHDRAWN})
LEADS_TO: dict[tuple[State, Step], State] = {
    (State.ASKED, Step.CONFIRM): State.CONFIRMED,
    (State.ASKED, Step.DECLINE): State.DECLINED,
    (State.ASKED, Step.RECORD): State.RECORDED,
    (State.ASKED, Step.WITHDRAW): State.WITHDRAWN,
    (State.CONFIRMED, Step.WITHDRAW): State.WITHDRAWN,
    (State.RECORDED, Step.WITHDRAW): State.WITHDRAWN,
}


def after(state: State, step: Step) -> State | None:
    """The state that the step leads to; None where it cannot be taken."""
    return LEADS_TO.get((state, step))


def may_edit(state: State) -> bool:
    """Whether its words may still change: what somebody has answered stays as they read it."""
    return state is State.ASKED


def may_be_public(state: State, consents: bool) -> bool:
    """Whether it may stand outside of the plan's pages with the names of those who made it."""
    return state in BINDING and consents
