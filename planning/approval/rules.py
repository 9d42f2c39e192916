"""The approval as a recorded act (C7): which step leads from which state to which, and who may take it. Plain values
in, plain values out."""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from ..plans.permissions import Permission

K = TypeVar("K", bound=Hashable)


class VersionState(Enum):
    """Where a version of the plan stands. A plan without an open version is a draft."""

    REVIEW = "review"  # the task force reads and comments
    SUBMITTED = "submitted"  # frozen, before the council
    APPROVED = "approved"
    RETURNED = "returned"  # by the council, with remarks
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # by the secretariat, before a decision
    OVERRULED = "overruled"  # approved by the council, and not by the authority above it


class ApprovalStep(Enum):
    """What somebody does with a version."""

    OPEN = "open"  # begins the review of a new version
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    OVERRULE = "overrule"  # the authority above the council returns or rejects what it has approved
    UPHOLD = "uphold"  # and approves it after all


OPEN = frozenset({VersionState.REVIEW, VersionState.SUBMITTED})
BY_THE_COUNCIL = frozenset({VersionState.APPROVED, VersionState.OVERRULED})  # on these other bodies may decide
DECISIONS = frozenset({ApprovalStep.APPROVE, ApprovalStep.RETURN, ApprovalStep.REJECT})

LEADS_TO: dict[tuple[VersionState | None, ApprovalStep], VersionState] = {
    (None, ApprovalStep.OPEN): VersionState.REVIEW,
    (
        VersionState.APPROVED,
        ApprovalStep.OPEN,
    ): VersionState.REVIEW,  # an amendment: a new version, based on the approved one
    (VersionState.RETURNED, ApprovalStep.OPEN): VersionState.REVIEW,
    (VersionState.REJECTED, ApprovalStep.OPEN): VersionState.REVIEW,
    (VersionState.WITHDRAWN, ApprovalStep.OPEN): VersionState.REVIEW,
    (VersionState.OVERRULED, ApprovalStep.OPEN): VersionState.REVIEW,
    (VersionState.REVIEW, ApprovalStep.SUBMIT): VersionState.SUBMITTED,
    (VersionState.REVIEW, ApprovalStep.WITHDRAW): VersionState.WITHDRAWN,
    (VersionState.SUBMITTED, ApprovalStep.WITHDRAW): VersionState.WITHDRAWN,
    (VersionState.SUBMITTED, ApprovalStep.APPROVE): VersionState.APPROVED,
    (VersionState.SUBMITTED, ApprovalStep.RETURN): VersionState.RETURNED,
    (VersionState.SUBMITTED, ApprovalStep.REJECT): VersionState.REJECTED,
    (VersionState.APPROVED, ApprovalStep.OVERRULE): VersionState.OVERRULED,
    (VersionState.OVERRULED, ApprovalStep.UPHOLD): VersionState.APPROVED,
}

NEEDS: dict[ApprovalStep, Permission] = {
    ApprovalStep.OPEN: Permission.SUBMIT,
    ApprovalStep.SUBMIT: Permission.SUBMIT,
    ApprovalStep.WITHDRAW: Permission.SUBMIT,
    ApprovalStep.APPROVE: Permission.RECORD_DECISION,
    ApprovalStep.RETURN: Permission.RECORD_DECISION,
    ApprovalStep.REJECT: Permission.RECORD_DECISION,
    ApprovalStep.OVERRULE: Permission.RECORD_DECISION,
    ApprovalStep.UPHOLD: Permission.RECORD_DECISION,
}


