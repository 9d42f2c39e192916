"""What the steps of the approval are called, and why one cannot be taken (C7)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Refusal, Step

STEPS: dict[Step, Promise] = {
    Step.OPEN: _("Review begun"),
    Step.SUBMIT: _("Submitted to the council"),
    Step.WITHDRAW: _("Withdrawn"),
    Step.APPROVE: _("Approved by the council"),
    Step.RETURN: _("Returned by the council with remarks"),
    Step.REJECT: _("Rejected by the council"),
}
REFUSALS: dict[Refusal, Promise] = {
    Refusal.NOT_ALLOWED: _("Your role does not allow this step."),
    Refusal.NOT_NOW: _("Somebody else has taken a step in the meantime. Please look at where the version stands now."),
    Refusal.BUSY: _("Somebody is making parts of the plan confidential at this very moment. Please submit it again."),
    Refusal.RECORDED: _("This decision is recorded already."),
    Refusal.NUMBER_TAKEN: _(
        "The council’s decision on another version has this number, in the same year. "
        "If the council’s numbers begin anew with each session, write the session too."
    ),
    Refusal.OWN_SUBMISSION: _(
        "You submitted this version yourself, so somebody else has to record the decision. "
        "The plan’s settings can allow it."
    ),
    Refusal.NOT_READY: _("The readiness check finds errors that are neither mended nor left open with a reason."),
    Refusal.OPEN_COMMENTS: _("There are comments that nobody has answered yet. Answer each of them first."),
}
