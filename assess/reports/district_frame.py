"""What every part of a district edition is built from: the figures, one language, and the small sums (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from assess.reports.cover import Cover
from assess.reports.district_figures import Column, Dial, DistrictFigures, Scored, SectionSum
from assess.reports.frame import Frame
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.profile import Profile
from assess.values.text import Locale

NONE: Final = "—"
_TENTH: Final = Decimal("0.1")
_QUARTERS: Final = 4


@dataclass(frozen=True, kw_only=True)
class DistrictFrame(Frame):
    """A district edition in the making: as a report's frame, but nobody's answers are in it."""

    figures: DistrictFigures

    def named(self, name: str) -> str:
        """Name a district; what lies below none has a word of its own."""
        return name or self.word("district.below_none")

    def column(self, dial: Dial, column: Column) -> list[int]:
        """Give the scores of a column, sorted."""
        return column_of(self.figures.scores, dial, column)


def framed(figures: DistrictFigures, locale: Locale) -> DistrictFrame:
    """Put figures into one language."""
    published = figures.published
    inputs = Inputs({}, Profile(kind=published.checklist.audience, region=figures.region), figures.as_of)
    cover = Cover(organisation=figures.part or figures.organiser, kind="district", region_name="", state="submitted")
    return DistrictFrame(
        published=published,
        sha256=figures.sha256,
        inputs=inputs,
        result=score(published.checklist.form, inputs, trace=False),
        cover=cover,
        locale=locale,
        figures=figures,
    )


def column_of(scores: Iterable[Scored], dial: Dial, column: Column) -> list[int]:
    """Give the scores of a column, sorted; who has none is left out."""
    return sorted(found for one in scores if (found := one.column(dial, column)) is not None)


def quartile(ordered: Sequence[int], quarter: int) -> Decimal | None:
    """Give a quartile of sorted hundredths as points with one decimal, interpolated linearly; None of nothing."""
    if not ordered:
        return None
    at, part = divmod((len(ordered) - 1) * quarter, _QUARTERS)
    low = Decimal(ordered[at])
    between = (Decimal(ordered[at + 1]) - low) * part / _QUARTERS if part else Decimal(0)
    return tenths((low + between) / 100)


def mean(values: Sequence[int]) -> Decimal | None:
    """Give the mean of hundredths as points with one decimal, half up; None of nothing."""
    return tenths(Decimal(sum(values)) / len(values) / 100) if values else None


def tenths(value: Decimal) -> Decimal:
    """Round to one decimal, half up."""
    return value.quantize(_TENTH, ROUND_HALF_UP)


def share(part: int, whole: int) -> Decimal | None:
    """Give a share in percent with one decimal, half up; None of nothing."""
    return tenths(Decimal(part) * 100 / whole) if whole else None


def fixed(value: Decimal | None) -> str:
    """Write points with one decimal."""
    return NONE if value is None else f"{value:,.1f}"


def percent(value: Decimal | None) -> str:
    """Write a share."""
    return NONE if value is None else f"{value:.1f}%"


def count(value: int) -> str:
    """Write a number of organisations."""
    return f"{value:,}"


def together(sums: Iterable[SectionSum]) -> SectionSum:
    """Add sections up."""
    found = tuple(sums)
    return SectionSum(
        sum(one.organisations for one in found), sum(one.points for one in found), sum(one.earned for one in found)
    )
