"""A line of submissions as a picture's coordinates and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assess.assessments.scored import Point, Score
from assess.checklists.definition import Published
from assess.overview.trend import Trend
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.web.templating import day
from assess.wording.formats import number

WIDTH: Final = 360
HEIGHT: Final = 170
LEFT: Final = 30
RIGHT: Final = 348
TOP: Final = 12
BOTTOM: Final = 138
GRID: Final = (0, 25, 50, 75, 100)
MOST_LABELS: Final = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One submission on one line."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word on an axis."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table: the submission and what it brought."""

    point: Point
    day: str
    duty: str
    duty_share: str
    readiness: str
    readiness_share: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The picture and its table; there is no picture of fewer than two submissions. `duty` and `readiness` are runs."""

    title: str
    drawn: bool
    duty: tuple[tuple[Dot, ...], ...]
    readiness: tuple[tuple[Dot, ...], ...]
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    lines: tuple[Line, ...]
    earlier: int


def chart(trend: Trend, document: Published, title: str) -> Chart:
    """Lay out the submissions of a checklist; one step a submission, whatever the days between them."""
    points = trend.points
    return Chart(
        title=title,
        drawn=len(points) > 1,
        duty=_runs([point.duty for point in points]),
        readiness=_runs([point.readiness for point in points]),
        rows=tuple(Label(str(LEFT - 5), _text(_y(Decimal(share)) + 4), str(share)) for share in GRID),
        columns=tuple(_columns(points)),
        lines=tuple(_line(point, document) for point in reversed(points)),
        earlier=trend.earlier,
    )


def _x(index: int, count: int) -> Decimal:
    return Decimal(LEFT) + Decimal(RIGHT - LEFT - 12) * index / max(count - 1, 1) + 6


def _y(share: Decimal) -> Decimal:
    return Decimal(BOTTOM) - Decimal(BOTTOM - TOP) * min(max(share, Decimal(0)), Decimal(100)) / 100


def _text(value: Decimal) -> str:
    return number(value.quantize(Decimal("0.1")))


def _runs(scores: Sequence[Score]) -> tuple[tuple[Dot, ...], ...]:
    """Part the line where a submission has no score."""
    runs: list[list[Dot]] = [[]]
    for index, score in enumerate(scores):
        if score.share is None:
            runs.append([])
        else:
            runs[-1].append(Dot(_text(_x(index, len(scores))), _text(_y(score.share))))
    return tuple(tuple(run) for run in runs if run)


def _columns(points: Sequence[Point]) -> list[Label]:
    """Write days below the picture, as many as have room: the first, the last, and some between."""
    count = len(points)
    step = max(-(-(count - 1) // (MOST_LABELS - 1)), 1)
    shown = sorted({*range(0, count, step), count - 1})
    if len(shown) > 1 and shown[-1] - shown[-2] < step:
        shown.pop(-2)
    return [Label(_text(_x(index, count)), str(BOTTOM + 20), f"{points[index].as_of:%Y-%m}") for index in shown]


def _line(point: Point, document: Published) -> Line:
    return Line(
        point=point,
        day=day(point.as_of),
        duty=_score(point.duty),
        duty_share=_share(point.duty),
        readiness=_score(point.readiness),
        readiness_share=_share(point.readiness),
        grade=_grade(point, document),
    )


def _score(score: Score) -> str:
    return f"{number(score.final)} / {number(score.full)}" if score.final is not None else _("不评分")


def _share(score: Score) -> str:
    return f"{number(score.share)}%" if score.share is not None else ""


def _grade(point: Point, document: Published) -> str:
    """Name the grade as the form of today does; one that it does not know any more stands by its letter."""
    if point.grade is None:
        return _("待定") if point.grade_state == "pending" else _("不评等级")
    titles = {band.grade: band.title for band in document.checklist.form.duty.bands}
    return f"{point.grade} {titles[point.grade].to(i18n.current())}" if point.grade in titles else point.grade
