"""Numbers, days and amounts as people write them in Chinese and English."""

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Final

from assess.values.model import Rate
from assess.values.text import Locale

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WIDE: Final = Context(prec=80, rounding=ROUND_HALF_UP)
_SEPARATED_FROM: Final = 10_000  # four digits read well without a separator


def number(value: Decimal | int) -> str:
    """Write a number without needless zeros, with thousands separators from 10,000 on. The same in both languages."""
    exact = Decimal(value)
    text = f"{exact:,f}" if abs(exact) >= _SEPARATED_FROM else f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def date(value: dt.date, locale: Locale) -> str:
    """Write a day: 2026年11月22日, 22 November 2026."""
    if locale == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def money(value: Decimal, locale: Locale) -> str:
    """Write an amount in yuan: 180,000 元. Fen appear only where there are some, and then as two digits."""
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"{text} yuan" if locale == "en" else f"{text} 元"


def percent(value: Decimal) -> str:
    """Write a percentage with at most two decimals, half up."""
    with localcontext(_WIDE):
        return f"{number(value.quantize(Decimal('0.01')))}%"


def rate(value: Rate) -> str:
    """Write a share with its counts: 3/4 (75%); without cases just 0/0."""
    counts = f"{number(value.numerator)}/{number(value.denominator)}"
    if not value.denominator:
        return counts
    with localcontext(_WIDE):
        share = value.numerator * 100 / value.denominator
    return f"{counts} ({percent(share)})"
