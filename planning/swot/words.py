"""The words of the SWOT: its cells with what to ask oneself there, and the sentences of the proposals."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .rules import Proposal, Says, SwotCell

# the two rows: what stands in them, and where it comes from
ROWS: tuple[tuple[Promise, Promise], ...] = (
    (gettext_lazy("How it is now"), gettext_lazy("Inside: the groups of the town")),
    (gettext_lazy("What may come"), gettext_lazy("From outside: central government, investors")),
)

PROMPTS: dict[SwotCell, Promise] = {
    SwotCell.STRENGTH: gettext_lazy("What works and should go on? What can each group bring? Who works well together?"),
    SwotCell.SEPARATE: gettext_lazy("What does each group want here that others do not? Look within the groups, too."),
    SwotCell.WEAKNESS: gettext_lazy("What has to improve? Where is each group not able to do its part?"),
    SwotCell.OPPORTUNITY: gettext_lazy("Which programme, law or partner from outside could make it easier?"),
    SwotCell.COMMON: gettext_lazy("What do all of them gain? What would they defend together?"),
    SwotCell.THREAT: gettext_lazy("Which plans or events from outside could stop it?"),
}


def listed(names: tuple[str, ...]) -> str:
    return pgettext("between the parts of a list", ", ").join(names)


def _works(name: str, reason: str) -> str:
    return _with(_("It works and should go on: %(name)s") % {"name": name}, reason)


def _short(name: str, reason: str) -> str:
    return _with(_("Not enough of it, or not good enough: %(name)s") % {"name": name}, reason)


def _missing(name: str, reason: str) -> str:
    return _with(_("Missing: %(name)s") % {"name": name}, reason)


def _with(sentence: str, reason: str) -> str:
    return f"{sentence} ({reason})" if reason else sentence


def _gaps(name: str, *places: str) -> str:
    return _("%(name)s: missing in %(places)s") % {"name": name, "places": listed(places)}


def _can_move(who: str, *assets: str) -> str:
    return _("%(who)s can influence: %(assets)s") % {"who": who, "assets": listed(assets)}


def _said(who: str, said: str) -> str:
    return f"{who}: {said}"


def _powerless(who: str, *assets: str) -> str:
    return _("%(who)s: affected directly, but with little say over %(assets)s") % {"who": who, "assets": listed(assets)}


def _shared(step: str, *groups: str) -> str:
    return _("%(groups)s want the same: %(step)s") % {"step": step, "groups": listed(groups)}


def _helps(who: str, step: str, reason: str) -> str:
    return _with(_("%(who)s would support it: %(step)s") % {"who": who, "step": step}, reason)


def _hinders(who: str, step: str, reason: str) -> str:
    return _with(_("%(who)s may hinder it: %(step)s") % {"who": who, "step": step}, reason)


SENTENCES: dict[Says, Callable[..., str]] = {
    Says.WORKS: _works,
    Says.SHORT: _short,
    Says.MISSING: _missing,
    Says.GAPS: _gaps,
    Says.CAN_MOVE: _can_move,
    Says.WANTS: _said,
    Says.HEARD: _said,
    Says.POWERLESS: _powerless,
    Says.SHARED: _shared,
    Says.HELPS: _helps,
    Says.HINDERS: _hinders,
}
LONGEST = 400  # what an entry holds


def sentence(proposal: Proposal) -> str:
    """The proposal as the entry that it becomes, in the reader's language."""
    text = SENTENCES[proposal.says](*proposal.facts)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
