"""A line of submissions as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assess.assessments.scored import Point, Score
from assess.checklists.definition import Published
from assess.overview.trend import Trend
from assess.reports import charts_lines
from assess.reports.charts_ink import SCREEN
from assess.web import i18n
from assess.web.i18n import gettext as _
from assess.web.templating import day
from assess.wording.formats import number


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
    """The picture, which is the report's own, and its table; there is no picture of fewer than two submissions."""

    title: str
    picture: Markup | None
    lines: tuple[Line, ...]
    earlier: int


def chart(trend: Trend, document: Published, title: str) -> Chart:
    """Lay out the submissions of a checklist; one step a submission, whatever the days between them."""
    return Chart(
        title=title,
        picture=_picture(trend.points) if charts_lines.can_draw_trend(len(trend.points)) else None,
        lines=tuple(_line(point, document) for point in reversed(trend.points)),
        earlier=trend.earlier,
    )


def _picture(points: Sequence[Point]) -> Markup:
    said = _("折线图：历次提交的合规得分率和政策利用准备度得分率，数字见表格")
    drawn = [
        charts_lines.Point(label=f"{one.as_of:%Y-%m}", duty=_percent(one.duty), readiness=_percent(one.readiness))
        for one in points
    ]
    return Markup(charts_lines.trend(drawn, SCREEN, said))  # noqa: S704 - our own picture, which escapes its words


def _percent(score: Score) -> float | None:
    return None if score.share is None else float(score.share)


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
