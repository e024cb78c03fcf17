"""The people of an organisation: what they can be, who may change it, and who is never left without."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import asking, members, organising
from assess.accounts.join_models import JoinOutcome, JoinRequest
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind
from assess.accounts.sessions import Limits
from assess.assessments import operations as assessments
from assess.assessments import standing
from assess.errors import ConflictError, InvalidError, NotFoundError
from tests.accounts.test_organising import as_role
from tests.factories.accounts import PASSWORD, actor_of, credit_code, make_account, make_organisation
from tests.factories.checklists import make_version

AUTHORITY = OrganisationKind.AUTHORITY
LEAD, RESPONDENT, REVIEWER, ADMINISTRATOR = Role.LEAD, Role.RESPONDENT, Role.REVIEWER, Role.ADMINISTRATOR


@pytest.fixture
def city(session: Session) -> Organisation:
    return make_organisation(session, name="临沂市知识产权局", kind=AUTHORITY)


@pytest.fixture
def firm(session: Session, city: Organisation) -> Organisation:
    return make_organisation(session, parent=city)


def roles_of(session: Session, account: Account, organisation: Organisation) -> set[Role]:
    mine = (Membership.account_id == account.id, Membership.organisation_id == organisation.id)
    return set(session.scalars(select(Membership.role).where(*mine)))


def change(
    session: Session,
    actor: Actor,
    account: Account,
    place: Organisation,
    now: datetime,
    *roles: Role,
    needed: bool = False,
) -> None:
    members.set_roles(
        session,
        actor=actor,
        organisation_id=place.id,
        account_id=account.id,
        roles=roles,
        lead_needed=needed,
        now=now,
    )


def remove(
    session: Session, actor: Actor, account: Account, place: Organisation, *, sure: bool = False, needed: bool = False
) -> None:
    members.remove(
        session,
        actor=actor,
        organisation_id=place.id,
        account_id=account.id,
        sure=sure,
        lead_needed=needed,
        now=place.created_at,
    )


def test_people_are_listed_with_all_they_are(session: Session, city: Organisation) -> None:
    both = make_account(session, city, REVIEWER, name="张")
    session.add(Membership(account_id=both.id, organisation_id=city.id, role=ADMINISTRATOR))
    session.flush()
    found = members.members(session, actor=as_role(city), organisation_id=city.id)
    assert [(one.name, one.roles) for one in found] == [("张", (REVIEWER, ADMINISTRATOR))]


def test_each_kind_of_organisation_has_its_roles(
    session: Session, city: Organisation, firm: Organisation, now: datetime
) -> None:
    lead, officer = make_account(session, firm), make_account(session, city, REVIEWER)
    actor = as_role(city)
    change(session, actor, lead, firm, now, RESPONDENT)
    assert roles_of(session, lead, firm) == {RESPONDENT}
    change(session, actor, officer, city, now, REVIEWER, ADMINISTRATOR)
    assert roles_of(session, officer, city) == {REVIEWER, ADMINISTRATOR}
    for account, place, wanted, message in (
        (lead, firm, (ADMINISTRATOR,), "member.wrong-role"),
        (lead, firm, (LEAD, REVIEWER), "member.wrong-role"),
        (officer, city, (LEAD,), "member.wrong-role"),
        (officer, city, (), "member.no-role"),
    ):
        with pytest.raises(InvalidError) as caught:
            change(session, actor, account, place, now, *wanted)
        assert caught.value.message == message


def test_only_the_lead_and_administrators_above_change_people(
    session: Session, city: Organisation, firm: Organisation, now: datetime
) -> None:
    person = make_account(session, firm, RESPONDENT)
    other = make_organisation(session, name="外市", kind=AUTHORITY)
    strangers = [
        as_role(other),
        as_role(city, REVIEWER),
        as_role(firm, RESPONDENT),
        as_role(make_organisation(session), LEAD),
    ]
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            members.members(session, actor=stranger, organisation_id=firm.id)
        with pytest.raises(NotFoundError):
            change(session, stranger, person, firm, now, LEAD)
        with pytest.raises(NotFoundError):
            remove(session, stranger, person, firm)
    with pytest.raises(NotFoundError):
        change(session, as_role(firm, LEAD), make_account(session), firm, now, LEAD)
    change(session, as_role(firm, LEAD), person, firm, now, LEAD)
    assert roles_of(session, person, firm) == {LEAD}


def test_work_under_way_keeps_its_last_lead(session: Session, firm: Organisation, now: datetime) -> None:
    first, actor = make_account(session, firm), as_role(firm, LEAD)
    assert not standing.under_way(session, firm.id)
    assessments.start(
        session, actor=actor_of(session, first), organisation_id=firm.id, version=make_version(session), now=now
    )
    assert standing.under_way(session, firm.id)
    with pytest.raises(ConflictError) as caught:
        change(session, actor, first, firm, now, RESPONDENT, needed=True)
    assert caught.value.message == "member.last-lead"
    second = make_account(session, firm)
    second.disabled_at = now
    with pytest.raises(ConflictError):  # who cannot sign in leads nothing
        remove(session, actor, first, firm, needed=True)
    second.disabled_at = None
    remove(session, actor, first, firm, needed=True)
    assert (roles_of(session, first, firm), session.get(Account, first.id)) == (set(), first)
    remove(session, actor, second, firm)
    assert (roles_of(session, first, firm), roles_of(session, second, firm)) == (set(), set())


def test_the_operator_keeps_its_last_administrator(session: Session, now: datetime) -> None:
    operator = make_organisation(session, name="平台", kind=AUTHORITY, operator=True)
    only, actor = make_account(session, operator, ADMINISTRATOR), as_role(operator)
    with pytest.raises(ConflictError) as caught:
        remove(session, actor, only, operator)
    assert caught.value.message == "member.last-administrator"
    with pytest.raises(ConflictError):
        change(session, actor, only, operator, now, REVIEWER)
    make_account(session, operator, ADMINISTRATOR)
    remove(session, actor, only, operator)


def test_nobody_removes_themselves_by_accident(session: Session, firm: Organisation) -> None:
    lead = make_account(session, firm)
    make_account(session, firm)
    mine = actor_of(session, lead)
    with pytest.raises(InvalidError) as caught:
        remove(session, mine, lead, firm)
    assert (caught.value.message, caught.value.field) == ("member.self-unconfirmed", "sure")
    remove(session, mine, lead, firm, sure=True)
    assert roles_of(session, lead, firm) == set()


def ask(session: Session, account: Account, code: str | None, now: datetime) -> JoinRequest:
    return asking.ask(session, actor=actor_of(session, account), credit_code=code or "", reason="财务部", now=now)


def test_somebody_who_asks_is_let_in_by_the_lead(session: Session, firm: Organisation, now: datetime) -> None:
    person, lead = make_account(session, name="新人"), actor_of(session, make_account(session, firm))
    asked = ask(session, person, f" {str(firm.credit_code).lower()} ", now)
    assert ask(session, person, firm.credit_code, now) is asked
    waiting = asking.waiting(session, actor=lead, organisation_id=firm.id)
    assert [(one.name, one.reason, one.organisation) for one in waiting] == [("新人", "财务部", firm.name)]
    assert [one.id for one in asking.own(session, actor=actor_of(session, person))] == [asked.id]
    assert roles_of(session, person, firm) == set()
    asking.accept(session, actor=lead, organisation_id=firm.id, request_id=asked.id, role=RESPONDENT, now=now)
    assert roles_of(session, person, firm) == {RESPONDENT}
    assert (asked.outcome, asked.role) == (JoinOutcome.ACCEPTED, RESPONDENT)
    with pytest.raises(ConflictError) as caught:
        asking.refuse(session, actor=lead, organisation_id=firm.id, request_id=asked.id, now=now)
    assert caught.value.message == "join.answered"
    with pytest.raises(InvalidError) as again:
        ask(session, person, firm.credit_code, now)
    assert again.value.message == "join.member-already"


def test_a_request_is_nobody_elses(session: Session, city: Organisation, firm: Organisation, now: datetime) -> None:
    person, other = make_account(session), make_organisation(session)
    asked = ask(session, person, firm.credit_code, now)
    assert [one.id for one in asking.all_waiting(session, actor=as_role(city))] == [asked.id]
    for stranger in (
        as_role(other, LEAD),
        as_role(firm, RESPONDENT),
        as_role(city, REVIEWER),
        actor_of(session, person),
    ):
        assert asking.all_waiting(session, actor=stranger) == []
        with pytest.raises(NotFoundError):
            asking.accept(session, actor=stranger, organisation_id=firm.id, request_id=asked.id, role=LEAD, now=now)
    with pytest.raises(NotFoundError):  # a request of another organisation, under an address of one's own
        asking.accept(
            session, actor=as_role(other, LEAD), organisation_id=other.id, request_id=asked.id, role=LEAD, now=now
        )
    with pytest.raises(NotFoundError):
        asking.withdraw(session, actor=as_role(firm, LEAD), request_id=asked.id, now=now)
    asking.withdraw(session, actor=actor_of(session, person), request_id=asked.id, now=now)
    assert asked.outcome is JoinOutcome.WITHDRAWN
    assert ask(session, person, firm.credit_code, now).id != asked.id


def test_what_cannot_be_asked_for(session: Session, city: Organisation, firm: Organisation, now: datetime) -> None:
    person = make_account(session)
    city.credit_code = credit_code()
    closed = make_organisation(session, parent=city)
    organising.close(session, actor=as_role(city), organisation_id=closed.id, now=now)
    for code, message in (
        ("123", "account.credit-code-wrong"),
        (credit_code(), "join.nobody-there"),
        (city.credit_code, "join.nobody-there"),
        (closed.credit_code, "organisation.closed"),
    ):
        with pytest.raises(InvalidError) as caught:
            ask(session, person, code, now)
        assert (caught.value.message, caught.value.field) == (message, "credit_code")
    for _ in range(asking.MOST_OPEN):
        ask(session, person, make_organisation(session).credit_code, now)
    with pytest.raises(InvalidError) as caught:
        ask(session, person, firm.credit_code, now)
    assert caught.value.message == "join.too-many"


def test_somebody_without_account_registers_and_belongs_nowhere_yet(
    session: Session, firm: Organisation, now: datetime
) -> None:
    given = {"login": "newcomer", "name": "新人", "password": PASSWORD, "reason": "", "address": "1.2.3.4"}
    more = {"credit_code": str(firm.credit_code), "limits": Limits(), "now": now}
    asking.register(session, **given, **more)  # type: ignore[arg-type]  # the values are those of the arguments
    made = session.scalars(select(Account).where(Account.login == "newcomer")).one()
    assert session.scalars(select(Membership).where(Membership.account_id == made.id)).all() == []
    assert [one.outcome for one in session.scalars(select(JoinRequest))] == [None]
    with pytest.raises(InvalidError):
        asking.register(session, **{**given, "login": "second"}, **{**more, "credit_code": credit_code()})  # type: ignore[arg-type]  # likewise
    assert session.scalar(select(Account.id).where(Account.login == "second")) is None
