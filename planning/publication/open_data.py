"""The content of a public page for programs: JSON, and the actions as CSV (C9)."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Publication
from .pages import OpenPlan

LICENCES = {
    Publication.Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Publication.Licence.CC_ZERO: "https://creativecommons.org/publicdomain/zero/1.0/",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # with what a spreadsheet programme takes a text for a formula


def check_url(shown: OpenPlan) -> str:
    """Where number, date and checksum of the version are confirmed."""
    return str(settings.SITE_URL + reverse("check_version", args=[shown.version.code]))


def licence_url(shown: OpenPlan) -> str:
    return LICENCES[Publication.Licence(shown.publication.licence)]


def as_json(shown: OpenPlan) -> bytes:
    """The same in every language. Amounts are texts, links the codes and ids of the rows."""
    version = shown.version
    about = {
        "format": "common-plan-open",
        "licence": licence_url(shown),
        "version": {
            "number": version.number,
            "submitted_on": timezone.localdate(version.submitted_at).isoformat(),
            "approved_on": version.decided_on.isoformat() if version.decided_on else None,
            "sha256": version.data_sha256,
            "check": check_url(shown),
        },
    }
    return (json.dumps(about | shown.content, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(shown: OpenPlan) -> bytes:
    """The actions, a line each, the header in the language in use; with a mark by which spreadsheet programmes know
    that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in line] for line in _lines(shown))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe(text: str) -> str:
    """A text that no spreadsheet programme runs as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _lines(shown: OpenPlan) -> Iterator[list[str]]:
    parts, actions = shown.publication.parts, shown.content.get("actions", [])
    statements = {goal["code"]: goal["statement"] for goal in shown.content.get("goals", [])}
    currencies = sorted({currency for one in actions for currency in one.get("money", {})})
    heads = [_("Code"), _("Action")]
    heads += [_("Strategic goal"), _("Sub-objective")] if "goals" in parts else []
    heads += [_("Start"), _("End")] if "dates" in parts else []
    heads += [_("Main actor responsible"), _("Other actors")] if "actors" in parts else []
    yield [*heads, *(f"{_('Resources needed')} ({currency})" for currency in currencies)]
    for one in actions:
        line = [one["code"], one["title"]]
        line += [statements.get(one["goal"], ""), one.get("sub_objective", "")] if "goals" in parts else []
        line += [one["start"] or "", one["end"] or ""] if "dates" in parts else []
        line += [one["main_actor"], _others(one)] if "actors" in parts else []
        yield [*line, *(one["money"].get(currency, {}).get("total", "") for currency in currencies)]


def _others(action: dict[str, Any]) -> str:
    told = [f"{one['name']}: {one['adds']}" if one["adds"] else one["name"] for one in action["other_actors"]]
    return "; ".join(filter(None, [*told, action["others_who_help"]]))
