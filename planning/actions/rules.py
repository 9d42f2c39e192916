"""The computations of actions and their means (C3, C4): plain values in, plain values out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from typing import NamedTuple

from stakeholders.rules import Strength
from targets.timeline.rules import add_months


class Horizon(Enum):
    SHORT = "short"  # one to six months: a short-term activity
    MEDIUM = "medium"  # six months to two years: a medium-term initiative
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"


def months_between(start: date, end: date) -> Decimal:
    """The months from the first to the last day, both included: 1 January to 30 June is 6.

    Whole calendar months count as one each, what is left over as its share of the month it lies in."""
    after = min(end, date.max - timedelta(days=1)) + timedelta(days=1)  # there is no day after the last one
    whole = (after.year - start.year) * 12 + after.month - start.month
    if after.day < start.day:
        whole -= 1
    anniversary = add_months(start, whole)
    rest = (after - anniversary).days
    length = (add_months(start, whole + 1) - anniversary).days or 1  # nought on that very day
    return Decimal(whole) + Decimal(rest) / Decimal(length)


def horizon(start: date | None, end: date | None) -> Horizon | None:
    """C3's two ranges: one to six months, more than six months to two years; None without both dates."""
    if start is None or end is None:
        return None
    months = months_between(start, end)
    if months < 1:
        return Horizon.TOO_SHORT
    if months <= 6:
        return Horizon.SHORT
    return Horizon.MEDIUM if months <= 24 else Horizon.TOO_LONG


class PairProblem(Enum):
    """Why a quick win and its sustained action are no pair (C3)."""

    NOT_QUICK = "not-quick"  # the quick win is not a short-term activity
    NOT_SUSTAINED = "not-sustained"  # what it builds trust for is itself one
    TOO_LATE = "too-late"  # it ends after the sustained action has ended


def pair_problem(
    quick: tuple[date | None, date | None], sustained: tuple[date | None, date | None]
) -> PairProblem | None:
    """What is wrong with a quick win (its first and last day) paired with a sustained action. Dates that are not known
    yet are no problem of the pair."""
    win, rest = horizon(*quick), horizon(*sustained)
    if win not in (None, Horizon.SHORT, Horizon.TOO_SHORT):
        return PairProblem.NOT_QUICK
    if rest in (Horizon.SHORT, Horizon.TOO_SHORT):
        return PairProblem.NOT_SUSTAINED
    if win and rest and quick[1] and sustained[1] and quick[1] > sustained[1]:
        return PairProblem.TOO_LATE
    return None


class Call(Enum):
    """What an influential opponent's interest asks of the actions (B4, C3)."""

    MUST = "must"  # strong interest: it must be accommodated
    CONSIDER = "consider"  # weak or unknown interest: it is considered, and watched


def accommodation(influence: int | None, interest: int | None) -> Call | None:
    """What an opponent's place on the map asks for; None for those without strong influence."""
    if influence != Strength.STRONG:
        return None
    return Call.MUST if interest == Strength.STRONG else Call.CONSIDER


# Means (C4) ------------------------------------------------------------------------------------------------------


class ResourceState(Enum):
    NEEDED = "needed"
    REQUESTED = "requested"
    PLEDGED = "pledged"  # said, not yet in writing
    COMMITTED = "committed"
    RECEIVED = "received"

    @property
    def is_secured(self) -> bool:
        return self in (ResourceState.COMMITTED, ResourceState.RECEIVED)


class Column(StrEnum):
    """The columns of Table 8."""

    MAIN = "main"
    OTHERS = "others"
    OTHER_WAYS = "other-ways"
    EXTERNAL = "external"


class MeansFigure(NamedTuple):
    """One line of Table 8: `amount` None where it has none (in kind); `municipal` where the municipality gives it."""

    column: Column
    currency: str
    amount: Decimal | None
    state: ResourceState
    municipal: bool = False


@dataclass(slots=True)
class Balance:
    """What lines of one currency need and have, as sums: of each column, and of what is committed or received.

    `gap` is what is neither committed nor received. `without` is what would be lacking if nothing came from outside
    that is not received yet."""

    main: Decimal = Decimal()
    others: Decimal = Decimal()
    other_ways: Decimal = Decimal()
    external: Decimal = Decimal()
    municipal: Decimal = Decimal()
    secured: Decimal = Decimal()
    external_secured: Decimal = Decimal()
    pledged: Decimal = Decimal()
    without: Decimal = Decimal()

    @property
    def own(self) -> Decimal:
        """What the main actors have or make possible themselves, without what others give."""
        return self.main + self.other_ways

    @property
    def total(self) -> Decimal:
        return self.own + self.others + self.external

    @property
    def gap(self) -> Decimal:
        return self.total - self.secured

    @property
    def to_seek(self) -> Decimal:
        """What has to come from outside and is not secured yet."""
        return self.external - self.external_secured


@dataclass(slots=True)
class MeansAccount:
    """The means of an action, a goal or a plan: a balance for each currency, never summed across them; `unvalued` is
    the number of lines without an amount, `unsecured` that of lines which are neither committed nor received."""

    by_currency: dict[str, Balance] = field(default_factory=dict)
    unvalued: int = 0
    unsecured: int = 0

    @property
    def has_gap(self) -> bool:
        return bool(self.unsecured)


def account(lines: Iterable[MeansFigure]) -> MeansAccount:
    """Adds the lines up (C4), currencies in the order of their codes."""
    found = MeansAccount()
    balances: defaultdict[str, Balance] = defaultdict(Balance)
    for line in lines:
        found.unsecured += not line.state.is_secured
        if line.amount is None:
            found.unvalued += 1
            continue
        balance, external = balances[line.currency], line.column is Column.EXTERNAL
        name = line.column.name.lower()
        setattr(balance, name, getattr(balance, name) + line.amount)
        balance.municipal += line.amount if line.municipal else 0
        if line.state.is_secured:
            balance.secured += line.amount
            balance.external_secured += line.amount if external else 0
        elif line.state is ResourceState.PLEDGED:
            balance.pledged += line.amount
        in_hand = line.state is ResourceState.RECEIVED if external else line.state.is_secured
        if not in_hand:
            balance.without += line.amount
    found.by_currency = dict(sorted(balances.items()))
    return found


# Being carried out (C5) --------------------------------------------------------------------------------------------

REVIEW_EVERY = 3  # months; the plan's first layer is looked at within three months to a year


def reviews(start: date | None, end: date | None) -> list[date]:
    """The days on which to ask whether an action is being carried out: three months after its start, then every three
    months, at last on its end (C5, first layer). None while it has no dates."""
    if start is None or end is None:
        return []
    days: list[date] = []
    while (day := add_months(start, REVIEW_EVERY * (len(days) + 1))) < end:
        days.append(day)
    return [*days, end]
