"""Earlier cycles as a report takes them (pure)."""

from dataclasses import dataclass

from assess.assessments.scored import Point, Score
from assess.checklists.definition import Published
from assess.scoring.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision on an earlier cycle came to."""

    duty: Score
    readiness: Score
    grade: str | None
    grade_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One earlier cycle, with the decision that was published before the report's instant."""

    point: Point
    decided: Decided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Earlier cycles, the oldest first, and all of the last one: its checklist and its result.

    `earlier` counts those not among them; `limited` says that only those in one organiser's campaigns are.
    """

    cycles: tuple[Past, ...]
    last: Published
    result: Result
    earlier: int = 0
    limited: bool = False
