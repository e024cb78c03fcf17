"""Who may do what with an assessment as it stands: every state, level and person."""

import uuid

import pytest

from assess.assessments.workflow import Status, Step
from assess.reviews.standing import HELD, Standing, level_due

ME, HER = uuid.UUID(int=1), uuid.UUID(int=2)
S = Status


def standing(status: Status, **given: object) -> Standing:
    facts: dict[str, object] = {"status": status, "levels": 2, "me": ME, "ours": True}
    return Standing(**(facts | given))  # type: ignore[arg-type]  # tests name the fields


@pytest.mark.parametrize(
    ("status", "one", "two"),
    [
        (S.DRAFT, None, None),
        (S.SUBMITTED, 1, 1),
        (S.IN_REVIEW, 1, 1),
        (S.IN_SECOND_REVIEW, 2, 2),
        (S.RETURNED, None, None),
        (S.DECIDED, None, None),
        (S.APPEALED, 1, 2),
        (S.WITHDRAWN, None, None),
        (S.REOPENED, None, None),
    ],
)
def test_which_level_is_due(status: Status, one: int | None, two: int | None) -> None:
    assert (level_due(status, 1), level_due(status, 2)) == (one, two)


@pytest.mark.parametrize(
    ("status", "levels", "steps"),
    [
        (S.SUBMITTED, 1, set()),
        (S.IN_REVIEW, 1, {Step.MARK, Step.RETURN, Step.DECIDE}),
        (S.IN_REVIEW, 2, {Step.MARK, Step.RETURN, Step.SECOND_REVIEW}),
        (S.IN_SECOND_REVIEW, 2, {Step.MARK, Step.RETURN, Step.DECIDE}),
        (S.APPEALED, 1, {Step.MARK, Step.DECIDE}),
        (S.APPEALED, 2, {Step.MARK, Step.DECIDE}),
        (S.DECIDED, 1, set()),
        (S.RETURNED, 1, set()),
        (S.REOPENED, 1, set()),
    ],
)
def test_whoever_has_taken_it_up(status: Status, levels: int, steps: set[Step]) -> None:
    held = standing(status, levels=levels, holder=ME)
    assert held.may == steps
    assert held.mine


@pytest.mark.parametrize("status", [S.SUBMITTED, S.IN_SECOND_REVIEW, S.APPEALED])
def test_what_waits_can_be_taken_up(status: Status) -> None:
    assert standing(status).may == {Step.TAKE_UP}
    assert standing(status, kept_for=ME).may == {Step.TAKE_UP}
    assert standing(status, kept_for=HER).may == {Step.TAKE_OVER}
    assert standing(status, kept_for=HER).refusal(Step.TAKE_UP) == "review.kept-for"
    assert not standing(status).mine


@pytest.mark.parametrize("status", [S.IN_REVIEW, S.IN_SECOND_REVIEW, S.APPEALED])
def test_what_somebody_else_has_can_be_taken_over_and_nothing_else(status: Status) -> None:
    held = standing(status, holder=HER, levels=1 if status is S.IN_REVIEW else 2)
    assert held.may == {Step.TAKE_OVER}
    assert held.refusal(Step.MARK) == "review.taken"
    assert held.refusal(Step.TAKE_UP) == "review.taken"


@pytest.mark.parametrize("status", list(Status))
def test_another_body_and_a_barred_person_may_do_nothing(status: Status) -> None:
    assert standing(status, ours=False, holder=ME).may == frozenset()
    assert standing(status, barred="review.same-person").may == frozenset()


def test_refusals_say_why() -> None:
    assert standing(S.DECIDED).refusal(Step.MARK) == "assessment.locked"
    assert standing(S.SUBMITTED, ours=False).refusal(Step.TAKE_UP) == "review.other-body"
    assert standing(S.SUBMITTED, barred="review.same-person").refusal(Step.TAKE_UP) == "review.same-person"
    assert standing(S.IN_REVIEW).refusal(Step.MARK) == "review.not-taken-up"
    assert standing(S.IN_REVIEW, levels=1, holder=ME).refusal(Step.SECOND_REVIEW) == "review.one-level"
    assert standing(S.IN_REVIEW, holder=ME).refusal(Step.DECIDE) == "review.not-last-level"
    assert standing(S.IN_SECOND_REVIEW).refusal(Step.TAKE_OVER) == "review.not-taken-up"
    assert HELD.isdisjoint(standing(S.IN_REVIEW).may)
