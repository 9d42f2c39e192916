"""Who may do what in a plan (P4). The one permission table of the product."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of P4. The values stand in the database and never change."""

    SECRETARIAT = "secretariat", _("Secretariat")
    TASK_FORCE = "task-force", _("Member of the task force")
    WORKING_GROUP = "working-group", _("Member of a working group")
    COUNCIL_VIEWER = "council-viewer", _("Council viewer")
    MAYOR_CLERK = "mayor-clerk", _("Mayor or council clerk")
    OWNER = "owner", _("Responsible for an action or indicator")
    COMMITTEE_MEMBER = "committee-member", _("Member of the monitoring committee")
    COMMITTEE_CHAIR = "committee-chair", _("Chair of the monitoring committee")
    FOCAL_POINT = "focal-point", _("Focal point of a municipality")
    FUNDER = "funder", _("Funder or partner organisation")


class Permission(Enum):
    """What the door can ask for."""

    SEE_PLAN = "see the overview"
    SEE_WORKSHEETS = "read the worksheets and their history"
    EDIT_WORKSHEETS = "fill in the worksheets of every goal"
    EDIT_OWN_GOALS = "fill in the worksheets of one's working group, and the registers that all goals share"
    MANAGE_PLAN = "change the plan, its goals and groups"
    MANAGE_PEOPLE = "invite, give roles, hand work over"
    SEE_CONFIDENTIAL = "read who supports and opposes what in every goal, and release it"
    SEE_DOCUMENTS = "read and download documents"
    MAKE_DOCUMENTS = "have documents made"
    COMMENT = "comment on a version that is under review"
    SUBMIT = "open a version for review, submit it to the council, withdraw it"
    RECORD_DECISION = "record what the council and others have decided"
    OWN = "be responsible for actions, targets and indicators, or deputise"


# who looks at the plan from outside the task force, and is never told who supports and who opposes
OUTSIDE = frozenset({Role.FUNDER, Role.FOCAL_POINT, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR})
_reading = {Permission.SEE_PLAN, Permission.SEE_WORKSHEETS, Permission.SEE_DOCUMENTS}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.SECRETARIAT: frozenset(Permission),
    Role.TASK_FORCE: frozenset(
        _reading
        | {Permission.EDIT_WORKSHEETS, Permission.EDIT_OWN_GOALS, Permission.MAKE_DOCUMENTS, Permission.COMMENT}
        | {Permission.OWN}
    ),
    Role.WORKING_GROUP: frozenset(
        _reading | {Permission.EDIT_OWN_GOALS, Permission.MAKE_DOCUMENTS, Permission.COMMENT, Permission.OWN}
    ),
    Role.COUNCIL_VIEWER: frozenset(_reading),
    Role.MAYOR_CLERK: frozenset(
        _reading | {Permission.MAKE_DOCUMENTS, Permission.COMMENT, Permission.RECORD_DECISION, Permission.OWN}
    ),
    Role.OWNER: frozenset(_reading | {Permission.OWN}),
    Role.COMMITTEE_MEMBER: frozenset(_reading),
    Role.COMMITTEE_CHAIR: frozenset(_reading),
    Role.FOCAL_POINT: frozenset(_reading),
    # sees what is shared with it; nothing of a plan in the making is, so the overview has to do
    Role.FUNDER: frozenset({Permission.SEE_PLAN}),
}
