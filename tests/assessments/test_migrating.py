"""Moving an open assessment: shown, applied at once, audited; who may, when, and what stays for ever."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.assessments import earlier, history, items, migrating, operations, queries, trials
from assess.assessments.answering import answer
from assess.assessments.migration import Plan
from assess.assessments.models import Answer, AnswerHistory, Assessment, Carried, CarriedSubject, Fate, Submission
from assess.assessments.submitting import submit
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditDetail, AuditEvent
from assess.checklists.definition import Published
from assess.checklists.models import ChecklistVersion
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.reports import operations as reports
from assess.scoring.asked import completeness
from assess.values.step import FactRef
from assess.values.text import Text
from tests.checklists.editing import with_fact, with_item, with_items, without_facts
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import PROFILE
from tests.factories.checklists import make_version, published, register_version

POLICIES = [{"product": "overseas-liability", "end": "2027-05-31", "invoice": "yes"}]
ANSWERS: Mapping[str, object] = {
    "credit.serious-list": "no",
    "credit.procedure": "partial",
    "credit.trainings": 2,
    "overseas.sells-abroad": "yes",
    "insurance.policies": POLICIES,
}


def changed() -> Published:
    """Give a version in which one question means something else, one is measured otherwise, and one is gone."""
    fewer = with_items(lambda item: None if item.key == "overseas-cover" else item, published())
    new = without_facts(fewer, "overseas.sells-abroad", "insurance.policies")
    meant = with_fact("credit.procedure", new, revision=2, wording=Text(zh="新问法", en="Asked anew"))
    return with_fact("credit.trainings", meant, unit=Text(zh="人次", en="people"))


class Office:
    """An organisation whose lead has filled in the first version."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.organisation = make_organisation(session, roles=("exporter",))
        self.lead = actor_of(session, make_account(session, self.organisation, Role.LEAD))
        self.first = make_version(session)
        started = operations.start(
            session, actor=self.lead, organisation_id=self.organisation.id, version=self.first, now=now
        )
        self.id = started.assessment.id
        for fact, raw in ANSWERS.items():
            self.answer(fact, raw)

    def answer(self, fact: str, raw: object, revision: int = 0, note: str = "") -> None:
        change = Change(raw, note, revision)
        answer(self.session, actor=self.lead, assessment_id=self.id, fact=fact, change=change, now=self.now)

    def publish(self, document: Published, number: str = "1.1.0") -> ChecklistVersion:
        return register_version(self.session, document, number)

    def loaded(self) -> queries.Loaded:
        return queries.load(self.session, actor=self.lead, assessment_id=self.id, now=self.now)

    def preview(self, **other: object) -> migrating.Preview:
        given = {"actor": self.lead, "assessment_id": self.id, "now": self.now}
        return migrating.preview(self.session, **(given | other))  # type: ignore[arg-type]  # tests vary some

    def apply(self, version: ChecklistVersion, **other: object) -> Plan:
        given = {"actor": self.lead, "version_id": version.id, "expected_state": self.loaded().state, "now": self.now}
        return migrating.apply(self.session, assessment_id=self.id, **(given | other))  # type: ignore[arg-type]  # tests vary some

    def submit(self) -> Submission:
        made = submit(
            self.session, actor=self.lead, assessment_id=self.id, declared=True, declared_name="李明", now=self.now
        )
        return made.submission


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    return Office(session, now)


def test_a_preview_says_what_would_happen_and_changes_nothing(office: Office) -> None:
    office.publish(changed())
    before = office.loaded()
    shown = office.preview()
    assert {one.key: one.fate for one in shown.plan.answers} == {
        "credit.serious-list": "kept",
        "credit.procedure": "confirm",
        "credit.trainings": "unfit",
        "overseas.sells-abroad": "retired",
        "insurance.policies": "retired",
    }
    assert (shown.target.version, shown.state) == ("1.1.0", before.state)
    assert shown.plan.open == ("credit.trainings",)
    assert office.loaded() == before


