"""Which submitted versions hold something that is to become confidential (C7, B8), for the rooms that stand before the
approval. Versions are sealed: whoever makes something confidential is told beforehand that it stays readable there
(docs/decisions/0023)."""

from collections.abc import Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from ..people.words import listed
from .access import Access, View
from .models import lock_plan
from .tenancy import OfPlan


class Sealed(OfPlan):
    """What a version says of itself when it is submitted, and what is looked for in it afterwards. The room of the
    approval has the one table of this kind."""

    number = models.PositiveIntegerField()
    submitted_at = models.DateTimeField(null=True)
    row_keys = models.JSONField(null=True)  # of each table of the file, the keys of its rows: which row became which
    parts = models.JSONField(null=True)  # what its document has: the kinds of its sections, the names of its annexes

    class Meta:
        abstract = True


def versions_with_row(table: str, row: models.Model) -> list[int]:
    """The numbers of the versions in whose data the row stands. `table`: its name in the plan's file. One query."""
    return _numbers(_submitted().filter(**{f"row_keys__{table}__contains": row.pk}))


def versions_with_part(part: str, since: datetime) -> list[int]:
    """The numbers of the versions submitted since then whose document has that part. One query."""
    return _numbers(_submitted().filter(submitted_at__gte=since, parts__contains=part))


def _submitted() -> models.QuerySet[Sealed]:
    """Of the plan in scope, withdrawn ones too: their page stays."""
    table = next(model for model in apps.get_models() if issubclass(model, Sealed))
    return table.objects.filter(submitted_at__isnull=False)


def _numbers(versions: models.QuerySet[Sealed]) -> list[int]:
    return list(versions.order_by("number").values_list("number", flat=True))


def between_submissions(view: View) -> View:
    """For a POST that makes something confidential: no version is submitted between the look at the versions that hold
    it and the write. A submission that was reading the plan meanwhile reads it again. Stands behind the door."""

    @wraps(view)
    def inside(request: HttpRequest, access: Access, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, access, *args, **kwargs)
        with transaction.atomic():
            lock_plan(access.plan.pk)
            return view(request, access, *args, **kwargs)

    return inside


def in_form(numbers: Iterable[int]) -> str:
    """As a form carries what its page has told: "1 2"."""
    return " ".join(map(str, numbers))


def warning(numbers: list[int]) -> str:
    """What to tell whoever is about to make confidential what stands in these versions; "" for none."""
    if not numbers:
        return ""
    words = ngettext(
        "It is part of version %(numbers)s, which was submitted to the council. That version is sealed: "
        "it stays readable there for everybody who may read documents. The next version will be without "
        "it.",
        "It is part of versions %(numbers)s, which were submitted to the council. These versions are "
        "sealed: it stays readable there for everybody who may read documents. The next version will be "
        "without it.",
        len(numbers),
    )
    return words % {"numbers": listed(numbers)}


def warning_of_names(numbers: list[int]) -> str:
    """What to tell whoever is about to leave out the names of people that stand in these versions; "" for none."""
    if not numbers:
        return ""
    words = ngettext(
        "The names are part of version %(numbers)s, which was submitted to the council. That version is "
        "sealed: they stay readable there for everybody who may read documents. The next version will be "
        "without them.",
        "The names are part of versions %(numbers)s, which were submitted to the council. These versions "
        "are sealed: they stay readable there for everybody who may read documents. The next version "
        "will be without them.",
        len(numbers),
    )
    return words % {"numbers": listed(numbers)}
