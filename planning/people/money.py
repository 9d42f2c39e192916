"""Amounts and their currencies: how they add up, which there are, and how finely each is counted."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import get_currency_precision, is_currency
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def totals(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Sums by currency, in the order of their codes; never across currencies (C4). Lines without an amount
    do not count."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in amounts:
        if amount is not None:
            sums[currency] += amount
    return dict(sorted(sums.items()))


def validate_currency(code: str) -> None:
    """Raises ValidationError for what is no code of ISO 4217: a unit, a sign, the name of a currency."""
    if not (code.isascii() and is_currency(code)):
        words = _("“%(typed)s” is not the code of a currency. Write its three letters, such as USD, TRY or JOD.")
        raise ValidationError(words % {"typed": code[:20]}, code="currency")


def validate_precision(amount: Decimal | None, currency: str) -> None:
    """Raises ValidationError for an amount that is finer than the currency is counted: 12.345 USD; 0.500 JOD is not."""
    if amount is None or not currency:
        return
    digits = get_currency_precision(currency)
    if amount != round(amount, digits):
        words = ngettext(
            "%(currency)s is counted with %(n)d decimal at the most.",
            "%(currency)s is counted with %(n)d decimals at the most.",
            digits,
        )
        raise ValidationError(words % {"currency": currency, "n": digits}, code="precision")