def test_moving_keeps_some_sets_some_apart_and_loses_none(office: Office) -> None:
    target = office.publish(changed())
    office.apply(target)
    loaded = office.loaded()
    assert loaded.assessment.checklist_version_id == target.id
    assert (loaded.published.checklist.version, loaded.sha256) == ("1.1.0", target.sha256)
    assert loaded.values == {"credit.serious-list": "no"}
    waiting = loaded.answers["credit.procedure"].earlier
    assert waiting is not None
    assert (waiting.value, waiting.fate, waiting.version, waiting.by_name) == ("partial", Fate.CONFIRM, "1.0.0", "李明")
    assert waiting.fact == published().fact("credit.procedure")
    found = earlier.answers(office.session, office.id)
    assert {
        key: (one.value if key != "insurance.policies" else len(str(one.value)) > 2, one.fate)
        for key, one in found.items()
    } == {
        "credit.procedure": ("partial", Fate.CONFIRM),
        "credit.trainings": (Decimal(2), Fate.UNFIT),
        "overseas.sells-abroad": ("yes", Fate.RETIRED),
        "insurance.policies": (True, Fate.RETIRED),
    }
    counted = completeness(loaded.published.checklist.form, loaded.published.facts, loaded.inputs(office.now.date()))
    assert counted.missing == ("credit.procedure", "credit.trainings")


def test_every_answer_ever_given_is_still_in_the_history_and_the_chain_is_whole(office: Office) -> None:
    office.apply(office.publish(changed()))
    given = select(AnswerHistory.fact).where(AnswerHistory.value_after.is_not(None))
    assert sorted(office.session.scalars(given)) == sorted(ANSWERS)
    actions = office.session.scalars(
        select(AuditEvent.action).where(AuditEvent.stream == office.id.hex).order_by(AuditEvent.seq)
    ).all()
    assert actions[-1] == "assessment.migrated"
    assert actions.count("answer.saved") == len(ANSWERS) + 4
    assert log.verify(office.session, office.id.hex) is None
    assert log.verify_details(office.session, office.id.hex) == ()
    assert history.altered_answers(office.session, office.id) == ()
    text = office.session.scalars(
        select(AuditDetail.detail).where(AuditDetail.stream == office.id.hex).order_by(AuditDetail.seq.desc())
    ).first()
    assert json.loads(text or "")["before"] == str(office.first.id)


def test_an_unconfirmed_answer_blocks_like_none_and_a_confirmed_one_counts(office: Office) -> None:
    office.apply(office.publish(changed()))
    with pytest.raises(InvalidError) as refused:
        office.submit()
    assert refused.value.params["missing"] == (FactRef("credit.procedure"), FactRef("credit.trainings"))
    saved = migrating.confirm(
        office.session, actor=office.lead, assessment_id=office.id, fact="credit.procedure", now=office.now
    )
    assert saved is not None
    assert saved.revision == 3
    held = office.loaded().answers["credit.procedure"]
    assert (held.value, held.earlier) == ("partial", None)
    office.answer("credit.trainings", 5, 2)
    snapshot = json.loads(office.submit().snapshot)
    assert snapshot["answers"]["credit.procedure"]["value"] == "partial"
    assert set(snapshot["answers"]) == {"credit.serious-list", "credit.procedure", "credit.trainings"}


@pytest.mark.parametrize("fact", ["credit.trainings", "credit.serious-list", "insurance.policies", "no.such"])
def test_there_is_nothing_to_confirm_where_nothing_waits(office: Office, fact: str) -> None:
    office.apply(office.publish(changed()))
    before = office.loaded().state
    found = migrating.confirm(office.session, actor=office.lead, assessment_id=office.id, fact=fact, now=office.now)
    assert found is None
    assert office.loaded().state == before


def test_who_answers_anew_is_not_overwritten_by_a_confirmation(office: Office) -> None:
    office.apply(office.publish(changed()))
    office.answer("credit.procedure", "no", 2)
    assert office.loaded().answers["credit.procedure"].earlier is None
    migrating.confirm(
        office.session, actor=office.lead, assessment_id=office.id, fact="credit.procedure", now=office.now
    )
    assert office.loaded().values["credit.procedure"] == "no"


