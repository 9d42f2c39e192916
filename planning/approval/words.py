"""What the steps of the approval are called, and why one cannot be taken (C7)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import ApprovalStep, Awaited, Refusal

STEPS: dict[ApprovalStep, Promise] = {
    ApprovalStep.OPEN: _("Review started"),
    ApprovalStep.SUBMIT: _("Submitted to the council"),
    ApprovalStep.WITHDRAW: _("Withdrawn"),
    ApprovalStep.APPROVE: _("Approved by the council"),
    ApprovalStep.RETURN: _("Returned by the council with remarks"),
    ApprovalStep.REJECT: _("Rejected by the council"),
    ApprovalStep.OVERRULE: _("Not approved by the higher authority"),
    ApprovalStep.UPHOLD: _("Approved by the higher authority after all"),
}
AWAITED: dict[Awaited, Promise] = {
    Awaited.DECISION: _("Record the council’s decision on version %(number)s"),
    Awaited.MENDING: _("Read why version %(number)s was not approved"),
    Awaited.ANSWERS: _("Answer the comments on version %(number)s"),
    Awaited.COMMENT: _("Read version %(number)s and say what you think of it"),
    Awaited.SUBMITTING: _("Submit version %(number)s to the council"),
    Awaited.READING: _("Read version %(number)s"),
}
REFUSALS: dict[Refusal, Promise] = {
    Refusal.NOT_ALLOWED: _("Your role in this plan does not allow this."),
    Refusal.NOT_NOW: _(
        "Somebody else has changed the state of this version in the meantime. Please check it and try again."
    ),
    Refusal.BUSY: _(
        "Parts of the plan are being made confidential right now, so nothing was submitted. Please submit it again."
    ),
    Refusal.RECORDED: _("This decision has already been recorded."),
    Refusal.NUMBER_TAKEN: _(
        "The council’s decision on another version has this number, in the same year. If the council’s "
        "numbers start again with each session, write the session too."
    ),
    Refusal.OWN_SUBMISSION: _(
        "You submitted this version yourself, so somebody else has to record the decision. "
        "The plan’s settings can allow it."
    ),
    Refusal.NOT_READY: _("The readiness check finds errors that are neither corrected nor left open with a reason."),
    Refusal.OPEN_COMMENTS: _("There are comments that nobody has answered yet. Please answer each of them first."),
}
