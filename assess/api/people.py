"""Who the token belongs to, and the self-assessments it reaches."""

from typing import Annotated

from fastapi import Depends

from assess.access.actor import Actor
from assess.access.roles import Action
from assess.api.deps import DbSession, Needs, Now, get_actor
from assess.api.paging import Page, Pages, Place
from assess.api.routing import make_router
from assess.api.schemas.people import AssessmentOut, Me, MembershipOut
from assess.assessments import queries
from assess.assessments.queries import Summary
from assess.assessments.workflow import Status
from assess.reviews import queries as reviews

router = make_router("people")


@router.get("/me", name="api-me")
def me(actor: Annotated[Actor, Depends(get_actor)]) -> Me:
    """Say whose token this is and what it may do."""
    if actor.account_id is None:
        raise AssertionError("a token without an account")
    memberships = [
        MembershipOut(organisation_id=own.organisation_id, organisation=own.organisation_name, role=own.role.value)
        for own in actor.memberships
    ]
    actions = sorted(action.value for action in Action if actor.acting(action))
    return Me(account_id=actor.account_id, name=actor.name, memberships=memberships, actions=actions)


@router.get("/assessments", name="api-assessments")
def assessments(
    session: DbSession, actor: Annotated[Actor, Depends(Needs(Action.VIEW))], now: Now, paging: Pages
) -> Page[AssessmentOut]:
    """List the self-assessments of the token's organisations, the newest first."""
    found = queries.list_for(session, actor=actor, now=now)
    known = reviews.known(session, assessments=[one.id for one in found])
    return paging.cut(found, place=_place, show=lambda one: _out(actor, one, told=one.id in known))


def _place(one: Summary) -> Place:
    """Order by age, the newest first, as the list is."""
    return (-int(one.created_at.timestamp() * 1_000_000), one.id.hex)


def _out(actor: Actor, one: Summary, *, told: bool) -> AssessmentOut:
    """Write an assessment down; that it was decided is not known before the decision is published."""
    if one.organisation_id is None:
        raise AssertionError("a token reaches no trial")
    return AssessmentOut(
        id=one.id,
        checklist=one.key,
        version=one.version,
        title=one.published.checklist.title.to(actor.locale),
        organisation_id=one.organisation_id,
        organisation=one.organisation_name or "",
        status=(Status.IN_SECOND_REVIEW if one.status is Status.DECIDED and not told else one.status).value,
        created_at=one.created_at,
        changed_at=one.changed_at,
        submitted_at=one.submitted_at,
        reference=one.reference,
        answered=one.answered,
    )
