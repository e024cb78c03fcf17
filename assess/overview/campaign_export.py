"""A campaign's participants one by one, for the file that is downloaded; the rest of it the pages have as well."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from assess.accounts.models import Organisation
from assess.assessments.figure_models import Figure
from assess.assessments.figures import points
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Participant
from assess.overview.dashboard_lists import Wanted
from assess.overview.dashboard_rows import SCORED
from assess.overview.dashboard_scope import Scope

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A participant: who, how far, and the official scores where they count."""

    name: str
    credit_code: str | None
    district: str | None
    status: Status | None
    submitted_at: dt.datetime | None
    closes_at: dt.datetime
    scores: tuple[Decimal | None, ...]
    grade: str | None
    proof_missing: int | None
    contradictions: int | None

    @property
    def deviation(self) -> Decimal | None:
        """Give the reviewed duty score minus the claimed one."""
        claimed, reviewed = self.scores[0], self.scores[2]
        return None if claimed is None or reviewed is None else reviewed - claimed


SCORES: Final = (
    Figure.claimed,
    Figure.supported,
    Figure.reviewed,
    Figure.readiness_claimed,
    Figure.readiness_supported,
    Figure.readiness_reviewed,
)


def participants(session: Session, scope: Scope, wanted: Wanted) -> Iterator[Row]:
    """Go through the participants that may be named, district by district; one query, a few hundred in memory."""
    above = aliased(Organisation)
    mine = and_(
        Assessment.campaign_id == Participant.campaign_id, Assessment.organisation_id == Participant.organisation_id
    )
    counted = and_(Figure.assessment_id == Assessment.id, Assessment.status.in_(SCORED))
    rows = session.execute(
        select(
            Organisation.name,
            Organisation.credit_code,
            above.name,
            Assessment.status,
            Assessment.submitted_at,
            Participant.closes_at,
            *SCORES,
            Figure.grade,
            Figure.proof_missing,
            Figure.contradictions,
        )
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .outerjoin(above, above.id == Organisation.parent_id)
        .outerjoin(Assessment, mine)
        .outerjoin(Figure, counted)
        .where(
            Participant.campaign_id == scope.campaign.id,
            Participant.removed_at.is_(None),
            scope.named(Participant.organisation_id, wanted.district_id),
        )
        .order_by(above.region.nulls_last(), above.name, Organisation.name, Organisation.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for name, code, district, status, submitted_at, closes_at, *rest in rows:
        *scores, grade, proof_missing, contradictions = rest
        yield Row(
            name=name,
            credit_code=code,
            district=district,
            status=status,
            submitted_at=submitted_at,
            closes_at=closes_at or scope.campaign.closes_at,
            scores=tuple(points(one) for one in scores),
            grade=grade,
            proof_missing=proof_missing,
            contradictions=contradictions,
        )
