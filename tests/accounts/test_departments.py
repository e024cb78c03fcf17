"""Departments: who makes them, who works in them, what stops counting, and what is refused."""

import uuid
from datetime import datetime

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assess.accounts import departments
from assess.accounts.department_models import Department
from assess.accounts.models import Membership
from assess.audit.models import AuditEvent
from assess.errors import AssessError, ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.conftest import CountQueries
from tests.factories.together import Team, make_team


@pytest.fixture
def team(session: Session, now: datetime) -> Team:
    return make_team(session, now)


def shown(team: Team) -> dict[str, list[str]]:
    listed = departments.listed(team.session, actor=team.actor(team.wang), organisation_id=team.firm.id)
    return {unit.name: [one.name for one in unit.people] for unit in listed}


def create(team: Team, name: str, **who: object) -> Department:
    given = {"actor": team.actor(team.lead), "organisation_id": team.firm.id, "now": team.now} | who
    return departments.create(team.session, name=name, **given)  # type: ignore[arg-type]  # tests vary some


def test_a_lead_makes_staffs_and_renames_and_everybody_sees_it(team: Team) -> None:
    made = team.department("  法务  部 ", team.wang, team.zhao)
    assert shown(team) == {"法务 部": ["王填报", "赵填报"]}
    departments.rename(team.session, actor=team.actor(team.lead), department_id=made.id, name="法务部", now=team.now)
    departments.staff(
        team.session, actor=team.actor(team.lead), department_id=made.id, account_ids=[team.zhao.id], now=team.now
    )
    assert shown(team) == {"法务部": ["赵填报"]}
    events = team.session.scalars(
        select(AuditEvent.action).where(AuditEvent.actor_id == team.lead.id).order_by(AuditEvent.seq)
    ).all()
    assert events == ["department.created", "department.staffed", "department.renamed", "department.staffed"]


def test_the_same_again_changes_nothing(team: Team) -> None:
    made = team.department("法务部", team.wang)
    before = team.session.scalars(select(AuditEvent.seq)).all()
    actor = team.actor(team.lead)
    departments.rename(team.session, actor=actor, department_id=made.id, name="法务部", now=team.now)
    departments.staff(team.session, actor=actor, department_id=made.id, account_ids=[team.wang.id], now=team.now)
    assert team.session.scalars(select(AuditEvent.seq)).all() == before


def test_who_left_or_cannot_sign_in_counts_no_more(team: Team) -> None:
    team.department("法务部", team.wang, team.zhao)
    team.session.execute(delete(Membership).where(Membership.account_id == team.zhao.id))
    assert [one.name for one in departments.people(team.session, team.firm.id)] == ["李负责", "王填报"]
    assert shown(team) == {"法务部": ["王填报"]}
    team.wang.disabled_at = team.now
    team.session.flush()
    units = departments.units(team.session, team.firm.id)
    assert [unit.people for unit in units] == [()]


def test_a_closed_department_stays_and_can_be_reopened(team: Team) -> None:
    made, actor = team.department("法务部", team.wang), team.actor(team.lead)
    departments.close(team.session, actor=actor, department_id=made.id, now=team.now)
    assert departments.units(team.session, team.firm.id) == []
    assert [unit.closed_at for unit in departments.units(team.session, team.firm.id, closed=True)] == [team.now]
    inside = {"organisation_id": team.firm.id, "account_id": team.wang.id}
    assert departments.of_person(team.session, **inside) == frozenset()
    with pytest.raises(ConflictError, match=r"department\.is-closed"):
        departments.staff(team.session, actor=actor, department_id=made.id, account_ids=[], now=team.now)
    with pytest.raises(ConflictError, match=r"department\.taken-closed"):
        create(team, "法务部")
    departments.reopen(team.session, actor=actor, department_id=made.id, now=team.now)
    assert departments.of_person(team.session, **inside) == {made.id}
    assert shown(team) == {"法务部": ["王填报"]}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "department.no-name"),
        ("  \u3000 ", "department.no-name"),
        ("部" * 51, "department.name-too-long"),
        ("法\0务", "value.control-character"),
        ("法\u202e务", "value.control-character"),
    ],
)
def test_names_that_cannot_be_taken(team: Team, name: str, message: str) -> None:
    with pytest.raises(InvalidError) as refused:
        create(team, name)
    assert (refused.value.message, refused.value.field) == (message, "name")


def test_a_name_is_used_once(team: Team) -> None:
    create(team, "法务部")
    other = create(team, "财务部")
    with pytest.raises(ConflictError, match=r"department\.taken"):
        create(team, " 法务部")
    with pytest.raises(ConflictError, match=r"department\.taken"):
        departments.rename(
            team.session, actor=team.actor(team.lead), department_id=other.id, name="法务部", now=team.now
        )


def test_no_more_than_the_limit(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departments, "MOST", 2)
    first = create(team, "一部")
    create(team, "二部")
    with pytest.raises(ConflictError, match=r"department\.too-many"):
        create(team, "三部")
    departments.close(team.session, actor=team.actor(team.lead), department_id=first.id, now=team.now)
    create(team, "三部")
    with pytest.raises(ConflictError, match=r"department\.too-many"):
        departments.reopen(team.session, actor=team.actor(team.lead), department_id=first.id, now=team.now)


def test_nobody_but_the_lead_changes_and_strangers_find_nothing(team: Team) -> None:
    made = team.department("法务部")
    refused: list[AssessError] = []
    for who in (team.wang, team.stranger):
        actor = team.actor(who)
        for change in (
            lambda a: create(team, "新部", actor=a),
            lambda a: departments.close(team.session, actor=a, department_id=made.id, now=team.now),
            lambda a: departments.rename(team.session, actor=a, department_id=made.id, name="乙", now=team.now),
            lambda a: departments.staff(team.session, actor=a, department_id=made.id, account_ids=[], now=team.now),
        ):
            with pytest.raises(AssessError) as caught:
                change(actor)
            refused.append(caught.value)
    assert [type(one) for one in refused] == [ForbiddenError] * 4 + [NotFoundError] * 4
    with pytest.raises(NotFoundError):
        departments.listed(team.session, actor=team.actor(team.stranger), organisation_id=team.firm.id)
    with pytest.raises(NotFoundError):
        departments.close(team.session, actor=team.actor(team.lead), department_id=uuid.uuid4(), now=team.now)


def test_nobody_of_another_organisation_can_be_put_in(team: Team) -> None:
    made = team.department("法务部")
    for foreign in (team.stranger.id, uuid.uuid4()):
        with pytest.raises(InvalidError, match=r"department\.not-a-member"):
            departments.staff(
                team.session, actor=team.actor(team.lead), department_id=made.id, account_ids=[foreign], now=team.now
            )


def test_a_list_takes_two_queries_however_long_it_is(team: Team, count_queries: CountQueries) -> None:
    counts = []
    for number in range(3):
        team.department(f"第{number}部", team.wang, team.zhao)
        with count_queries() as asked:
            departments.units(team.session, team.firm.id)
        counts.append(len(asked))
    assert counts == [2, 2, 2]
