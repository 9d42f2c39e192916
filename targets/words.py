"""What the room says in its own words: findings of the check, what to think about, indicators to choose from."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Indicator, Target
from .rules import Problem

# the finding, and the reason why it is one (T3)
PROBLEMS: dict[Problem, tuple[Promise, Promise]] = {
    Problem.CONTRADICTS: (
        _("It contradicts another target"),
        _("Both use the indicator “%(name)s”, but in opposite directions or with values that cannot both be reached."),
    ),
    Problem.TOO_MANY: (
        _("Too many targets: %(number)s"),
        _("Up to seven give a clear aim. A longer list spreads effort thin and discourages people."),
    ),
    Problem.NO_STRATEGIC: (
        _("No strategic target yet"),
        _("Without one, services may improve while the town is still not ready for what comes."),
    ),
    Problem.NO_OPERATIONAL: (
        _("No operational target yet"),
        _("Without one, nobody sees what changes for residents, and what it takes."),
    ),
    Problem.WRONG_WAY: (
        _("The target value lies in the wrong direction"),
        _("The indicator “%(name)s” should rise, and the target value is below today’s; or the other way round."),
    ),
    Problem.BEFORE_TODAY: (
        _("The target date is not after today’s value"),
        _("The indicator “%(name)s” has a target date that is not after the day on which today’s value was measured."),
    ),
    Problem.NOT_SPECIFIC: (
        _("No figure in the sentence: can it be counted or observed?"),
        _("If not, nobody can say later whether it was reached. Say how we will know, or add an indicator."),
    ),
    Problem.NO_DATE: (_("No date"), _("Without a date it is only a wish.")),
    Problem.NO_OWNER: (
        _("Nobody is responsible"),
        _("People who must reach a target should help set it and stand behind it."),
    ),
    Problem.NOT_CONSULTED: (
        _("Not discussed yet"),
        _("Ask those who have influence over the assets that it needs, and note the date."),
    ),
    Problem.WORDY: (
        _("Too long"),
        _("One sentence of up to thirty words is understood by residents and staff alike."),
    ),
    Problem.NO_TWIN: (
        _("What is reached without the external resources?"),
        _("They may not come. Write the target for which own resources are enough, and choose it here."),
    ),
    Problem.NOT_COMPARED: (
        _("It is not clear what the external resources add"),
        _("Give both targets of the pair the same indicator, each with its value."),
    ),
    Problem.ADDS_NOTHING: (
        _("The external resources add nothing"),
        _("Both targets of the pair reach the same. Is the money needed, or is the value too low?"),
    ),
}

STRATEGIC, OPERATIONAL = Target.Level.STRATEGIC, Target.Level.OPERATIONAL
ASSETS, SERVICE, MANAGEMENT = Target.Dimension.ASSETS, Target.Dimension.SERVICE, Target.Dimension.MANAGEMENT

# what to think about in an empty cell of the grid (T1)
PROMPTS: dict[tuple[str, str], Promise] = {
    (STRATEGIC, ASSETS): _(
        "Which trust, habits or ties between groups should grow? Who takes part who does not today?"
    ),
    (STRATEGIC, SERVICE): _(
        "Does the service reach every group, also those who seldom speak up? Can it adapt in a crisis?"
    ),
    (STRATEGIC, MANAGEMENT): _(
        "Which partnerships, with associations, businesses or neighbouring towns? How do residents and "
        "the town hall talk to each other?"
    ),
    (OPERATIONAL, ASSETS): _("What will be built, repaired or bought? Who will have learned what?"),
    (OPERATIONAL, SERVICE): _("How many residents get the service, how well, how safely?"),
    (OPERATIONAL, MANAGEMENT): _("What will the administration do differently: bills, upkeep, planning, answers?"),
}


class Suggestion(NamedTuple):
    name: Promise
    kind: str
    unit: Promise | str
    direction: str


NUMBER, STATE = Indicator.Kind.QUANTITATIVE, Indicator.Kind.QUALITATIVE
UP, DOWN = Indicator.Direction.UP, Indicator.Direction.DOWN
PERCENT = "%"

# indicators to choose from, few for each dimension (T4)
SUGGESTIONS: dict[str, tuple[Suggestion, ...]] = {
    ASSETS: (
        Suggestion(_("Rooms, vehicles or machines in working order"), NUMBER, PERCENT, UP),
        Suggestion(_("Staff who completed a training and use it"), NUMBER, _("people"), UP),
        Suggestion(_("Residents who give time to a common task"), NUMBER, _("people"), UP),
        Suggestion(_("How groups of the town speak of one another"), STATE, "", UP),
    ),
    SERVICE: (
        Suggestion(_("Households that get the service"), NUMBER, PERCENT, UP),
        Suggestion(_("Days from a complaint to its solution"), NUMBER, _("days"), DOWN),
        Suggestion(_("Accidents or incidents"), NUMBER, _("a year"), DOWN),
        Suggestion(_("How content residents are, asked group by group"), STATE, "", UP),
    ),
    MANAGEMENT: (
        Suggestion(_("Share of billed fees that is paid"), NUMBER, PERCENT, UP),
        Suggestion(_("Agreements with partners that are being kept"), NUMBER, _("agreements"), UP),
        Suggestion(_("Maintenance done on time"), NUMBER, PERCENT, UP),
        Suggestion(_("Whether departments decide together"), STATE, "", UP),
    ),
}
