"""Reading what is foreign: only what was handed in, and with a trace."""

import io
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments import evidence as files
from assess.assessments import queries as own
from assess.assessments.evidence import Upload
from assess.assessments.models import Evidence
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.errors import NotFoundError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.storage import Storage
from tests.conftest import CountQueries
from tests.factories.papers import PDF
from tests.factories.reviews import Scene


def attach(scene: Scene, storage: Storage, name: str = "保单.pdf") -> uuid.UUID:
    upload = Upload(name=name, content=io.BytesIO(PDF), kind="policy", issued_on=date(2026, 1, 1))
    return files.attach_evidence(
        scene.session,
        storage,
        actor=scene.lead,
        assessment_id=scene.id,
        fact="insurance.policies",
        upload=upload,
        now=scene.now,
    ).id


@pytest.fixture
def scene(session: Session, now: datetime, storage: Storage) -> Scene:
    made = Scene(session, now)
    made.fill()
    attach(made, storage)
    made.submit()
    return made


def read(scene: Scene, stream: str) -> list[tuple[str, uuid.UUID | None]]:
    wanted = {"submission.read", "item.read", "evidence.read", "report.read"}
    events = select(AuditEvent).where(AuditEvent.stream == stream).order_by(AuditEvent.seq)
    return [(one.action, one.actor_id) for one in scene.session.scalars(events) if one.action in wanted]


def test_an_opening_is_told_once_a_person_and_submission_within_ten_minutes(scene: Scene) -> None:
    assert not queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now).opened
    assert reviews.open_desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    soon = scene.now + timedelta(minutes=9)
    assert not reviews.open_desk(scene.session, actor=scene.first, assessment_id=scene.id, now=soon)
    assert queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=soon).opened
    later = scene.now + timedelta(minutes=11)
    assert not queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=later).opened
    assert reviews.open_desk(scene.session, actor=scene.other, assessment_id=scene.id, now=later)
    assert read(scene, scene.id.hex) == [
        ("submission.read", scene.first.account_id),
        ("submission.read", scene.other.account_id),
    ]
    assert log.verify(scene.session, scene.id.hex) is None


def test_an_item_is_told_by_itself(scene: Scene) -> None:
    of = {"actor": scene.first, "assessment_id": scene.id, "now": scene.now}
    assert not reviews.opened_item(scene.session, item="procedure", **of)  # type: ignore[arg-type]  # by name
    assert reviews.open_item(scene.session, item="procedure", **of)  # type: ignore[arg-type]  # likewise
    assert reviews.opened_item(scene.session, item="procedure", **of)  # type: ignore[arg-type]  # likewise
    assert not reviews.opened_item(scene.session, item="serious-list", **of)  # type: ignore[arg-type]  # likewise
    assert read(scene, scene.id.hex) == [("item.read", scene.first.account_id)]


def test_a_file_is_told_once_within_ten_minutes(scene: Scene) -> None:
    file = queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now).files[0]
    assert (file.name, file.media_type, file.issued_on) == ("保单.pdf", "application/pdf", date(2026, 1, 1))

    def get(now: datetime) -> Evidence:
        return reviews.evidence(scene.session, actor=scene.first, assessment_id=scene.id, evidence_id=file.id, now=now)

    assert get(scene.now).sha256 == file.sha256
    get(scene.now + timedelta(minutes=5))
    assert len(read(scene, scene.id.hex)) == 1
    get(scene.now + timedelta(minutes=10))
    assert len(read(scene, scene.id.hex)) == 2


def test_a_file_that_was_not_handed_in_is_nobodys(scene: Scene, storage: Storage) -> None:
    foreign = Scene(scene.session, scene.now)
    foreign.fill()
    theirs = attach(foreign, storage)
    scene.take_up(scene.first)
    reviews.send_back(
        scene.session, actor=scene.first, assessment_id=scene.id, items={"procedure": "x"}, message="", now=scene.now
    )
    later = attach(scene, storage, "补充.pdf")
    for evidence_id in (theirs, later, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            reviews.evidence(
                scene.session, actor=scene.first, assessment_id=scene.id, evidence_id=evidence_id, now=scene.now
            )
    with pytest.raises(NotFoundError):
        reviews.evidence(scene.session, actor=foreign.first, assessment_id=scene.id, evidence_id=theirs, now=scene.now)


def test_reading_does_not_look_like_a_change_to_those_who_mend(scene: Scene) -> None:
    scene.take_up(scene.first)
    reviews.send_back(
        scene.session, actor=scene.first, assessment_id=scene.id, items={"procedure": "x"}, message="", now=scene.now
    )
    before = own.load(scene.session, actor=scene.lead, assessment_id=scene.id, now=scene.now).state
    reviews.open_desk(scene.session, actor=scene.other, assessment_id=scene.id, now=scene.now)
    assert own.load(scene.session, actor=scene.lead, assessment_id=scene.id, now=scene.now).state == before
    assert read(scene, scene.id.hex) == [("submission.read", scene.other.account_id)]
    assert log.verify(scene.session, scene.id.hex) is None


def test_the_desk_shows_what_was_handed_in_not_what_is_being_mended(scene: Scene) -> None:
    scene.take_up(scene.first)
    reviews.send_back(
        scene.session, actor=scene.first, assessment_id=scene.id, items={"procedure": "x"}, message="", now=scene.now
    )
    scene.fill({"credit.procedure": "no"})
    desk = queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert desk.answers["credit.procedure"].value == "partial"
    assert (desk.submission.number, desk.organisation_name) == (1, "临沂示范科技有限公司")


def test_the_desk_takes_a_fixed_number_of_queries(scene: Scene, count_queries: CountQueries) -> None:
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    scene.session.flush()
    scene.session.expire_all()
    with count_queries() as statements:
        queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert len(statements) <= 18


def test_last_years_points_stand_beside(scene: Scene) -> None:
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    reviews.decide(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    fresh = Scene(scene.session, scene.now + timedelta(days=30))
    fresh.assessment.organisation_id = scene.organisation.id
    fresh.campaign.reviewing_body_id = scene.body.id
    fresh.lead, fresh.organisation = scene.lead, scene.organisation
    scene.session.flush()
    fresh.fill()
    fresh.submit()
    desk = queries.desk(scene.session, actor=scene.first, assessment_id=fresh.id, now=fresh.now)
    assert desk.previous is not None
    assert (desk.previous.decided, desk.previous.version, desk.previous.as_of) == (True, "1.0.0", date(2026, 11, 22))
    found = desk.previous.items["procedure"]
    assert (found.points, found.claimed, found.reviewed) == (Decimal(4), Decimal(4), Decimal(4))
    fresh.campaign.reviewing_body_id = fresh.body.id
    scene.session.flush()
    other = queries.desk(scene.session, actor=fresh.first, assessment_id=fresh.id, now=fresh.now)
    assert other.previous is None  # another body reviewed it: not theirs to see
