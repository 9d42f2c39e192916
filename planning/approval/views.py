from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django_scopes import scope

from ..council.enclosures import taken_out
from ..council.models import FrozenPage
from ..council.word import DOCX, make_docx
from ..people import guessing
from ..people.access import public
from ..people.uploads import oversized
from ..plans.access import Access, door, door_with
from ..plans.models import clean_code
from ..plans.permissions import Permission
from . import actions, rules
from .actions import StepRefused
from .differences import differences
from .forms import CommentAnswerForm, CommentForm, DecisionForm, ReasonForm
from .models import Comment, Decision, StatusChange, Version
from .rules import ApprovalStep, Refusal
from .words import REFUSALS, STEPS


def comments_on(version: Version) -> QuerySet[Comment]:
    return version.comments.select_related("goal", "by", "resolved_by")


def _values(access: Access, **more: Any) -> dict[str, Any]:
    """Where the plan stands on its way to the council, and what this reader can do next."""
    versions = {version.pk: version for version in Version.objects.defer("data", "row_keys").order_by("-number")}
    version = next(iter(versions.values()), None)
    case = actions.case_of(access, version)
    steps, may_comment = rules.possible(case), access.may(Permission.COMMENT)
    in_review = bool(version and version.rules_state is rules.VersionState.REVIEW)
    changes = list(StatusChange.objects.select_related("by").order_by("-at", "-pk"))
    for change in changes:
        change.version = versions[change.version_id]
    return {
        "access": access,
        "plan": access.plan,
        "version": version,
        "open_comments": case.open_comments,
        "versions": list(versions.values()),
        "changes": [(STEPS[ApprovalStep(one.step)], one) for one in changes],
        "may_open": ApprovalStep.OPEN in steps,
        "may_withdraw": ApprovalStep.WITHDRAW in steps,
        "may_submit": ApprovalStep.SUBMIT in steps,
        "waits": rules.refusal(case, ApprovalStep.SUBMIT) is Refusal.OPEN_COMMENTS,
        "errors": case.errors,
        "not_ready": rules.refusal(case, ApprovalStep.SUBMIT) is Refusal.NOT_READY,
        "may_decide": ApprovalStep.APPROVE in steps,
        "own": rules.refusal(case, ApprovalStep.APPROVE) is Refusal.OWN_SUBMISSION,
        "may_comment": may_comment,
        "in_review": in_review,
        "may_answer": in_review and access.may_manage,
        "comments": comments_on(version) if may_comment and version else [],
        "comment_form": CommentForm(),
        "reason_form": ReasonForm(),
        "answer_form": CommentAnswerForm(),
    } | more


def _seen(request: HttpRequest) -> int | None:
    """The number of the version that the page showed."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None


def _page(request: HttpRequest, access: Access, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "approval/approval.html", _values(access, **more), status=status)


def _refused(request: HttpRequest, access: Access, refused: StepRefused, typed: str = "") -> HttpResponse:
    """The page as it stands now, with the reason, and what was typed where its form is there no more."""
    if refused.why is Refusal.NOT_ALLOWED:
        raise PermissionDenied(REFUSALS[refused.why])
    return _page(request, access, status=409, problem=REFUSALS[refused.why], typed=typed)


@door(Permission.SEE_DOCUMENTS)
def approval(request: HttpRequest, access: Access) -> HttpResponse:
    """Where the plan stands on its way to the council; comments, decisions and versions (C7)."""
    return _page(request, access)


def _is_submitted(request: HttpRequest, access: Access) -> bool:
    """Whether the reader has submitted the version that the page showed: somebody pressed twice."""
    newest = actions.newest_version(access.plan)
    if newest is None or newest.number != _seen(request) or newest.rules_state is not rules.VersionState.SUBMITTED:
        return False
    return bool(newest.submitted_by_id == access.user.pk)


@door(Permission.SUBMIT)
def approval_step(request: HttpRequest, access: Access, step: str) -> HttpResponse:
    """POST begins a review, submits the version, or withdraws it with a reason."""
    try:
        if step == ApprovalStep.OPEN.value:
            actions.open_review(access, _seen(request))
        elif step == ApprovalStep.SUBMIT.value:
            actions.submit(access, _seen(request) or 0)
        else:
            form = ReasonForm(request.POST)
            if not form.is_valid():
                return _page(request, access, status=422, reason_form=form, wrong=form)
            actions.withdraw(access, _seen(request) or 0, form.cleaned_data["reason"])
    except StepRefused as refused:
        again = step == ApprovalStep.SUBMIT.value and refused.why is Refusal.NOT_NOW and _is_submitted(request, access)
        if not again:
            return _refused(request, access, refused, request.POST.get("reason", ""))
    messages.success(request, str(STEPS[ApprovalStep(step)]))
    return redirect("approval", slug=access.plan.slug)


@door(Permission.RECORD_DECISION)
def decision_new(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Records the council's decision on a version, or on an approved one that of another body."""
    version: Version = get_object_or_404(Version.objects.defer("data", "row_keys"), number=number)
    by_the_council = version.rules_state in rules.BY_THE_COUNCIL
    if request.method == "GET" and not by_the_council and version.rules_state is not rules.VersionState.SUBMITTED:
        messages.info(request, _("A decision on this version cannot be recorded now."))
        return redirect("approval", slug=access.plan.slug)
    # what the form was opened for: meanwhile somebody else may have recorded what the council decided
    further = request.POST.get("further") == "yes" if request.POST else by_the_council
    form = DecisionForm(request.POST or None, request.FILES or None, version=version, further=further)
    form.skipped = oversized(request)
    if request.method == "POST" and form.is_valid():
        decision, scan = form.save(commit=False), form.cleaned_data.get("scan")
        try:
            if further:
                actions.decide_further(access, version, decision, scan)
            else:
                actions.decide(access, number, decision, scan)
        except StepRefused as refused:
            form.add_error("number" if refused.why is Refusal.NUMBER_TAKEN else None, str(REFUSALS[refused.why]))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("approval", slug=access.plan.slug)
    values = {"access": access, "plan": access.plan, "version": version, "form": form, "further": further}
    status = 409 if form.is_bound and form.non_field_errors() else 422 if form.errors else 200
    return render(request, "approval/decision.html", values, status=status)


