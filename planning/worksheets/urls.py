"""The addresses of a worksheet, all of them behind the door."""

from functools import partial, update_wrapper
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ..plans.access import View, door
from ..plans.memberships import Memberships
from ..plans.permissions import Permission
from . import views
from .sheet import Worksheet

SHEETS: dict[str, Worksheet] = {}  # every worksheet that may be exported, in the order of the rooms


def worksheet_urls(prefix: str, sheet: Worksheet) -> list[URLPattern]:
    """`prefix` is the worksheet's place below its plan: "assets/", "goals/<int:goal>/ratings/"."""

    def see(view: View, **options: Any) -> View:
        bound = update_wrapper(partial(view, sheet=sheet), view)
        return door(Permission.SEE_WORKSHEETS, confidential=sheet.keeps_secrets, **options)(bound)

    both = require_http_methods(["GET", "HEAD", "POST"])
    at = f"plans/<slug:slug>/{prefix}"
    n = sheet.name
    exports = []
    if not sheet.is_confidential:  # is left out of exports; what has been released goes there by its room's section
        SHEETS[n] = sheet
        exports = [path(f"{at}xlsx/", require_GET(see(views.xlsx)), name=f"{n}_xlsx")]
    glance = Memberships(sheet.rows.fingerprint, *([sheet.parent.key] if sheet.parent else []))
    return [
        *exports,
        path(at, both(see(views.page)), name=n),
        path(f"{at}changes/", require_GET(see(views.poll, held=glance)), name=f"{n}_poll"),
        path(f"{at}<int:pk>/", both(see(views.row)), name=f"{n}_row"),
        path(f"{at}<int:pk>/view/", both(see(views.view)), name=f"{n}_view"),
        path(f"{at}<int:pk>/delete/", require_POST(see(views.delete)), name=f"{n}_delete"),
        path(f"{at}<int:pk>/move/", require_POST(see(views.move)), name=f"{n}_move"),
        path(f"{at}<int:pk>/history/", require_GET(see(views.history)), name=f"{n}_history"),
    ]
