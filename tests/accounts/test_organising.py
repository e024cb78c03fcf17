"""Organisations as administrators keep them: made, described, moved, closed, and never beyond their reach."""

import uuid
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.actor import Actor, Membership
from assess.access.roles import Role
from assess.accounts import directory, organising
from assess.accounts.directory import Wanted
from assess.accounts.fields import OrganisationFields
from assess.accounts.models import Lineage, Organisation, OrganisationKind, Size
from assess.assessments import operations as assessments
from assess.audit.models import AuditEvent
from assess.errors import ConflictError, InvalidError, NotFoundError
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, credit_code, make_account, make_organisation
from tests.factories.checklists import make_version

AUTHORITY, DISTRICT, ENTERPRISE = OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT, OrganisationKind.ENTERPRISE


def as_role(organisation: Organisation, role: Role = Role.ADMINISTRATOR) -> Actor:
    return Actor(uuid.uuid4(), memberships=(Membership(organisation.id, role, operator=organisation.operator),))


def fields(**changes: object) -> OrganisationFields:
    given = {"name": "兰山机械有限公司", "kind": ENTERPRISE, "region": "371302", "credit_code": credit_code()}
    return OrganisationFields(**{**given, **changes})  # type: ignore[arg-type]  # the values are those of the fields


@pytest.fixture
def city(session: Session) -> Organisation:
    return make_organisation(session, name="临沂市知识产权局", kind=AUTHORITY, region="371300")


@pytest.fixture
def other(session: Session) -> Organisation:
    return make_organisation(session, name="洛阳市知识产权局", kind=AUTHORITY, region="410300")


def test_an_organisation_is_made_below_another_one(session: Session, city: Organisation, now: datetime) -> None:
    wanted = fields(size=Size.SMALL, industry="C", roles=("exporter",))
    made = organising.create(session, actor=as_role(city), described=wanted, parent_id=city.id, now=now)
    assert (made.name, made.size, made.industry, made.roles) == ("兰山机械有限公司", Size.SMALL, "C", ["exporter"])
    assert (made.parent_id, made.operator, made.closed_at) == (city.id, False, None)
    lines = session.execute(select(Lineage.ancestor_id, Lineage.depth).where(Lineage.organisation_id == made.id))
    assert [tuple(line) for line in lines] == [(city.id, 1)]
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == str(made.id))).all()
    assert actions == ["organisation.created"]


def test_what_cannot_be_made(session: Session, city: Organisation, other: Organisation, now: datetime) -> None:
    actor, firm = as_role(city), make_organisation(session, parent=city)
    with pytest.raises(NotFoundError):
        organising.create(session, actor=actor, described=fields(), parent_id=other.id, now=now)
    cases = [
        (fields(), None, "organisation.parent-missing", "parent"),
        (fields(), firm.id, "organisation.parent-kind", "parent"),
        (fields(credit_code=firm.credit_code), city.id, "organisation.code-taken", "credit_code"),
        (fields(industry="Z"), city.id, "account.unknown-industry", "industry"),
        (fields(region="999999"), city.id, "account.unknown-region", "region"),
        (fields(credit_code="123"), city.id, "account.credit-code-wrong", "credit_code"),
        (fields(credit_code=None), city.id, "account.credit-code-missing", "credit_code"),
    ]
    for wanted, parent, message, field in cases:
        with pytest.raises(InvalidError) as caught:
            organising.create(session, actor=actor, described=wanted, parent_id=parent, now=now)
        assert (caught.value.message, caught.value.field) == (message, field)
    operator = make_organisation(session, name="平台", kind=AUTHORITY, operator=True)
    top = organising.create(session, actor=as_role(operator), described=fields(), parent_id=None, now=now)
    assert top.parent_id is None


def test_an_edit_changes_fields_and_neither_kind_nor_place(
    session: Session, city: Organisation, other: Organisation, now: datetime
) -> None:
    firm = make_organisation(session, parent=city)
    changes = fields(name="新名称", kind=AUTHORITY, region="371300", industry="J")
    organising.edit(session, actor=as_role(city), organisation_id=firm.id, changes=changes, now=now)
    assert (firm.name, firm.kind, firm.region, firm.industry) == ("新名称", ENTERPRISE, "371300", "J")
    assert (firm.parent_id, firm.operator) == (city.id, False)
    for stranger in (as_role(other), as_role(city, Role.REVIEWER), as_role(firm, Role.LEAD)):
        with pytest.raises(NotFoundError):
            organising.edit(session, actor=stranger, organisation_id=firm.id, changes=changes, now=now)