class Refusal(Enum):
    """Why a step cannot be taken."""

    NOT_ALLOWED = "not-allowed"  # the permission table
    NOT_NOW = "not-now"  # it does not lead on from this state
    OWN_SUBMISSION = "own-submission"  # nobody records the decision on what they submitted alone
    OPEN_COMMENTS = "open-comments"
    BUSY = "busy"  # something is made confidential again and again while it is being frozen
    RECORDED = "recorded"  # this decision, already
    NUMBER_TAKEN = "number-taken"  # by the council's decision on another version
    NOT_READY = "not-ready"  # errors of the readiness check that nobody has mended or left open (C6)


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules ask about a version and whoever wants to take a step with it."""

    state: VersionState | None  # of the plan's newest version; None while there is none
    permissions: Collection[Permission]
    submitted_it: bool = False
    may_decide_alone: bool = False  # the plan's settings say that the submitter may record the decision
    open_comments: int = 0
    errors: int = 0


def refusal(case: Case, step: ApprovalStep) -> Refusal | None:
    """What stands against the step; None where it can be taken."""
    if NEEDS[step] not in case.permissions:
        return Refusal.NOT_ALLOWED
    if (case.state, step) not in LEADS_TO:
        return Refusal.NOT_NOW
    if step in DECISIONS and case.submitted_it and not case.may_decide_alone:
        return Refusal.OWN_SUBMISSION
    if step is ApprovalStep.SUBMIT and case.open_comments:
        return Refusal.OPEN_COMMENTS
    if step is ApprovalStep.SUBMIT and case.errors:
        return Refusal.NOT_READY
    return None


def possible(case: Case) -> list[ApprovalStep]:
    """The steps that this person can take now."""
    return [step for step in ApprovalStep if refusal(case, step) is None]


class Awaited(Enum):
    """What the newest version of the plan waits for from one person (P4)."""

    DECISION = "decision"  # the council's is to be recorded
    MENDING = "mending"  # it was not approved: read why, and begin anew
    ANSWERS = "answers"  # to comments
    COMMENT = "comment"
    SUBMITTING = "submitting"
    READING = "reading"


def awaited(case: Case, *, commented: bool) -> Awaited | None:
    """What this person can do for the version now; None where there is none, or nothing that they may."""
    may, state = case.permissions, case.state
    if refusal(case, ApprovalStep.APPROVE) is None:
        return Awaited.DECISION
    if Permission.SUBMIT in may and state in (VersionState.RETURNED, VersionState.REJECTED, VersionState.OVERRULED):
        return Awaited.MENDING
    if Permission.SUBMIT in may and state is VersionState.REVIEW:
        return Awaited.ANSWERS if case.open_comments else Awaited.SUBMITTING
    if Permission.COMMENT in may and state is VersionState.REVIEW and not commented:
        return Awaited.COMMENT
    readable = OPEN | {VersionState.APPROVED}
    return Awaited.READING if Permission.SEE_DOCUMENTS in may and state in readable else None


# Differences between two versions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A row that differs between two versions: None where it was not there. `changed`: the fields that differ, where
    it stands in both."""

    key: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    changed: tuple[str, ...] = ()


def compare(
    before: Mapping[int, Mapping[str, Any]],
    after: Mapping[int, Mapping[str, Any]],
    old_links: Mapping[str, Sequence[Any]],
    new_links: Mapping[str, Sequence[Any]],
    unsaid: Collection[str] = (),
) -> list[Compared]:
    """The rows that differ, those of the newer version first in its order, then what has gone. The rows are by key;
    `links` say of a field with the number of another row for what its numbers stand, as the same row may have another
    number in another file. The number of the row itself and `unsaid` fields make no difference."""
    found = []
    for key, row in after.items():
        if key not in before:
            found.append(Compared(key, None, row))
        elif changed := _changed(before[key], row, old_links, new_links, {"row", *unsaid}):
            found.append(Compared(key, before[key], row, changed))
    return found + [Compared(key, row, None) for key, row in before.items() if key not in after]


def _changed(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    old_links: Mapping[str, Sequence[Any]],
    new_links: Mapping[str, Sequence[Any]],
    unsaid: Collection[str],
) -> tuple[str, ...]:
    names = dict.fromkeys([*new, *old])
    return tuple(
        name
        for name in names
        if name not in unsaid and stands_for(old, name, old_links) != stands_for(new, name, new_links)
    )


def stands_for(row: Mapping[str, Any], name: str, links: Mapping[str, Sequence[Any]]) -> Any:
    """What a field of a row says; of one with the number of another row, what that number stands for."""
    number = row.get(name)
    return links[name][number - 1] if number and name in links and number <= len(links[name]) else number


def moved(before: Sequence[K], after: Sequence[K]) -> set[K]:
    """Which of the things that are in both lists have been moved: as few as possible, so that nothing counts as moved
    because something else was put in, taken out or moved past it."""
    place = {one: at for at, one in enumerate(before)}
    both = [one for one in after if one in place]
    ends: list[int] = []  # by length: the earliest old place at which so many of them end in their old order
    lengths = []
    for one in both:
        at = bisect_left(ends, place[one])
        ends[at : at + 1] = [place[one]]
        lengths.append(at + 1)
    stayed: list[K] = []
    for one, length in zip(reversed(both), reversed(lengths), strict=True):
        if length == len(ends) - len(stayed) and (not stayed or place[one] < place[stayed[-1]]):
            stayed.append(one)
    return set(both) - set(stayed)


NAMES = ("statement", "title", "name", "text", "description", "purpose", "question")


def name_of(row: Mapping[str, Any]) -> str:
    """By what a reader knows the row: the first of its texts that names it."""
    return next((str(row[key]) for key in NAMES if row.get(key)), "")
