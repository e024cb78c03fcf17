"""Evidence: what is taken, what is refused, and what a file may be called."""

import io
import uuid
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import filetypes, queries
from assess.assessments.answering import answer
from assess.assessments.evidence import MOST_FILES, Upload, attach_evidence, remove_evidence
from assess.assessments.models import Assessment, Evidence
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.errors import ForbiddenError, InvalidError, NotFoundError, TooLargeError
from assess.storage import Storage
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.papers import DOCX, JPEG, OFD, PDF, PNG, XLSX

FACT = "credit.serious-list"


def upload(content: bytes = PDF, name: str = "证明.pdf", **other: object) -> Upload:
    given = {"kind": "record"} | other
    return Upload(name=name, content=io.BytesIO(content), **given)  # type: ignore[arg-type]  # tests vary some


class Desk:
    """A lead with an assessment and a file store."""

    def __init__(self, session: Session, storage: Storage, now: datetime) -> None:
        self.session, self.storage, self.now = session, storage, now
        organisation = make_organisation(session)
        self.lead = actor_of(session, make_account(session, organisation, Role.LEAD))
        self.assessment: Assessment = make_assessment(session, organisation)

    def attach(self, sent: Upload, fact: str = FACT, actor: Actor | None = None, **other: object) -> Evidence:
        given = {"actor": actor or self.lead, "assessment_id": self.assessment.id, "fact": fact, "now": self.now}
        return attach_evidence(self.session, self.storage, upload=sent, **(given | other))  # type: ignore[arg-type]  # tests vary some