def test_a_note_stays_with_its_question(office: Office) -> None:
    office.answer("credit.procedure", "partial", 1, note="正在修订")
    office.apply(office.publish(changed()))
    assert office.loaded().answers["credit.procedure"].note == "正在修订"
    migrating.confirm(
        office.session, actor=office.lead, assessment_id=office.id, fact="credit.procedure", now=office.now
    )
    assert office.loaded().answers["credit.procedure"].note == "正在修订"


def test_moving_twice_carries_what_waits_along(office: Office) -> None:
    office.apply(office.publish(changed()))
    target = office.publish(with_fact("credit.procedure", revision=3), "1.2.0")
    assert {(one.key, one.fate, one.pending) for one in office.preview().plan.answers} == {
        ("credit.serious-list", "kept", False),
        ("credit.procedure", "confirm", True),
        ("credit.trainings", "confirm", True),
        ("overseas.sells-abroad", "confirm", True),
        ("insurance.policies", "confirm", True),
    }
    office.apply(target)
    assert {key: one.earlier.fate for key, one in office.loaded().answers.items() if one.earlier} == {
        key: Fate.CONFIRM for key in ANSWERS if key != "credit.serious-list"
    }
    for fact in ANSWERS:
        migrating.confirm(office.session, actor=office.lead, assessment_id=office.id, fact=fact, now=office.now)
    assert len(office.loaded().values) == len(ANSWERS)
    assert office.loaded().values["credit.trainings"] == Decimal(2)


def test_a_claim_waits_and_is_confirmed_with_its_reason(office: Office) -> None:
    claim = {"actor": office.lead, "assessment_id": office.id, "item": "procedure", "now": office.now}
    items.claim_item(office.session, reason="没有员工", **claim)  # type: ignore[arg-type]  # one mapping for several calls
    office.apply(office.publish(with_item("procedure", revision=2)))
    loaded = office.loaded()
    assert (dict(loaded.claims), dict(loaded.earlier_claims)) == ({}, {"procedure": "没有员工"})
    assert migrating.confirm_claim(office.session, **claim)  # type: ignore[arg-type]  # as above
    loaded = office.loaded()
    assert (dict(loaded.claims), dict(loaded.earlier_claims)) == ({"procedure": "没有员工"}, {})
    assert not migrating.confirm_claim(office.session, **claim)  # type: ignore[arg-type]  # as above


def test_a_claim_that_is_no_longer_possible_is_kept_to_read_only(office: Office) -> None:
    claim = {"actor": office.lead, "assessment_id": office.id, "item": "procedure", "now": office.now}
    items.claim_item(office.session, reason="没有员工", **claim)  # type: ignore[arg-type]  # one mapping for several calls
    office.apply(office.publish(with_item("procedure", not_applicable=False)))
    assert (dict(office.loaded().claims), dict(office.loaded().earlier_claims)) == ({}, {})
    kept = office.session.get_one(Carried, (office.id, CarriedSubject.CLAIM, "procedure"))
    assert (kept.value, kept.fate) == ("没有员工", Fate.UNFIT)


def test_what_was_shown_must_still_hold(office: Office) -> None:
    target = office.publish(changed())
    state = office.preview().state
    office.answer("credit.trainings", 7, 1)
    with pytest.raises(ConflictError, match="stale"):
        office.apply(target, expected_state=state)
    assert office.loaded().published.checklist.version == "1.0.0"
    assert office.loaded().values["credit.trainings"] == Decimal(7)


def test_only_a_later_version_of_the_same_checklist_that_is_offered(office: Office) -> None:
    with pytest.raises(NotFoundError):
        office.preview()
    with pytest.raises(NotFoundError):
        office.apply(office.first)
    with pytest.raises(NotFoundError):
        office.apply(office.first, version_id=uuid.uuid4())
    older = office.publish(changed(), "0.9.0")
    with pytest.raises(NotFoundError):
        office.apply(older)
    newer = office.publish(changed())
    newer.retired_at = office.now
    office.session.flush()
    with pytest.raises(ConflictError, match=r"migration\.retired"):
        office.apply(newer)
    with pytest.raises(NotFoundError):
        office.preview()


