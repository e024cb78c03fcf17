"""Running a campaign: what each step does, who may, and what is recorded."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import OrganisationKind
from assess.audit.log import GENERAL, verify
from assess.audit.models import AuditEvent
from assess.campaigns import operations, participants, queries
from assess.campaigns.definition import CampaignStatus, Phase
from assess.campaigns.models import Campaign, CampaignRecord, Participant
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.campaigns import Bureau, fields, make_bureau, make_campaign

END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
LATER = date(2026, 12, 15)


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


def told(session: Session, campaign: Campaign) -> list[tuple[str, str]]:
    rows = session.scalars(
        select(CampaignRecord).where(CampaignRecord.campaign_id == campaign.id).order_by(CampaignRecord.number)
    ).all()
    assert [one.number for one in rows] == list(range(1, len(rows) + 1))
    return [(one.event.value, one.reason) for one in rows]


def test_a_campaign_from_its_making_to_its_results(session: Session, bureau: Bureau, now: datetime) -> None:
    actor = bureau.actor
    made = make_campaign(session, bureau, *bureau.enterprises, opened=False)
    assert (made.status, made.opens_at, made.closes_at) == (
        CampaignStatus.DRAFT,
        datetime(2026, 11, 21, 16, 0, tzinfo=UTC),
        END,
    )
    operations.open_campaign(session, actor=actor, campaign_id=made.id, now=now)
    assert queries.phase_of(made, now) is Phase.OPEN
    operations.extend(session, actor=actor, campaign_id=made.id, closes_on=LATER, reason="台风", now=now)
    assert made.closes_at == datetime(2026, 12, 15, 16, 0, tzinfo=UTC)
    operations.close(session, actor=actor, campaign_id=made.id, reason="都已提交", now=now)
    assert (made.status, made.closes_at) == (CampaignStatus.CLOSED, now)
    operations.reopen(session, actor=actor, campaign_id=made.id, closes_on=date(2026, 11, 25), reason="补报", now=now)
    assert (made.status, queries.phase_of(made, now)) == (CampaignStatus.OPEN, Phase.OPEN)
    after = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert queries.phase_of(made, after) is Phase.CLOSED
    operations.publish(session, actor=actor, campaign_id=made.id, now=after)
    assert made.status is CampaignStatus.PUBLISHED
    operations.publish(session, actor=actor, campaign_id=made.id, now=after)
    assert told(session, made) == [
        ("created", ""),
        ("participants-added", ""),
        ("opened", ""),
        ("extended", "台风"),
        ("closed", "都已提交"),
        ("reopened", "补报"),
        ("published", ""),
        ("published", ""),
    ]
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == str(made.id)))
    assert [action for action in actions if action == "campaign.extended"] == ["campaign.extended"]
    assert verify(session, GENERAL) is None


def test_a_record_is_never_changed(session: Session, bureau: Bureau) -> None:
    make_campaign(session, bureau, opened=False)
    record = session.scalars(select(CampaignRecord)).one()
    record.reason = "别的"
    with pytest.raises(DBAPIError, match="append-only"):
        session.flush()


def test_a_campaign_is_edited_as_long_as_nobody_relies_on_it(session: Session, bureau: Bureau, now: datetime) -> None:
    made = make_campaign(session, bureau, bureau.enterprises[0], opened=False)
    change: dict[str, Any] = {"actor": bureau.actor, "campaign_id": made.id, "now": now}
    wanted = fields(session, bureau, name="改名", closes_on=LATER, review_by=None)
    operations.edit(session, **change, fields=wanted, expected=made.revision)
    assert (made.name, made.closes_at) == ("改名", datetime(2026, 12, 15, 16, 0, tzinfo=UTC))
    with pytest.raises(ConflictError):
        operations.edit(session, **change, fields=wanted, expected=made.revision - 1)
    before = made.revision
    operations.edit(session, **change, fields=wanted, expected=before)
    assert made.revision == before
    operations.open_campaign(session, **change)
    with pytest.raises(InvalidError, match="fixed") as refused:
        operations.edit(
            session, **change, fields=dataclasses.replace(wanted, closes_on=date(2026, 12, 1)), expected=made.revision
        )
    assert refused.value.field == "closes_on"
    operations.close(session, **change, reason="提前")
    changed = dataclasses.replace(queries.fields_of(made), message="请留意", review_by=LATER, reminder_days=(2,))
    operations.edit(session, **change, fields=changed, expected=made.revision)
    assert (made.message, made.closes_at, made.status) == ("请留意", now, CampaignStatus.CLOSED)


def test_a_campaign_without_participants_or_with_a_retired_form_does_not_open(
    session: Session, bureau: Bureau, now: datetime
) -> None:
    made = make_campaign(session, bureau, opened=False)
    with pytest.raises(InvalidError, match="nobody"):
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=now)
    participants.add_listed(
        session, actor=bureau.actor, campaign_id=made.id, entries=[bureau.enterprises[0].name], now=now
    )
    with pytest.raises(InvalidError, match="past"):
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=END)
    version = session.get_one(type(made).version.property.mapper.class_, made.checklist_version_id)
    version.retired_at = now
    with pytest.raises(InvalidError, match="unknown-version"):
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=now)


def test_who_no_longer_fits_is_named_before_a_campaign_opens(session: Session, bureau: Bureau, now: datetime) -> None:
    first, second = bureau.enterprises
    made = make_campaign(session, bureau, first, second, opened=False)
    first.kind = OrganisationKind.DISTRICT
    session.flush()
    with pytest.raises(InvalidError, match="misfits") as refused:
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=now)
    assert refused.value.params == {"count": 1}
    second.closed_at = now
    session.flush()
    with pytest.raises(InvalidError, match="misfits") as refused:
        operations.open_campaign(session, actor=bureau.actor, campaign_id=made.id, now=now)
    assert refused.value.params == {"count": 2}


def test_one_organisation_may_get_more_time_even_when_the_rest_is_over(
    session: Session, bureau: Bureau, now: datetime
) -> None:
    first, second = bureau.enterprises
    made = make_campaign(session, bureau, first, second)
    give: dict[str, Any] = {
        "actor": bureau.actor,
        "campaign_id": made.id,
        "organisation_id": first.id,
        "reason": "停电",
    }
    with pytest.raises(InvalidError, match="not-later"):
        operations.extend(session, **give, closes_on=date(2026, 11, 30), now=now)
    operations.extend(session, **give, closes_on=LATER, now=END)
    assert (made.closes_at, made.status) == (END, CampaignStatus.CLOSED)
    rows = {row.organisation_id: queries.deadline_of(made, row) for row in session.scalars(select(Participant))}
    assert rows == {first.id: datetime(2026, 12, 15, 16, 0, tzinfo=UTC), second.id: END}
    with pytest.raises(ForbiddenError, match="not-now"):
        operations.extend(session, **give | {"organisation_id": None}, closes_on=LATER, now=END)
    with pytest.raises(NotFoundError):
        operations.extend(session, **give | {"organisation_id": bureau.district.id}, closes_on=LATER, now=END)
    operations.reopen(session, actor=bureau.actor, campaign_id=made.id, closes_on=LATER, reason="都延", now=END)
    operations.close(session, actor=bureau.actor, campaign_id=made.id, reason="收", now=END + timedelta(hours=1))
    assert set(session.scalars(select(Participant.closes_at))) == {None}


STEPS: dict[str, Callable[..., object]] = {
    "edit": operations.edit,
    "open": operations.open_campaign,
    "extend": operations.extend,
    "close": operations.close,
    "reopen": operations.reopen,
    "publish": operations.publish,
    "add": participants.add_listed,
    "remove": participants.remove,
}


@pytest.mark.parametrize("who", ["foreign", "reviewer", "lead", "nobody"])
def test_to_everybody_else_a_campaign_is_not_there(session: Session, bureau: Bureau, now: datetime, who: str) -> None:
    made = make_campaign(session, bureau, *bureau.enterprises)
    other = make_bureau(session, enterprises=0, name="济南市市场监督管理局")
    reviewer = actor_of(session, make_account(session, bureau.body, Role.REVIEWER))
    actors = {
        "foreign": other.actor,
        "reviewer": reviewer,
        "lead": actor_of(session, bureau.leads[0]),
        "nobody": Actor(),
    }
    more: dict[str, dict[str, Any]] = {
        "edit": {"fields": fields(session, bureau), "expected": 1},
        "extend": {"closes_on": LATER, "reason": "x"},
        "close": {"reason": "x"},
        "reopen": {"closes_on": LATER, "reason": "x"},
        "add": {"entries": [], "reason": "x"},
        "remove": {"organisation_id": bureau.enterprises[0].id, "reason": "x"},
    }
    for name, step in STEPS.items():
        with pytest.raises(NotFoundError):
            step(session, actor=actors[who], campaign_id=made.id, now=now, **more.get(name, {}))
    with pytest.raises(NotFoundError):
        queries.get(session, actor=actors[who], campaign_id=made.id)
    with pytest.raises(InvalidError if who == "foreign" else NotFoundError):
        operations.create(session, actor=actors[who], fields=fields(session, bureau), now=now)
    assert queries.listing(session, actor=actors[who], page=1, size=20) == ((), 0)


def test_bodies_come_from_within_reach(session: Session, bureau: Bureau, now: datetime) -> None:
    office = make_organisation(session, name="兰山区分局", kind=OrganisationKind.AUTHORITY, parent=bureau.district)
    foreign = make_organisation(session, name="外地机关", kind=OrganisationKind.AUTHORITY)
    assert [one.name for one in queries.bodies(session, actor=bureau.actor)] == [
        "临沂市市场监督管理局",
        "兰山区",
        "兰山区分局",
    ]
    good = fields(session, bureau, levels=2, reviewing_body_id=office.id, second_body_id=bureau.body.id)
    made = operations.create(session, actor=bureau.actor, fields=good, now=now)
    assert made.deciding_body_id == bureau.body.id
    for change, field in (
        ({"reviewing_body_id": foreign.id}, "reviewing_body_id"),
        ({"second_body_id": foreign.id, "levels": 2}, "second_body_id"),
        ({"reviewing_body_id": bureau.district.id}, "reviewing_body_id"),
        ({"organiser_id": bureau.enterprises[0].id}, "organiser_id"),
        ({"checklist_version_id": bureau.body.id}, "checklist_version_id"),
    ):
        with pytest.raises(InvalidError) as refused:
            operations.create(session, actor=bureau.actor, fields=fields(session, bureau, **change), now=now)
        assert refused.value.field == field
    own = fields(session, bureau, organiser_id=bureau.district.id, reviewing_body_id=bureau.district.id)
    assert operations.create(session, actor=bureau.actor, fields=own, now=now).organiser_id == bureau.district.id


def test_the_list_takes_the_same_queries_however_long(
    session: Session, bureau: Bureau, now: datetime, count_queries: CountQueries
) -> None:
    counted: list[int] = []
    lines: tuple[queries.Line, ...] = ()
    total = 0
    for number in (1, 30):
        for _ in range(number):
            make_campaign(session, bureau, *bureau.enterprises)
        with count_queries() as statements:
            lines, total = queries.listing(session, actor=bureau.actor, page=1, size=20)
        counted.append(len(statements))
        assert lines[0].participants == 2
    assert (counted[0], counted[1], total, len(lines)) == (2, 2, 31, 20)
    assert now < lines[0].campaign.closes_at
