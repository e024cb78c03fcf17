"""The history of answers is held to the chain: what was altered, deleted or put in there shows."""

from datetime import datetime

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assess.assessments import history
from assess.assessments.models import AnswerHistory
from assess.audit.chain import Subject
from assess.audit.log import append
from assess.audit.verifying import Damage, Harm
from tests.audit.breaking import unlock
from tests.factories.reviews import Scene

FACT = "credit.procedure"


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = Scene(session, now)
    made.fill()
    made.fill({FACT: "no"})
    assert found(made) == []
    unlock(session, "answer_history")
    return made


def found(scene: Scene) -> list[Damage]:
    return list(history.damages(scene.session.connection()))


def test_an_altered_answer_shows(scene: Scene) -> None:
    of = (AnswerHistory.fact == FACT) & (AnswerHistory.revision == 1)
    scene.session.execute(update(AnswerHistory).where(of).values(value_after='"yes"'))
    assert [(one.stream, one.harm) for one in found(scene)] == [(scene.id.hex, Harm.ANSWER)]
    assert history.altered_answers(scene.session, scene.id) == ((FACT, 1),)


def test_a_deleted_step_shows(scene: Scene) -> None:
    scene.session.execute(delete(AnswerHistory).where(AnswerHistory.fact == FACT, AnswerHistory.revision == 2))
    assert history.altered_answers(scene.session, scene.id) == ((FACT, 2),)
    assert [one.harm for one in history.damages(scene.session.connection(), scene.id.hex)] == [Harm.ANSWER]


def test_a_step_put_in_shows(scene: Scene) -> None:
    last = scene.session.scalars(select(AnswerHistory).where(AnswerHistory.fact == FACT)).all()[-1]
    columns = {name: getattr(last, name) for name in AnswerHistory.__table__.columns.keys() if name != "revision"}  # noqa: SIM118 - a collection of columns
    scene.session.add(AnswerHistory(**columns, revision=3))
    scene.session.flush()
    assert found(scene) == [Damage(scene.id.hex, None, Harm.ANSWER)]


def test_what_the_chain_says_was_erased_is_not_missed(scene: Scene, now: datetime) -> None:
    scene.session.execute(delete(AnswerHistory).where(AnswerHistory.assessment_id == scene.id))
    assert len(found(scene)) > 1
    append(
        scene.session,
        stream=scene.id.hex,
        actor=None,
        action="assessment.erased",
        subject=Subject("assessment", str(scene.id)),
        now=now,
    )
    assert found(scene) == []