def test_a_stranger_finds_nothing_and_a_reviewer_may_not(office: Office) -> None:
    target = office.publish(changed())
    stranger = actor_of(office.session, make_account(office.session, make_organisation(office.session)))
    for actor in (stranger, Actor(), actor_of(office.session)):
        with pytest.raises(NotFoundError):
            office.preview(actor=actor)
        with pytest.raises(NotFoundError):
            office.apply(target, actor=actor)
    respondent = actor_of(office.session, make_account(office.session, office.organisation, Role.RESPONDENT))
    assert office.apply(target, actor=respondent).of("kept")


@pytest.mark.parametrize("status", list(Status))
def test_in_which_states_an_assessment_may_move(office: Office, status: Status) -> None:
    target = office.publish(changed())
    office.session.get_one(Assessment, office.id).status = status
    office.session.flush()
    if status in {Status.DRAFT, Status.RETURNED, Status.REOPENED}:
        assert office.apply(target).of("kept")
    else:
        with pytest.raises(ForbiddenError):
            office.preview()
        with pytest.raises(ForbiddenError):
            office.apply(target)


def test_a_submission_stays_on_its_version_when_its_assessment_moves(office: Office) -> None:
    first = office.submit()
    office.session.get_one(Assessment, office.id).status = Status.RETURNED
    office.session.flush()
    kept = (first.snapshot, first.result, first.version_sha256)
    office.apply(office.publish(changed()))
    report = reports.request_submission(
        office.session, actor=office.lead, submission_id=first.id, locale="zh", now=office.now
    )
    assert "海外侵权责任险" in (report.content or "")
    assert (first.snapshot, first.result, first.version_sha256) == kept
    assert first.version_sha256 == office.first.sha256
    migrating.confirm(
        office.session, actor=office.lead, assessment_id=office.id, fact="credit.procedure", now=office.now
    )
    office.answer("credit.trainings", 5, 2)
    assert office.submit().version_sha256 != first.version_sha256


def test_a_guest_moves_their_own_trial_and_it_goes_without_a_trace(session: Session, now: datetime) -> None:
    guest = actor_of(session)
    made = trials.start_trial(
        session, actor=guest, version=make_version(session), profile=PROFILE, hours=24, now=now
    ).assessment
    answer(session, actor=guest, assessment_id=made.id, fact="credit.procedure", change=Change("yes", "", 0), now=now)
    target = register_version(session, changed(), "1.1.0")
    state = migrating.preview(session, actor=guest, assessment_id=made.id, now=now).state
    migrating.apply(session, actor=guest, assessment_id=made.id, version_id=target.id, expected_state=state, now=now)
    assert queries.load(session, actor=guest, assessment_id=made.id, now=now).values == {}
    with pytest.raises(NotFoundError):
        migrating.preview(session, actor=actor_of(session), assessment_id=made.id, now=now)
    assert trials.purge_trials(session, now=now + timedelta(hours=24)) == 1
    for table in (Assessment, Answer, AnswerHistory, Carried):
        assert session.scalar(select(func.count()).select_from(table)) == 0, table


def test_a_retired_version_is_not_begun_anew_but_gone_on_with(office: Office) -> None:
    office.first.retired_at = office.now
    office.session.flush()
    again = operations.start(
        office.session,
        actor=office.lead,
        organisation_id=office.organisation.id,
        version=office.first,
        now=office.now,
    )
    assert (again.new, again.assessment.id) == (False, office.id)
    office.answer("credit.trainings", 3, 1)
    office.submit()
    with pytest.raises(ConflictError, match=r"migration\.retired"):
        operations.start(
            office.session,
            actor=office.lead,
            organisation_id=office.organisation.id,
            version=office.first,
            now=office.now,
        )
