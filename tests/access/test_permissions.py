"""Every cell of role × action, and of actor × organisation."""

import uuid

import pytest

from assess.access.actor import Actor, Membership, allowed, allowed_on_trial, require
from assess.access.permissions import BELOW, GUEST, PERMISSIONS, SERVICE, permits, roles_with
from assess.access.roles import Action, Role
from assess.errors import ForbiddenError

#                   respondent, lead, reviewer, administrator, guest on own trial
EXPECTED = {
    Action.VIEW: (True, True, False, False, True),
    Action.START: (True, True, False, False, True),
    Action.ANSWER: (True, True, False, False, True),
    Action.ATTACH: (True, True, False, False, False),
    Action.SUBMIT: (True, True, False, False, False),
    Action.WITHDRAW: (False, True, False, False, False),
    Action.DOWNLOAD: (True, True, False, False, True),
    Action.CLAIM_TRIAL: (True, True, False, False, False),
    Action.EDIT_ORGANISATION: (False, True, False, False, False),
    Action.INVITE: (False, True, False, True, False),
    Action.REVIEW: (False, False, True, False, False),
    Action.APPEAL: (False, True, False, False, False),
    Action.REOPEN: (False, False, False, True, False),
    Action.PUBLISH: (False, False, False, True, False),
    Action.IMPORT_LISTINGS: (False, False, False, True, False),
    Action.MANAGE_ORGANISATIONS: (False, False, False, True, False),
    Action.RUN_CAMPAIGN: (False, False, False, True, False),
    Action.FOLLOW_CAMPAIGN: (False, False, True, True, False),
    Action.ASSIGN: (False, True, False, False, False),
    Action.MANAGE_WEBHOOKS: (False, True, False, True, False),
    Action.AUDIT: (False, False, False, True, False),
}
ROLES = (Role.RESPONDENT, Role.LEAD, Role.REVIEWER, Role.ADMINISTRATOR)
MINE, THEIRS = uuid.uuid4(), uuid.uuid4()


def member(role: Role, *, operator: bool = False) -> Actor:
    return Actor(account_id=uuid.uuid4(), memberships=(Membership(MINE, role, operator=operator),))


def test_every_role_and_action_is_decided() -> None:
    assert set(EXPECTED) == set(Action)
    assert set(PERMISSIONS) == set(ROLES) == set(Role)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize(("column", "role"), list(enumerate(ROLES)))
def test_each_cell(action: Action, column: int, role: Role) -> None:
    expected = EXPECTED[action][column]
    assert permits(role, action) is expected
    assert (role in roles_with(action)) is expected
    anywhere, service = role is Role.ADMINISTRATOR, action in {Action.PUBLISH, Action.IMPORT_LISTINGS, Action.AUDIT}
    assert (role in BELOW, action in SERVICE) == (anywhere, service)
    assert allowed(member(role), action, MINE) is (expected and not service)
    assert allowed(member(role), action, THEIRS) is False
    assert allowed(member(role), action, None) is (expected and not service)
    operator = member(role, operator=True)
    assert allowed(operator, action, MINE) is expected
    assert allowed(operator, action, THEIRS) is (expected and anywhere)
    assert allowed(operator, action, None) is expected
    assert operator.everywhere(action) is (expected and anywhere)
    assert member(role).everywhere(action) is False
    assert member(role).tops(action) == ((MINE,) if expected and anywhere else ())


@pytest.mark.parametrize("action", list(Action))
def test_a_guest_on_their_own_trial(action: Action) -> None:
    guest = Actor(guest_key=b"k" * 32)
    assert allowed_on_trial(guest, action, b"k" * 32) is EXPECTED[action][4] is (action in GUEST)
    assert not allowed_on_trial(guest, action, b"x" * 32)
    assert not allowed_on_trial(Actor(), action, b"k" * 32)
    assert not allowed(guest, action, MINE)
    assert not allowed(guest, action, None)


def test_claiming_a_trial_needs_an_account_besides_the_key() -> None:
    signed_in = Actor(account_id=uuid.uuid4(), guest_key=b"k" * 32)
    assert allowed_on_trial(signed_in, Action.CLAIM_TRIAL, b"k" * 32)
    assert not allowed_on_trial(signed_in, Action.SUBMIT, b"k" * 32)


def test_nobody_is_allowed_nothing() -> None:
    with pytest.raises(ForbiddenError):
        require(Actor(), Action.VIEW, None)
    with pytest.raises(ForbiddenError):
        require(member(Role.RESPONDENT), Action.VIEW, THEIRS)
    require(member(Role.RESPONDENT), Action.VIEW, MINE)


def test_an_actor_knows_their_organisations_for_an_action() -> None:
    actor = Actor(memberships=(Membership(MINE, Role.RESPONDENT), Membership(THEIRS, Role.REVIEWER)))
    assert actor.organisations(Action.ANSWER) == (MINE,)
    assert actor.organisations(Action.REVIEW) == (THEIRS,)
