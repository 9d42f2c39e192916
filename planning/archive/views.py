from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from ..people.access import public
from ..plans.access import Access, door
from ..plans.permissions import Permission
from . import schema
from .actions import take_whole
from .export import export
from .forms import WholeForm
from .tables import FileKind


def as_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@door(Permission.SEE_WORKSHEETS)
def plan_data_file(request: HttpRequest, access: Access) -> HttpResponse:
    """The plan as data, without what is confidential (C8)."""
    return as_file(export(access.plan, FileKind.SHAREABLE), access.plan.slug)


@door(Permission.SEE_CONFIDENTIAL, confidential=True)
def plan_data_whole(request: HttpRequest, access: Access) -> HttpResponse:
    """Says what the whole file holds; POST `sure` answers with it (C8, B8)."""
    form = WholeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return as_file(take_whole(access.plan, by=access.user), f"{access.plan.slug}-whole")
    status = 422 if request.method == "POST" else 200
    return render(request, "archive/whole.html", {"access": access, "plan": access.plan, "form": form}, status=status)


@public
@cache_control(public=True, max_age=3600)
def plan_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a plan's file."""
    return HttpResponse(schema.text(), content_type="application/schema+json; charset=utf-8")
