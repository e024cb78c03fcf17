"""The states of an assessment and the steps between them: one table (DESIGN §7)."""

import enum
from collections.abc import Mapping
from typing import Final

from assess.access.roles import Role


class Status(enum.StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    IN_SECOND_REVIEW = "in_second_review"
    RETURNED = "returned"
    DECIDED = "decided"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Step(enum.StrEnum):
    """What moves an assessment on, or changes what it holds."""

    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TAKE_UP = "take-up"
    TAKE_OVER = "take-over"
    MARK = "mark"
    SECOND_REVIEW = "second-review"
    RETURN = "return"
    DECIDE = "decide"
    PUBLISH = "publish"
    APPEAL = "appeal"
    REOPEN = "reopen"


_RESPONDENTS: Final = frozenset({Role.RESPONDENT, Role.LEAD})
_LEAD: Final = frozenset({Role.LEAD})
_REVIEWER: Final = frozenset({Role.REVIEWER})
_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})

TABLE: Final[Mapping[tuple[Status, Step], tuple[Status, frozenset[Role]]]] = {
    (Status.DRAFT, Step.EDIT): (Status.DRAFT, _RESPONDENTS),
    (Status.DRAFT, Step.SUBMIT): (Status.SUBMITTED, _RESPONDENTS),
    (Status.DRAFT, Step.WITHDRAW): (Status.WITHDRAWN, _LEAD),
    (Status.SUBMITTED, Step.WITHDRAW): (Status.WITHDRAWN, _LEAD),
    (Status.SUBMITTED, Step.TAKE_UP): (Status.IN_REVIEW, _REVIEWER),
    (Status.SUBMITTED, Step.TAKE_OVER): (Status.IN_REVIEW, _REVIEWER),  # from whom it is kept for
    (Status.SUBMITTED, Step.REOPEN): (Status.REOPENED, _ADMINISTRATOR),
    (Status.IN_REVIEW, Step.TAKE_UP): (Status.IN_REVIEW, _REVIEWER),
    (Status.IN_REVIEW, Step.TAKE_OVER): (Status.IN_REVIEW, _REVIEWER),
    (Status.IN_REVIEW, Step.MARK): (Status.IN_REVIEW, _REVIEWER),
    (Status.IN_REVIEW, Step.SECOND_REVIEW): (Status.IN_SECOND_REVIEW, _REVIEWER),
    (Status.IN_REVIEW, Step.RETURN): (Status.RETURNED, _REVIEWER),
    (Status.IN_REVIEW, Step.DECIDE): (Status.DECIDED, _REVIEWER),
    (Status.IN_SECOND_REVIEW, Step.TAKE_UP): (Status.IN_SECOND_REVIEW, _REVIEWER),
    (Status.IN_SECOND_REVIEW, Step.TAKE_OVER): (Status.IN_SECOND_REVIEW, _REVIEWER),
    (Status.IN_SECOND_REVIEW, Step.MARK): (Status.IN_SECOND_REVIEW, _REVIEWER),
    (Status.IN_SECOND_REVIEW, Step.RETURN): (Status.RETURNED, _REVIEWER),
    (Status.IN_SECOND_REVIEW, Step.DECIDE): (Status.DECIDED, _REVIEWER),
    (Status.RETURNED, Step.EDIT): (Status.RETURNED, _RESPONDENTS),
    (Status.RETURNED, Step.SUBMIT): (Status.SUBMITTED, _RESPONDENTS),
    (Status.DECIDED, Step.PUBLISH): (Status.DECIDED, _ADMINISTRATOR),
    (Status.DECIDED, Step.APPEAL): (Status.APPEALED, _LEAD),
    (Status.DECIDED, Step.REOPEN): (Status.REOPENED, _ADMINISTRATOR),
    (Status.APPEALED, Step.TAKE_UP): (Status.APPEALED, _REVIEWER),
    (Status.APPEALED, Step.TAKE_OVER): (Status.APPEALED, _REVIEWER),
    (Status.APPEALED, Step.MARK): (Status.APPEALED, _REVIEWER),
    (Status.APPEALED, Step.DECIDE): (Status.DECIDED, _REVIEWER),
    (Status.WITHDRAWN, Step.REOPEN): (Status.REOPENED, _ADMINISTRATOR),
    (Status.REOPENED, Step.EDIT): (Status.REOPENED, _RESPONDENTS),
    (Status.REOPENED, Step.SUBMIT): (Status.SUBMITTED, _RESPONDENTS),
    (Status.REOPENED, Step.WITHDRAW): (Status.WITHDRAWN, _LEAD),
}

EDITABLE: Final = frozenset(status for (status, step) in TABLE if step is Step.EDIT)
"""The states in which answers may change."""


def after(status: Status, step: Step, role: Role) -> Status | None:
    """Give the state a step by this role leads to.

    Returns:
        The next state; None where the step does not exist from here or is not this role's.
    """
    following, roles = TABLE.get((status, step), (status, frozenset()))
    return following if role in roles else None


def open_to(status: Status, step: Step) -> bool:
    """Say whether the step exists in this state, for whomever."""
    return (status, step) in TABLE
