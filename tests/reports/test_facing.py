"""Faces as rows, on both databases: drafted, used, kept as they were; reports that are made stay what they are."""

import json
import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments.models import Assessment, Submission
from assess.audit.models import AuditDetail, AuditEvent
from assess.campaigns.models import Campaign
from assess.db import Database
from assess.errors import ConflictError, InvalidError, NotFoundError
from assess.jobs.runner import Runner
from assess.overview import district_report
from assess.reports import faced, facing, html, operations, stored
from assess.reports.face_given import FaceGiven
from assess.reports.faces import PLAIN, carried
from assess.reports.handlers import handlers
from assess.reports.models import Report, ReportFace, ReportStatus
from assess.reports.orders import Order
from assess.reports.pool import RenderPool
from assess.storage import Folder
from tests.factories.accounts import actor_of, make_account
from tests.factories.assessments import make_assessment
from tests.factories.campaigns import Bureau, make_bureau, make_campaign
from tests.factories.checklists import make_version
from tests.factories.papers import JPEG, picture
from tests.factories.submissions import make_submission

OWN = FaceGiven(main="#7a0019", second="#0b7a75", line_zh="市局主办", line_en="Hosted by the city")
LOGO = picture("PNG", (300, 100))


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def campaign(session: Session, bureau: Bureau, now: datetime) -> Campaign:
    return make_campaign(session, bureau, bureau.enterprises[0], now=now)


class Desk:
    """An administrator at the faces of a campaign."""

    def __init__(self, session: Session, storage: Folder, bureau: Bureau, campaign: Campaign, now: datetime) -> None:
        self.session, self.storage, self.bureau, self.campaign, self.now = session, storage, bureau, campaign, now

    @property
    def faces(self) -> facing.Faces:
        return facing.listed(self.session, actor=self.bureau.actor, campaign_id=self.campaign.id)

    def save(self, wanted: FaceGiven = OWN, *, logo: bytes | None = None, without_logo: bool = False) -> ReportFace:
        return facing.save(
            self.session,
            self.storage,
            actor=self.bureau.actor,
            campaign_id=self.campaign.id,
            wanted=wanted,
            expected=facing.mark(self.faces.latest),
            logo=logo,
            without_logo=without_logo,
            now=self.now,
        )

    def use(self) -> ReportFace:
        seen = facing.mark(self.faces.draft)
        return facing.use(
            self.session, actor=self.bureau.actor, campaign_id=self.campaign.id, expected=seen, now=self.now
        )

    def plain(self) -> None:
        facing.back_to_plain(self.session, actor=self.bureau.actor, campaign_id=self.campaign.id, now=self.now)

    def submission(self) -> Submission:
        made = make_assessment(self.session, self.bureau.enterprises[0], now=self.now)
        made.campaign_id = self.campaign.id
        version = make_version(self.session)
        return make_submission(
            self.session, made, self.bureau.leads[0], {"credit.serious-list": "no"}, version=version, at=self.now
        )

    def report(self, submission: Submission) -> Report:
        lead = actor_of(self.session, self.bureau.leads[0])
        return operations.request_submission(
            self.session, actor=lead, submission_id=submission.id, locale="zh", now=self.now
        )


@pytest.fixture
def desk(session: Session, storage: Folder, bureau: Bureau, campaign: Campaign, now: datetime) -> Desk:
    return Desk(session, storage, bureau, campaign, now)


def events(session: Session) -> list[str]:
    told = select(AuditEvent.action).where(AuditEvent.action.like("campaign.face-%")).order_by(AuditEvent.seq)
    return list(session.scalars(told))


def test_a_draft_is_on_no_report_until_it_is_used(desk: Desk, session: Session) -> None:
    handed = desk.submission()
    before = desk.report(handed)
    draft = desk.save(logo=LOGO)
    assert (draft.number, draft.used_at, desk.faces.draft, desk.faces.used) == (1, None, draft, None)
    assert desk.report(handed).id == before.id
    used = desk.use()
    assert (used.id, used.used_at, desk.faces.draft, desk.faces.used) == (draft.id, desk.now, None, draft)
    after = desk.report(handed)
    assert (after.id != before.id, after.face_id, before.face_id) == (True, draft.id, None)
    assert after.code != before.code
    assert events(session) == ["campaign.face-drafted", "campaign.face-used"]
    detail = session.scalars(select(AuditDetail.detail).order_by(AuditDetail.seq.desc())).first()
    assert "市局主办" in str(detail)


def test_a_draft_of_an_assessment_wears_the_face_of_its_campaign(desk: Desk, session: Session) -> None:
    handed = desk.submission()
    desk.save()
    used = desk.use()
    lead = actor_of(session, desk.bureau.leads[0])
    of = {"actor": lead, "locale": "zh", "now": desk.now}
    mine = operations.request_draft(session, assessment_id=handed.assessment_id, **of)  # type: ignore[arg-type]  # by name
    other = make_assessment(session, desk.bureau.enterprises[0], now=desk.now)
    alone = operations.request_draft(session, assessment_id=other.id, **of)  # type: ignore[arg-type]  # by name
    assert (mine.face_id, alone.face_id) == (used.id, None)


