import copy
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from . import actions
from .access import Access, door
from .forms import EndForm, HandOverForm, InvitationForm, MembershipForm, PlanForm, free_slug
from .history import changes_of_plan
from .models import Invitation, Membership, Partner, Plan, lock_plan
from .permissions import Permission
from .tickets import Ticket


def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans in which the reader has a role."""
    with scopes_disabled():
        memberships = Membership.objects.active().filter(user=request.user).select_related("plan__municipality")
        plans = list(
            {membership.plan.pk: membership.plan for membership in memberships.order_by("plan__title")}.values()
        )
    return render(request, "plans/plan_list.html", {"plans": plans, "may_open": may_open_plans(request)})


def may_open_plans(request: HttpRequest) -> bool:
    """Whoever runs the installation, and every secretariat."""
    with scopes_disabled():
        secretariat = Membership.objects.active().filter(user=request.user, role="secretariat")
        return bool(request.user.is_staff or secretariat.exists())


def plan_new(request: HttpRequest) -> HttpResponse:
    """Opens a plan; whoever opens it is its secretariat (P1)."""
    if not may_open_plans(request):
        raise PermissionDenied(Permission.MANAGE_PLAN)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opens = partial(actions.open_plan, by=request.user, slug_for=free_slug)  # type: ignore[arg-type]  # signed in
        plan = form.save_with_towns(opens)
        return redirect("overview", slug=plan.slug)
    return render(request, "plans/plan_new.html", {"form": form}, status=422 if form.errors else 200)


@door(Permission.MANAGE_PLAN)
def plan_settings(request: HttpRequest, access: Access) -> HttpResponse:
    """Title, years, currency, council session, partner municipalities."""
    plan = access.plan
    partners = "\n".join(p.municipality.name for p in Partner.objects.select_related("municipality").order_by("pk"))
    initial = {"municipality_name": plan.municipality.name, "partners": partners}
    # a form writes what was typed into its instance while it checks it; the page's frame shows the plan as it is
    form = PlanForm(request.POST or None, instance=copy.copy(plan), initial=initial)
    if request.method == "POST" and form.is_valid():
        form.save_with_towns(Plan.save)
        messages.success(request, _("The plan has been saved."))
        return redirect("plan_settings", slug=plan.slug)
    values = {"access": access, "plan": plan, "form": form}
    return render(request, "plans/plan_settings.html", values, status=422 if form.errors else 200)


@door(Permission.SEE_WORKSHEETS)
def people(request: HttpRequest, access: Access) -> HttpResponse:
    """Who has which role in the plan; for the secretariat also the open invitations."""
    memberships = Membership.objects.active().select_related("user", "deputy__user", "group", "municipality")
    values = {"access": access, "plan": access.plan, "memberships": memberships.order_by("user__name", "pk")}
    if access.may(Permission.MANAGE_PEOPLE):
        values |= {
            "invitations": Invitation.objects.usable().select_related("group").order_by("-pk"),
            "manages": True,
        }
    return render(request, "plans/people.html", values)


@door(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest, access: Access) -> HttpResponse:
    """Makes an invitation and shows its ticket."""
    form = InvitationForm(request.POST or None, instance=Invitation(plan=access.plan))
    if request.method == "POST" and form.is_valid():
        invitation = form.save(commit=False)
        code = actions.invite(invitation, by=access.user)
        Ticket.keep(request.session, invitation, code)
        if invitation.email:
            Ticket(code).send(invitation)
        return redirect("invitation", slug=access.plan.slug, pk=invitation.pk)
    values = {"access": access, "plan": access.plan, "form": form}
    return render(request, "plans/invite.html", values, status=422 if form.errors else 200)


@door(Permission.MANAGE_PEOPLE)
def invitation(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """The ticket to print: code, address and QR code, as long as this session knows the code."""
    found: Invitation = get_object_or_404(Invitation.objects.select_related("group"), pk=pk)
    ticket = Ticket.of(request.session, found)
    values = {"access": access, "plan": access.plan, "invitation": found, "ticket": ticket}
    return render(request, "plans/ticket.html", values)


@door(Permission.MANAGE_PEOPLE)
def invitation_renew(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """A new code for a ticket that was lost; the old one stops working."""
    found: Invitation = get_object_or_404(Invitation.objects.filter(used_at=None, revoked_at=None), pk=pk)
    code = actions.invite(found, by=access.user)
    Ticket.keep(request.session, found, code)
    return redirect("invitation", slug=access.plan.slug, pk=found.pk)


@door(Permission.MANAGE_PEOPLE)
def invitation_revoke(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    actions.revoke(get_object_or_404(Invitation, pk=pk), by=access.user)
    messages.success(request, _("The invitation no longer works."))
    return redirect("people", slug=access.plan.slug)


@door(Permission.MANAGE_PEOPLE)
@transaction.atomic
def membership(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """One person's role: what they are here as, and who is their deputy."""
    if request.method == "POST":
        lock_plan(access.plan.pk)  # two who change each other's role would leave no secretariat
    found = get_object_or_404(Membership.objects.active().select_related("user", "group", "plan"), pk=pk)
    form = MembershipForm(request.POST or None, instance=found)
    asked = request.method == "POST" and form.is_valid() and form.must_be_asked
    if request.method == "POST" and form.is_valid() and not asked:
        actions.change_membership(form.save(commit=False), by=access.user)
        messages.success(request, _("Saved: %(name)s.") % {"name": found.user})
        return redirect("people", slug=access.plan.slug)
    values = {"access": access, "plan": access.plan, "membership": found, "form": form, "asked": asked}
    return render(request, "plans/membership.html", values, status=422 if form.errors else 409 if asked else 200)


