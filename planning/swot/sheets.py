"""The worksheet of this room: the entries of a goal's SWOT, one below the other (C1)."""

from django.utils.translation import gettext_lazy as _

from ..goals.models import Goal
from ..worksheets.sheet import Parent, Worksheet
from .forms import NewSwotForm, SwotForm
from .models import SwotEntry

SWOT_ENTRIES = Worksheet(
    step=3,
    name="swot_entries",
    chain="entry",
    model=SwotEntry,
    form=SwotForm,
    add_form=NewSwotForm,
    page="swot/entries.html",
    cells="swot/entry_cells.jinja",
    columns=(_("Entry"), _("Cell"), _("Stakeholder group"), _("Who reads it")),
    parent=Parent(Goal),
)
