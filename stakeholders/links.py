"""Stakeholders in the chain."""

from django.utils.translation import gettext_lazy as _

from planning.goals.chain import Link, Way, through

from .models import Influence, Position, Stakeholder

LINKS = {"stakeholder": Link(_("Stakeholder"), Stakeholder, "name", "stakeholders")}
WAYS = (
    Way(
        "asset",
        "stakeholder",
        _("Who controls or influences it"),
        through(Influence, "asset", "holder__stakeholder"),
        True,
    ),
    Way(
        "stakeholder",
        "asset",
        _("Assets that they control or influence"),
        through(Influence, "holder__stakeholder", "asset"),
        True,
    ),
    Way(
        "stakeholder",
        "sub-objective",
        _("Sub-objectives on which they have a position"),
        through(Position, "stakeholder", "sub_objective"),
        True,
    ),
    Way(
        "sub-objective",
        "stakeholder",
        _("Who has a position on it"),
        through(Position, "sub_objective", "stakeholder"),
        True,
    ),
)
