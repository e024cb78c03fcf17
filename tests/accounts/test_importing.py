"""Importing organisations: what each row would do, doing exactly that, and taking it back."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts import links, organising
from assess.accounts.import_models import ImportState, OrganisationImport, OrganisationImportRow, RowOutcome
from assess.accounts.importing import operations, queries, undoing, words
from assess.accounts.models import Lineage, Organisation, OrganisationKind, Size
from assess.assessments import operations as assessments
from assess.errors import ConflictError, InvalidError, NotFoundError
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, credit_code, make_account, make_organisation
from tests.factories.checklists import make_version
from tests.factories.organisations import as_csv, as_workbook, entry

AUTHORITY, DISTRICT, ENTERPRISE = OrganisationKind.AUTHORITY, OrganisationKind.DISTRICT, OrganisationKind.ENTERPRISE
ROLES = words.role_names([("exporter", "出口企业", "Exporter"), ("ecommerce-platform", "电商平台", "Platform")])
NEW, CHANGED, UNCHANGED, CONFLICT = RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.UNCHANGED, RowOutcome.CONFLICT


@pytest.fixture
def city(session: Session) -> Organisation:
    return make_organisation(session, name="临沂市知识产权局", kind=AUTHORITY, region="371300")


@pytest.fixture
def office(session: Session, city: Organisation) -> Actor:
    return actor_of(session, make_account(session, city, Role.ADMINISTRATOR))


def send(
    session: Session, office: Actor, scope: Organisation, now: datetime, *rows: Mapping[str, str]
) -> OrganisationImport:
    content = operations.read("单位.csv", as_csv(*rows))
    return operations.upload(session, actor=office, scope_id=scope.id, content=content, roles=ROLES, now=now)


def do(session: Session, office: Actor, found: OrganisationImport, now: datetime) -> OrganisationImport:
    return operations.apply(session, actor=office, import_id=found.id, roles=ROLES, now=now)


def undo(session: Session, office: Actor, found: OrganisationImport, now: datetime) -> OrganisationImport:
    return undoing.undo(session, actor=office, import_id=found.id, now=now)


def rows_of(session: Session, found: OrganisationImport) -> list[OrganisationImportRow]:
    wanted = select(OrganisationImportRow).where(OrganisationImportRow.import_id == found.id)
    return list(session.scalars(wanted.order_by(OrganisationImportRow.number)))


def problems(session: Session, found: OrganisationImport) -> list[list[tuple[str | None, str]]]:
    return [[(one["column"], one["message"]) for one in row.problems] for row in rows_of(session, found)]


def state(session: Session) -> dict[str, Any]:
    """Give everything there is of organisations and their lines."""
    session.flush()
    places = session.scalars(select(Organisation)).all()
    lines = session.execute(select(Lineage.organisation_id, Lineage.ancestor_id, Lineage.depth))
    return {
        "places": {one.id: (organising.said(one), one.kind, one.parent_id, one.closed_at) for one in places},
        "lines": {tuple(line) for line in lines},
    }


def named(session: Session, name: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.name == name)).one()


def test_new_rows_become_organisations_below_one_another(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    code = credit_code()
    found = send(
        session,
        office,
        city,
        now,
        entry("兰山区市场监管局", kind="区县"),
        entry(
            " 兰山  机械 ",
            code.lower(),
            size="中型企业",
            industry="c制造业",
            roles="出口企业、电商平台",
            parent="兰山区市场监管局",
            region="山东省临沂市兰山区",
            lead_name="王丽",
            lead_email="wang@example.com",
        ),
    )
    assert (found.state, found.counts) == (
        ImportState.READY,
        {"new": 2, "changed": 0, "unchanged": 0, "conflict": 0},
    )
    assert session.scalar(select(func.count()).select_from(Organisation)) == 1
    assert do(session, office, found, now).state is ImportState.APPLIED
    firm, district = named(session, "兰山 机械"), named(session, "兰山区市场监管局")
    assert (firm.credit_code, firm.kind, firm.region, firm.size) == (code, ENTERPRISE, "371302", Size.MEDIUM)
    assert (firm.industry, firm.roles, firm.operator) == ("C", ["ecommerce-platform", "exporter"], False)
    assert (firm.parent_id, district.parent_id) == (district.id, city.id)
    lines = session.execute(select(Lineage.ancestor_id, Lineage.depth).where(Lineage.organisation_id == firm.id))
    assert {tuple(line) for line in lines} == {(district.id, 1), (city.id, 2)}
    before = state(session)
    assert do(session, office, found, now).applied_at == now  # a second click
    assert state(session) == before
    again = send(
        session, office, city, now, entry("兰山 机械", code, size="中型"), entry("兰山区市场监管局", kind="区县")
    )
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 2, "conflict": 0}
    with pytest.raises(ConflictError) as caught:
        do(session, office, again, now)
    assert caught.value.message == "import.nothing"


def test_what_changes_is_shown_field_by_field_and_empty_cells_leave_things_alone(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    district = make_organisation(session, name="兰山区", kind=DISTRICT, parent=city)
    firm = make_organisation(session, name="旧名", parent=city, roles=("exporter",))
    firm.industry = "J"
    session.flush()
    code = str(firm.credit_code)
    found = send(session, office, city, now, {"credit_code": code, "name": "新名", "size": "小型", "parent": "兰山区"})
    (row,) = rows_of(session, found)
    assert (row.outcome, row.organisation_id) == (CHANGED, firm.id)
    assert row.before == {
        "name": ["旧名", "新名"],
        "size": [None, "small"],
        "parent": [str(city.id), str(district.id)],
    }
    do(session, office, found, now)
    session.refresh(firm)
    assert (firm.name, firm.size, firm.industry, firm.roles) == ("新名", Size.SMALL, "J", ["exporter"])
    assert firm.parent_id == district.id


def test_each_conflict_is_named_by_column_and_reason(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    elsewhere = make_organisation(
        session, name="外市企业", parent=make_organisation(session, name="外市", kind=AUTHORITY)
    )
    district = make_organisation(session, name="兰山区", kind=DISTRICT, parent=city)
    for _ in range(2):
        make_organisation(session, name="同名区", kind=DISTRICT, parent=city)
    code = credit_code()
    cases: list[tuple[Mapping[str, str], list[tuple[str | None, str]]]] = [
        (entry("A", "913713000000000000"), [("credit_code", "account.credit-code-wrong")]),
        (entry("B"), [("credit_code", "account.credit-code-missing")]),
        (entry("C", code), []),
        (entry("D", code), [("credit_code", "import.twin")]),
        (entry("E", str(elsewhere.credit_code)), [("credit_code", "import.elsewhere")]),
        (entry("F", credit_code(), region="999999"), [("region", "organisation.region-unknown")]),
        (entry("G", credit_code(), region="鼓楼区"), [("region", "import.region-ambiguous")]),
        (entry("H", credit_code(), parent="外市"), [("parent", "import.parent-unknown")]),
        (entry("I", credit_code(), parent="同名区"), [("parent", "import.parent-ambiguous")]),
        (entry("J", credit_code(), kind="", region=""), [("kind", "import.missing"), ("region", "import.missing")]),
        (entry("兰山区", kind="", size="小型", region=""), [("size", "import.enterprise-only")]),
        (entry("同名区", kind="区县"), [("name", "import.name-ambiguous")]),
        (entry("兰山区", credit_code(), kind="区县"), [("credit_code", "import.same-name-without-code")]),
        (
            entry("K", credit_code(), kind="什么", size="巨大", industry="Z", roles="海盗", lead_email="x"),
            [
                ("kind", "import.kind-unknown"),
                ("size", "import.size-unknown"),
                ("industry", "import.industry-unknown"),
                ("roles", "import.role-unknown"),
                ("lead_email", "import.email-wrong"),
            ],
        ),
        (entry("临沂市知识产权局", kind="机关", region=""), [(None, "import.above")]),
        (entry("L" * 201, credit_code()), [("name", "account.too-long")]),
        ({"region": "371302"}, [("name", "import.nameless")]),
        (entry("M", credit_code(), parent="K"), [("parent", "import.parent-unknown")]),
        (entry("N\x07", credit_code()), [(None, "import.unreadable")]),
    ]
    found = send(session, office, city, now, *(row for row, _ in cases))
    assert problems(session, found) == [wanted for _, wanted in cases]
    assert found.counts == {"new": 1, "changed": 0, "unchanged": 0, "conflict": len(cases) - 1}
    shown = str([(row.given, row.problems, row.organisation_id) for row in rows_of(session, found)])
    assert "外市企业" not in shown
    assert str(elsewhere.id) not in shown
    assert district.kind is DISTRICT


def test_a_kind_does_not_change_and_nothing_lies_below_itself(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    east = make_organisation(session, name="东区", kind=DISTRICT, parent=city)
    west = make_organisation(session, name="西区", kind=DISTRICT, parent=city)
    firm = make_organisation(session, parent=west)
    found = send(
        session,
        office,
        city,
        now,
        entry("", str(firm.credit_code), kind="区县"),
        entry("东区", kind="区县", parent="西区"),
        entry("西区", kind="区县", parent="东区"),
    )
    assert problems(session, found) == [[("kind", "import.kind-fixed")], [], [("parent", "tree.circle")]]
    do(session, office, found, now)
    session.expire_all()
    assert (east.parent_id, west.parent_id) == (west.id, city.id)


def test_an_organisation_of_nobody_is_adopted_by_the_operator_only(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    firm = make_organisation(session, name="自己注册的企业")
    operator = make_organisation(session, name="平台", kind=AUTHORITY, operator=True)
    runs = actor_of(session, make_account(session, operator, Role.ADMINISTRATOR))
    row = entry("", str(firm.credit_code), kind="", region="")
    refused = send(session, office, city, now, row)
    assert problems(session, refused) == [[("credit_code", "import.elsewhere")]]
    found = send(session, runs, city, now, row)
    assert rows_of(session, found)[0].before == {"parent": [None, str(city.id)]}
    do(session, runs, found, now)
    session.refresh(firm)
    assert firm.parent_id == city.id
    undo(session, runs, found, now)
    session.refresh(firm)
    assert firm.parent_id is None


def test_what_changed_since_is_compared_and_asked_again(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    firm = make_organisation(session, name="旧名", parent=city)
    code = credit_code()
    found = send(session, office, city, now, entry("新名", str(firm.credit_code)), entry("另一家", code))
    firm.name = "别人改的名"
    make_organisation(session, name="抢先一步").credit_code = code
    session.flush()
    with pytest.raises(ConflictError) as caught:
        do(session, office, found, now)
    assert caught.value.message == "import.changed-meanwhile"
    session.refresh(firm)
    first, second = rows_of(session, found)
    assert (firm.name, first.before) == ("别人改的名", {"name": ["别人改的名", "新名"]})
    assert (second.outcome, found.counts["conflict"]) == (CONFLICT, 1)
    do(session, office, found, now)
    session.refresh(firm)
    assert firm.name == "新名"


def test_undo_gives_a_size_back_beside_other_fields(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    firm = make_organisation(session, name="甲", parent=city)
    firm.size = Size.LARGE
    session.flush()
    row = entry("甲二", str(firm.credit_code), size="小型", industry="J")
    found = send(session, office, city, now, row)
    do(session, office, found, now)
    session.expire_all()
    assert (firm.name, firm.size, firm.industry) == ("甲二", Size.SMALL, "J")
    undo(session, office, found, now)
    assert (firm.name, firm.size, firm.industry) == ("甲", Size.LARGE, None)
    assert (found.counts["restored"], problems(session, found)) == (1, [[]])


def test_undo_keeps_what_is_used_or_changed_and_says_why(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    firm, other = (make_organisation(session, name=name, parent=city) for name in ("甲", "乙"))
    made = [entry(f"新{number}", credit_code()) for number in range(4)]
    below = [entry("新区", kind="区县"), entry("新区企业", credit_code(), parent="新区")]
    found = send(
        session,
        office,
        city,
        now,
        entry("甲二", str(firm.credit_code), size="小型"),
        entry("乙二", str(other.credit_code)),
        *made,
        *below,
    )
    do(session, office, found, now)
    session.expire_all()
    firm.name = "甲三"
    make_account(session, named(session, "新0"))
    version = make_version(session)
    worker = make_account(session, named(session, "新1"))
    assessments.start(
        session, actor=actor_of(session, worker), organisation_id=named(session, "新1").id, version=version, now=now
    )
    links.invite(
        session, actor=office, organisation_id=named(session, "新2").id, role=Role.LEAD, name="", email=None, now=now
    )
    make_account(session, named(session, "新区企业"))
    undo(session, office, found, now)
    assert (found.state, found.counts["removed"], found.counts["restored"], found.counts["kept"]) == (
        ImportState.UNDONE,
        1,
        1,
        6,
    )
    assert problems(session, found) == [
        [("name", "import.kept-changed")],
        [],
        [(None, "import.kept-members")],
        [(None, "import.kept-members")],
        [(None, "import.kept-invitations")],
        [],
        [(None, "import.kept-children")],
        [(None, "import.kept-members")],
    ]
    assert (firm.name, firm.size, other.name) == ("甲三", None, "乙")
    assert session.scalar(select(Organisation.id).where(Organisation.name == "新3")) is None
    assert [row.number for row in queries.rows(session, found.id, None)] == [2, 4, 5, 6, 8, 9]
    assert undo(session, office, found, now).undone_at == now


def test_an_import_is_nobody_elses(session: Session, city: Organisation, office: Actor, now: datetime) -> None:
    found = send(session, office, city, now, entry("甲", credit_code()))
    other = make_organisation(session, name="外市", kind=AUTHORITY)
    firm = make_organisation(session, parent=city)
    strangers = [
        actor_of(session, make_account(session, other, Role.ADMINISTRATOR)),
        actor_of(session, make_account(session, city, Role.REVIEWER)),
        actor_of(session, make_account(session, firm)),
    ]
    for stranger in strangers:
        assert queries.imports(session, actor=stranger) == []
        for id_ in (found.id, uuid.uuid4()):
            with pytest.raises(NotFoundError):
                queries.get(session, actor=stranger, import_id=id_)
            with pytest.raises(NotFoundError):
                operations.apply(session, actor=stranger, import_id=id_, roles=ROLES, now=now)
            with pytest.raises(NotFoundError):
                operations.discard(session, actor=stranger, import_id=id_, now=now)
            with pytest.raises(NotFoundError):
                undoing.undo(session, actor=stranger, import_id=id_, now=now)
        with pytest.raises(NotFoundError):
            send(session, stranger, city, now, entry("乙", credit_code()))
    assert [one[0].id for one in queries.imports(session, actor=office)] == [found.id]
    with pytest.raises(InvalidError):
        send(session, office, firm, now, entry("乙", credit_code()))


def test_sending_twice_is_sending_once_and_few_may_wait(
    session: Session, city: Organisation, office: Actor, now: datetime
) -> None:
    rows = [entry(str(number), credit_code()) for number in range(operations.MOST_OPEN + 1)]
    first = send(session, office, city, now, rows[0])
    assert send(session, office, city, now, rows[0]) is first
    for row in rows[1:-1]:
        send(session, office, city, now, row)
    with pytest.raises(ConflictError) as caught:
        send(session, office, city, now, rows[-1])
    assert caught.value.message == "import.too-many-open"
    operations.discard(session, actor=office, import_id=first.id, now=now)
    assert (first.state, rows_of(session, first)) == (ImportState.DISCARDED, [])
    with pytest.raises(ConflictError):
        do(session, office, first, now)
    assert send(session, office, city, now, rows[-1]).state is ImportState.READY


def test_a_workbook_and_a_csv_in_gb18030_say_the_same(
    session: Session, city: Organisation, office: Actor, now: datetime, count_queries: CountQueries
) -> None:
    rows = [entry(f"企业{number}", credit_code(), industry="C") for number in range(700)]
    read = [
        operations.read("a.xlsx", as_workbook(*rows)).rows,
        operations.read("a.csv", as_csv(*rows, encoding="gb18030")).rows,
    ]
    assert read[0] == read[1]
    content = operations.read("a.xlsx", as_workbook(*rows))
    with count_queries() as statements:
        found = operations.upload(session, actor=office, scope_id=city.id, content=content, roles=ROLES, now=now)
    assert found.counts["new"] == 700
    assert len(statements) < 30
    with count_queries() as statements:
        do(session, office, found, now)
    assert len(statements) < 40