@door(Permission.SEE_WORKSHEETS)
def membership_away(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Whoever holds a role, or the secretariat for them, leaves it to the deputy or takes it back."""
    found = get_object_or_404(Membership.objects.active().select_related("user", "deputy__user"), pk=pk)
    if found.user_id != access.user.pk:
        access.demand(Permission.MANAGE_PEOPLE)
    away = request.POST.get("away") == "1"
    if away and not found.deputy:
        messages.error(request, _("This role has no deputy. Please name one first."))
    else:
        actions.set_away(found, away, by=access.user)
        said = _("From now on %(deputy)s acts for %(name)s.") if away else _("%(name)s acts again.")
        messages.success(request, said % {"name": found.user, "deputy": found.deputy and found.deputy.user})
    return redirect("people", slug=access.plan.slug)


@door(Permission.MANAGE_PEOPLE)
def membership_end(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Shows what somebody is responsible for in this office before it ends, and asks who is then (P4)."""
    found = get_object_or_404(Membership.objects.active().select_related("plan", "user", "group"), pk=pk)
    form = EndForm(request.POST or None, office=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_membership(found, by=access.user, successor=form.cleaned_data["successor"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The role has ended."))
        return redirect("people", slug=access.plan.slug)
    values = {"access": access, "plan": access.plan, "membership": found, "form": form, "work": actions.work_of(found)}
    return render(request, "plans/membership_end.html", values, status=422 if form.errors else 200)


@door(Permission.MANAGE_PEOPLE)
def hand_over(request: HttpRequest, access: Access) -> HttpResponse:
    """Everything that one person holds goes to another, in one step (P4)."""
    form = HandOverForm(request.POST or None, plan=access.plan, initial={"leaver": request.GET.get("leaver")})
    asked = request.method == "POST" and form.is_valid() and form.must_be_asked
    if request.method == "POST" and form.is_valid() and not asked:
        leaver, successor = form.cleaned_data["leaver"], form.cleaned_data["successor"]
        moved = actions.hand_over(access.plan, leaver, successor, by=access.user)
        count = sum(moved)
        messages.success(
            request,
            ngettext(
                "%(count)d piece of work has been handed over from %(leaver)s to %(successor)s.",
                "%(count)d pieces of work have been handed over from %(leaver)s to %(successor)s.",
                count,
            )
            % {"count": count, "leaver": leaver, "successor": successor},
        )
        if leaver == access.user:  # who hands their own work over has no way in any more
            return redirect("plan_list")
        return redirect("people", slug=access.plan.slug)
    values = {"access": access, "plan": access.plan, "form": form, "asked": asked}
    return render(request, "plans/hand_over.html", values, status=422 if form.errors else 409 if asked else 200)


@door(Permission.SEE_WORKSHEETS, confidential=True)
def history(request: HttpRequest, access: Access) -> HttpResponse:
    """Every change in the plan, newest first (D9)."""
    page = request.GET.get("page", "1")
    number = min(int(page), 200) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
    number = max(number, 1)
    changes, more = changes_of_plan(access, number)
    values = {"access": access, "plan": access.plan, "changes": changes, "page": number, "more": more}
    return render(request, "plans/history.html", values)