@pytest.fixture
def desk(session: Session, storage: Storage, now: datetime) -> Desk:
    return Desk(session, storage, now)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.JPG", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("发票.ofd", OFD, "application/ofd"),
    ],
)
def test_what_is_taken(desk: Desk, name: str, content: bytes, media_type: str) -> None:
    made = desk.attach(upload(content, name, issued_on=date(2026, 11, 22)))
    assert (made.name, made.media_type, made.size) == (name, media_type, len(content))
    with desk.storage.open(made.sha256) as stored:
        assert stored.read() == content
    filed = queries.load(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, now=desk.now).evidence
    assert [(one.id, one.fact, one.kind, one.issued_on, one.by_name) for one in filed] == [
        (made.id, FACT, "record", date(2026, 11, 22), "李明")
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("virus.pdf", b"MZ" + bytes(99), "evidence.wrong-kind"),
        ("noextension", PDF, "evidence.extension"),
        ("empty.pdf", b"", "evidence.empty"),
        ("cut.pdf", PDF[:-100], "evidence.damaged"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(desk: Desk, name: str, content: bytes, message: str) -> None:
    """What all is refused, and why, stands in test_filetypes.py."""
    with pytest.raises(InvalidError) as caught:
        desk.attach(upload(content, name))
    assert (caught.value.message, caught.value.field) == (message, "file")
    assert list(desk.storage.keys()) == []
    assert desk.session.scalars(select(Evidence)).all() == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("报告.pdf", "报告.pdf"),
        ("C:\\fakepath\\报告.pdf", "报告.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\u202efdp.png", "afdp.png"),
        ("a\x00b\nc\u200b.pdf", "abc.pdf"),
        ('a<b>:"|?*.pdf', "ab.pdf"),
        ("  多  个 空格 .pdf ", "多 个 空格.pdf"),
        (".pdf", "未命名.pdf"),
        ("", "未命名"),
        ("...", "未命名"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_show_what_a_file_is(given: str, shown: str) -> None:
    assert filetypes.clean_name(given) == shown


def test_a_file_over_the_limit_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(TooLargeError) as caught:
        desk.attach(upload(PDF + bytes(2 * 1024 * 1024)), limit=2 * 1024 * 1024)
    assert caught.value.params == {"most": 2}
    assert list(desk.storage.keys()) == []
    assert desk.session.scalars(select(Evidence)).all() == []


@pytest.mark.parametrize(
    ("fact", "change", "field", "message"),
    [
        (FACT, {"kind": "policy"}, "kind", "evidence.kind"),
        ("credit.procedure", {}, "kind", "evidence.kind"),
        (FACT, {"issued_on": date(2026, 11, 23)}, "issued_on", "evidence.issued-on"),
        (FACT, {"row_id": "r1"}, "row_id", "evidence.no-such-row"),
        ("credit.nonsense", {}, "credit.nonsense", "answer.unknown-fact"),
    ],
)
def test_what_does_not_fit_the_question(
    desk: Desk, fact: str, change: dict[str, object], field: str, message: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        desk.attach(upload(**change), fact)  # type: ignore[arg-type]  # tests vary some
    assert (caught.value.message, caught.value.field) == (message, field)


def test_a_file_can_hang_on_a_row_of_a_table(desk: Desk) -> None:
    change = Change([{"id": "r7", "product": "patent"}], "", 0)
    place = {"actor": desk.lead, "assessment_id": desk.assessment.id, "now": desk.now}
    answer(desk.session, fact="insurance.policies", change=change, **place)  # type: ignore[arg-type]  # by name
    made = desk.attach(upload(kind="policy", row_id="r7"), "insurance.policies")
    assert made.row_id == "r7"
    with pytest.raises(InvalidError, match="no-such-row"):
        desk.attach(upload(kind="policy", row_id="r8"), "insurance.policies")


def test_a_question_takes_twenty_files(desk: Desk) -> None:
    made = [desk.attach(upload(name=f"{number}.pdf")) for number in range(MOST_FILES)]
    with pytest.raises(InvalidError) as caught:
        desk.attach(upload())
    assert (caught.value.message, caught.value.params) == ("evidence.too-many", {"most": 20})
    remove(desk, made[0].id)
    assert desk.attach(upload()).id not in {one.id for one in made}
    assert len(set(desk.storage.keys())) == 1


def remove(desk: Desk, evidence_id: uuid.UUID, actor: Actor | None = None) -> Evidence:
    return remove_evidence(
        desk.session,
        actor=actor or desk.lead,
        assessment_id=desk.assessment.id,
        evidence_id=evidence_id,
        now=desk.now,
    )


def test_a_removed_file_is_off_the_answer_but_its_bytes_stay(desk: Desk) -> None:
    made = desk.attach(upload())
    remove(desk, made.id)
    assert queries.load(desk.session, actor=desk.lead, assessment_id=desk.assessment.id, now=desk.now).evidence == ()
    with desk.storage.open(made.sha256) as stored:
        assert stored.read() == PDF
    with pytest.raises(NotFoundError):
        remove(desk, made.id)


def test_nobody_else_sees_or_removes_it(desk: Desk) -> None:
    made = desk.attach(upload())
    stranger = actor_of(desk.session, make_account(desk.session, make_organisation(desk.session), Role.LEAD))
    place = {"assessment_id": desk.assessment.id, "evidence_id": made.id, "now": desk.now}
    assert queries.evidence(desk.session, actor=desk.lead, **place).id == made.id  # type: ignore[arg-type]  # by name
    for wrong in (place, place | {"evidence_id": uuid.uuid4()}):
        with pytest.raises(NotFoundError):
            queries.evidence(desk.session, actor=stranger, **wrong)  # type: ignore[arg-type]  # by name
    with pytest.raises(NotFoundError):
        remove(desk, made.id, stranger)
    other = make_assessment(desk.session)
    with pytest.raises(NotFoundError):
        queries.evidence(desk.session, actor=desk.lead, **(place | {"assessment_id": other.id}))  # type: ignore[arg-type]  # by name


def test_a_trial_takes_no_evidence(desk: Desk) -> None:
    guest = actor_of(desk.session)
    desk.assessment = make_assessment(desk.session, guest_key=guest.guest_key)
    with pytest.raises(ForbiddenError, match="trial-needs-account"):
        desk.attach(upload(), actor=guest)
    assert list(desk.storage.keys()) == []


def test_nothing_is_attached_after_submitting(desk: Desk) -> None:
    made = desk.attach(upload())
    desk.assessment.status = Status.SUBMITTED
    desk.session.flush()
    with pytest.raises(ForbiddenError, match="locked"):
        desk.attach(upload())
    with pytest.raises(ForbiddenError, match="locked"):
        remove(desk, made.id)
