"""A campaign's figures as the database adds them up, grouped by what the participants lie directly below."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assess.accounts.models import Organisation
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Answer, Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Participant
from assess.overview.dashboard_sums import CATEGORIES

SCORED: Final = (
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.IN_SECOND_REVIEW,
    Status.RETURNED,
    Status.DECIDED,
    Status.APPEALED,
)
"""The states in which the last submission's score counts."""

_SCORES: Final[Mapping[str, InstrumentedAttribute[int | None]]] = {
    "duty/claimed": Figure.claimed,
    "duty/supported": Figure.supported,
    "duty/reviewed": Figure.reviewed,
    "readiness/claimed": Figure.readiness_claimed,
    "readiness/supported": Figure.readiness_supported,
    "readiness/reviewed": Figure.readiness_reviewed,
}
# Written out, because PostgreSQL groups by an expression only if it is the very same one, parameters included.
_NONE: ColumnElement[int] = literal_column("0")
_PART: ColumnElement[int] = literal_column("1")
_ALL: ColumnElement[int] = literal_column("2")

Sum = tuple[uuid.UUID, tuple[str, ...], Any]
"""A district, where its sum belongs, and the sum."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The sums of one campaign, grouped by what the participants lie directly below."""

    session: Session
    campaign_id: uuid.UUID

    def _rows(self, wanted: Select[Any]) -> Iterator[tuple[Any, ...]]:
        """Give the rows with what stands for "below none" in the place of nothing."""
        for district, *found in self.session.execute(wanted):
            yield district or self.campaign_id, *found

    def _from(self, *columns: Any, states: Iterable[Status] = SCORED) -> Select[Any]:  # noqa: ANN401 - columns of any type
        """Select from the assessments that take part, with their organisations."""
        mine = and_(
            Participant.campaign_id == Assessment.campaign_id,
            Participant.organisation_id == Assessment.organisation_id,
            Participant.removed_at.is_(None),
        )
        return (
            select(Organisation.parent_id, *columns)
            .select_from(Assessment)
            .join(Organisation, Organisation.id == Assessment.organisation_id)
            .join(Participant, mine)
            .where(Assessment.campaign_id == self.campaign_id, Assessment.status.in_(tuple(states)))
            .group_by(Organisation.parent_id)
        )

    def districts(self) -> list[uuid.UUID]:
        """Name what the participants lie directly below."""
        found = (
            select(Organisation.parent_id)
            .select_from(Participant)
            .join(Organisation, Organisation.id == Participant.organisation_id)
            .where(Participant.campaign_id == self.campaign_id, Participant.removed_at.is_(None))
            .distinct()
        )
        return [row[0] for row in self._rows(found)]

    def scores(self) -> Iterator[Sum]:
        """Add up the official scores, and how far the review differs from the claim."""
        columns = [part for one in _SCORES.values() for part in (func.count(one), _total(one))]
        deviation = _deviation(Figure.claimed, Figure.reviewed)
        wanted = self._from(*columns, *deviation).join(Figure, Figure.assessment_id == Assessment.id)
        for district, *sums in self._rows(wanted):
            for index, name in enumerate(_SCORES):
                yield district, ("scores", name), [int(sums[2 * index]), int(sums[2 * index + 1])]
            yield district, ("deviation",), [int(one) for one in sums[2 * len(_SCORES) :]]

    def grades(self) -> Iterator[Sum]:
        """Count the grades."""
        wanted = self._from(Figure.grade, func.count()).join(Figure, Figure.assessment_id == Assessment.id)
        for district, grade, count in self._rows(wanted.group_by(Figure.grade)):
            yield district, ("grades", grade or ""), int(count)

    def sections(self) -> Iterator[Sum]:
        """Add up what the sections are worth and earn."""
        model = SectionFigure
        sums = (model.points, model.claimed, model.supported, model.reviewed_points, model.reviewed)
        wanted = (
            self._from(model.section, model.dial, *(_total(one) for one in sums))
            .join(model, model.assessment_id == Assessment.id)
            .group_by(model.section, model.dial)
        )
        for district, section, dial, *found in self._rows(wanted):
            yield district, ("sections", f"{section}/{dial}"), [int(one) for one in found]

    def drafts(self) -> tuple[dict[uuid.UUID, int], list[tuple[uuid.UUID, str, int]]]:
        """Count the drafts, and the answers each question has among them."""
        drafts = self._rows(self._from(func.count(), states=[Status.DRAFT]))
        wanted = (
            self._from(Answer.fact, func.count(), states=[Status.DRAFT])
            .join(Answer, Answer.assessment_id == Assessment.id)
            .where(Answer.value.is_not(None))
            .group_by(Answer.fact)
        )
        return (
            {row[0]: int(row[1]) for row in drafts},
            [(row[0], row[1], int(row[2])) for row in self._rows(wanted)],
        )

    def items(self) -> Iterator[Sum]:
        """Add up the items of what is decided."""
        model = ItemFigure
        rejected = and_(model.claimed.is_(None), model.reviewed.is_not(None))
        wanted = (
            self._from(
                model.item, func.count(model.reviewed), _count(rejected), *_deviation(model.claimed, model.reviewed)
            )
            .join(model, model.assessment_id == Assessment.id)
            .where(model.reviewed.is_not(None))  # what is not decided has items as well
            .group_by(model.item)
        )
        for district, item, *sums in self._rows(wanted):
            yield district, ("items", item), [int(one) for one in sums]

    def pairs(self) -> Iterator[Sum]:
        """Count, item by item, what the second reviewer made of what the first had put into each category."""
        model = ItemFigure
        first, second = _category(model.level1), _category(model.level2)
        wanted = (
            self._from(model.item, first, second, func.count())
            .join(model, model.assessment_id == Assessment.id)
            .where(
                model.level1.is_not(None), model.level2.is_not(None), model.by1 != model.by2, model.most > model.least
            )
            .group_by(model.item, first, second)
        )
        tables: dict[tuple[uuid.UUID, str], list[int]] = {}
        for district, item, row, column, count in self._rows(wanted):
            cells = tables.setdefault((district, item), [0] * CATEGORIES * CATEGORIES)
            cells[int(row) * CATEGORIES + int(column)] = int(count)
        for (district, item), cells in tables.items():
            yield district, ("pairs", item), cells

    def reasons(self) -> Iterator[Sum]:
        """Count the reasons given for other points."""
        model = ItemFigure
        wanted = (
            self._from(model.item, model.reason, func.count())
            .join(model, model.assessment_id == Assessment.id)
            .where(model.reason.is_not(None))
            .group_by(model.item, model.reason)
        )
        for district, item, reason, count in self._rows(wanted):
            yield district, ("reasons", item, reason), int(count)

    def reviewers(self, level: int) -> Iterator[Sum]:
        """Add up the marks of each reviewer; the span is what the items that were claimed could earn."""
        given, by = (ItemFigure.level1, ItemFigure.by1) if level == 1 else (ItemFigure.level2, ItemFigure.by2)
        both = and_(given.is_not(None), ItemFigure.claimed.is_not(None))
        span = _total(case((both, ItemFigure.most - ItemFigure.least), else_=0))
        wanted = (
            self._from(by, func.count(given), span, *_deviation(ItemFigure.claimed, given))
            .join(ItemFigure, ItemFigure.assessment_id == Assessment.id)
            .where(by.is_not(None))
            .group_by(by)
        )
        for district, account, *sums in self._rows(wanted):
            yield district, ("reviewers", f"{account}/{level}"), [int(one) for one in sums]


def _total(column: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column or an expression
    return func.coalesce(func.sum(column), 0)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return _total(case((condition, 1), else_=0))


def _deviation(claimed: Any, found: Any) -> tuple[ColumnElement[int], ...]:  # noqa: ANN401 - columns
    """Give what `dashboard_sums.Deviation` is made of: pairs, both sums, how many went down and up."""
    both = and_(claimed.is_not(None), found.is_not(None))
    return (
        _count(both),
        _total(case((both, claimed), else_=0)),
        _total(case((both, found), else_=0)),
        _count(found < claimed),
        _count(found > claimed),
    )


def _category(given: Any) -> ColumnElement[int]:  # noqa: ANN401 - a column
    """Put a mark into a category: nothing of what can be earned, part of it, all of it."""
    return case((given <= ItemFigure.least, _NONE), (given >= ItemFigure.most, _ALL), else_=_PART)
