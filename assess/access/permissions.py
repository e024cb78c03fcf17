"""Who may do what: one table.

Respondents and leads act for their own organisation only. A reviewer sees nothing outside a campaign that their body
reviews, and never their own organisation's. An administrator reaches what lies below their organisation, the
operator's administrator everything; neither reads answers (DESIGN §4).
"""

from collections.abc import Mapping
from typing import Final

from assess.access.roles import Action, Role

_OWN_WORK: Final = frozenset(
    {
        Action.VIEW,
        Action.START,
        Action.ANSWER,
        Action.ATTACH,
        Action.DOWNLOAD,
        Action.CLAIM_TRIAL,
    }
)

PERMISSIONS: Final[Mapping[Role, frozenset[Action]]] = {
    Role.RESPONDENT: _OWN_WORK | {Action.SUBMIT},
    Role.LEAD: _OWN_WORK
    | {
        Action.SUBMIT,
        Action.WITHDRAW,
        Action.APPEAL,
        Action.EDIT_ORGANISATION,
        Action.INVITE,
        Action.ASSIGN,
        Action.MANAGE_WEBHOOKS,
    },
    Role.REVIEWER: frozenset({Action.REVIEW, Action.FOLLOW_CAMPAIGN}),
    Role.ADMINISTRATOR: frozenset(
        {
            Action.INVITE,
            Action.REOPEN,
            Action.PUBLISH,
            Action.IMPORT_LISTINGS,
            Action.MANAGE_ORGANISATIONS,
            Action.RUN_CAMPAIGN,
            Action.FOLLOW_CAMPAIGN,
            Action.MANAGE_WEBHOOKS,
            Action.AUDIT,
        }
    ),
}

GUEST: Final = frozenset({Action.VIEW, Action.START, Action.ANSWER, Action.DOWNLOAD})
"""What somebody without an account may do with the trial of their own session: no evidence, no submission."""

BELOW: Final = frozenset({Role.ADMINISTRATOR})
"""Roles whose actions reach what lies below their organisation in the tree, and everything from the operator's."""

SERVICE: Final = frozenset({Action.PUBLISH, Action.IMPORT_LISTINGS, Action.AUDIT})
"""What is done to the service itself: for administrators of the body that runs it."""


def permits(role: Role, action: Action) -> bool:
    """Say whether a role carries an action."""
    return action in PERMISSIONS[role]


def roles_with(action: Action) -> frozenset[Role]:
    """Give the roles that carry an action."""
    return frozenset(role for role in Role if permits(role, action))
