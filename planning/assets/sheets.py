"""The worksheets of this room: the register (A2), and a goal's ratings (A3, A4)."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..plans.permissions import Permission
from ..worksheets.models import Row
from ..worksheets.sheet import Worksheet, weight_with
from .forms import AssetForm, NewRatingForm, RatingForm
from .models import Asset, GoalAsset


def rating_progress(goal: Row | None, rows: list[GoalAsset] | None) -> dict[str, Any]:
    """How many of the goal's assets have both ratings."""
    if rows is not None:
        rated, of = sum(row.priority is not None for row in rows), len(rows)
    else:
        both = Q(availability__isnull=False, importance__isnull=False)
        counts = GoalAsset.objects.filter(goal=goal).aggregate(of=Count("pk"), rated=Count("pk", filter=both))
        rated, of = counts["rated"], counts["of"]
    return {"rated": rated, "of": of, "share": round(100 * rated / of) if of else 0}


REGISTER = Worksheet(
    name="assets", model=Asset, form=AssetForm, page="assets/assets.html", cells="assets/asset_cells.jinja",
    columns=(_("Asset"), _("Kind"), _("Quantity"), _("Condition"), _("Locality"), _("Keeper")),
    edits=Permission.EDIT_OWN_GOALS, related=("locality",),
)  # fmt: skip
RATINGS = Worksheet(
    name="ratings", model=GoalAsset, form=RatingForm, add_form=NewRatingForm, page="assets/ratings.html",
    cells="assets/rating_cells.jinja", computed="assets/becomes.html",
    columns=(_("Asset"), _("Availability"), _("Importance"), _("Priority")),
    parent=Goal, related=("asset",), extra=rating_progress, reorder=False,
    weight=weight_with("asset"), also_changed=("asset",), exported=("asset", "availability", "importance", "reason"),
)  # fmt: skip
