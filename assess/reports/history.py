"""What was before a report: earlier cycles with the decisions on them that were known by then."""

import json
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import cycles
from assess.assessments.scored import score
from assess.checklists import documents
from assess.checklists.models import ChecklistVersion
from assess.reports.past import Decided, History, Past
from assess.reviews.models import Decision, Publication
from assess.scoring import serial


def read(
    session: Session,
    *,
    organisation_id: uuid.UUID,
    key: str,
    assessment_id: uuid.UUID,
    instant: datetime,
    organiser_id: uuid.UUID | None = None,
) -> History | None:
    """Give what was before an instant; None where there was nothing. One query then, three or four otherwise.

    Nothing that is handed in or decided later changes it. The caller has checked who is asking.

    Args:
        session: A session.
        organisation_id: Whose.
        key: The checklist, such as `linyi-2021/enterprise`.
        assessment_id: The assessment that the report is of.
        instant: When the report's submission was handed in; for a draft the present.
        organiser_id: The organiser of the campaign whose report it is, who may read it: only the cycles in its
            campaigns are told then. None for reports that only the organisation itself sees.
    """
    found = cycles.before(
        session,
        organisation_id=organisation_id,
        key=key,
        without=assessment_id,
        instant=instant,
        organiser_id=organiser_id,
    )
    if not found.cycles:
        return None
    last = found.cycles[-1]
    decided = _decided(session, [one.point.id for one in found.cycles], instant)
    return History(
        cycles=tuple(Past(point=one.point, decided=decided.get(one.point.id)) for one in found.cycles),
        last=documents.document(session.get_one(ChecklistVersion, last.version_id)),
        result=serial.from_json(last.result),
        earlier=found.earlier,
        limited=organiser_id is not None,
    )


def _decided(session: Session, ids: Collection[uuid.UUID], instant: datetime) -> Mapping[uuid.UUID, Decided]:
    """Give the latest decision on each submission that was published before an instant."""
    rows = session.execute(
        select(Decision.submission_id, Decision.result)
        .join(Publication, Publication.decision_id == Decision.id)
        .where(Decision.submission_id.in_(ids), Publication.at < instant)
        .order_by(Decision.number)
    )
    return {submission_id: _read(json.loads(text)) for submission_id, text in rows}


def _read(kept: Mapping[str, Any]) -> Decided:
    reviewed = kept["reviewed"]["result"]
    return Decided(
        duty=score(reviewed["duty"]),
        readiness=score(reviewed["readiness"]),
        grade=reviewed["grade"]["effective"],
        grade_state=reviewed["grade"]["state"],
    )
