"""How amounts add up."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal


def totals(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Sums by currency, in the order of their codes; never across currencies (C4). Lines without an amount
    do not count."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in amounts:
        if amount is not None:
            sums[currency] += amount
    return dict(sorted(sums.items()))