def test_the_district_edition_wears_the_face_of_its_campaign(desk: Desk, session: Session) -> None:
    desk.save(logo=LOGO)
    used = desk.use()
    told = district_report.tell(
        session, actor=desk.bureau.actor, campaign_id=desk.campaign.id, locale="zh", now=desk.now
    )
    asked = district_report.request(session, told, now=desk.now)
    assert (asked.campaign_id, asked.face_id) == (desk.campaign.id, used.id)
    content = stored.from_text(asked.content or "")
    page = html.render(content, faced.laid_out(used, desk.storage, "zh"))
    assert ("市局主办" in page, "--navy: #7a0019" in page, "data:image/png" in page) == (True, True, True)


def test_what_was_used_never_changes_and_the_next_edit_is_a_new_draft(desk: Desk) -> None:
    desk.save(logo=LOGO)
    first = desk.use()
    kept = (first.data, first.logo_key, first.created_at)
    second = desk.save(FaceGiven(main="#0b3d0b", second="#a05a00"))
    assert (second.number, second.logo_key) == (2, first.logo_key), "the logo stays until it is taken away"
    third = desk.save(FaceGiven(main="#0b3d0b"), without_logo=True)
    assert (third.id, third.logo_key) == (second.id, None), "a draft is written over"
    desk.use()
    assert (first.data, first.logo_key, first.created_at) == kept
    assert faced.used(desk.session, campaign_id=desk.campaign.id) is third
    assert [one.number for one, _who in desk.faces.all] == [2, 1]
    assert {who for _one, who in desk.faces.all} == {"孙丽"}


def test_a_report_that_is_made_stays_byte_for_byte(desk: Desk) -> None:
    desk.save(logo=LOGO)
    desk.use()
    report = desk.report(desk.submission())

    def made() -> str:
        content = stored.from_text(report.content or "")
        row = desk.session.get_one(ReportFace, report.face_id)
        return html.render(content, faced.laid_out(row, desk.storage, content.locale))  # the file follows from it

    first, name = made(), report.content_hash
    desk.save(FaceGiven(main="#0b3d0b", second="#a05a00"), without_logo=True)
    desk.use()
    assert made() == first
    assert report.content_hash == name


class Watched(RenderPool):
    """Makes no file, and remembers what it was asked for."""

    orders: list[Order]

    def render(self, order: Order) -> bytes:
        """Remember."""
        self.orders = [order]
        return b"%PDF"


def test_the_job_that_makes_a_report_lays_it_out_in_its_face(
    database: Database, storage: Folder, now: datetime
) -> None:
    with database.write() as session:
        bureau = make_bureau(session)
        desk = Desk(session, storage, bureau, make_campaign(session, bureau, bureau.enterprises[0], now=now), now)
        desk.save(logo=LOGO)
        desk.use()
        report_id = desk.report(desk.submission()).id
        session.commit()
    pool = Watched(1)
    Runner(database, handlers(pool, storage, "http://assess.test/verify/"), lambda: now).run_due()
    with database.read() as session:
        found = session.get_one(Report, report_id)
        assert (found.status, found.error) == (ReportStatus.READY, None)
        face = pool.orders[0].face
        assert (face.main, face.second, face.line) == (OWN.main, OWN.second, OWN.line_zh)
        assert face.picture is not None


def test_the_name_a_report_has_is_the_one_it_prints(desk: Desk) -> None:
    desk.save(logo=LOGO)
    desk.use()
    report = desk.report(desk.submission())
    content = stored.from_text(report.content or "")
    row = desk.session.get_one(ReportFace, report.face_id)
    assert report.content_hash in html.render(content, faced.laid_out(row, desk.storage, "zh"))


def test_back_to_the_usual_face_finds_the_usual_report(desk: Desk, session: Session) -> None:
    handed = desk.submission()
    usual = desk.report(handed)
    desk.plain()
    assert (events(session), desk.faces.all) == ([], ()), "nothing was to be done"
    desk.save(logo=LOGO)
    desk.use()
    own = desk.report(handed)
    desk.save(FaceGiven(main="#0b3d0b"))
    desk.plain()
    used = desk.faces.used
    assert used is not None
    assert facing.is_plain(used)
    assert (used.number, desk.faces.draft) == (2, None), "the draft went with it"
    assert faced.laid_out(used, desk.storage, "en") == PLAIN
    assert desk.report(handed).id == usual.id != own.id
    assert events(session)[-1] == "campaign.face-restored"


