"""The words of the analysis that follow from its rules."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rules import Advice, Hold, Stance

ADVICE: dict[Advice, tuple[Promise, Promise]] = {
    Advice.DRIVE: (_("Main driver"), _("Let them lead the sub-objective.")),
    Advice.ACCOMMODATE: (
        _("Accommodate"),
        _("Their interests must be met: compensation, negotiation, or support for something that they want."),
    ),
    Advice.STRENGTHEN: (_("Strengthen"), _("Explain how the sub-objective benefits them and the town.")),
    Advice.WATCH: (
        _("Consider and watch"),
        _("Take their concerns seriously, and make sure that opposition does not grow."),
    ),
    Advice.WIN: (_("Win over"), _("They have influence and are undecided: ask and listen.")),
    Advice.GIVE_VOICE: (_("Give a voice"), _("Civil society or media can help them to take part.")),
    Advice.INFORM: (_("Keep informed"), _("Tell them what is planned and what has been done.")),
}
HOLD: dict[Hold, tuple[Promise, Promise]] = {
    Hold.PROMOTED: (_("Promoted"), _("Somebody has the will and the capacity to develop it.")),
    Hold.CONTESTED: (_("Contested"), _("Some can develop it, others can stop it.")),
    Hold.WEAK: (_("Weak support"), _("Supporters influence it, but none has both will and capacity yet.")),
    Hold.OPEN: (_("Undecided"), _("Those who influence it have not decided yet: ask, listen, win them over.")),
    Hold.GAP: (_("Gap"), _("Nobody is there to develop it.")),
    Hold.RISK: (_("Risk"), _("Only opponents influence it, or only they are able to.")),
}
SIDES: dict[str, Promise] = {
    Stance.SUPPORTER.value: _("Supporters"),
    Stance.UNDECIDED.value: _("Undecided"),
    Stance.OPPONENT.value: _("Opponents"),
}
