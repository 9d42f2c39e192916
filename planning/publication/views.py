from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from ..people.access import public
from ..plans.access import Access, door
from ..plans.permissions import Permission
from . import actions, drawn, open_data, pages
from .forms import PublicationForm
from .pages import OpenPlan

HTML = "text/html; charset=utf-8"
FOR_ALL = "public, max-age=300"  # any cache may keep it, and has to ask anew after five minutes


@door(Permission.SUBMIT)
def publication(request: HttpRequest, access: Access) -> HttpResponse:
    """What the public page shows, and whether there is one (C9). POST stores the choice."""
    found = actions.publication_of(access.plan)
    form = PublicationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.arrange(form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect("publication", slug=access.plan.slug)
    return _settings(request, access, form, 422 if form.errors else 200)


def _settings(request: HttpRequest, access: Access, form: PublicationForm, status: int, **more: Any) -> HttpResponse:
    values = {
        "access": access,
        "plan": access.plan,
        "form": form,
        "publication": actions.publication_of(access.plan),
        "version": actions.approved_version(access.plan),
        "address": settings.SITE_URL + reverse("open_plan", args=[access.plan.slug]),
    }
    return render(request, "publication/publication.html", values | more, status=status)


@door(Permission.SUBMIT)
def publication_switch(request: HttpRequest, access: Access) -> HttpResponse:
    """POST `do` = "on" shows the page to everybody, anything else takes it away."""
    on = request.POST.get("do") == "on"
    try:
        actions.switch(access.plan, on)
    except actions.NothingApproved:
        problem = _("The council has not approved a version yet, so there is nothing to show.")
        form = PublicationForm(instance=actions.publication_of(access.plan))
        return _settings(request, access, form, 409, problem=problem)
    messages.success(request, _("The page is now public.") if on else _("The page is no longer public."))
    return redirect("publication", slug=access.plan.slug)


@door(Permission.SUBMIT)
def publication_preview(request: HttpRequest, access: Access, key: int | None = None) -> HttpResponse:
    """The page, or that of an action, as everybody would see it."""
    shown = pages.preview(access.plan)
    if shown is None and key is None:
        messages.info(request, _("The council has not approved a version yet, so there is nothing to show."))
        return redirect("publication", slug=access.plan.slug)
    root = reverse("publication_preview", args=[access.plan.slug])
    page = shown and (drawn.plan(shown, root, preview=True) if key is None else drawn.action(shown, root, key, True))
    if not page:
        raise Http404
    return HttpResponse(page)


# For everybody: no sign-in, no session, no cookie; the language stands in the address -------------------------------


def _served(request: HttpRequest, name: str, language: str, kind: str, draw: Callable[[OpenPlan], Any]) -> HttpResponse:
    """What `draw` makes of an open plan, in that language; nothing where the asker's copy is still the same."""
    shown = pages.find(name)
    if shown is None or language not in dict(settings.LANGUAGES):
        raise Http404
    tag = shown.fingerprint(request.path)
    response: Any = get_conditional_response(request, etag=tag)
    if response is None:
        with scope(plan=shown.plan), override(language):
            content = draw(shown)
        if content is None:
            raise Http404
        response = HttpResponse(content, content_type=kind)
    response["ETag"], response["Cache-Control"] = tag, FOR_ALL
    return response


def _root(name: str, language: str) -> str:
    return reverse("open_page", args=[name, language])


@public
def open_plan(request: HttpRequest, name: str) -> HttpResponse:
    """Leads to the page in the language that the plan has chosen."""
    shown = pages.find(name)
    if shown is None:
        raise Http404
    response = redirect("open_page", name, shown.publication.language)
    response["Cache-Control"] = FOR_ALL
    return response


@public
def open_page(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """The approved plan, as far as it was chosen to be public."""
    return _served(request, name, language, HTML, lambda shown: drawn.plan(shown, _root(name, language)))


@public
def open_action(request: HttpRequest, name: str, language: str, key: int) -> HttpResponse:
    return _served(request, name, language, HTML, lambda shown: drawn.action(shown, _root(name, language), key))


@public
def open_json(request: HttpRequest, name: str) -> HttpResponse:
    """The content as open data."""
    response = _served(request, name, settings.LANGUAGE_CODE, "application/json; charset=utf-8", open_data.as_json)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
def open_csv(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """The actions as open data."""

    def draw(shown: OpenPlan) -> bytes | None:
        return open_data.as_csv(shown) if "actions" in shown.content else None

    response = _served(request, name, language, "text/csv; charset=utf-8", draw)
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'attachment; filename="{name}-{language}.csv"'
    return response