def test_an_earlier_face_comes_back_as_a_draft(desk: Desk) -> None:
    first = desk.save(logo=LOGO)
    desk.use()
    desk.save(FaceGiven(main="#0b3d0b"), without_logo=True)
    desk.use()
    where = {"actor": desk.bureau.actor, "campaign_id": desk.campaign.id, "now": desk.now}
    seen = facing.mark(desk.faces.latest)
    with pytest.raises(ConflictError, match=r"face\.stale"):
        facing.again(desk.session, number=1, expected="2-0", **where)  # type: ignore[arg-type]  # by name
    draft = facing.again(desk.session, number=1, expected=seen, **where)  # type: ignore[arg-type]  # by name
    assert (draft.number, draft.data, draft.logo_key, draft.used_at) == (3, first.data, first.logo_key, None)
    with pytest.raises(NotFoundError):
        facing.again(desk.session, number=9, expected=facing.mark(draft), **where)  # type: ignore[arg-type]  # by name


def test_nobody_writes_over_or_uses_what_they_have_not_seen(desk: Desk) -> None:
    seen = facing.mark(None)
    desk.save()
    where = {"actor": desk.bureau.actor, "campaign_id": desk.campaign.id, "now": desk.now}
    with pytest.raises(ConflictError, match=r"face\.stale"):
        facing.save(desk.session, desk.storage, wanted=FaceGiven(), expected=seen, **where)  # type: ignore[arg-type]  # by name
    looked_at = facing.mark(desk.faces.draft)
    desk.save(FaceGiven(main="#0b3d0b"))
    with pytest.raises(ConflictError, match=r"face\.changed"):
        facing.use(desk.session, expected=looked_at, **where)  # type: ignore[arg-type]  # by name
    desk.use()
    with pytest.raises(ConflictError, match=r"face\.nothing"):
        facing.use(desk.session, expected=looked_at, **where)  # type: ignore[arg-type]  # by name


def test_to_others_there_is_no_campaign(desk: Desk, session: Session) -> None:
    desk.save()
    mark = facing.mark(desk.faces.draft)
    strangers = [
        actor_of(session, make_account(session, make_bureau(session, name="别的局").body, Role.ADMINISTRATOR)),
        actor_of(session, make_account(session, desk.bureau.body, Role.REVIEWER)),
        actor_of(session, desk.bureau.leads[0]),
    ]
    for actor in strangers:
        for campaign_id in (desk.campaign.id, uuid.uuid4()):
            where = {"actor": actor, "campaign_id": campaign_id}
            later = {**where, "now": desk.now}
            with pytest.raises(NotFoundError):
                facing.listed(session, **where)  # type: ignore[arg-type]  # by name
            with pytest.raises(NotFoundError):
                facing.save(session, desk.storage, wanted=OWN, expected=mark, **later)  # type: ignore[arg-type]  # by name
            with pytest.raises(NotFoundError):
                facing.use(session, expected=mark, **later)  # type: ignore[arg-type]  # by name
            with pytest.raises(NotFoundError):
                facing.back_to_plain(session, **later)  # type: ignore[arg-type]  # by name
    assert desk.faces.used is None


def test_what_is_refused_changes_nothing(desk: Desk, session: Session) -> None:
    with pytest.raises(InvalidError, match=r"face\.main-pale") as refused:
        desk.save(FaceGiven(main="#cccccc"))
    assert refused.value.field == "main"
    for content, message in ((b"<svg/>", r"face\.logo-svg"), (JPEG, r"face\.logo-pixels"), (b"", r"face\.logo-kind")):
        with pytest.raises(InvalidError, match=message) as refused:
            desk.save(logo=content)
        assert refused.value.field == "logo"
    with pytest.raises(InvalidError, match=r"face\.logo-bytes"):
        desk.save(logo=LOGO + bytes(1024 * 1024))
    assert (desk.faces.all, events(session)) == ((), [])


def test_a_logo_is_drawn_anew_and_carried(desk: Desk) -> None:
    draft = desk.save(logo=picture("JPEG", (300, 100)))
    face = faced.laid_out(draft, desk.storage, "zh")
    assert face.picture is not None
    assert face.picture.startswith(b"\x89PNG")
    assert face.logo == carried(face.picture)
    assert (face.line, faced.laid_out(draft, desk.storage, "en").line) == ("市局主办", "Hosted by the city")


def test_finished_reports_are_counted(desk: Desk, session: Session) -> None:
    report = desk.report(desk.submission())
    assert facing.reports_made(session, desk.campaign.id) == 0
    report.status, report.file_key, report.size, report.content = ReportStatus.READY, "0" * 64, 1, None
    session.flush()
    assert facing.reports_made(session, desk.campaign.id) == 1
    other = make_campaign(session, desk.bureau, desk.bureau.enterprises[1], now=desk.now - timedelta(minutes=1))
    assert facing.reports_made(session, other.id) == 0


def test_a_face_goes_with_nothing_but_its_campaign(desk: Desk, session: Session) -> None:
    """Whoever drew it may leave: the row stays, without their name."""
    face = desk.save()
    assert face.created_by == desk.bureau.admin.id
    assert json.loads(face.data)["main"] == "#7a0019"
    assert session.scalar(select(func.count()).select_from(Assessment)) == 0
