"""Every cell of state × step × role."""

import pytest

from assess.access.roles import Role
from assess.assessments.workflow import EDITABLE, TABLE, Status, Step, after, open_to

R, L, V, A = Role.RESPONDENT, Role.LEAD, Role.REVIEWER, Role.ADMINISTRATOR
S = Status

#  state, step: (next state, who)
EXPECTED = {
    (S.DRAFT, Step.EDIT): (S.DRAFT, {R, L}),
    (S.DRAFT, Step.SUBMIT): (S.SUBMITTED, {R, L}),
    (S.DRAFT, Step.WITHDRAW): (S.WITHDRAWN, {L}),
    (S.SUBMITTED, Step.WITHDRAW): (S.WITHDRAWN, {L}),
    (S.SUBMITTED, Step.TAKE_UP): (S.IN_REVIEW, {V}),
    (S.SUBMITTED, Step.TAKE_OVER): (S.IN_REVIEW, {V}),
    (S.SUBMITTED, Step.REOPEN): (S.REOPENED, {A}),
    (S.IN_REVIEW, Step.TAKE_UP): (S.IN_REVIEW, {V}),
    (S.IN_REVIEW, Step.TAKE_OVER): (S.IN_REVIEW, {V}),
    (S.IN_REVIEW, Step.MARK): (S.IN_REVIEW, {V}),
    (S.IN_REVIEW, Step.SECOND_REVIEW): (S.IN_SECOND_REVIEW, {V}),
    (S.IN_REVIEW, Step.RETURN): (S.RETURNED, {V}),
    (S.IN_REVIEW, Step.DECIDE): (S.DECIDED, {V}),
    (S.IN_SECOND_REVIEW, Step.TAKE_UP): (S.IN_SECOND_REVIEW, {V}),
    (S.IN_SECOND_REVIEW, Step.TAKE_OVER): (S.IN_SECOND_REVIEW, {V}),
    (S.IN_SECOND_REVIEW, Step.MARK): (S.IN_SECOND_REVIEW, {V}),
    (S.IN_SECOND_REVIEW, Step.RETURN): (S.RETURNED, {V}),
    (S.IN_SECOND_REVIEW, Step.DECIDE): (S.DECIDED, {V}),
    (S.RETURNED, Step.EDIT): (S.RETURNED, {R, L}),
    (S.RETURNED, Step.SUBMIT): (S.SUBMITTED, {R, L}),
    (S.DECIDED, Step.PUBLISH): (S.DECIDED, {A}),
    (S.DECIDED, Step.APPEAL): (S.APPEALED, {L}),
    (S.DECIDED, Step.REOPEN): (S.REOPENED, {A}),
    (S.APPEALED, Step.TAKE_UP): (S.APPEALED, {V}),
    (S.APPEALED, Step.TAKE_OVER): (S.APPEALED, {V}),
    (S.APPEALED, Step.MARK): (S.APPEALED, {V}),
    (S.APPEALED, Step.DECIDE): (S.DECIDED, {V}),
    (S.WITHDRAWN, Step.REOPEN): (S.REOPENED, {A}),
    (S.REOPENED, Step.EDIT): (S.REOPENED, {R, L}),
    (S.REOPENED, Step.SUBMIT): (S.SUBMITTED, {R, L}),
    (S.REOPENED, Step.WITHDRAW): (S.WITHDRAWN, {L}),
}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("step", list(Step))
def test_each_cell(status: Status, step: Step) -> None:
    following, roles = EXPECTED.get((status, step), (None, set()))
    for role in Role:
        assert after(status, step, role) == (following if role in roles else None), role
    assert open_to(status, step) is (following is not None)


def test_nothing_else_is_in_the_table() -> None:
    assert set(TABLE) == set(EXPECTED)
    assert {S.DRAFT, S.RETURNED, S.REOPENED} == EDITABLE


def test_every_state_but_the_first_can_be_reached_and_left() -> None:
    reached = {following for following, _roles in TABLE.values()}
    assert reached | {S.DRAFT} == set(Status)
    assert {status for status, _step in TABLE} == set(Status)
