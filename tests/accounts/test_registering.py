"""Registering, administrators, and what people may say of themselves."""

import dataclasses
import uuid
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import operations, passwords, queries, sessions, throttle
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import Account, Membership, Organisation, OrganisationKind, Size
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, ThrottledError
from tests.factories.accounts import (
    LIMITS,
    PASSWORD,
    actor_of,
    credit_code,
    make_account,
    make_organisation,
    make_visit,
)

ENTERPRISE = OrganisationFields(
    name=" 临沂  示范有限公司 ",
    kind=OrganisationKind.ENTERPRISE,
    region="371302",
    credit_code=f" {credit_code(7).lower()} ",
    size=Size.SMALL,
    roles=("exporter", "exporter", "key-goods"),
)


def register(
    session: Session,
    now: datetime,
    *,
    login: str = "li.ming@example.com",
    organisation: OrganisationFields = ENTERPRISE,
) -> operations.Registered:
    return operations.register(
        session,
        login=login,
        name="李明",
        password=PASSWORD,
        organisation=organisation,
        address="192.0.2.1",
        limits=LIMITS,
        now=now,
    )


def test_registering_makes_a_lead_of_a_new_organisation_and_signs_in(session: Session, now: datetime) -> None:
    made = register(session, now, login=" Li.Ming@Example.com ")
    account = session.get_one(Account, made.account_id)
    organisation = session.get_one(Organisation, made.organisation_id)
    assert (account.login, account.demo) == ("li.ming@example.com", False)
    assert account.password_hash.startswith("$argon2id$")
    assert (organisation.name, organisation.credit_code) == ("临沂 示范有限公司", credit_code(7))
    assert (organisation.roles, organisation.size) == (["exporter", "key-goods"], Size.SMALL)
    visit = sessions.visit(session, token=made.session.token, now=now)
    assert visit is not None
    assert [(own.organisation_id, own.role) for own in visit.actor.memberships] == [(organisation.id, Role.LEAD)]


def test_an_existing_organisation_is_entered_by_invitation_only(session: Session, now: datetime) -> None:
    register(session, now)
    with pytest.raises(InvalidError) as caught:
        register(session, now, login="somebody.else")
    assert (caught.value.message, caught.value.field) == ("account.organisation-exists", "credit_code")


def test_a_login_is_taken_once_whatever_its_case(session: Session, now: datetime) -> None:
    register(session, now)
    other = dataclasses.replace(ENTERPRISE, credit_code=credit_code(8))
    with pytest.raises(InvalidError) as caught:
        register(session, now, login="LI.MING@example.com", organisation=other)
    assert (caught.value.message, caught.value.field) == ("account.login-taken", "login")


def test_the_loser_of_a_race_gets_a_conflict(session: Session, now: datetime) -> None:
    first = make_account(session)
    twin = Account(login=first.login, name="乙", password_hash="x", created_at=now)
    body = Organisation(name="甲", kind=OrganisationKind.DISTRICT, region="371302", roles=[], created_at=now)
    with pytest.raises(ConflictError), session.begin_nested():
        operations.join(session, account=twin, organisation=body, role=Role.LEAD, now=now)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"name": " "}, "organisation_name", "account.empty"),
        ({"name": "长" * 201}, "organisation_name", "account.too-long"),
        ({"name": "甲\u202e乙"}, "organisation_name", "value.control-character"),
        ({"region": "371399"}, "region", "account.unknown-region"),
        ({"roles": ("<script>",)}, "roles", "account.unknown-role"),
        ({"credit_code": None}, "credit_code", "account.credit-code-missing"),
        ({"credit_code": "91371300000000007X"}, "credit_code", "account.credit-code-wrong"),
        ({"credit_code": "123"}, "credit_code", "account.credit-code-wrong"),
        ({"kind": OrganisationKind.AUTHORITY}, "kind", "account.authority-by-invitation"),
    ],
)
def test_what_an_organisation_may_not_be(
    session: Session, now: datetime, change: dict[str, object], field: str, message: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        register(session, now, organisation=dataclasses.replace(ENTERPRISE, **change))  # type: ignore[arg-type]  # by name
    assert (caught.value.message, caught.value.field) == (message, field)
    assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("login", ["", "ab", "with space", "中文名", "-dash", "x" * 101])
def test_what_a_login_may_not_be(session: Session, now: datetime, login: str) -> None:
    with pytest.raises(InvalidError) as caught:
        register(session, now, login=login)
    assert caught.value.field == "login"


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("short", "account.password-length"),
        ("x" * 201, "account.password-length"),
        ("abababababab", "account.password-guessable"),
        ("my-admin1-password", "account.password-guessable"),
    ],
)
def test_what_a_password_may_not_be(session: Session, now: datetime, password: str, message: str) -> None:
    with pytest.raises(InvalidError) as caught:
        operations.create_administrator(session, login="admin1", name="甲", password=password, now=now)
    assert (caught.value.message, caught.value.field) == (message, "password")


