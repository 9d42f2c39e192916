"""The worksheets of this room: a goal's targets (T1 to T3), their indicators and the values on the way (T4)."""

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from planning.goals.models import Goal
from planning.people.words import labels
from planning.plans.offices import OWNER
from planning.worksheets.sheet import Parent, Worksheet

from .forms import IndicatorForm, MidValueForm, NewTargetForm, TargetForm
from .models import Indicator, MidValue, Target
from .section import findings_of
from .words import SUGGESTIONS


def checked(goal: Any, _rows: list[Any] | None) -> dict[str, Any]:
    """The check, beside the list (T3)."""
    return {"findings": findings_of(goal.pk)}


def suggested(_goal: Any, _rows: list[Any] | None) -> dict[str, Any]:
    """Indicators to choose from: by dimension, each with what its link chooses beforehand in the form."""
    words = labels(Target, "dimension")
    return {
        "library": [
            (
                words[dimension],
                [
                    (
                        one.name,
                        urlencode({"name": one.name, "kind": one.kind, "unit": one.unit, "direction": one.direction}),
                    )
                    for one in found
                ],
            )
            for dimension, found in SUGGESTIONS.items()
        ]
    }


TARGETS = Worksheet(
    step=2,
    name="targets",
    chain="target",
    model=Target,
    form=TargetForm,
    add_form=NewTargetForm,
    page="targets/targets.html",
    cells="targets/target_cells.jinja",
    columns=(_("Target"), _("Place in Table 5"), _("Until"), _("Responsible"), _("External resources")),
    parent=Parent(Goal),
    extra=checked,
    shows={
        **OWNER,
        "step": "sub_objective__position",
        "action_title": "action__title",
        "own_number": "without__position",
    },
)
INDICATORS = Worksheet(
    step=2,
    name="indicators",
    model=Indicator,
    form=IndicatorForm,
    page="targets/indicators.html",
    cells="targets/indicator_cells.jinja",
    columns=(_("Indicator"), _("Target"), _("Today"), _("Target value"), _("Means of verification")),
    parent=Parent(Goal, "target__goal"),
    extra=suggested,
    shows={"target_number": "target__position", "target_statement": "target__statement"},
)
MID_VALUES = Worksheet(
    step=2,
    name="mid_values",
    model=MidValue,
    form=MidValueForm,
    page="targets/mid_values.html",
    cells="targets/mid_value_cells.jinja",
    columns=(_("Indicator"), _("Day"), _("Target value")),
    parent=Parent(Goal, "indicator__target__goal"),
    moves=None,
    shows={"indicator_name": "indicator__name", "unit": "indicator__unit"},
)