@door(Permission.COMMENT)
def comment_new(request: HttpRequest, access: Access) -> HttpResponse:
    """POST adds a comment to the version under review."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, access, status=422, comment_form=form, wrong=form)
    try:
        actions.add_comment(access, form.save(commit=False))
    except StepRefused as refused:
        return _refused(request, access, refused, form.cleaned_data["text"])
    messages.success(request, _("The comment is added."))
    return redirect("approval", slug=access.plan.slug)


@door_with("pk", lambda pk: get_object_or_404(Comment, pk=pk), Permission.SUBMIT)
def comment_resolve(request: HttpRequest, access: Access, comment: Comment) -> HttpResponse:
    """POST says what was done about a comment."""
    form = CommentAnswerForm(request.POST, auto_id=f"%s-{comment.pk}")
    if not form.is_valid():
        return _page(request, access, status=422, answer_form=form, answered=comment.pk, wrong=form)
    typed = form.cleaned_data["answer"]
    try:
        answered = actions.resolve(comment, typed, by=access.user)
    except StepRefused as refused:
        return _refused(request, access, refused, typed)
    if not answered:
        return _page(request, access, status=409, problem=_("This comment has been answered already."), typed=typed)
    messages.success(request, _("The comment is answered."))
    return redirect("approval", slug=access.plan.slug)


@door(Permission.SEE_DOCUMENTS)
def version(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """A version with its documents and decisions, whether all is as it was sealed, and what differs from the one on
    which it is based."""
    every = Version.objects.select_related("based_on", "submitted_by")
    found: Version = get_object_or_404(every, number=number)
    sealed = found.submitted_at is not None
    before = found.based_on
    may_comment = access.may(Permission.COMMENT)
    values = {
        "access": access,
        "plan": access.plan,
        "version": found,
        "before": before,
        "comments": comments_on(found) if may_comment else [],
        "documents": found.documents.order_by("language"),
        "decisions": found.decisions.select_related("recorded_by"),
        "faults": actions.faults_of(found) if sealed else [],
        "differences": differences(before, found) if before and sealed else None,
        "may_decide": access.may(Permission.RECORD_DECISION) and found.rules_state in rules.BY_THE_COUNCIL,
        "may_read": access.may(Permission.SEE_WORKSHEETS),
    }
    return render(request, "approval/version.html", values)


@door(Permission.SEE_WORKSHEETS)
def version_file(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """The frozen data as it was sealed."""
    found: Version = get_object_or_404(Version, number=number)
    if found.data is None:
        raise Http404
    name = f"{access.plan.slug}-{number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(found.data), content_type="application/json", headers=headers)


@door_with(
    "pk",
    lambda pk: get_object_or_404(FrozenPage.objects.select_related("rendering__version"), rendering=pk),
    Permission.SEE_DOCUMENTS,
)
def version_docx_file(request: HttpRequest, access: Access, frozen: FrozenPage) -> HttpResponse:
    """What was submitted, for a word processor (C8). Made when it is asked for, as it is there to be changed."""
    document = frozen.rendering
    assert document.version is not None  # of drafts nothing is frozen
    name = f"{access.plan.slug}-{document.version.number}-{document.language}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(make_docx(taken_out(frozen.html)[0]), content_type=DOCX, headers=headers)


@door_with("pk", lambda pk: get_object_or_404(Decision, pk=pk), Permission.SEE_DOCUMENTS)
def scan_file(request: HttpRequest, access: Access, decision: Decision) -> FileResponse:
    if not decision.scan:
        raise Http404
    return FileResponse(decision.scan.open(), as_attachment=True)


@public
def check_version(request: HttpRequest, code: str) -> HttpResponse:
    """What a paper says of itself, for whoever holds it: number, date and checksum, and nothing of the content."""
    found = guessing.look_up(request, lambda: actions.find_by_code(clean_code(code)), lambda: False)
    if found is None:
        return render(request, "approval/check_unknown.html", status=404)
    with scope(plan=found.plan):
        decisions = list(found.decisions.exclude(body=Decision.Body.FUNDING))
        files = list(found.documents.filter(state="done").order_by("language"))
        approved = Version.objects.filter(state=Version.State.APPROVED, number__gt=found.number)
        values = {
            "version": found,
            "decisions": decisions,
            "files": files,
            "later": approved.order_by("number").last(),
            "withdrawn": found.rules_state is rules.VersionState.WITHDRAWN,
        }
        return render(request, "approval/check.html", values)
