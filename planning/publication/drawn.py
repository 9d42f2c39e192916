"""The public pages as HTML. They are drawn without a request: what is not in `shown` cannot stand on them (C9)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, get_language_info

from ..people import words
from ..templatetags.plan_words import day, money, number, reader_locale
from . import open_data
from .models import Publication
from .pages import OpenPlan


def _frame(shown: OpenPlan, root: str, place: str, preview: bool) -> dict[str, Any]:
    """What every public page shows. `root`: the address of the plan's page; `place`: what follows for this one."""
    slug, language = shown.plan.slug, get_language()
    others = [
        {**get_language_info(code), "url": reverse("open_page", args=[slug, code]) + place}
        for code, _name in settings.LANGUAGES
        if code != language and not preview
    ]
    licence = str(Publication.Licence(shown.publication.licence).label).partition(":")[0]
    return {
        "root": root,
        "others": others,
        "preview": preview,
        "version": shown.version,
        "about": shown.content["plan"],
        "parts": shown.publication.parts,
        "check_url": open_data.check_url(shown),
        "licence": licence,
        "licence_url": open_data.licence_url(shown),
        "slug": slug,
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }


def plan(shown: OpenPlan, root: str, preview: bool = False) -> str:
    """All goals with what was chosen of them, then what belongs to no goal alone."""
    content = shown.content
    goals: defaultdict[str, dict[str, Any]] = defaultdict(lambda: {"targets": [], "actions": [], "commitments": []})
    for goal in content.get("goals", []):
        goals[goal["code"]] |= goal
    for name in ("targets", "actions", "commitments"):
        for row in content.get(name, []):
            goals[row["goal"]][name].append(IN_WORDS[name](row))
    for code, goal in goals.items():
        goal["code"] = code
    in_order = sorted(goals.values(), key=lambda goal: int(goal["code"]))
    values = _frame(shown, root, "", preview) | {"goals": in_order, "money": _money(content)}
    return render_to_string("publication/plan.html", values)


def action(shown: OpenPlan, root: str, key: int, preview: bool = False) -> str | None:
    """None where no such action is public."""
    found = shown.action(key)
    if found is None:
        return None
    goals = {goal["code"]: goal for goal in shown.content.get("goals", [])}
    steps = {step["code"]: step["statement"] for goal in goals.values() for step in goal["sub_objectives"]}
    signed = [one for one in shown.content.get("commitments", []) if one.get("action") == key]
    values = _frame(shown, root, f"actions/{key}/", preview) | {
        "action": _action(found),
        "goal": goals.get(found["goal"]),
        "step": steps.get(found.get("sub_objective", "")),
        "commitments": [_commitment(one) for one in signed],
    }
    return render_to_string("publication/action.html", values)


# Values in the words of the language in use, with the months of the plan's town ---------------------------------------


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _action(row: dict[str, Any]) -> dict[str, Any]:
    span = words.months(_date(row.get("start")), _date(row.get("end")), reader_locale())
    return row | {"span": span, "money": _money(row)}


def _money(row: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {name: money(Decimal(value), currency) for name, value in sums.items()}
        for currency, sums in row.get("money", {}).items()
    ]


def _target(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"due": day(_date(row["due"])), "indicators": [_indicator(one) for one in row["indicators"]]}


def _indicator(one: dict[str, Any]) -> dict[str, Any]:
    def said(value: str | None, state: str | None) -> str:
        return f"{number(Decimal(value))} {one['unit'] or ''}".strip() if value else state or ""

    today, wanted = said(one["baseline"], one["baseline_state"]), said(one["value"], one["state"])
    return {"name": one["name"], "today": today, "wanted": wanted, "on": day(_date(one["on"]))}


def _commitment(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"signed_on": day(_date(row["signed_on"]))}


IN_WORDS = {"targets": _target, "actions": _action, "commitments": _commitment}
