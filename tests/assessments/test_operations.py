"""Starting, claiming, withdrawing, loading: what is stored, who may, and in how many queries."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account, Organisation, OrganisationKind
from assess.assessments import history, items, operations, queries
from assess.assessments.answering import answer
from assess.assessments.models import AnswerHistory, Assessment, ItemClaim
from assess.assessments.workflow import Status
from assess.assessments.writing import Change
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.values.profile import Profile
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.assessments import make_assessment
from tests.factories.checklists import make_version


class Office:
    """An organisation with a lead at work."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.organisation: Organisation = make_organisation(session, roles=("exporter",))
        self.account: Account = make_account(session, self.organisation, Role.LEAD)
        self.lead: Actor = actor_of(session, self.account)
        self.respondent: Actor = actor_of(session, make_account(session, self.organisation, Role.RESPONDENT))
        self.version = make_version(session)

    def start(self, **other: object) -> operations.Started:
        given = {"actor": self.lead, "organisation_id": self.organisation.id, "version": self.version, "now": self.now}
        return operations.start(self.session, **(given | other))  # type: ignore[arg-type]  # tests vary some

    def events(self, assessment: Assessment) -> list[str]:
        wanted = select(AuditEvent.action).where(AuditEvent.stream == assessment.id.hex).order_by(AuditEvent.seq)
        return list(self.session.scalars(wanted))

    def answer(self, assessment: Assessment, fact: str, raw: object, revision: int = 0) -> None:
        change = Change(raw, "", revision)
        answer(self.session, actor=self.lead, assessment_id=assessment.id, fact=fact, change=change, now=self.now)


@pytest.fixture
def office(session: Session, now: datetime) -> Office:
    return Office(session, now)


def test_starting_takes_the_profile_from_the_organisation(office: Office) -> None:
    started = office.start()
    assert started.new
    made = started.assessment
    assert made.profile == {"kind": "enterprise", "region": "371302", "roles": ["exporter"], "size": None}
    assert (made.status, made.revision, made.created_by) == (Status.DRAFT, 1, office.account.id)
    assert office.events(made) == ["assessment.started"]


def test_starting_again_comes_back_to_the_open_one(office: Office) -> None:
    first = office.start().assessment
    assert office.start().assessment is first
    assert not office.start().new
    first.status = Status.SUBMITTED
    office.session.flush()
    assert office.start().new


def test_who_may_start_what(office: Office) -> None:
    stranger = actor_of(office.session, make_account(office.session, make_organisation(office.session)))
    with pytest.raises(NotFoundError):
        office.start(actor=stranger)
    reviewer = actor_of(office.session, make_account(office.session, office.organisation, Role.REVIEWER))
    with pytest.raises(ForbiddenError):
        office.start(actor=reviewer)
    with pytest.raises(InvalidError, match="wrong-audience"):
        office.start(profile=Profile(kind="district", region="371302"))


@pytest.mark.parametrize("kind", [OrganisationKind.DISTRICT, OrganisationKind.AUTHORITY])
def test_an_enterprise_checklist_is_for_enterprises(session: Session, now: datetime, kind: OrganisationKind) -> None:
    other = make_organisation(session, kind=kind)
    lead = actor_of(session, make_account(session, other, Role.LEAD))
    with pytest.raises(InvalidError, match="wrong-audience"):
        operations.start(session, actor=lead, organisation_id=other.id, version=make_version(session), now=now)


def test_loading_gives_everything_in_five_queries(office: Office, count_queries: CountQueries) -> None:
    made = office.start().assessment
    office.answer(made, "credit.procedure", "partial")
    office.answer(made, "credit.trainings", 3)
    office.answer(made, "credit.serious-list", "unknown")
    office.answer(made, "credit.trainings", "", 1)
    claim(office, made)
    sought = made.id
    office.session.expire_all()
    with count_queries() as statements:
        loaded = queries.load(office.session, actor=office.respondent, assessment_id=sought, now=office.now)
    assert len(statements) == 5
    assert loaded.values == {"credit.procedure": "partial", "credit.serious-list": loaded.values["credit.serious-list"]}
    assert loaded.answers["credit.trainings"].value is None
    assert loaded.answers["credit.trainings"].revision == 2
    assert loaded.answers["credit.procedure"].by_name == "李明"
    assert loaded.claims == {"procedure": "没有员工"}
    assert (loaded.organisation_name, loaded.state) == (office.organisation.name, 6)
    inputs = loaded.inputs(office.now.date())
    assert (inputs.profile.roles, dict(inputs.not_applicable)) == (frozenset({"exporter"}), {"procedure": "没有员工"})


def test_the_list_is_one_query_however_long(office: Office, count_queries: CountQueries) -> None:
    lines: list[Assessment] = []
    for count in (1, 20):
        while len(lines) < count:
            lines.append(make_assessment(office.session, office.organisation))
        queries.list_for(office.session, actor=office.lead, now=office.now)
        office.session.expire_all()
        with count_queries() as statements:
            found = queries.list_for(office.session, actor=office.lead, now=office.now)
        assert (len(found), len(statements)) == (count, 1)
    make_assessment(office.session)
    assert len(queries.list_for(office.session, actor=office.lead, now=office.now)) == 20
    assert queries.list_for(office.session, actor=Actor(), now=office.now) == []


def test_the_list_says_what_was_answered_and_when(office: Office) -> None:
    made = office.start().assessment
    office.answer(made, "credit.procedure", "yes")
    office.answer(made, "credit.trainings", 3)
    office.answer(made, "credit.trainings", None, 1)
    line = queries.list_for(office.session, actor=office.lead, now=office.now)[0]
    assert (line.id, line.key, line.version, line.answered) == (made.id, "demo-2020/enterprise", "1.0.0", 1)
    assert (line.status, line.reference, line.changed_at) == (Status.DRAFT, None, office.now)


