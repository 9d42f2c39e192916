from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..actions.checks import written
from ..goals.section import named_goals
from ..plans.access import Access, door
from ..plans.models import Partner
from ..plans.permissions import Permission
from ..plans.prepared import Prepared
from ..readiness import breaks
from .chain import LINKS, link_of, sides
from .path import path_of, state_of
from .responsible import responsible


def _partners(plan: Any) -> QuerySet[Any]:
    return Partner._base_manager.filter(plan=plan).order_by("pk").values_list("municipality__name")


READ_PARTNERS = Prepared(_partners, "plan")  # the names of the municipalities that cooperate in the plan in scope


@door(Permission.SEE_PLAN)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """The guided path of one plan (P5)."""
    path, plan = path_of(access), access.plan
    days = (plan.session_date - timezone.localdate()).days if plan.session_date else None
    values = {
        "access": access,
        "plan": plan,
        "path": path,
        "days": days if days is not None and days >= 0 else None,
        "states": {step: state_of(parts).value for step, parts in path.parts.items()},
        "partners": [name for (name,) in READ_PARTNERS()],
        "reads": access.may(Permission.SEE_WORKSHEETS),
    }
    return render(request, "overview/overview.html", values)


@door(Permission.SEE_WORKSHEETS)
def who_is_responsible(request: HttpRequest, access: Access) -> HttpResponse:
    """Who is responsible for what, and for what nobody is (P4)."""
    values = {"access": access, "plan": access.plan, "found": responsible(access)}
    return render(request, "overview/responsible.html", values)


@door(Permission.SEE_WORKSHEETS, confidential=True)
def chain(request: HttpRequest, access: Access) -> HttpResponse:
    """Where the chain from assets to means is broken (P5)."""
    goals = named_goals(access.plan)
    kinds = breaks.broken(access.plan.slug, goals, breaks.facts(written()))
    confidant = any(access.is_confidant(goal.group_id) for goal in goals)
    kinds = [kind for kind in kinds if confidant or not kind.secret]
    values = {"access": access, "plan": access.plan, "kinds": kinds, "whole": not any(kind.number for kind in kinds)}
    return render(request, "overview/chain.html", values)


@door(Permission.SEE_WORKSHEETS, confidential=True)
def chain_link(request: HttpRequest, access: Access, kind: str, pk: int) -> HttpResponse:
    """One link of the chain with its neighbours, from each of which one walks on (P5)."""
    slug = access.plan.slug
    values = {
        "access": access,
        "plan": access.plan,
        "link": link_of(slug, kind, pk),
        "word": LINKS[kind].word,
        "sides": sides(slug, kind, pk),
    }
    return render(request, "overview/link.html", values)
