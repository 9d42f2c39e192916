"""Entries of the SWOT in the chain."""

from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Position

from ..goals.chain import Link, Way, through
from .models import SwotEntry


def concluded_from(key: int) -> Q:
    """Whose stance an entry of the SWOT comes from: of a released entry others know the words, not that."""
    # one position, named by one entry: with "in" PostgreSQL went through the whole register for each position
    stance = Subquery(SwotEntry.objects.filter(pk=key).values("from_position")[:1])
    return Q(pk__in=Position.objects.filter(pk=stance).values("stakeholder"))


LINKS = {"entry": Link(_("SWOT entry"), SwotEntry, "text", "swot_entries", "goal")}
WAYS = (
    Way(
        "asset",
        "entry",
        _("SWOT entries that come from it"),
        lambda key: Q(from_rating__asset=key, from_position=None, from_answer=None),
    ),
    Way(
        "stakeholder",
        "entry",
        _("SWOT entries that come from their stance"),
        lambda key: Q(from_position__in=Position.objects.filter(stakeholder=key)),
        True,
    ),
    Way(
        "entry",
        "asset",
        _("The asset that it comes from"),
        through(SwotEntry, "pk", "from_rating__asset", from_rating__isnull=False, from_position=None, from_answer=None),
    ),
    Way("entry", "stakeholder", _("From whose stance it was concluded"), concluded_from, True),
)
