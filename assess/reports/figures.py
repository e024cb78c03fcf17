"""Numbers as reports print them (pure): with a minus, which a hyphen is not."""

from decimal import Decimal

from assess.values import formats

_HYPHEN, _MINUS = "-", "\N{MINUS SIGN}"


def number(value: Decimal | int) -> str:
    """Write a number: 1234.5, −3, 12,000."""
    return formats.number(value).replace(_HYPHEN, _MINUS)


def signed(value: Decimal | int) -> str:
    """Write a difference with its sign: +2, −3.5, 0."""
    return f"+{number(value)}" if value > 0 else number(value)
