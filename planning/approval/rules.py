"""The approval as a recorded act (C7): which step leads from which state to which, and who may take it. Plain values
in, plain values out."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from ..plans.permissions import Permission


class State(Enum):
    """Where a version of the plan stands. A plan without an open version is a draft."""

    REVIEW = "review"  # the task force reads and comments
    SUBMITTED = "submitted"  # frozen, before the council
    APPROVED = "approved"
    RETURNED = "returned"  # by the council, with remarks
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # by the secretariat, before a decision


class Step(Enum):
    """What somebody does with a version."""

    OPEN = "open"  # begins the review of a new version
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"


OPEN = frozenset({State.REVIEW, State.SUBMITTED})
DECISIONS = frozenset({Step.APPROVE, Step.RETURN, Step.REJECT})

LEADS_TO: dict[tuple[State | None, Step], State] = {
    (None, Step.OPEN): State.REVIEW,
    (State.APPROVED, Step.OPEN): State.REVIEW,  # an amendment: a new version, based on the approved one
    (State.RETURNED, Step.OPEN): State.REVIEW,
    (State.REJECTED, Step.OPEN): State.REVIEW,
    (State.WITHDRAWN, Step.OPEN): State.REVIEW,
    (State.REVIEW, Step.SUBMIT): State.SUBMITTED,
    (State.REVIEW, Step.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Step.APPROVE): State.APPROVED,
    (State.SUBMITTED, Step.RETURN): State.RETURNED,
    (State.SUBMITTED, Step.REJECT): State.REJECTED,
}

NEEDS: dict[Step, Permission] = {
    Step.OPEN: Permission.SUBMIT,
    Step.SUBMIT: Permission.SUBMIT,
    Step.WITHDRAW: Permission.SUBMIT,
    Step.APPROVE: Permission.RECORD_DECISION,
    Step.RETURN: Permission.RECORD_DECISION,
    Step.REJECT: Permission.RECORD_DECISION,
}


class Refusal(Enum):
    """Why a step cannot be taken."""

    NOT_ALLOWED = "not-allowed"  # the permission table
    NOT_NOW = "not-now"  # it does not lead on from this state
    OWN_SUBMISSION = "own-submission"  # nobody records the decision on what they submitted alone
    OPEN_COMMENTS = "open-comments"


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules ask about a version and whoever wants to take a step with it."""

    state: State | None  # of the plan's newest version; None while there is none
    permissions: Collection[Permission]
    submitted_it: bool = False
    may_decide_alone: bool = False  # the plan's settings say that the submitter may record the decision
    open_comments: int = 0


def refusal(case: Case, step: Step) -> Refusal | None:
    """What stands against the step; None where it can be taken."""
    if NEEDS[step] not in case.permissions:
        return Refusal.NOT_ALLOWED
    if (case.state, step) not in LEADS_TO:
        return Refusal.NOT_NOW
    if step in DECISIONS and case.submitted_it and not case.may_decide_alone:
        return Refusal.OWN_SUBMISSION
    if step is Step.SUBMIT and case.open_comments:
        return Refusal.OPEN_COMMENTS
    return None


def possible(case: Case) -> list[Step]:
    """The steps that this person can take now."""
    return [step for step in Step if refusal(case, step) is None]


# Differences between two versions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that differs between two versions. `before` and `after` hold the fields that differ, {} where it was added
    or has gone; `name` is the row's in the newer version, else in the older."""

    table: str
    name: str
    before: dict[str, object]
    after: dict[str, object]

    @property
    def added(self) -> bool:
        return not self.before

    @property
    def gone(self) -> bool:
        return not self.after


NAMES = ("statement", "title", "name", "text", "description", "purpose", "question")


def name_of(row: dict[str, object]) -> str:
    """By what a reader knows the row: the first of its texts that names it."""
    return next((str(row[key]) for key in NAMES if row.get(key)), "")