def test_a_move_stays_within_reach_and_makes_no_circle(
    session: Session, city: Organisation, other: Organisation, now: datetime
) -> None:
    actor = as_role(city)
    east = make_organisation(session, name="东区", kind=DISTRICT, parent=city)
    west = make_organisation(session, name="西区", kind=DISTRICT, parent=city)
    firm = make_organisation(session, name="企业", parent=east)
    organising.move(session, actor=actor, organisation_id=east.id, parent_id=west.id, now=now)
    assert [above.name for above in directory.card(session, actor=actor, organisation_id=firm.id).path] == [
        "临沂市知识产权局",
        "西区",
        "东区",
    ]
    for moved, target, message in (
        (west, east, "tree.circle"),
        (east, east, "tree.circle"),
        (city, west, "organisation.own"),
    ):
        with pytest.raises(ConflictError) as caught:
            organising.move(session, actor=actor, organisation_id=moved.id, parent_id=target.id, now=now)
        assert caught.value.message == message
    for moved, target in ((firm, other), (other, west)):
        with pytest.raises(NotFoundError):
            organising.move(session, actor=actor, organisation_id=moved.id, parent_id=target.id, now=now)
    with pytest.raises(InvalidError):
        organising.move(session, actor=actor, organisation_id=firm.id, parent_id=None, now=now)


def test_nothing_starts_in_a_closed_organisation_until_it_is_reopened(
    session: Session, city: Organisation, now: datetime
) -> None:
    firm, version = make_organisation(session, parent=city), make_version(session)
    lead = actor_of(session, make_account(session, firm))
    organising.close(session, actor=as_role(city), organisation_id=firm.id, now=now)
    with pytest.raises(ConflictError) as caught:
        assessments.start(session, actor=lead, organisation_id=firm.id, version=version, now=now)
    assert caught.value.message == "organisation.closed"
    organising.reopen(session, actor=as_role(city), organisation_id=firm.id, now=now)
    assert assessments.start(session, actor=lead, organisation_id=firm.id, version=version, now=now).new
    with pytest.raises(ConflictError):
        organising.close(session, actor=as_role(city), organisation_id=city.id, now=now)
    with pytest.raises(NotFoundError):
        organising.close(session, actor=lead, organisation_id=firm.id, now=now)


def test_a_parent_is_found_by_name_or_code_within_reach(
    session: Session, city: Organisation, other: Organisation
) -> None:
    actor = as_role(city)
    east = make_organisation(session, name="东区", kind=DISTRICT, parent=city)
    firm = make_organisation(session, name="企业", parent=city)
    assert organising.find_parent(session, actor=actor, text=" 东区 ") == east.id
    assert organising.find_parent(session, actor=actor, text=str(east.id)) == east.id
    assert organising.find_parent(session, actor=actor, text="") is None
    for text in (other.name, str(other.id), firm.name, str(firm.credit_code), "a\0b"):
        with pytest.raises(InvalidError) as caught:
            organising.find_parent(session, actor=actor, text=text)
        assert caught.value.message == "organisation.parent-unknown"
    make_organisation(session, name="东区", kind=DISTRICT, parent=city)
    with pytest.raises(InvalidError) as caught:
        organising.find_parent(session, actor=actor, text="东区")
    assert caught.value.message == "organisation.parent-ambiguous"


def test_the_list_is_narrowed_paged_and_never_wider_than_the_reach(
    session: Session, city: Organisation, other: Organisation, count_queries: CountQueries
) -> None:
    actor = as_role(city)
    east = make_organisation(session, name="东区", kind=DISTRICT, region="371302", parent=city)
    for number in range(59):
        make_organisation(session, name=f"企业{number:02}", parent=east, roles=("exporter",) if number else ())
    made = make_organisation(session, name="企业59", parent=east, roles=("exporter",))
    made.size = Size.LARGE
    make_organisation(session, name="外地企业", region="410302", parent=other)
    make_account(session, made)
    with count_queries() as queries:
        first = directory.listing(session, actor=actor, wanted=Wanted())
    assert len(queries) == 4
    assert (first.total, first.pages, len(first.rows)) == (62, 2, 50)
    assert first.kinds == {AUTHORITY: 1, DISTRICT: 1, ENTERPRISE: 60}
    last = directory.listing(session, actor=actor, wanted=Wanted(), page=99)
    assert (last.page, len(last.rows)) == (2, 12)
    rows = {row.organisation.name: row for row in (*first.rows, *last.rows)}
    assert [above.name for above in rows["企业59"].path] == ["临沂市知识产权局", "东区"]
    assert (rows["企业59"].members, rows["东区"].children) == (1, 60)

    def names(**wanted: object) -> list[str]:
        found = directory.listing(session, actor=actor, wanted=Wanted(**wanted))  # type: ignore[arg-type]  # likewise
        return [row.organisation.name for row in found.rows]

    assert names(text="业59") == ["企业59"]
    assert names(text=str(made.credit_code).lower()) == ["企业59"]
    assert names(size=Size.LARGE) == ["企业59"]
    assert names(kind=DISTRICT) == ["东区"]
    assert names(region="371300", kind=AUTHORITY) == ["临沂市知识产权局"]
    assert len(names(role="exporter")) == 50
    assert names(role="export") == names(text="%") == []
    assert names(below=other.id) == names(region="410000") == []
    assert len(names(below=east.id)) == 50
    assert names(closed=True) == []
    assert directory.listing(session, actor=as_role(city, Role.REVIEWER), wanted=Wanted()).total == 0
