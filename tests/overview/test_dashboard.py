"""A campaign followed: who sees what of it, what is counted, and how many queries that takes."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.credentials import LinkKind, OneTimeLink
from assess.accounts.models import Membership, Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Participant
from assess.errors import NotFoundError
from assess.overview import dashboard_lists
from assess.overview.dashboard import Dashboard, Group, dashboard, days_left
from assess.overview.dashboard_lists import Contact, Wanted, waiting
from assess.overview.dashboard_scope import find
from tests.conftest import CountQueries
from tests.factories.accounts import START, actor_of, make_account, make_organisation
from tests.factories.following import World, two_districts
from tests.factories.reviews import CLOSES, make_authority, reviewer_of


@pytest.fixture
def world(session: Session) -> World:
    return two_districts(session)


def seen(world: World, actor: Actor, district: Organisation | None = None) -> Dashboard:
    district_id = district.id if district else None
    return dashboard(world.session, world.scope(actor), district_id=district_id, now=world.now)


def named(world: World, actor: Actor, **wanted: object) -> list[str]:
    rows = waiting(world.session, world.scope(actor), Wanted(**({"show": "not-submitted"} | wanted)), now=world.now)  # type: ignore[arg-type]  # tests vary some
    return [one.name for one in rows.rows]


def test_the_organiser_sees_everybody_counted_by_district(world: World) -> None:
    found = seen(world, world.administrator(world.body))
    assert [(one.name, one.total, one.handed_in) for one in found.districts] == [("北区", 3, 2), ("南区", 1, 0)]
    assert found.all.counts == {Group.DECIDED: 1, Group.SUBMITTED: 1, Group.NOT_STARTED: 1, Group.FILLING: 1}
    assert (found.all.total, found.all.handed_in, found.days_left, found.overdue) == (4, 2, 39, False)
    assert found.as_of is None


def test_who_stands_above_the_organiser_sees_the_same(world: World) -> None:
    assert seen(world, world.administrator(world.operator)).all.total == 4


@pytest.mark.parametrize("level", [1, 2])
def test_reviewers_of_its_bodies_follow_the_whole(world: World, level: int) -> None:
    second = make_authority(world.session, "省知识产权保护中心", parent=world.operator)
    world.campaign.second_body_id = second.id
    reviewer = world.first if level == 1 else reviewer_of(world.session, second, "钱复")
    scope = world.scope(reviewer)
    assert (scope.whole, scope.runs) == (True, False)
    assert seen(world, reviewer).all.total == 4


def test_a_district_sees_what_lies_below_it_and_nothing_else(world: World) -> None:
    world.summarise()
    found = seen(world, world.administrator(world.north))
    assert [(one.name, one.total) for one in found.districts] == [("北区", 3)]
    assert found.scores.count("duty", "claimed") == 2
    assert named(world, world.administrator(world.north)) == ["丙"]
    assert named(world, world.administrator(world.south)) == ["丁"]
    with pytest.raises(NotFoundError):
        seen(world, world.administrator(world.north), world.south)


def test_to_everybody_else_it_is_not_there(world: World) -> None:
    other = make_authority(world.session, "潍坊市知识产权局", parent=world.operator)
    enterprise = make_organisation(world.session, name="甲乙", parent=world.north)
    strangers = [
        reviewer_of(world.session, other, "外审"),
        reviewer_of(world.session, world.north, "区审"),
        actor_of(world.session, make_account(world.session, enterprise, Role.LEAD)),
    ]
    for actor in strangers:
        with pytest.raises(NotFoundError):
            world.scope(actor)
    for nobody_below in (other, enterprise):
        with pytest.raises(NotFoundError):
            seen(world, world.administrator(nobody_below))
    with pytest.raises(NotFoundError):
        seen(world, world.administrator(world.body), other)
    with pytest.raises(NotFoundError):
        find(world.session, actor=world.administrator(world.body), campaign_id=uuid.uuid4())


def test_before_it_opens_only_the_organiser_sees_it(world: World) -> None:
    north = world.administrator(world.north)
    world.campaign.status = CampaignStatus.DRAFT
    world.session.flush()
    assert seen(world, world.administrator(world.body)).all.total == 4
    for actor in (north, world.first):
        with pytest.raises(NotFoundError):
            world.scope(actor)


def test_a_reviewer_never_meets_their_own_organisation_by_name(world: World) -> None:
    own = world.participant(world.south, "戊")
    account = make_account(world.session, own, Role.LEAD)
    world.session.add(Membership(account_id=account.id, organisation_id=world.body.id, role=Role.REVIEWER))
    world.session.flush()
    assert set(named(world, actor_of(world.session, account))) == {"丙", "丁"}
    assert "戊" in named(world, world.administrator(world.body))


def test_who_was_taken_off_the_list_is_not_counted(world: World) -> None:
    gone = world.participant(world.south, "己")
    world.session.get_one(Participant, (world.campaign.id, gone.id)).removed_at = world.now
    world.session.flush()
    assert seen(world, world.administrator(world.body)).all.total == 4


def test_participants_below_none_are_a_part_of_their_own(world: World) -> None:
    world.submitted(None, "庚")
    world.summarise()
    found = seen(world, world.administrator(world.operator))
    assert [(one.name, one.id == world.campaign.id, one.total) for one in found.districts][-1] == ("", True, 1)
    assert found.districts[-1].scores.count("duty", "claimed") == 1
    alone = dashboard(
        world.session, world.scope(world.administrator(world.body)), district_id=world.campaign.id, now=world.now
    )
    assert (alone.all.total, alone.scores.mean("duty", "claimed")) == (1, Decimal("100.00"))


def test_the_figures_add_up(world: World) -> None:
    world.summarise()
    found = seen(world, world.administrator(world.body))
    scores = found.scores
    assert found.as_of == world.now
    assert (scores.mean("duty", "claimed"), scores.count("duty", "claimed")) == (Decimal("100.00"), 2)
    assert (scores.mean("duty", "reviewed"), scores.count("duty", "reviewed")) == (Decimal("40.00"), 1)
    assert scores.mean("readiness", "supported") == Decimal("0.00")
    assert scores.grades == {"A": 1, "C": 1}  # the decided one by its review
    assert scores.section("credit", "duty", "claimed") == Decimal("100.0")
    assert scores.section("credit", "duty", "reviewed") == Decimal("40.0")
    assert scores.section("overseas", "readiness", "supported") == Decimal("0.0")
    assert (scores.deviation.n, scores.deviation.mean, scores.deviation.lowered) == (1, Decimal("-60.00"), 1)
    assert scores.answered("credit") == Decimal("33.3")  # one of the three questions everybody is asked
    south = seen(world, world.administrator(world.body), world.south)
    assert south.scores.count("duty", "claimed") == 0
    assert south.scores.answered("credit") == Decimal("33.3")


def test_what_was_withdrawn_or_opened_again_does_not_count_as_a_score(world: World) -> None:
    for assessment, status in zip(
        world.session.query(Assessment).filter(Assessment.submitted_at.is_not(None)),
        (Status.WITHDRAWN, Status.REOPENED),
        strict=True,
    ):
        assessment.status = status
    world.summarise()
    found = seen(world, world.administrator(world.body))
    assert found.scores.count("duty", "claimed") == 0
    assert (found.all.of(Group.WITHDRAWN), found.all.of(Group.FILLING)) == (1, 2)


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(0), 39),
        (timedelta(days=39), 0),
        (timedelta(days=39, hours=12, minutes=59), 0),
        (timedelta(days=39, hours=13), -1),
    ],
)
def test_days_are_counted_to_the_last_one_in_shanghai(later: timedelta, left: int) -> None:
    assert days_left(CLOSES, START + later) == left


@pytest.mark.parametrize(("later", "overdue"), [(0, False), (1, True)])
def test_reviews_are_overdue_the_day_after(world: World, later: int, overdue: bool, now: datetime) -> None:  # noqa: FBT001 - a column of the table
    world.campaign.review_by = now.date()
    found = dashboard(
        world.session,
        world.scope(world.administrator(world.body)),
        district_id=None,
        now=now + timedelta(days=later),
    )
    assert found.overdue is overdue


def test_the_list_can_be_searched_and_turned_over(world: World) -> None:
    for number in range(dashboard_lists.PAGE + 1):
        world.participant(world.south, f"南方{number:02d}有限公司")
    actor = world.administrator(world.body)
    scope = world.scope(actor)
    first = waiting(world.session, scope, Wanted("not-started", text="南方"), now=world.now)
    second = waiting(world.session, scope, Wanted("not-started", text="南方", page=2), now=world.now)
    assert ([len(first.rows), first.more], [len(second.rows), second.more]) == (
        [dashboard_lists.PAGE, True],
        [1, False],
    )
    assert named(world, actor, text="南方0%") == []
    assert named(world, actor, show="filling") == ["丁"]
    assert named(world, actor, show="not-started", district_id=world.north.id) == ["丙"]
    code = first.rows[0].credit_code
    assert code is not None
    assert named(world, actor, text=f" {code.lower()} ") == [first.rows[0].name]


def test_the_list_says_whether_somebody_can_be_reached(world: World) -> None:
    there = {name: world.participant(world.south, name) for name in ("子", "丑", "寅", "卯")}
    make_account(world.session, there["子"], Role.RESPONDENT)
    for name, days in (("丑", 3), ("寅", -1)):
        world.session.add(
            OneTimeLink(
                token_hash=uuid.uuid4().bytes * 2,
                kind=LinkKind.INVITATION,
                organisation_id=there[name].id,
                role=Role.LEAD,
                created_at=world.now,
                expires_at=world.now + timedelta(days=days),
            )
        )
    world.session.get_one(Participant, (world.campaign.id, there["卯"].id)).closes_at = CLOSES + timedelta(days=5)
    world.session.flush()
    scope = world.scope(world.administrator(world.body))
    found = {one.name: one for one in waiting(world.session, scope, Wanted("not-started"), now=world.now).rows}
    assert {name: found[name].contact for name in there} == {
        "子": Contact.MEMBER,
        "丑": Contact.INVITED,
        "寅": Contact.EXPIRED,
        "卯": Contact.NOBODY,
    }
    assert found["丑"].invited_until == world.now + timedelta(days=3)
    assert (found["卯"].closes_at, found["子"].closes_at) == (CLOSES + timedelta(days=5), CLOSES)


def test_what_waits_longest_for_a_review_comes_first(world: World) -> None:
    later, _ = world.submitted(world.south, "辛")
    later.submitted_at = world.now - timedelta(days=2)
    world.session.flush()
    scope = world.scope(world.administrator(world.body))
    assert [one.name for one in dashboard_lists.owed(world.session, scope, district_id=None)] == ["辛", "乙"]
    assert [one.name for one in dashboard_lists.owed(world.session, scope, district_id=world.north.id)] == ["乙"]


def test_the_number_of_queries_is_fixed(session: Session, count_queries: CountQueries) -> None:
    world = World(session)
    counts = []
    for more in (10, 190):
        for number in range(more):
            world.participant((world.north, world.south)[number % 2], f"单位{number}")
        world.summarise()
        actor = world.administrator(world.body)
        with count_queries() as statements:
            scope = world.scope(actor)
            seen_by = dashboard(session, scope, district_id=None, now=world.now)
            waiting(session, scope, Wanted(), now=world.now)
            dashboard_lists.owed(session, scope, district_id=None)
        counts.append((len(statements), seen_by.all.total))
    assert [total for _, total in counts] == [10, 200]
    assert counts[0][0] == counts[1][0] == 7
