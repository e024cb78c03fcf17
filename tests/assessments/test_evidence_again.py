"""What is said of files, one file for many questions, a new file for an old one, and how many there may be."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.assessments import filing, queries, reusing, snapshot
from assess.assessments.answering import answer
from assess.assessments.evidence import Upload, change, remove_evidence, replace_evidence, reuse
from assess.assessments.models import Evidence
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit.models import AuditDetail, AuditEvent
from assess.errors import AssessError, ForbiddenError, InvalidError, NotFoundError
from assess.storage import Storage
from tests.assessments.test_evidence import FACT, Desk, upload
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.papers import PDF, PNG, pdf

POLICIES = "insurance.policies"


@pytest.fixture
def desk(session: Session, storage: Storage, now: datetime) -> Desk:
    return Desk(session, storage, now)


def terms(desk: Desk, **other: object) -> dict[str, object]:
    return {"actor": desk.lead, "assessment_id": desk.assessment.id, "now": desk.now} | other


def say(desk: Desk, evidence_id: uuid.UUID, **other: object) -> Evidence:
    given = {"kind": "record", "row_id": None, "issued_on": None, "pages": ""} | other
    return change(desk.session, **terms(desk, evidence_id=evidence_id, **given))  # type: ignore[arg-type]  # by name


def again(desk: Desk, evidence_id: uuid.UUID, fact: str = POLICIES, **other: object) -> Evidence:
    given = {"fact": fact, "kind": "policy", "row_id": None} | other
    return reuse(desk.session, **terms(desk, evidence_id=evidence_id, **given))  # type: ignore[arg-type]  # by name


def new(desk: Desk, evidence_id: uuid.UUID, sent: Upload) -> Evidence:
    given = terms(desk, evidence_id=evidence_id, upload=sent)
    return replace_evidence(desk.session, desk.storage, **given)  # type: ignore[arg-type]  # by name


def events(desk: Desk) -> list[str]:
    wanted = select(AuditEvent.action).where(AuditEvent.stream == desk.assessment.id.hex).order_by(AuditEvent.seq)
    return [one for one in desk.session.scalars(wanted) if one.startswith("evidence.")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("3-5", "3-5"),
        ("  第3页，\n第 5 页 ", "第3页， 第 5 页"),
        ("a\x00b\u202ec", "a b c"),
        ("页" * 60,) * 2,
        ("", ""),
    ],
)
def test_where_to_look_is_free_text(desk: Desk, given: str, kept: str) -> None:
    made = desk.attach(upload(pages=given))
    assert made.pages == kept
    loaded = queries.load(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, now=desk.now)
    assert [one.pages for one in loaded.evidence] == [kept]
    frozen = snapshot.take(loaded, declared_name="李明")["evidence"]
    assert [(one["id"], one["pages"]) for one in frozen] == [(str(made.id), kept)]
    with pytest.raises(InvalidError) as caught:
        say(desk, made.id, pages="页" * 61)
    assert (caught.value.message, caught.value.field, caught.value.params) == ("evidence.pages", "pages", {"most": 60})


def test_what_is_said_of_a_file_can_be_changed_and_is_audited(desk: Desk) -> None:
    change_ = Change([{"id": "r7", "product": "patent"}], "", 0)
    answer(desk.session, fact=POLICIES, change=change_, **terms(desk))  # type: ignore[arg-type]  # by name
    made = desk.attach(upload(kind="policy"), POLICIES)
    said = {"kind": "policy", "row_id": "r7", "issued_on": date(2026, 11, 1), "pages": "2"}
    changed = say(desk, made.id, **said)
    assert {name: getattr(changed, name) for name in said} == said
    say(desk, made.id, **said)  # nothing new: no event
    assert events(desk) == ["evidence.attached", "evidence.changed"]
    told = json.loads(desk.session.scalars(select(AuditDetail.detail).order_by(AuditDetail.seq.desc()).limit(1)).one())
    assert told["before"] == {"kind": "policy", "row_id": None, "issued_on": None, "pages": ""}
    assert told["after"] == {**said, "issued_on": "2026-11-01"}


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"kind": "policy"}, "kind", "evidence.kind"),
        ({"issued_on": date(2026, 11, 23)}, "issued_on", "evidence.issued-on"),
        ({"row_id": "r1"}, "row_id", "evidence.no-such-row"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(
    desk: Desk, given: dict[str, object], field: str, message: str
) -> None:
    made = desk.attach(upload())
    with pytest.raises(InvalidError) as caught:
        say(desk, made.id, **given)
    assert (caught.value.field, caught.value.message) == (field, message)


def test_one_file_serves_many_questions_and_its_bytes_are_kept_once(desk: Desk) -> None:
    first = desk.attach(upload(issued_on=date(2026, 11, 1), pages="2"))
    made = again(desk, first.id, pages="7")
    assert (made.sha256, made.name, made.size, made.media_type) == (
        first.sha256, first.name, first.size, first.media_type,
    )  # fmt: skip
    assert (made.fact, made.kind, made.pages, made.issued_on) == (POLICIES, "policy", "7", date(2026, 11, 1))
    assert (made.by, made.at) == (desk.lead.account_id, desk.now)
    assert list(desk.storage.keys()) == [first.sha256]
    assert events(desk) == ["evidence.attached", "evidence.reused"]
    with pytest.raises(InvalidError) as caught:
        again(desk, first.id)
    assert (caught.value.message, caught.value.field) == ("evidence.here-already", "file")
    remove_evidence(desk.session, **terms(desk, evidence_id=first.id))  # type: ignore[arg-type]  # by name
    assert desk.session.get_one(Evidence, made.id).removed_at is None


def test_files_of_earlier_forms_are_offered_with_where_they_are_from(desk: Desk, count_queries: CountQueries) -> None:
    owner = desk.assessment.organisation_id
    here = desk.assessment
    earlier = Desk(desk.session, desk.storage, desk.now - timedelta(days=300))
    earlier.assessment.organisation_id, earlier.lead = owner, desk.lead
    desk.session.flush()
    old = earlier.attach(upload(pdf("last year"), "去年.pdf", issued_on=date(2026, 1, 1)))
    gone = earlier.attach(upload(pdf("gone"), "撤下.pdf"))
    remove_evidence(desk.session, **terms(earlier, evidence_id=gone.id))  # type: ignore[arg-type]  # by name
    both = earlier.attach(upload(PNG, "两处.png"))
    now_here = desk.attach(upload(PNG, "两处.png"))
    with count_queries() as statements:
        found = reusing.offered(desk.session, actor=desk.lead, assessment_id=here.id, fact=POLICIES, now=desk.now)
    assert [(one.id, one.here) for one in found] == [(now_here.id, True), (old.id, False)]
    assert len(statements) <= 2
    assert both.id not in {one.id for one in found}
    assert found[1].issued_on == date(2026, 1, 1)
    at_question = reusing.offered(desk.session, actor=desk.lead, assessment_id=here.id, fact=FACT, now=desk.now)
    assert [one.id for one in at_question] == [old.id], "what hangs there already is not offered"
    assert again(desk, old.id).sha256 == old.sha256


def test_nobody_uses_what_is_not_theirs(desk: Desk) -> None:
    other = Desk(desk.session, desk.storage, desk.now)
    foreign, own = other.attach(upload()), desk.attach(upload())
    for wrong in (foreign.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            again(desk, wrong)
    remove_evidence(desk.session, **terms(desk, evidence_id=own.id))  # type: ignore[arg-type]  # by name
    with pytest.raises(NotFoundError):
        again(desk, own.id)
    with pytest.raises(NotFoundError):
        say(desk, foreign.id)
    assert (
        reusing.offered(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, fact=POLICIES, now=desk.now)
        == ()
    )


def test_who_belongs_to_two_organisations_does_not_carry_files_across(desk: Desk) -> None:
    """The person may see both; the file is the other organisation's all the same."""
    other = make_organisation(desk.session, name="另一家公司")
    both = make_account(desk.session, other, Role.LEAD)
    second = Desk(desk.session, desk.storage, desk.now)
    second.assessment = make_assessment(desk.session, other)
    second.lead = actor_of(desk.session, both)
    theirs = second.attach(upload())
    with pytest.raises(NotFoundError):
        again(desk, theirs.id)


