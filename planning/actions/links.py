"""Actions and resources in the chain."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..goals.chain import Link, Rows, Way, through
from .models import Accommodation, Action, ActionLink, ActionPart, ResourceLine


def linked(end: str) -> Rows:
    """Actions that are linked with it."""
    return lambda key: Q(**{f"links__{end}": key, "links__deleted_at": None})


def ends(end: str) -> Rows:
    """What an action is linked with."""
    return through(ActionLink, "action", end, **{f"{end}__isnull": False})


LINKS = {
    "action": Link(_("Action"), Action, "title", "actions", "goal"),
    "resource": Link(_("Resource"), ResourceLine, "description", "resources", "action__goal"),
}
WAYS = (
    Way("asset", "action", _("Actions that build on it"), linked("asset")),
    Way("stakeholder", "action", _("Actions of which they are the main actor"), lambda key: Q(main_actor=key)),
    Way(
        "stakeholder",
        "action",
        _("Actions to which they contribute"),
        lambda key: Q(parts__stakeholder=key, parts__deleted_at=None),
    ),
    Way(
        "stakeholder",
        "action",
        _("Actions that accommodate their interest"),
        through(Accommodation, "opponent__stakeholder", "action"),
        True,
    ),
    Way("stakeholder", "resource", _("Resources that they could provide"), lambda key: Q(giver=key)),
    Way(
        "sub-objective",
        "action",
        _("Actions that serve it"),
        lambda key: Q(sub_objective=key) | linked("sub_objective")(key),
    ),
    Way("target", "action", _("Actions that serve it"), linked("target")),
    Way("target", "action", _("The action whose external resources it depends on"), lambda key: Q(targets=key)),
    Way("entry", "action", _("Actions that respond to it"), linked("entry")),
    Way("action", "asset", _("Assets that it builds on"), ends("asset")),
    Way("action", "stakeholder", _("Main actor"), through(Action, "pk", "main_actor")),
    Way("action", "stakeholder", _("Who contributes"), through(ActionPart, "action", "stakeholder")),
    Way(
        "action",
        "stakeholder",
        _("Whose interest it accommodates"),
        through(Accommodation, "action", "opponent__stakeholder"),
        True,
    ),
    Way(
        "action",
        "sub-objective",
        _("Sub-objectives that it serves"),
        lambda key: Q(actions=key) | ends("sub_objective")(key),
    ),
    Way("action", "target", _("Targets that it serves"), ends("target")),
    Way("action", "entry", _("SWOT entries that it responds to"), ends("entry")),
    Way("action", "target", _("Targets that depend on its external resources"), lambda key: Q(action=key)),
    Way(
        "action",
        "action",
        _("Its quick wins, and what it builds trust for"),
        lambda key: Q(trust_for=key) | Q(quick_wins=key),
    ),
    Way("action", "activity", _("Activities that it consists of"), lambda key: Q(action=key)),
    Way("action", "resource", _("Its resources"), lambda key: Q(action=key)),
    Way("activity", "action", _("The action that it belongs to"), lambda key: Q(activities=key)),
    Way("resource", "action", _("The action that needs it"), lambda key: Q(lines=key)),
    Way("resource", "stakeholder", _("Who could provide it"), through(ResourceLine, "pk", "giver")),
    Way(
        "resource",
        "target",
        _("Targets that depend on it"),
        lambda key: Q(action__lines=key, action__lines__origin=ResourceLine.Origin.EXTERNAL),
    ),
)
