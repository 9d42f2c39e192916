"""The names of all URLs: their addresses in a town, and some hundred of them tried one after the other in a few tests,
since putting a town into the database takes longer than most requests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scope

from planning.models import Comment, Decision, DocumentSection, Import, Invitation, Membership, Rendering, Version
from planning.plans.actions import invite
from tests.fixtures import Town, add_places

AT_ONCE = 24
ROW_OF = {
    "areas": "area",
    "groups": "group",
    "goals": "goal",
    "localities": "locality",
    "assets": "asset",
    "sub_objectives": "sub_objective",
    "ratings": "rating",
    "actions": "action",
    "resources": "resource",
    "stakeholders": "stakeholder",
    "positions": "position",
    "influences": "influence",
    "connections": "connection",
    "interviews": "interview",
    "answers": "answer",
    "asset_needs": "need",
    "local_ratings": "local",
    "rating_detail": "rating",
    "own_rating": "rating",
    "targets": "target",
    "indicators": "indicator",
    "mid_values": "mid_value",
    "action_groups": "action_group",
    "action_parts": "action_part",
    "accommodations": "accommodation",
    "action": "action",
    "chain_link": "asset",
    "swot_entries": "swot_entry",
    "swot_release": "swot_entry",
    "swot_withhold": "swot_entry",
    "tree_nodes": "tree_node",
    "activities": "activity",
    "precedences": "precedence",
    "meetings": "meeting",
    "meeting_guests": "guest",
    "commitment": "commitment",
}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield entry.name or "", prefix + str(entry.pattern)


@cache
def our_patterns() -> dict[str, str]:
    found = {name: route for name, route in patterns(get_resolver()) if not route.startswith("accounts/")}
    return {name: route for name, route in found.items() if not route.startswith(("static/", "__"))}


def address(name: str, town: Town) -> str:
    """The URL of a name, filled with rows of this town."""
    route = our_patterns()[name]
    kwargs: dict[str, object] = {"slug": town.plan.slug}
    if "<int:goal>" in route:
        kwargs["goal"] = town.rows["goal"].pk
    if "<int:sub_objective>" in route:
        kwargs["sub_objective"] = town.rows["sub_objective"].pk
    if "<slug:kind>" in route:
        kwargs["kind"] = "asset"
    if "<int:number>" in route or name.startswith(("comment_resolve", "scan_")):
        add_version(town)
        kwargs |= {"number": 1} if "<int:number>" in route else {}
    if "<int:key>" in route:
        kwargs["key"] = town.rows["action"].pk
    if "<int:pk>" in route:
        sheet = re.sub("_(row|view|delete|move|history)$", "", name)
        if sheet in {"local_ratings", "asset_needs"} and "local" not in town.rows:
            add_places(town)
        sheet = "commitment" if name.startswith("commitment") else sheet
        kwargs["pk"] = town.rows[ROW_OF[sheet]].pk if sheet in ROW_OF else other_key(name, town)
    return reverse(name, kwargs=kwargs)


def add_version(town: Town) -> None:
    """A version under review with a comment, and (as no page would) a decision on it."""
    with scope(plan=town.plan):
        by = town.people["s"]
        version, new = Version.objects.get_or_create(plan=town.plan, number=1, defaults={"opened_by": by})
        if new:
            Comment.objects.create(plan=town.plan, version=version, text="Too many targets", by=by)
            said = {"outcome": "approved", "session_date": "2026-11-01", "number": "1", "recorded_by": by}
            Decision.objects.create(plan=town.plan, version=version, **said)


def other_key(name: str, town: Town) -> int:
    if name.startswith("brainstorm"):
        of_entry = name.endswith(("_entry", "_separate", "_proof", "_take_out"))
        return int(town.rows["brainstorm_entry" if of_entry else "brainstorm"].pk)
    with scope(plan=town.plan):
        if name == "scan_file":
            return Decision.objects.get().pk
        if name == "comment_resolve":
            return Comment.objects.get().pk
        if name.startswith("membership"):
            return Membership.objects.get(role="council-viewer").pk
        if name.startswith("invitation"):
            invitation = Invitation(plan=town.plan, name="Baker")
            invite(invitation, by=town.people["s"])
            return invitation.pk
        if name.startswith("asset_import"):
            return Import.objects.create(plan=town.plan, name="a.csv", language="en", asked_by=town.people["s"]).pk
        if name.startswith("document_section"):
            return DocumentSection.objects.create(plan=town.plan, kind="free", title="Thanks", position=1).pk
        return Rendering.objects.create(plan=town.plan, language="en", state="failed").pk


def shares(names: Iterable[str]) -> pytest.MarkDecorator:
    """For a test that takes `names`: each of them stands in one of its runs."""
    every = sorted(names)
    parts = [every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)]
    return pytest.mark.parametrize("names", parts, ids=[f"{part[0]} to {part[-1]}" for part in parts])


def one_by_one(names: Iterable[str], town: Town) -> Iterator[tuple[str, Town]]:
    """Each name with the town as it was made: whatever is written to it for one name is taken back before the next."""
    for name in names:
        block = transaction.atomic()
        block._from_testcase = True  # as the one around it: a request may begin its own
        with block:
            yield name, replace(town, rows=dict(town.rows))
            transaction.set_rollback(True)