def test_a_new_file_takes_an_old_ones_place_in_one_step(desk: Desk) -> None:
    old = desk.attach(upload(pages="1"))
    sent = upload(PNG, "新.png", pages="2")
    made = new(desk, old.id, sent)
    assert (made.fact, made.name, made.pages) == (FACT, "新.png", "2")
    assert old.removed_at == desk.now
    loaded = queries.load(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, now=desk.now)
    assert [one.id for one in loaded.evidence] == [made.id]
    assert events(desk) == ["evidence.attached", "evidence.replaced"]
    with pytest.raises(NotFoundError):
        new(desk, old.id, sent)


def test_a_new_file_that_is_refused_leaves_the_old_one(desk: Desk) -> None:
    old = desk.attach(upload())
    with pytest.raises(InvalidError, match="wrong-kind"):
        new(desk, old.id, upload(b"MZ", "a.pdf"))
    assert desk.session.get_one(Evidence, old.id).removed_at is None


def test_a_full_question_still_lets_one_be_replaced(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "MOST_FILES", 1)
    old = desk.attach(upload())
    sent = upload(PNG, "新.png")
    assert new(desk, old.id, sent).id != old.id


@pytest.mark.parametrize(
    ("limit", "most", "message"),
    [("MOST_IN_ALL", 1, "evidence.too-many-in-all"), ("MOST_BYTES", 1100, "evidence.too-much-in-all")],
)
def test_a_form_takes_so_many_files_and_so_many_bytes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, message: str
) -> None:
    assert (filing.MOST_IN_ALL, filing.MOST_BYTES) == (500, 2 * 1024**3)
    monkeypatch.setattr(filing, limit, most)
    assert 550 < len(PDF) <= len(pdf("another")) <= 700
    first = desk.attach(upload())
    with pytest.raises(InvalidError) as caught:
        desk.attach(upload(pdf("another"), kind="policy"), POLICIES)
    assert (caught.value.message, caught.value.field) == (message, "file")
    if limit == "MOST_BYTES":
        assert again(desk, first.id).sha256 == first.sha256, "the same bytes take no further room"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.DECIDED, Status.WITHDRAWN])
