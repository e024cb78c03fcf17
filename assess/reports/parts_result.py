"""The figures of a report for machines: keys of the checklist, and plain decimals as strings (`1234.5`), not printed.

Points are exact; an empty string never stands for a number: what is not there is None.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DialData:
    """One dial: its claimed score with the range once all is verified, and the other columns where there are any."""

    dial: str
    full: str
    earned: str
    points: str
    base: str | None
    final: str | None
    low: str | None
    high: str | None
    supported: str | None
    reviewed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeData:
    """The grade by the answers and by the review; `state` is `graded`, `pending`, `too-few`, `not-scored` or alike."""

    state: str
    computed: str | None
    effective: str | None
    low: str | None
    high: str | None
    reviewed: str | None
    forced_by: tuple[str, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionData:
    """What a section is worth here and earned, per dial."""

    key: str
    duty_points: str
    duty_earned: str
    readiness_points: str
    readiness_earned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemData:
    """One item; `counted` says whether it takes part in the sums. Points of columns are None where it does not."""

    key: str
    section: str
    dial: str
    clauses: tuple[str, ...]
    status: str
    counted: bool
    points: str
    earned: str | None
    high: str | None
    supported: str | None
    reviewed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapData:
    """One gap, by its item."""

    item: str
    severity: str
    lost: str
    effort_days: str | None
    deadline: str | None
    deadline_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepData:
    """One action of the cheapest path."""

    key: str
    kind: str
    items: tuple[str, ...]
    effort_days: str
    duty: str
    readiness: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathData:
    """The cheapest path: where it leads, whether that is proven, and its actions."""

    state: str
    grade: str | None
    effort_days: str | None
    steps: tuple[StepData, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultData:
    """All figures of a report."""

    checklist: str
    checklist_sha256: str
    measure: str
    engine: str
    region: str
    kind: str
    credit_code: str | None
    dials: tuple[DialData, ...]
    grade: GradeData
    sections: tuple[SectionData, ...]
    items: tuple[ItemData, ...]
    gaps: tuple[GapData, ...]
    path: PathData
    decided_on: str | None = None
    unmarked: tuple[str, ...] = ()
