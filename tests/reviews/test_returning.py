"""Sending back, mending and handing in again: what is shown, what stays open, which marks hold."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import evidence as files
from assess.assessments import items
from assess.assessments.evidence import Upload
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit import log
from assess.errors import ConflictError, ForbiddenError, InvalidError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import ReasonCode, Return, ReviewOutcome
from assess.reviews.queries import Desk
from assess.storage import Storage
from tests.factories.papers import PDF
from tests.factories.reviews import CLAIMED, Scene, refused, taken_up

D = Decimal
NEXT = timedelta(days=1)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = taken_up(session, now)
    made.mark_all(made.first)
    return made


def back(scene: Scene, items_: Mapping[str, str], actor: Actor | None = None, message: str = "请补正") -> Return:
    return reviews.send_back(
        scene.session,
        actor=actor or scene.first,
        assessment_id=scene.id,
        items=items_,
        message=message,
        now=scene.now,
    )


def desk(scene: Scene, actor: Actor | None = None) -> Desk:
    return queries.desk(scene.session, actor=actor or scene.first, assessment_id=scene.id, now=scene.now + NEXT)


def test_the_respondent_learns_the_named_items_and_nothing_else(scene: Scene) -> None:
    back(scene, {"overseas-cover": " 请上传保单 ", "procedure": "请说明"})
    told = queries.returned(scene.session, assessment_id=scene.id)
    assert told is not None
    assert (dict(told.items), told.message) == ({"procedure": "请说明", "overseas-cover": "请上传保单"}, "请补正")
    assert (told.number, told.level, told.at) == (1, 1, scene.now)
    assert told.mend_by == datetime(2026, 12, 2, 16, tzinfo=UTC)  # the end of 2 December in Shanghai
    found = scene.session.get_one(Assessment, scene.id)
    assert (found.status, found.closes_at) == (Status.RETURNED, told.mend_by)
    assert queries.outcome(scene.session, actor=scene.lead, assessment_id=scene.id, now=scene.now) is None
    assert desk(scene).reviews[0].outcome is ReviewOutcome.RETURNED
    assert desk(scene).may == frozenset()
    assert log.verify(scene.session, scene.id.hex) is None


def test_it_can_be_mended_until_the_end_of_the_last_day(scene: Scene) -> None:
    made = back(scene, {"procedure": "请说明"})
    scene.fill({"credit.trainings": 3}, now=made.mend_by - timedelta(seconds=1))
    with refused(ForbiddenError, "campaign.over"):
        scene.fill({"credit.trainings": 4}, now=made.mend_by)
    with refused(ForbiddenError, "campaign.over"):
        scene.submit(now=made.mend_by)
    scene.submit(now=made.mend_by - timedelta(seconds=1))
    assert queries.returned(scene.session, assessment_id=scene.id) is None
    assert [(one.number, dict(one.items)) for one in desk(scene).returns] == [(1, {"procedure": "请说明"})]


def test_what_a_return_must_name(scene: Scene) -> None:
    with refused(InvalidError, "review.nothing-chosen", "items"):
        back(scene, {})
    with refused(InvalidError, "review.comment-missing", "procedure"):
        back(scene, {"procedure": " "})
    with refused(InvalidError, "review.no-such-item", "nothing"):
        back(scene, {"nothing": "x"})
    with refused(ConflictError, "review.taken"):
        back(scene, {"procedure": "x"}, actor=scene.other)
    back(scene, {"procedure": "x"})
    with refused(ForbiddenError, "assessment.locked"):
        back(scene, {"procedure": "x"})


def test_marks_hold_where_nothing_changed(scene: Scene, storage: Storage) -> None:
    back(scene, {"procedure": "请说明"})
    attach(scene, storage)
    scene.submit(now=scene.now + NEXT)
    assert set(desk(scene).marks) == {"serious-list"}  # shown before it is taken up
    scene.take_up(scene.first, now=scene.now + NEXT)
    after = desk(scene)
    assert set(after.marks) == {"serious-list"}
    assert after.to_do == ("procedure", "overseas-cover")
    assert (after.mark("serious-list", 1), after.submission.number) != (None, 2 - 1)
    row = after.mark("serious-list", 1)
    assert row is not None
    assert (row.points, row.at, row.revision) == (D(6), scene.now, 1)
    assert "procedure" not in after.marks


def attach(scene: Scene, storage: Storage) -> None:
    upload = Upload(name="保单.pdf", content=io.BytesIO(PDF), kind="policy", issued_on=date(2026, 1, 1))
    files.attach_evidence(
        scene.session,
        storage,
        actor=scene.lead,
        assessment_id=scene.id,
        fact="insurance.policies",
        upload=upload,
        now=scene.now + timedelta(hours=1),
    )


def test_a_returned_item_loses_its_mark_even_where_nothing_changed(scene: Scene) -> None:
    back(scene, {"procedure": "请说明"})
    scene.submit(now=scene.now + NEXT)
    scene.take_up(scene.first, now=scene.now + NEXT)
    assert set(desk(scene).marks) == {"serious-list", "overseas-cover"}


def test_an_answer_a_note_a_claim_and_the_day_each_unsettle_a_mark(scene: Scene) -> None:
    back(scene, {"serious-list": "请核对"})
    claim = {"actor": scene.lead, "assessment_id": scene.id, "item": "procedure", "now": scene.now}
    items.claim_item(scene.session, reason="没有员工", **claim)  # type: ignore[arg-type]  # as named above
    scene.submit(now=scene.now + NEXT)
    assert set(desk(scene).marks) == {"overseas-cover"}


def test_an_answer_changed_and_changed_back_unsettles_nothing(scene: Scene) -> None:
    back(scene, {"serious-list": "请核对"})
    scene.fill({"credit.trainings": 9})
    scene.fill({"credit.trainings": 2})
    scene.submit(now=scene.now + NEXT)
    assert set(desk(scene).marks) == {"procedure", "overseas-cover"}


def test_what_the_day_alone_changes_unsettles_a_mark_too(session: Session, now: datetime) -> None:
    """The policy ends between the two submissions: the self score beside the mark would be another one."""
    scene = Scene(session, now)
    rows = [{"product": "overseas-liability", "end": "2026-11-22", "invoice": "yes"}]
    scene.fill()
    scene.fill({"insurance.policies": rows})
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    back(scene, {"procedure": "请说明"})
    scene.submit(now=now + NEXT)
    assert set(desk(scene).marks) == {"serious-list"}


def test_the_second_level_sends_back_and_its_marks_hold_as_well(session: Session, now: datetime) -> None:
    scene = Scene(session, now, levels=2)
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now)
    scene.take_up(scene.second)
    scene.mark_all(scene.second, {"serious-list": D(6), "procedure": D(2)})
    back(scene, {"procedure": "请说明"}, actor=scene.second)
    assert [(one.level, dict(one.items)) for one in desk(scene).returns] == [(2, {"procedure": "请说明"})]
    scene.submit(now=now + NEXT)
    scene.take_up(scene.first, now=now + NEXT)
    after = desk(scene)
    assert {key: [mark.level for mark in marks] for key, marks in after.marks.items()} == {
        "serious-list": [1, 2],
        "overseas-cover": [1],
    }
    assert after.to_do == ("procedure",)
    scene.mark(scene.first, "procedure", D(3), now=now + NEXT)
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now + NEXT)
    with refused(ConflictError, "review.kept-for"):
        scene.take_up(scene.third, now=now + NEXT)
    scene.take_up(scene.second, now=now + NEXT)
    made = reviews.decide(session, actor=scene.second, assessment_id=scene.id, now=now + NEXT)
    assert made.number == 1
    final = desk(scene, scene.second).columns.reviewed
    assert final is not None
    assert {key: final.points(key) for key in CLAIMED} == dict(CLAIMED) | {"procedure": D(3)}


def test_dropped_marks_can_be_read_in_the_audit_chain(scene: Scene) -> None:
    scene.mark(scene.first, "procedure", D(1))
    back(scene, {"procedure": "请说明"})
    scene.submit(now=scene.now + NEXT)
    scene.take_up(scene.first, now=scene.now + NEXT)
    assert log.verify(scene.session, scene.id.hex) is None
    assert log.verify_details(scene.session, scene.id.hex) == ()
    change = reviews.MarkChange(points=D(2), reason=ReasonCode.MISUNDERSTOOD)
    made = reviews.put_mark(
        scene.session,
        actor=scene.first,
        assessment_id=scene.id,
        item="procedure",
        change=change,
        expected=0,
        now=scene.now + NEXT,
    )
    assert made.revision == 1
