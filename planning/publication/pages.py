"""A public page as it is asked for: which plan and version, what of it, and its fingerprint (C9). No reader, no session
and no plan in scope is known here; in two questions to the database, and a third where the page is not in the asker's
cache yet."""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.templatetags.static import static
from django_scopes import scope, scopes_disabled

from ..approval.models import Decision, Version
from ..commitments.models import Commitment
from ..plans.models import Plan
from . import actions
from .content import FORM, without_withdrawn
from .models import Publication

STYLES = ("css/tokens.css", "css/open.css")


@dataclass(frozen=True)
class OpenPlan:
    """An approved version and how it is shown. `hold`: the keys of commitments that stand and may be named."""

    publication: Publication
    version: Any
    hold: frozenset[int]

    @property
    def plan(self) -> Plan:
        found: Plan = self.version.plan
        return found

    @cached_property
    def content(self) -> dict[str, Any]:
        with scope(plan=self.plan):
            return without_withdrawn(actions.extract_of(self.version, self.publication.parts), self.hold)

    def fingerprint(self, place: str) -> str:
        """Another one as soon as anything on the page at that place would be another."""
        town = self.plan.municipality
        says = [
            place,
            settings.SITE_URL,
            self.publication.version,
            self.version.pk,
            self.version.decided_on,
            town.name,
            town.locale,
            sorted(self.hold),
            made_by(),
        ]
        return '"' + hashlib.sha256(repr(says).encode()).hexdigest()[:32] + '"'

    def action(self, key: int) -> dict[str, Any] | None:
        return next((one for one in self.content.get("actions", []) if one["id"] == key), None)


def find(slug: str) -> OpenPlan | None:
    """The newest approved version of a plan whose page is on."""
    with scopes_disabled():
        shown = _approved().filter(plan__slug=slug, plan__publication__is_on=True)
        version = shown.select_related("plan__publication").first()
        return _open(version, version.plan.publication) if version else None


def preview(plan: Plan) -> OpenPlan | None:
    """What the page of the plan in scope would show if it were on."""
    version = _approved().filter(plan=plan).first()
    return _open(version, actions.publication_of(plan)) if version else None


def _approved() -> Any:
    council = Decision.objects.filter(version=OuterRef("pk"), body=Decision.Body.COUNCIL).values("session_date")
    approved = Version.objects.filter(state=Version.State.APPROVED).annotate(decided_on=Subquery(council[:1]))
    return approved.select_related("plan__municipality").defer("data", "row_keys").order_by("-number")


def _open(version: Any, publication: Publication) -> OpenPlan:
    hold: frozenset[int] = frozenset()
    if publication.shows_commitments:
        stand = Commitment.for_all.filter(plan=version.plan, may_name=True)
        hold = frozenset(stand.values_list("pk", flat=True))
    return OpenPlan(publication, version, hold)


@lru_cache
def made_by() -> str:
    """Stands for whatever draws the pages: the same content looks otherwise after an update of the product."""
    base = Path(settings.BASE_DIR)
    files = sorted(
        [
            *Path(__file__).parent.glob("*.py"),
            *(base / "templates" / "publication").iterdir(),
            *(base / "locale").rglob("*.mo"),
        ]
    )
    read = b"".join(path.read_bytes() for path in files) + " ".join(map(static, STYLES)).encode()
    return hashlib.sha256(read + str(FORM).encode()).hexdigest()
