"""What one submission came to, read from its result as it is kept (pure)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assess.scoring.rounding import HUNDRED, round1


@dataclass(frozen=True, slots=True)
class Score:
    """One dial of a submission; None where nothing applied."""

    final: Decimal | None
    high: Decimal | None
    full: Decimal

    @property
    def share(self) -> Decimal | None:
        """Give the score in percent of the full mark, so that forms of other full marks compare."""
        return None if self.final is None or not self.full else round1(self.final * HUNDRED / self.full)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One submission. `grade` is None where there is none."""

    id: uuid.UUID
    assessment_id: uuid.UUID
    reference: str
    as_of: dt.date
    version: str
    duty: Score
    readiness: Score
    grade: str | None
    grade_state: str


def score(dial: Mapping[str, Any]) -> Score:
    """Read one dial of a result as it is kept."""
    return Score(_decimal(dial["final"]), _decimal(dial["high"]), Decimal(dial["full"]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
