"""A campaign's figures for its district report, as the database adds them up: the column that holds, and what is open.

What holds is the reviewed column of a decision that was published, and the claimed one otherwise.
"""

import uuid
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func

from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Assessment
from assess.overview.dashboard_rows import Rows
from assess.reports.district_figures import Dial, ItemSum, Scored, SectionSum
from assess.reviews.models import Publication

_PUBLISHED: Final = Publication.decision_id.is_not(None)

SCORE: Final = (
    *(Figure.claimed, Figure.supported, Figure.reviewed),
    *(Figure.readiness_claimed, Figure.readiness_supported, Figure.readiness_reviewed),
    *(Figure.grade, Figure.decision_id, Publication.decision_id),
)
"""The columns that `scored_of` reads."""


class DistrictRows(Rows):
    """The sums of one campaign, one query each, however many take part."""

    def scored(self) -> Iterator[tuple[uuid.UUID, Scored]]:
        """Give the scores of everybody with what they lie directly below."""
        wanted = self._held(*SCORE).group_by(None)
        for district, *found in self._rows(wanted.order_by(Assessment.id)):
            yield district, scored_of(*found)

    def held_sections(self) -> Iterator[tuple[uuid.UUID, str, Dial, SectionSum]]:
        """Add up what the sections are worth and earn."""
        model = SectionFigure
        worth = case((_PUBLISHED, model.reviewed_points), else_=model.points)
        earned = case((_PUBLISHED, model.reviewed), else_=model.claimed)
        wanted = (
            self._held(model.section, model.dial, _count(worth > 0), _sum(worth), _sum(earned))
            .join(model, model.assessment_id == Assessment.id)
            .group_by(model.section, model.dial)
        )
        for district, section, dial, *sums in self._rows(wanted):
            yield district, section, dial, SectionSum(*map(int, sums))

    def held_items(self) -> Iterator[tuple[uuid.UUID, str, ItemSum]]:
        """Add up the items: for how many each counts, how many lose points there, how many of how many."""
        model = ItemFigure
        earned = case((_PUBLISHED, model.reviewed), else_=model.claimed)
        span = case((earned.is_not(None), model.most - model.least), else_=0)
        wanted = (
            self._held(
                model.item, func.count(earned), _count(earned < model.most), _sum(model.most - earned), _sum(span)
            )
            .join(model, model.assessment_id == Assessment.id)
            .group_by(model.item)
        )
        for district, item, *sums in self._rows(wanted):
            yield district, item, ItemSum(*map(int, sums))

    def _held(self, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
        return (
            self._from(*columns)
            .join(Figure, Figure.assessment_id == Assessment.id)
            .outerjoin(Publication, Publication.decision_id == Figure.decision_id)
        )


def scored_of(*found: Any) -> Scored:  # noqa: ANN401 - the columns of a row
    """Read the six scores, the grade, the decision and its publication of one assessment."""
    *scores, grade, decision_id, published = found
    claimed, supported, reviewed, *readiness = scores
    known = published is not None
    withheld = decision_id is not None and not known
    return Scored(
        duty=(claimed, supported, reviewed if known else None),
        readiness=(readiness[0], readiness[1], readiness[2] if known else None),
        grade=None if withheld else grade,
        published=known,
        withheld=withheld,
    )


def _sum(column: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column or an expression
    return func.coalesce(func.sum(column), 0)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return _sum(case((condition, 1), else_=0))
