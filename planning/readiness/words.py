"""The words for what the rules of this room find."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Break

# what stands alone, and why that matters
BREAKS: dict[Break, tuple[Promise, Promise]] = {
    Break.ASSET_UNUSED: (
        _("Assets of high priority that no action develops"),
        _("The goal needs them, and they are missing. Link them with an action of the goal."),
    ),
    Break.OPPONENT_UNMET: (
        _("Influential opponents whose interest no action accommodates"),
        _("They can stop the sub-objective. What could they get that matters to them?"),
    ),
    Break.TARGET_WITHOUT_ACTION: (
        _("Targets that no action serves"),
        _("A target that nobody works for is only a wish."),
    ),
    Break.TARGET_WITHOUT_OWNER: (
        _("Targets for which nobody is responsible"),
        _("Somebody has to report on progress."),
    ),
    Break.ACTION_WITHOUT_TARGET: (
        _("Actions that serve no target"),
        _("What would be different afterwards? Link the action with a target, or remove it."),
    ),
    Break.ACTION_WITHOUT_OWNER: (
        _("Actions for which nobody is responsible"),
        _("Somebody has to report on progress."),
    ),
    Break.MEANS_WITHOUT_SOURCE: (
        _("External resources without a possible source"),
        _("The council will ask who could provide them."),
    ),
}
