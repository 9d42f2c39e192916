"""The steps of the approval (C7). Each locks the plan, looks at its newest version anew, and refuses what the rules
refuse, so that of two people who take steps at the same moment the second one is told."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from stakeholders.models import Release

from ..archive.export import export_with_keys
from ..archive.tables import FileKind
from ..commitments.models import Commitment
from ..council.document import Content, Stamp, content_of
from ..council.making import STEPS
from ..council.models import FrozenPage, Rendering
from ..council.tasks import render_document
from ..people.models import User
from ..people.text import loosely
from ..plans.access import Access, enter
from ..plans.models import Plan, lock_plan
from ..plans.moment import one_moment
from ..plans.tenancy import events_of
from ..plans.tickets import qr_code
from ..plans.work import enqueue
from ..readiness.points import errors_in_the_way
from ..swot.models import SwotEntry
from . import rules
from .models import Comment, Decision, StatusChange, Version
from .rules import ApprovalStep, Refusal

ATTEMPTS = 3  # how often the plan is read, where something is made confidential while it is


class StepRefused(Exception):
    """The step cannot be taken, or not any more; nothing was written."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


def newest_version(plan: Plan) -> Version | None:
    """Without the frozen data, which no page needs."""
    return Version.objects.filter(plan=plan).defer("data", "row_keys").order_by("-number").first()


def find_by_code(code: str) -> Version | None:
    """The submitted version with this code on its paper, with its plan."""
    with scopes_disabled():
        every = Version.objects.select_related("plan__municipality").defer("data", "row_keys")
        return every.filter(submitted_at__isnull=False, code=code.upper()).first()


def case_of(access: Access, version: Version | None) -> rules.Case:
    """What the rules ask, as it stands now. Errors are counted where nothing else stands in the way of submitting."""
    case = rules.Case(
        version.rules_state if version else None,
        access.permissions,
        submitted_it=bool(version and version.submitted_by_id == access.user.pk),
        may_decide_alone=access.plan.may_decide_alone,
        open_comments=Comment.objects.filter(version=version, resolved_at=None).count() if version else 0,
    )
    return case if rules.refusal(case, ApprovalStep.SUBMIT) else replace(case, errors=errors_in_the_way(access.plan))


def _locked(access: Access, step: ApprovalStep, seen: int | None) -> Version | None:
    """The plan's newest version, which nobody else takes a step with until the transaction ends. `seen`: the number of
    the one that the reader saw, None for none. Raises StepRefused."""
    lock_plan(access.plan.pk)
    return _checked(access, step, seen)[1]


def _checked(access: Access, step: ApprovalStep, seen: int | None) -> tuple[Plan, Version | None]:
    """The plan with its settings as they are now, and its newest version.

    Raises StepRefused where that is not the one that the reader saw, or the step cannot be taken, not any more by them.
    """
    try:
        access = enter(access.user, access.plan.slug)
    except Http404 as gone:
        raise StepRefused(Refusal.NOT_ALLOWED) from gone
    version = newest_version(access.plan)
    if (version.number if version else None) != seen:
        raise StepRefused(Refusal.NOT_NOW)
    if why := rules.refusal(case_of(access, version), step):
        raise StepRefused(why)
    return access.plan, version


def _move(version: Version, step: ApprovalStep, access: Access, reason: str) -> None:
    after = rules.LEADS_TO[version.rules_state, step]
    version.state = after.value
    version.save(update_fields=["state"])
    _note(version, step, access, reason)


def _note(version: Version, step: ApprovalStep, access: Access, reason: str = "") -> None:
    StatusChange.objects.create(
        plan=access.plan, version=version, step=step.value, state=version.state, reason=reason, by=access.user
    )


@transaction.atomic
def open_review(access: Access, seen: int | None) -> Version:
    """A new version, based on the approved one where there is one. Comments that nobody has answered go along: their
    questions are still open. Raises StepRefused."""
    before = _locked(access, ApprovalStep.OPEN, seen)
    approved = Version.objects.filter(state=Version.State.APPROVED).defer("data", "row_keys").last()
    version = Version.objects.create(
        plan=access.plan, number=(before.number if before else 0) + 1, based_on=approved, opened_by=access.user
    )
    _note(version, ApprovalStep.OPEN, access)
    Comment.objects.filter(version=before, resolved_at=None).update(version=version)
    return version


