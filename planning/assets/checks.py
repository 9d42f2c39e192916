"""How far the register and the ratings are (A2 to A6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..goals.models import Goal
from ..plans.findings import Finding, Part, progress
from .models import Asset, GoalAsset
from .rules import Level


@dataclass(frozen=True)
class Ratings:
    """How many assets a goal lists, how many have both ratings, how many have high priority."""

    listed: int = 0
    rated: int = 0
    high: int = 0


def ratings_by_goal() -> dict[int, Ratings]:
    """For every goal of the plan in scope that lists an asset, in one query."""
    rated = Q(availability__isnull=False, importance__isnull=False)
    high = rated & ~Q(availability=Level.HIGH) & ~Q(importance=Level.LOW)
    rows = GoalAsset.objects.order_by().values("goal").annotate(
        listed=Count("pk"), rated=Count("pk", filter=rated), high=Count("pk", filter=high)
    )  # fmt: skip
    return {row["goal"]: Ratings(row["listed"], row["rated"], row["high"]) for row in rows}


def parts(slug: str, goals: Sequence[Goal], ratings: dict[int, Ratings]) -> list[Part]:
    assets = Asset.objects.count()
    figure = ngettext("%(n)d asset", "%(n)d assets", assets) % {"n": assets}
    found = [Part(1, _("Asset register"), reverse("assets", args=[slug]), progress(assets, 1), figure)]
    for goal in goals:
        of = ratings.get(goal.pk, Ratings())
        name, place = {"code": goal.code}, [slug, goal.pk]
        rated = _("%(rated)d of %(listed)d rated") % {"rated": of.rated, "listed": of.listed}
        high = _("%(n)d high priority") % {"n": of.high}
        state = progress(of.rated, of.listed)
        found.append(Part(1, _("Asset ratings, goal %(code)s") % name, reverse("ratings", args=place), state, rated))
        found.append(
            Part(1, _("Priority grid, goal %(code)s") % name, reverse("priority_grid", args=place), state, high)
        )
    return found


def findings(slug: str, goals: Sequence[Goal], ratings: dict[int, Ratings]) -> list[Finding]:
    found = []
    for goal in goals:
        of = ratings.get(goal.pk, Ratings())
        url = reverse("ratings", args=[slug, goal.pk])
        if not of.listed:
            title = _("List the assets of goal %(code)s") % {"code": goal.code}
            found.append(Finding(1, title, goal.statement, url, 15, goal.group_id))
        elif of.rated < of.listed:
            left = of.listed - of.rated
            title = ngettext(
                "Rate %(n)d asset of goal %(code)s", "Rate %(n)d assets of goal %(code)s", left
            ) % {"n": left, "code": goal.code}  # fmt: skip
            done = _("%(rated)d of %(listed)d are rated.") % {"rated": of.rated, "listed": of.listed}
            found.append(Finding(1, title, done, url, max(1, round(left * 1.5)), goal.group_id))
    return found
