"""The worksheets of this room: the register (A2), and a goal's ratings (A3, A4)."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.db.models.functions import Extract
from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..plans.permissions import Permission
from ..worksheets.models import Row
from ..worksheets.sheet import Gathered, Parent, Seen, Worksheet
from .forms import AssetForm, AssetNeedForm, LocalAvailabilityForm, NewRatingForm, RatingForm
from .models import Asset, AssetNeed, GoalAsset, LocalAvailability, OwnRating
from .rules import spread


def rating_progress(goal: Row | None, rows: list[GoalAsset] | None) -> dict[str, Any]:
    """How many of the goal's assets have both ratings."""
    if rows is not None:
        rated, of = sum(row.priority is not None for row in rows), len(rows)
    else:
        listed = GoalAsset.objects.filter(goal=goal)
        rated, of = listed.exclude(Q(availability=None) | Q(importance=None)).count(), listed.count()
    return {"rated": rated, "of": of, "share": round(100 * rated / of) if of else 0}


def with_spread(goal: Row | None, rows: list[Any]) -> None:
    """Puts on each row how members rated on their own (A5)."""
    own: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    said = OwnRating.objects.filter(goal_asset__goal=rows[0].goal_id)
    for pk, availability, importance in said.values_list("goal_asset", "availability", "importance"):
        own[pk].append((availability, importance))
    for row in (row for row in rows if own[row.pk]):
        availabilities, importances = zip(*own[row.pk], strict=True)
        row.spreads = (spread(availabilities), spread(importances))


OWN_RATINGS = Seen(OwnRating, "goal_asset__goal", figure=Extract("rated_at", "epoch"), changed="rated_at")
ASSET = {"asset_name": "asset__name", "asset_kind": "asset__kind"}
REGISTER = Worksheet(
    name="assets",
    chain="asset",
    model=Asset,
    form=AssetForm,
    page="assets/assets.html",
    cells="assets/asset_cells.jinja",
    columns=(_("Asset"), _("Kind"), _("Quantity"), _("Condition"), _("Locality"), _("Keeper")),
    edits=Permission.EDIT_OWN_GOALS,
    shows={"place": "locality__name"},
)
RATINGS = Worksheet(
    name="ratings",
    model=GoalAsset,
    form=RatingForm,
    add_form=NewRatingForm,
    page="assets/ratings.html",
    cells="assets/rating_cells.jinja",
    computed="assets/becomes.html",
    columns=(_("Asset"), _("Availability"), _("Importance"), _("Priority")),
    parent=Parent(Goal),
    shows=ASSET,
    extra=rating_progress,
    moves=None,
    gathered=(Gathered(with_spread, OWN_RATINGS),),
    exported=("asset", "availability", "importance", "reason"),
)
NEEDS = Worksheet(
    name="asset_needs",
    model=AssetNeed,
    form=AssetNeedForm,
    page="assets/needs.html",
    cells="assets/need_cells.jinja",
    columns=(_("Asset"), _("Needs")),
    edits=Permission.EDIT_OWN_GOALS,
    moves=None,
    shows=ASSET | {"needed_name": "needed__name", "needed_kind": "needed__kind"},
)
LOCAL = Worksheet(
    name="local_ratings",
    model=LocalAvailability,
    form=LocalAvailabilityForm,
    page="assets/local_ratings.html",
    cells="assets/local_cells.jinja",
    columns=(_("Asset"), _("Locality"), _("Availability there")),
    parent=Parent(Goal, "goal_asset__goal"),
    moves=None,
    shows={"asset_name": "goal_asset__asset__name", "place": "locality__name"},
)