def test_a_district_needs_no_credit_code(session: Session, now: datetime) -> None:
    district = OrganisationFields(name="兰山区", kind=OrganisationKind.DISTRICT, region="371302")
    made = register(session, now, organisation=district)
    assert session.get_one(Organisation, made.organisation_id).credit_code is None


def test_administrators_share_the_operating_organisation(session: Session, now: datetime) -> None:
    made = [
        operations.create_administrator(session, login=login, name="孙丽", password=PASSWORD, now=now)
        for login in ("admin-one", "admin-two")
    ]
    members = session.scalars(select(Membership)).all()
    assert {member.role for member in members} == {Role.ADMINISTRATOR}
    assert len({member.organisation_id for member in members}) == 1
    assert {member.account_id for member in members} == {one.id for one in made}
    assert not queries.demo_present(session)


def test_demo_accounts_are_told_apart(session: Session, now: datetime) -> None:
    operations.create_administrator(session, login="demo-admin", name="孙丽", password=PASSWORD, now=now, demo=True)
    assert queries.demo_present(session)
    assert session.scalars(select(Organisation)).one().demo


def test_a_lead_edits_the_organisation_but_not_what_it_is(session: Session, now: datetime) -> None:
    organisation = make_organisation(session)
    actor = actor_of(session, make_account(session, organisation, Role.LEAD))
    changes = OrganisationFields(
        name="新名称", kind=OrganisationKind.DISTRICT, region="610113", credit_code=credit_code(), roles=("exporter",)
    )
    code = organisation.credit_code
    edited = operations.edit_organisation(
        session, actor=actor, organisation_id=organisation.id, changes=changes, now=now
    )
    assert (edited.name, edited.region, edited.roles) == ("新名称", "610113", ["exporter"])
    assert (edited.kind, edited.credit_code) == (OrganisationKind.ENTERPRISE, code)


def test_a_respondent_may_not_edit_it_and_a_stranger_does_not_see_it(session: Session, now: datetime) -> None:
    organisation = make_organisation(session)
    respondent = actor_of(session, make_account(session, organisation, Role.RESPONDENT))
    stranger = actor_of(session, make_account(session, make_organisation(session), Role.LEAD))
    for actor, error in ((respondent, ForbiddenError), (stranger, NotFoundError)):
        with pytest.raises(error):
            operations.edit_organisation(
                session, actor=actor, organisation_id=organisation.id, changes=ENTERPRISE, now=now
            )


def test_queries_give_own_organisations_only(session: Session) -> None:
    mine, _theirs = make_organisation(session), make_organisation(session)
    actor = actor_of(session, make_account(session, mine))
    assert [one.id for one in queries.organisations(session, actor=actor)] == [mine.id]
    assert queries.organisation(session, actor=actor, organisation_id=mine.id) is mine
    for other in (_theirs.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            queries.organisation(session, actor=actor, organisation_id=other)
    assert queries.organisations(session, actor=Actor()) == []
    assert queries.any_account(session)
    assert make_visit(session).actor.account_id is None


def test_who_may_not_try_costs_no_work(session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(throttle.REGISTER_BY_ADDRESS.most):
        throttle.count(session, throttle.REGISTER_BY_ADDRESS, "192.0.2.1", now)

    def work(_password: str) -> str:
        raise AssertionError("the slow hash ran")

    monkeypatch.setattr(passwords, "make_hash", work)
    with pytest.raises(ThrottledError):
        register(session, now)
