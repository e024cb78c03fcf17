"""Telling people by mail that something waits for them: the letters say where, never what was found."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts import letters
from assess.accounts.letters import Builder, Filled, Order
from assess.accounts.models import Account, Membership, Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.models import Campaign
from assess.clock import to_local
from assess.reviews.models import Appeal, Decision, Publication, Return, ReturnedItem
from assess.reviews.times import last_day

_RESPONDENTS: Final = (Role.LEAD, Role.RESPONDENT)
_GATHER: Final = timedelta(minutes=10)
"""How long the letter to the second reviewers waits for more of the kind; there is one a day at most."""


def returned(session: Session, assessment: Assessment, made: Return, now: datetime) -> None:
    """Tell the organisation that its form was sent back."""
    for account in _people(session, assessment.organisation_id, _RESPONDENTS):
        params = {"return": str(made.id)}
        key = f"review-returned:{made.id.hex}:{account.hex}"
        letters.enqueue(session, name="review-returned", account_id=account, params=params, now=now, key=key)


def published(session: Session, assessment: Assessment, decision: Decision, now: datetime) -> None:
    """Tell the organisation that its result can be seen."""
    for account in _people(session, assessment.organisation_id, _RESPONDENTS):
        params = {"decision": str(decision.id)}
        key = f"review-published:{decision.id.hex}:{account.hex}"
        letters.enqueue(session, name="review-published", account_id=account, params=params, now=now, key=key)


def second_review(session: Session, campaign: Campaign, now: datetime) -> None:
    """Tell the reviewers of the second body that forms wait for them, once a day."""
    day = to_local(now).date().isoformat()
    for account in _people(session, campaign.deciding_body_id, (Role.REVIEWER,)):
        key = f"review-second:{campaign.id.hex}:{account.hex}:{day}"
        params = {"campaign": str(campaign.id)}
        letters.enqueue(
            session, name="review-second", account_id=account, params=params, now=now, key=key, run_after=now + _GATHER
        )


def appealed(session: Session, assessment: Assessment, made: Appeal, now: datetime) -> None:
    """Tell the reviewers of the body that decided that an appeal waits for them."""
    campaign = session.get_one(Campaign, assessment.campaign_id)
    for account in _people(session, campaign.deciding_body_id, (Role.REVIEWER,)):
        params = {"appeal": str(made.id)}
        key = f"review-appealed:{made.id.hex}:{account.hex}"
        letters.enqueue(session, name="review-appealed", account_id=account, params=params, now=now, key=key)


def _people(session: Session, organisation_id: uuid.UUID | None, roles: Iterable[Role]) -> tuple[uuid.UUID, ...]:
    """Give who has an address among those with one of these roles in an organisation."""
    rows = session.execute(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id, Membership.role.in_(tuple(roles)))
        .where(Account.disabled_at.is_(None))
        .order_by(Account.created_at, Account.id)
    ).scalars()
    return tuple(dict.fromkeys(one.id for one in rows if letters.address_of(one)))


def _returned(session: Session, order: Order) -> Filled | None:
    made = session.get_one(Return, uuid.UUID(order.params["return"]))
    assessment = session.get_one(Assessment, made.assessment_id)
    if assessment.status is not Status.RETURNED:
        return None
    items = session.scalar(select(func.count()).where(ReturnedItem.return_id == made.id))
    return _filled(session, order, assessment, items=items, last=last_day(made.mend_by))


def _published(session: Session, order: Order) -> Filled | None:
    decision = session.get_one(Decision, uuid.UUID(order.params["decision"]))
    known = session.get_one(Publication, decision.id)
    answered = session.scalar(select(Appeal.id).where(Appeal.outcome_id == decision.id)) is not None
    assessment = session.get_one(Assessment, decision.assessment_id)
    return _filled(session, order, assessment, answered=answered, last=last_day(known.appeal_until))


def _second(session: Session, order: Order) -> Filled | None:
    campaign = session.get_one(Campaign, uuid.UUID(order.params["campaign"]))
    of = (Assessment.campaign_id == campaign.id) & (Assessment.status == Status.IN_SECOND_REVIEW)
    waiting = session.scalar(select(func.count()).where(of)) or 0
    if not waiting:
        return None
    params = {"campaign": campaign.name, "waiting": waiting, "last": campaign.review_by}
    return Filled({**params, "link": order.link("/reviews")})


def _appealed(session: Session, order: Order) -> Filled | None:
    made = session.get_one(Appeal, uuid.UUID(order.params["appeal"]))
    assessment = session.get_one(Assessment, made.assessment_id)
    if made.answered_at is not None:
        return None
    return _filled(session, order, assessment, path="/reviews")


def _filled(
    session: Session, order: Order, assessment: Assessment, *, path: str = "/assessments", **params: object
) -> Filled:
    names = {
        "organisation": session.get_one(Organisation, assessment.organisation_id).name,
        "campaign": session.get_one(Campaign, assessment.campaign_id).name,
    }
    return Filled({**names, **params, "link": order.link(f"{path}/{assessment.id}")})


BUILDERS: Final[Mapping[str, Builder]] = {
    "review-returned": _returned,
    "review-published": _published,
    "review-second": _second,
    "review-appealed": _appealed,
}
