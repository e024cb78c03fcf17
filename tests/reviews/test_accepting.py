"""Accepting together: exactly the items whose proof is there and that nothing speaks against."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import evidence as files
from assess.assessments.evidence import Upload
from assess.assessments.models import Evidence
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import VerdictWord
from assess.reviews.operations import acceptable
from assess.storage import Storage
from tests.factories.papers import PDF
from tests.factories.reviews import ANSWERS, CLAIMED, Scene, refused


def attach(scene: Scene, storage: Storage, fact: str, kind: str) -> None:
    upload = Upload(name="佐证.pdf", content=io.BytesIO(PDF), kind=kind, issued_on=date(2026, 1, 1))
    files.attach_evidence(
        scene.session, storage, actor=scene.lead, assessment_id=scene.id, fact=fact, upload=upload, now=scene.now
    )


def begin(scene: Scene) -> Scene:
    scene.submit()
    scene.take_up(scene.first)
    return scene


def open_(scene: Scene) -> tuple[str, ...]:
    return acceptable(queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now))


def accept(scene: Scene, *items: str) -> dict[str, str | None]:
    made = reviews.accept(scene.session, actor=scene.first, assessment_id=scene.id, items=items, now=scene.now)
    return {mark.item: mark.points for mark in made}


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = Scene(session, now)
    made.fill()
    return made


def test_required_proof_must_be_there(scene: Scene, storage: Storage) -> None:
    assert open_(begin(scene)) == ("serious-list", "procedure")
    other = Scene(scene.session, scene.now)
    other.fill()
    attach(other, storage, "insurance.policies", "policy")
    assert open_(begin(other)) == tuple(CLAIMED)
    assert accept(other, *CLAIMED) == {"serious-list": "6.00", "procedure": "4.00", "overseas-cover": "6.00"}
    assert open_(other) == ()
    assert accept(other, *CLAIMED) == {}  # a second click


def test_what_is_open_or_marked_is_left_alone(session: Session, now: datetime) -> None:
    scene = Scene(session, now)
    scene.fill(dict(ANSWERS) | {"credit.serious-list": "unknown"})
    begin(scene)
    assert open_(scene) == ("procedure",)
    scene.mark(scene.first, "procedure", Decimal(1))
    assert open_(scene) == ()
    with refused(ConflictError, "review.not-acceptable"):
        accept(scene, "procedure")


def test_all_or_none(scene: Scene) -> None:
    begin(scene)
    with pytest.raises(ConflictError) as error:
        accept(scene, "serious-list", "overseas-cover")
    assert (error.value.theirs, error.value.params) == (("serious-list", "procedure"), {"count": 1})
    assert open_(scene) == ("serious-list", "procedure")
    with refused(InvalidError, "review.nothing-chosen", "items"):
        accept(scene)


def test_a_file_found_wanting_and_a_first_level_that_differs(session: Session, now: datetime, storage: Storage) -> None:
    scene = Scene(session, now, levels=2)
    scene.fill()
    attach(scene, storage, "insurance.policies", "policy")
    begin(scene)
    desk = queries.desk(session, actor=scene.first, assessment_id=scene.id, now=now)
    judge = {"actor": scene.first, "assessment_id": scene.id, "evidence_id": desk.files[0].id, "now": now}
    reviews.judge_file(session, verdict=VerdictWord.EXPIRED, remark="已过期", **judge)  # type: ignore[arg-type]  # as named
    assert open_(scene) == ("serious-list", "procedure")
    reviews.judge_file(session, verdict=VerdictWord.ACCEPTED, **judge)  # type: ignore[arg-type]  # as named
    assert open_(scene) == tuple(CLAIMED)
    reviews.judge_file(session, verdict=None, **judge)  # type: ignore[arg-type]  # as named
    assert queries.desk(session, actor=scene.first, assessment_id=scene.id, now=now).verdicts == {}
    scene.mark_all(scene.first, dict(CLAIMED) | {"procedure": Decimal(2)})
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now)
    scene.take_up(scene.second)
    second = queries.desk(session, actor=scene.second, assessment_id=scene.id, now=now)
    assert acceptable(second) == ("serious-list", "overseas-cover")


def test_a_verdict_is_one_of_a_file_that_was_handed_in(scene: Scene, storage: Storage) -> None:
    attach(scene, storage, "insurance.policies", "policy")
    begin(scene)
    foreign = Scene(scene.session, scene.now)
    attach(foreign, storage, "insurance.policies", "policy")
    theirs = scene.session.scalars(select(Evidence.id).where(Evidence.assessment_id == foreign.id)).one()
    with pytest.raises(NotFoundError):
        reviews.judge_file(
            scene.session,
            actor=scene.first,
            assessment_id=scene.id,
            evidence_id=theirs,
            verdict=VerdictWord.ACCEPTED,
            now=scene.now,
        )
