"""Who the token belongs to."""

from assess.access.roles import Action
from assess.api.deps import Owner
from assess.api.routing import make_router
from assess.api.schemas.people import Me, MembershipOut

router = make_router("people")


@router.get("/me", name="api-me", summary="令牌属于谁")
def me(actor: Owner) -> Me:
    """Say whose token this is and what it may do."""
    if actor.account_id is None:
        raise AssertionError("a token without an account")
    memberships = [
        MembershipOut(organisation_id=own.organisation_id, organisation=own.organisation_name, role=own.role.value)
        for own in actor.memberships
    ]
    actions = sorted(action.value for action in Action if actor.acting(action))
    return Me(account_id=actor.account_id, name=actor.name, memberships=memberships, actions=actions)
