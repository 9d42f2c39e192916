"""The words for what the rules of this room find."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Horizon, PairProblem

HORIZON_WORDS: dict[Horizon, Promise] = {
    Horizon.SHORT: _("Short-term activity"),
    Horizon.MEDIUM: _("Medium-term initiative"),
    Horizon.TOO_SHORT: _("Shorter than one month: outside the range"),
    Horizon.TOO_LONG: _("Longer than two years: outside the range"),
}
PAIR_PROBLEMS: dict[PairProblem, Promise] = {
    PairProblem.NOT_QUICK: _("It takes more than six months: not a quick win."),
    PairProblem.NOT_SUSTAINED: _("What it builds trust for is itself a short-term activity."),
    PairProblem.TOO_LATE: _("It ends after the action for which it should build trust."),
}


def horizon_words(found: Horizon) -> Promise:
    return HORIZON_WORDS[found]
