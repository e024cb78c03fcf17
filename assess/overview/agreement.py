"""How far two reviewers agree beyond chance: Cohen's kappa, in exact fractions (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final, Literal

Word = Literal["poor", "slight", "fair", "moderate", "substantial", "almost-perfect"]
Table = Sequence[Sequence[int]]
"""How often the first reviewer put something into the category of the row and the second into that of the column."""

_BOUNDS: Final[tuple[tuple[Fraction, Word], ...]] = (
    (Fraction(81, 100), "almost-perfect"),
    (Fraction(61, 100), "substantial"),
    (Fraction(41, 100), "moderate"),
    (Fraction(21, 100), "fair"),
    (Fraction(0), "slight"),
)
_DIGITS: Final = 60


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two reviewers agree on.

    `observed` is the share of pairs they put into the same category; `expected` the share that would agree by chance,
    given how often each used every category; both None without pairs. `kappa` is (observed − expected) ÷
    (1 − expected), None as well where chance alone would always agree: both used one and the same category only.
    """

    n: int
    observed: Fraction | None
    expected: Fraction | None
    kappa: Fraction | None


def agreement(table: Table) -> Agreement:
    """Work out Cohen's kappa.

    Args:
        table: A square table of counts.

    Raises:
        ValueError: The table is not square, or a count is negative.

    Source: J. Cohen, A coefficient of agreement for nominal scales, 1960.
    """
    if any(len(row) != len(table) for row in table) or any(count < 0 for row in table for count in row):
        raise ValueError("agreement needs a square table of counts")
    n = sum(map(sum, table))
    if n == 0:
        return Agreement(0, None, None, None)
    same = sum(row[index] for index, row in enumerate(table))
    columns = [sum(column) for column in zip(*table, strict=True)]
    chance = sum(sum(row) * column for row, column in zip(table, columns, strict=True))
    observed, expected = Fraction(same, n), Fraction(chance, n * n)
    kappa = None if expected == 1 else (observed - expected) / (1 - expected)
    return Agreement(n, observed, expected, kappa)


def word_for(kappa: Fraction) -> Word:
    """Say what a kappa is called.

    The bounds are a convention and judged on two decimals, as they were given.

    Source: J. R. Landis, G. G. Koch, The measurement of observer agreement for categorical data, 1977.
    """
    shown = Fraction(decimal(kappa, 2))
    return next((word for bound, word in _BOUNDS if shown >= bound), "poor")


def decimal(value: Fraction, places: int) -> Decimal:
    """Round a fraction half up (away from zero) to a number of decimals."""
    with localcontext() as context:
        context.prec = _DIGITS
        scaled = abs(value) * 10**places
        whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
        made = Decimal(whole).scaleb(-places)
        return (-made if value < 0 and whole else made).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
