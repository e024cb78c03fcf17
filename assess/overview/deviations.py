"""How far reviews differ from claims, and reviewers from one another: by item, by organisation, by reviewer."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Action
from assess.accounts.models import Account
from assess.assessments.figure_models import CampaignPart
from assess.overview import dashboard
from assess.overview.dashboard import District
from assess.overview.dashboard_scope import Scope
from assess.overview.dashboard_sums import ItemSums, Marks, ReviewerSums, Scores, added

FEW: Final = 5
"""What fewer marks say is too little to read anything into it."""


@dataclass(frozen=True, slots=True)
class Report:
    """The deviation report of a campaign, or of one district. `as_of` is when it was added up; None: not yet.

    `reviewers` is everybody for those who see the whole campaign as administrators, oneself for a reviewer, and nobody
    for others: who marked is none of a district's business.
    """

    districts: tuple[District, ...]
    chosen: District | None
    scores: Scores
    marks: Marks
    items: tuple[ItemSums, ...]
    reviewers: tuple[ReviewerSums, ...]
    people: Mapping[uuid.UUID, str]
    as_of: dt.datetime | None


def report(session: Session, scope: Scope, *, district_id: uuid.UUID | None) -> Report:
    """Put the report together; three queries.

    Raises:
        NotFoundError: Nobody takes part in that district, or nobody at all that is the actor's to see.
    """
    districts = dashboard.progress(session, scope)
    chosen = dashboard.choose(scope, districts, district_id)
    rows = session.execute(
        select(CampaignPart.district_id, CampaignPart.content, CampaignPart.marks, CampaignPart.at).where(
            CampaignPart.campaign_id == scope.campaign.id, scope.districts
        )
    ).all()
    parts = [row for row in rows if chosen is None or row.district_id == chosen.id]
    marks = Marks(added(row.marks for row in parts))
    reviewers = tuple(one for one in marks.reviewers() if _may_see(scope, one))
    return Report(
        districts=districts,
        chosen=chosen,
        scores=Scores(added(row.content for row in parts)),
        marks=marks,
        items=tuple(marks.item(item.key) for item in scope.document.checklist.form.items()),
        reviewers=reviewers,
        people=_people(session, reviewers),
        as_of=min((row.at for row in rows), default=None),
    )


def _may_see(scope: Scope, reviewer: ReviewerSums) -> bool:
    if scope.runs:
        return True
    return bool(scope.actor.organisations(Action.REVIEW)) and reviewer.account == str(scope.actor.account_id)


def _people(session: Session, reviewers: tuple[ReviewerSums, ...]) -> Mapping[uuid.UUID, str]:
    ids = {uuid.UUID(one.account) for one in reviewers}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