@dataclass(frozen=True)
class Frozen:
    """The plan as it stood at one moment: the version with its data, its page in each language, and how often something
    had been made confidential by then."""

    version: Version
    pages: dict[str, Content]
    taken_back: list[int]


def submit(access: Access, seen: int) -> Version:
    """Freezes the plan as it stands: its data, the pages of its documents, the checksum. The PDFs are then made by a
    worker out of the frozen pages. Raises StepRefused.

    A large plan takes seconds to be read, in which others go on writing: what they write is of a later moment than the
    version. Whether the step can be taken is asked anew when all is read. What is made confidential meanwhile must not
    be sealed in it, as whoever did so was not told that it would be: then the plan is read again."""
    for _attempt in range(ATTEMPTS):
        with one_moment():
            frozen = _read(access, seen)
        with scope(plan=access.plan, reader=None), transaction.atomic():
            _locked(access, ApprovalStep.SUBMIT, seen)
            if frozen.taken_back == _taken_back():
                _freeze(frozen, access)
                return frozen.version
    raise StepRefused(Refusal.BUSY)


def _taken_back() -> list[int]:
    """How often something that documents may show has been made confidential in the plan in scope: entries of the
    SWOT, commitments and their names, what was released."""
    kinds: tuple[Any, ...] = (SwotEntry, Commitment, Release)
    entries, commitments, releases = (events_of(kind) for kind in kinds)
    return [
        entries.filter(secret=True).count(),
        commitments.filter(Q(secret=True) | Q(may_name=False)).count(),
        releases.filter(revoked_at__isnull=False).count(),
    ]


def _freeze(frozen: Frozen, access: Access) -> None:
    version = frozen.version
    version.state = Version.State.SUBMITTED
    version.save()
    _note(version, ApprovalStep.SUBMIT, access)
    for language, content in frozen.pages.items():
        rendering = Rendering.objects.create(
            plan=access.plan,
            language=language,
            version=version,
            content_hash=content.digest,
            steps=STEPS,
            asked_by=access.user,
        )
        FrozenPage.objects.create(plan=access.plan, rendering=rendering, html=content.page)
        enqueue(rendering, render_document)


def _read(access: Access, seen: int) -> Frozen:
    """The plan as the version would freeze it. Raises StepRefused where the step could not be taken."""
    moment = timezone.now()
    plan, version = _checked(access, ApprovalStep.SUBMIT, seen)
    assert version is not None
    with scope(plan=plan, reader=None):  # as a worker would: nothing is confided to whoever happens to submit
        version.submitted_by, version.submitted_at = access.user, moment
        version.data, version.row_keys = export_with_keys(plan, FileKind.SHAREABLE)
        version.data_sha256 = hashlib.sha256(version.data).hexdigest()
        stamp = stamp_of(version)
        pages = {language: content_of(plan, language, stamp=stamp) for language, _name in settings.LANGUAGES}
        version.parts = sorted({part for content in pages.values() for part in content.parts})
        return Frozen(version, pages, _taken_back())


def stamp_of(version: Version) -> Stamp:
    """What the paper says of its version."""
    address = settings.SITE_URL + reverse("check_version", args=[version.code])
    assert version.submitted_at is not None
    day = timezone.localdate(version.submitted_at)
    told = "".join(urlsplit(address)[1:3])
    return Stamp(version.number, day, version.data_sha256, told, qr_code(address))


@transaction.atomic
def withdraw(access: Access, seen: int, reason: str) -> Version:
    """Takes a version out of review, or back from the council before it has decided. Raises StepRefused."""
    version = _locked(access, ApprovalStep.WITHDRAW, seen)
    assert version is not None
    _move(version, ApprovalStep.WITHDRAW, access, reason)
    return version


STEP_OF = {
    Decision.Outcome.APPROVED: ApprovalStep.APPROVE,
    Decision.Outcome.RETURNED: ApprovalStep.RETURN,
    Decision.Outcome.REJECTED: ApprovalStep.REJECT,
}


