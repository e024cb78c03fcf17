"""Forwarding and deciding: complete, on the last level, frozen, computed again to the same digits."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.assessments import snapshot
from assess.assessments.figure_models import Figure
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.audit import log
from assess.errors import ForbiddenError, InvalidError
from assess.reviews import freezing
from assess.reviews import operations as reviews
from assess.reviews.models import Decision, ReasonCode, Review, ReviewOutcome
from assess.scoring import serial
from assess.scoring.columns import score_columns
from assess.scoring.result import ENGINE
from assess.values.step import ItemRef
from tests.factories.checklists import published
from tests.factories.reviews import CLAIMED, Scene, refused, taken_up

D = Decimal


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return taken_up(session, now)


def decide(scene: Scene, **other: object) -> Decision:
    given = {"actor": scene.first, "assessment_id": scene.id, "statement": " 同意。 ", "now": scene.now}
    return reviews.decide(scene.session, **(given | other))  # type: ignore[arg-type]  # tests vary some


def test_every_item_that_counts_must_be_marked(scene: Scene) -> None:
    with refused(InvalidError, "review.unmarked", "marks"):
        decide(scene)
    scene.mark_all(scene.first, {"procedure": D(4)})
    with pytest.raises(InvalidError) as unmarked:
        decide(scene)
    assert unmarked.value.params == {
        "count": 2,
        "items": (ItemRef("serious-list"), ItemRef("overseas-cover")),
    }
    assert scene.session.scalars(select(Decision)).all() == []


def test_a_decision_freezes_marks_and_all_three_columns(scene: Scene) -> None:
    scene.mark_all(scene.first, dict(CLAIMED) | {"procedure": D("1.5")})
    made = decide(scene)
    assert (made.number, made.statement, made.engine, made.by) == (1, "同意。", ENGINE, scene.first.account_id)
    assert made.result_sha256 == snapshot.sha256(made.result)
    assert made.marks_sha256 == snapshot.sha256(made.marks)
    assert made.result == snapshot.canonical(json.loads(made.result))
    columns = serial.columns_from_json(json.loads(made.result))
    assert columns is not None
    assert columns.reviewed is not None
    assert (columns.claimed.duty.final, columns.supported.readiness.final) == (D("100.0"), D("0.0"))
    assert (columns.reviewed.result.duty.final, columns.reviewed.result.readiness.final) == (D("75.0"), D("100.0"))
    assert columns.reviewed.unmarked == ()
    marks = freezing.thaw(made.marks).final()
    assert (marks["procedure"].points, marks["procedure"].reason) == (D("1.50"), ReasonCode.FACTS_DIFFER)
    assert scene.session.get_one(Assessment, scene.id).status is Status.DECIDED
    assert log.verify(scene.session, scene.id.hex) is None


def test_a_decision_equals_the_score_of_what_was_frozen(scene: Scene) -> None:
    scene.mark_all(scene.first, dict(CLAIMED) | {"overseas-cover": D("2.75")})
    made = decide(scene)
    submission = scene.session.get_one(Submission, made.submission_id)
    content = json.loads(submission.snapshot)
    marks = [one.mark for one in freezing.thaw(made.marks).marks]
    inputs = snapshot.inputs(published(), content, submission.as_of)
    again = score_columns(published().checklist.form, inputs, snapshot.evidence(content), marks)
    assert snapshot.canonical(serial.columns_to_json(again)) == made.result


def test_figures_are_written_with_the_decision(scene: Scene) -> None:
    scene.mark_all(scene.first, dict(CLAIMED) | {"procedure": D("1.5")})
    made = decide(scene)
    figure = scene.session.get_one(Figure, scene.id)
    assert (figure.claimed, figure.reviewed, figure.decision_id, figure.grade) == (10000, 7500, made.id, "B")


def test_deciding_twice_is_refused_and_changes_nothing(scene: Scene) -> None:
    scene.mark_all(scene.first)
    made = decide(scene)
    with refused(ForbiddenError, "assessment.locked"):
        decide(scene)
    assert scene.session.scalars(select(Decision.id)).all() == [made.id]
    assert scene.session.scalars(select(Review.outcome)).all() == [ReviewOutcome.DECIDED]


@pytest.mark.parametrize("statement", ["UPDATE decision SET result = '{}'", "DELETE FROM decision"])
def test_the_database_keeps_decisions_as_they_are(scene: Scene, statement: str) -> None:
    scene.mark_all(scene.first)
    decide(scene)
    with pytest.raises(DBAPIError, match="append-only"):
        scene.session.execute(text(statement))


def test_one_level_does_not_forward_and_the_first_of_two_does_not_decide(scene: Scene, now: datetime) -> None:
    scene.mark_all(scene.first)
    with refused(ForbiddenError, "review.one-level"):
        reviews.forward(scene.session, actor=scene.first, assessment_id=scene.id, now=now)
    two = Scene(scene.session, now, levels=2)
    two.fill()
    two.submit()
    two.take_up(two.first)
    with refused(InvalidError, "review.unmarked", "marks"):
        reviews.forward(two.session, actor=two.first, assessment_id=two.id, now=now)
    two.mark_all(two.first)
    with refused(ForbiddenError, "review.not-last-level"):
        decide(two)
    done = reviews.forward(two.session, actor=two.first, assessment_id=two.id, now=now)
    assert (done.outcome, done.finished_at) == (ReviewOutcome.FORWARDED, now)
    with refused(ForbiddenError, "assessment.locked"):
        reviews.forward(two.session, actor=two.first, assessment_id=two.id, now=now)


def test_the_last_level_that_speaks_wins_in_what_is_frozen(session: Session, now: datetime) -> None:
    scene = Scene(session, now, levels=2)
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first, dict(CLAIMED) | {"procedure": D(3), "serious-list": D(0)})
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now)
    scene.take_up(scene.second)
    change = reviews.MarkChange(points=D(2), opinion="证据不足")
    reviews.put_mark(
        session, actor=scene.second, assessment_id=scene.id, item="procedure", change=change, expected=0, now=now
    )
    made = decide(scene, actor=scene.second)
    final = freezing.thaw(made.marks).final()
    assert (final["procedure"].points, final["procedure"].opinion, final["procedure"].level) == (D(2), "证据不足", 2)
    assert final["procedure"].reason is None
    assert (final["serious-list"].points, final["serious-list"].reason) == (D(0), ReasonCode.FACTS_DIFFER)
