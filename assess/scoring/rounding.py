"""Exact arithmetic and the two roundings, always half up."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Final

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
_CENT: Final = Decimal("0.01")
_TENTH: Final = Decimal("0.1")

# Answers have at most 25 digits and points fewer; 120 digits keep every product exact, and every quotient far beyond
# what rounding to two decimals can see.
ARITHMETIC: Final = Context(
    prec=120, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999, traps=[InvalidOperation, DivisionByZero, Overflow]
)


def round2(value: Decimal) -> Decimal:
    """Round to two decimals, half up."""
    return value.quantize(_CENT, ROUND_HALF_UP, ARITHMETIC)


def round1(value: Decimal) -> Decimal:
    """Round to one decimal, half up."""
    return value.quantize(_TENTH, ROUND_HALF_UP, ARITHMETIC)


def floor2(value: Decimal) -> Decimal:
    """Cut to two decimals: a share that falls short is never shown as reached."""
    return value.quantize(_CENT, ROUND_FLOOR, ARITHMETIC)


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Round to a number of decimals, half up."""
    return value.quantize(ONE.scaleb(-decimals), ROUND_HALF_UP, ARITHMETIC)


def whole(value: Decimal) -> Decimal:
    """Drop the fraction: only whole units count."""
    return value.to_integral_value(ROUND_FLOOR)


def clamp(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Keep a value inside a range."""
    return max(low, min(value, high))