@transaction.atomic
def decide(access: Access, seen: int, decision: Decision, scan: Any = None) -> Decision:
    """Records the council's decision on the version that is before it. Raises StepRefused."""
    step = STEP_OF[Decision.Outcome(decision.outcome)]
    if Decision.objects.filter(version__number=seen, body=Decision.Body.COUNCIL).exists():
        raise StepRefused(Refusal.RECORDED)
    version = _locked(access, step, seen)
    assert version is not None
    decision.body = Decision.Body.COUNCIL
    of_the_year = Decision.objects.filter(body=decision.body, session_date__year=decision.session_date.year)
    if loosely(decision.number) in map(loosely, of_the_year.values_list("number", flat=True)):
        raise StepRefused(Refusal.NUMBER_TAKEN)
    _record(decision, version, access, scan)
    _move(version, step, access, decision.remarks)
    return decision


@transaction.atomic
def decide_further(access: Access, version: Version, decision: Decision, scan: Any = None) -> Decision:
    """Records what a higher authority or a funding body has decided about a version that the council has approved. What
    the higher authority does not approve is approved no longer, anywhere. Raises StepRefused."""
    lock_plan(access.plan.pk)
    if rules.NEEDS[ApprovalStep.APPROVE] not in access.permissions:
        raise StepRefused(Refusal.NOT_ALLOWED)
    version = Version.objects.defer("data", "row_keys").get(pk=version.pk)
    if version.rules_state not in rules.BY_THE_COUNCIL:
        raise StepRefused(Refusal.NOT_NOW)
    assert decision.body != Decision.Body.COUNCIL
    if version.decisions.filter(body=decision.body, number=decision.number).exists():
        raise StepRefused(Refusal.RECORDED)
    _record(decision, version, access, scan)
    approves = decision.outcome == Decision.Outcome.APPROVED
    step = ApprovalStep.UPHOLD if approves else ApprovalStep.OVERRULE
    if decision.body == Decision.Body.HIGHER and (version.rules_state, step) in rules.LEADS_TO:
        _move(version, step, access, decision.remarks)
    return decision


def _record(decision: Decision, version: Version, access: Access, scan: Any) -> None:
    decision.plan, decision.version, decision.recorded_by = access.plan, version, access.user
    if scan:
        decision.scan_sha256 = hashlib.sha256(scan.read()).hexdigest()
        scan.seek(0)
        decision.scan = scan
    decision.save(force_insert=True)


# Comments ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_comment(access: Access, comment: Comment) -> Comment:
    """Adds a comment to the version under review. Raises StepRefused where none is any more."""
    lock_plan(access.plan.pk)
    version = newest_version(access.plan)
    if version is None or version.rules_state is not rules.VersionState.REVIEW:
        raise StepRefused(Refusal.NOT_NOW)
    comment.plan, comment.version, comment.by = access.plan, version, access.user
    comment.save(force_insert=True)
    return comment


@transaction.atomic
def resolve(comment: Comment, answer: str, *, by: User) -> bool:
    """Says what was done about a comment; False where somebody has said so before.

    Raises StepRefused where the version is not under review any more."""
    lock_plan(comment.plan_id)
    if Version.objects.get(pk=comment.version_id).rules_state is not rules.VersionState.REVIEW:
        raise StepRefused(Refusal.NOT_NOW)
    open_still = Comment.objects.filter(pk=comment.pk, resolved_at=None)
    return bool(open_still.update(answer=answer, resolved_by=by, resolved_at=timezone.now()))


# Whether everything is as it was sealed ------------------------------------------------------------------------------


def faults_of(version: Version) -> list[str]:
    """What of a submitted version is not as it was sealed, in words; empty when all is."""
    found = []
    if not version.is_intact:
        found.append(_("The data of version %(number)s no longer matches its checksum.") % {"number": version.number})
    for document in version.documents.filter(state=Rendering.State.DONE):
        if not _is_whole(document.file, document.sha256):
            found.append(_("The file %(name)s has been altered.") % {"name": document.file.name})
    for decision in version.decisions.exclude(scan=""):
        if not _is_whole(decision.scan, decision.scan_sha256):
            found.append(_("The file %(name)s has been altered since it was recorded.") % {"name": decision.scan.name})
    return found


def _is_whole(file: Any, sha256: str) -> bool:
    if not file.storage.exists(file.name):
        return False
    with file.open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest() == sha256