def test_nothing_changes_after_it_was_handed_in(desk: Desk, status: Status) -> None:
    made = desk.attach(upload())
    desk.assessment.status = status
    desk.session.flush()
    sent = upload(PNG, "新.png")
    attempts: tuple[Callable[[], Evidence], ...] = (
        lambda: say(desk, made.id, pages="3"),
        lambda: again(desk, made.id),
        lambda: new(desk, made.id, sent),
    )
    for attempt in attempts:
        with pytest.raises(ForbiddenError, match="locked"):
            attempt()


def test_a_trial_has_nothing_to_use_again(desk: Desk) -> None:
    guest = actor_of(desk.session)
    desk.assessment = make_assessment(desk.session, guest_key=guest.guest_key)
    assert reusing.offered(desk.session, actor=guest, assessment_id=desk.assessment.id, fact=FACT, now=desk.now) == ()
    with pytest.raises(AssessError):
        reuse(
            desk.session, actor=guest, assessment_id=desk.assessment.id, evidence_id=uuid.uuid4(), fact=FACT,
            kind="record", row_id=None, now=desk.now,
        )  # fmt: skip


def test_a_snapshot_of_before_pages_is_still_read(desk: Desk) -> None:
    loaded = queries.load(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, now=desk.now)
    content = snapshot.take(loaded, declared_name="李明")
    old = {"id": str(uuid.uuid4()), "fact": FACT, "row_id": None, "kind": "record", "name": "a", "size": 1}
    content["evidence"] = [{**old, "sha256": "a" * 64, "issued_on": None}]
    assert [one.file for one in snapshot.evidence(content)] == ["a" * 64]
