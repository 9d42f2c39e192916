"""Switching the public page on and off, and taking its content out of a version (C9)."""

import json
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import get_language

from ..approval.models import Version
from ..plans.models import Plan, lock_plan
from .content import FORM, extract
from .models import Extract, Publication


class NothingApproved(Exception):
    """The plan has no approved version that could be shown; nothing was written."""


class NotIntact(Exception):
    """The stored data of a version is not what was sealed; it is shown to nobody."""


def approved_version(plan: Plan) -> Version | None:
    """The newest one that the council has approved, without the frozen data."""
    approved = Version.objects.filter(plan=plan, state=Version.State.APPROVED)
    return approved.select_related("plan__municipality").defer("data", "row_keys").order_by("-number").first()


def publication_of(plan: Plan) -> Publication:
    """How the plan's public page is set; a new one, not stored, where nobody has set it yet."""
    found = Publication.objects.filter(plan=plan).first()
    return found or Publication(plan=plan, language=(get_language() or "en").split("-")[0])


@transaction.atomic
def arrange(publication: Publication) -> None:
    """Stores what the page shows. Where it is on, it shows that from now on."""
    lock_plan(publication.plan_id)
    stored = Publication.objects.filter(plan=publication.plan_id).first()
    publication.pk, publication.is_on = (stored.pk, stored.is_on) if stored else (None, False)
    publication.version = stored.version + 1 if stored else 1
    publication.save()
    if publication.is_on and (version := approved_version(publication.plan)):
        extract_of(version, publication.parts)


@transaction.atomic
def switch(plan: Plan, on: bool) -> None:
    """Shows the page to everybody, or takes it away at once. Raises NothingApproved."""
    lock_plan(plan.pk)
    publication = publication_of(plan)
    version = approved_version(plan)
    if on and version is None:
        raise NothingApproved
    if publication.pk is None:
        publication.save()
    Publication.objects.filter(pk=publication.pk).update(is_on=on, version=F("version") + 1)
    if on and version:
        extract_of(version, publication.parts)


def extract_of(version: Version, parts: tuple[str, ...]) -> dict[str, Any]:
    """The content of those parts: read, or extracted and kept where a version is shown for the first time. Raises
    NotIntact."""
    place = {"version": version, "parts": " ".join(parts), "form": FORM}
    kept = Extract.objects.filter(**place).values_list("content", flat=True).first()
    if kept is None:
        kept = json.dumps(_extracted(version, parts), ensure_ascii=False)
        try:
            with transaction.atomic():
                Extract.objects.create(plan_id=version.plan_id, content=kept, **place)
        except IntegrityError:  # somebody else asked for the page at the same moment; it is the same content
            kept = Extract.objects.values_list("content", flat=True).get(**place)
    found: dict[str, Any] = json.loads(kept)
    return found


def _extracted(version: Version, parts: tuple[str, ...]) -> dict[str, Any]:
    whole = Version.objects.get(pk=version.pk)
    if not whole.is_intact:
        raise NotIntact(whole.number)
    assert whole.row_keys is not None
    return extract(json.loads(bytes(whole.data or b"")), whole.row_keys, parts)
