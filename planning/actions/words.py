"""The words for what the rules of this room find."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Horizon

HORIZON_WORDS: dict[Horizon, Promise] = {
    Horizon.SHORT: _("Short-term activity"),
    Horizon.MEDIUM: _("Medium-term initiative"),
    Horizon.TOO_SHORT: _("Shorter than one month: outside the range"),
    Horizon.TOO_LONG: _("Longer than two years: outside the range"),
}


def horizon_words(found: Horizon) -> Promise:
    return HORIZON_WORDS[found]
