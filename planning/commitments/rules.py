"""Which step leads a commitment from which state to which (C9)."""

from enum import Enum


class CommitmentState(Enum):
    ASKED = "asked"  # written down, and not confirmed by whoever it is about
    CONFIRMED = "confirmed"  # by them, through the link
    RECORDED = "recorded"  # signed on paper, as the secretariat says
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CommitmentStep(Enum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    RECORD = "record"
    WITHDRAW = "withdraw"


BY_LINK = frozenset({CommitmentStep.CONFIRM, CommitmentStep.DECLINE})  # the others are the secretariat's
BINDING = frozenset(
    {CommitmentState.CONFIRMED, CommitmentState.RECORDED}
)  # what is printed, and read by all who read the plan
OVER = frozenset({CommitmentState.DECLINED, CommitmentState.WITHDRAWN})
LEADS_TO: dict[tuple[CommitmentState, CommitmentStep], CommitmentState] = {
    (CommitmentState.ASKED, CommitmentStep.CONFIRM): CommitmentState.CONFIRMED,
    (CommitmentState.ASKED, CommitmentStep.DECLINE): CommitmentState.DECLINED,
    (CommitmentState.ASKED, CommitmentStep.RECORD): CommitmentState.RECORDED,
    (CommitmentState.ASKED, CommitmentStep.WITHDRAW): CommitmentState.WITHDRAWN,
    (CommitmentState.CONFIRMED, CommitmentStep.WITHDRAW): CommitmentState.WITHDRAWN,
    (CommitmentState.RECORDED, CommitmentStep.WITHDRAW): CommitmentState.WITHDRAWN,
}


def after(state: CommitmentState, step: CommitmentStep) -> CommitmentState | None:
    """The state that the step leads to; None where it cannot be taken."""
    return LEADS_TO.get((state, step))


def may_edit(state: CommitmentState) -> bool:
    """Whether its words may still change: what somebody has answered stays as they read it."""
    return state is CommitmentState.ASKED


def may_be_public(state: CommitmentState, consents: bool) -> bool:
    """Whether it may stand outside of the plan's pages with the names of those who made it."""
    return state in BINDING and consents