def test_a_foreign_assessment_is_not_there(office: Office) -> None:
    foreign = make_assessment(office.session)
    for other in (foreign.id, uuid.uuid4()):
        with pytest.raises(NotFoundError) as caught:
            queries.load(office.session, actor=office.lead, assessment_id=other, now=office.now)
        assert caught.value.args == ("not-found", {})
        with pytest.raises(NotFoundError):
            history.history(office.session, actor=office.lead, assessment_id=other, fact="x", now=office.now)
        with pytest.raises(NotFoundError):
            operations.withdraw(office.session, actor=office.lead, assessment_id=other, now=office.now)


def test_reviewers_and_administrators_see_no_answers(office: Office) -> None:
    made = office.start().assessment
    for role in (Role.REVIEWER, Role.ADMINISTRATOR):
        authority = make_organisation(office.session, kind=OrganisationKind.AUTHORITY)
        actor = actor_of(office.session, make_account(office.session, authority, role))
        with pytest.raises(NotFoundError):
            queries.load(office.session, actor=actor, assessment_id=made.id, now=office.now)


def test_the_history_tells_who_changed_what_and_matches_the_chain(office: Office) -> None:
    made = office.start().assessment
    office.answer(made, "credit.procedure", "yes")
    office.answer(made, "credit.procedure", "no", 1)
    steps = history.history(
        office.session, actor=office.lead, assessment_id=made.id, fact="credit.procedure", now=office.now
    )
    assert [(row.value_before, row.value_after, name) for row, name in steps] == [
        (None, '"yes"', "李明"),
        ('"yes"', '"no"', "李明"),
    ]
    assert history.altered_answers(office.session, made.id) == ()


@pytest.mark.parametrize("verb", ["UPDATE answer_history SET value_after = 'x'", "DELETE FROM answer_history"])
def test_the_database_refuses_to_change_the_history(office: Office, verb: str) -> None:
    made = office.start().assessment
    office.answer(made, "credit.procedure", "yes")
    with pytest.raises(DBAPIError, match="append-only"), office.session.begin_nested():
        office.session.execute(text(verb))


def test_answering_outside_the_hot_path_obeys_the_same_rules(office: Office) -> None:
    made = office.start().assessment
    office.answer(made, "credit.procedure", "yes")
    with pytest.raises(ConflictError):
        office.answer(made, "credit.procedure", "no", 0)
    with pytest.raises(InvalidError):
        office.answer(made, "credit.procedure", "maybe", 1)
    made.status = Status.SUBMITTED
    office.session.flush()
    with pytest.raises(ForbiddenError, match="locked"):
        office.answer(made, "credit.procedure", "no", 1)


def test_only_the_lead_withdraws(office: Office) -> None:
    made = office.start().assessment
    with pytest.raises(ForbiddenError):
        operations.withdraw(office.session, actor=office.respondent, assessment_id=made.id, now=office.now)
    operations.withdraw(office.session, actor=office.lead, assessment_id=made.id, now=office.now)
    assert (made.status, office.events(made)) == (
        Status.WITHDRAWN,
        ["assessment.started", "assessment.withdrawn"],
    )
    with pytest.raises(ForbiddenError, match="locked"):
        operations.withdraw(office.session, actor=office.lead, assessment_id=made.id, now=office.now)


def claim(office: Office, made: Assessment, item: str = "procedure", reason: str = " 没有员工 ") -> ItemClaim:
    return items.claim_item(
        office.session, actor=office.lead, assessment_id=made.id, item=item, reason=reason, now=office.now
    )


def test_an_item_is_claimed_not_applicable_and_taken_back(office: Office) -> None:
    made = office.start().assessment
    assert (claim(office, made).reason, claim(office, made, reason="改").revision) == ("没有员工", 2)
    back = items.unclaim_item(
        office.session, actor=office.respondent, assessment_id=made.id, item="procedure", now=office.now
    )
    assert (back.reason, back.revision) == (None, 3)
    loaded = queries.load(office.session, actor=office.lead, assessment_id=made.id, now=office.now)
    assert loaded.claims == {}
    assert log.verify(office.session, made.id.hex) is None
    assert log.verify_details(office.session, made.id.hex) == ()


@pytest.mark.parametrize(
    ("item", "reason", "message"),
    [
        ("serious-list", "理由", "answer.not-applicable-not-offered"),
        ("nonsense", "理由", "answer.unknown-item"),
        ("procedure", "  ", "answer.reason-missing"),
        ("procedure", "长" * 1001, "assessment.reason-too-long"),
        ("procedure", "a\0", "value.control-character"),
    ],
)
def test_what_cannot_be_claimed(office: Office, item: str, reason: str, message: str) -> None:
    made = office.start().assessment
    with pytest.raises(InvalidError) as caught:
        claim(office, made, item, reason)
    assert (caught.value.message, caught.value.field) == (message, item)
    assert office.session.scalars(select(ItemClaim)).all() == []


def test_the_database_refuses_an_assessment_of_nobody_or_of_two(office: Office) -> None:
    made = office.start().assessment
    twice = {"guest_key": b"x" * 32, "guest_expires_at": office.now}
    for owner in ({"organisation_id": None}, twice):
        with pytest.raises(DBAPIError, match="owner"), office.session.begin_nested():
            office.session.execute(update(Assessment).where(Assessment.id == made.id).values(**owner))
    assert office.session.scalars(select(AnswerHistory)).all() == []
    assert made.created_at < office.now + timedelta(seconds=1)
