"""The district report gathered: who may have which part of it, what is added up, and how many queries that takes."""

import datetime as dt
import uuid

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Membership, Organisation
from assess.errors import NotFoundError
from assess.overview import dashboard_scope, district_gathering, district_part, district_report
from assess.reports import stored
from assess.reports.district_figures import DistrictFigures, ItemSum, SectionSum
from assess.reports.district_parts import DistrictContent
from assess.reports.models import Report
from assess.reviews import publishing
from assess.reviews.models import Decision
from tests.conftest import CountQueries
from tests.factories.accounts import actor_of, make_account, make_organisation
from tests.factories.following import World, two_districts
from tests.factories.reviews import make_authority, store_campaign


@pytest.fixture
def world(session: Session) -> World:
    return two_districts(session)


def gathered(world: World, actor: Actor, top: Organisation | None = None) -> DistrictFigures:
    scope = dashboard_scope.find(world.session, actor=actor, campaign_id=world.campaign_id)
    part = district_part.find(world.session, scope, top.id if top else None)
    return district_gathering.gather(world.session, part, world.now)


def content(report: Report) -> DistrictContent:
    assert report.content is not None
    read = stored.from_text(report.content)
    assert isinstance(read, DistrictContent)
    return read


def asked(world: World, actor: Actor, top: Organisation | None = None) -> Report:
    told = district_report.tell(
        world.session,
        actor=actor,
        campaign_id=world.campaign_id,
        top_id=top.id if top else None,
        locale="zh",
        now=world.now,
    )
    return district_report.request(world.session, told, now=world.now)


def publish(world: World) -> None:
    decision = world.session.query(Decision).one()
    publishing.publish(world.session, actor=world.administrator(world.body), decision_id=decision.id, now=world.now)
    world.session.flush()


def test_everybody_is_counted_and_added_up(world: World) -> None:
    found = gathered(world, world.administrator(world.body))
    assert [(one.name, one.total, one.handed_in, one.decided, one.filling) for one in found.districts] == [
        ("北区", 3, 2, 1, 0),
        ("南区", 1, 0, 0, 1),
    ]
    assert sorted(one.column("duty", "holds") or 0 for one in found.scores) == [10000, 10000]
    assert found.sections == {
        (0, "credit", "duty"): SectionSum(2, 2000, 2000),
        (0, "overseas", "readiness"): SectionSum(2, 1200, 1200),
    }
    assert found.items["procedure"] == ItemSum(2, 0, 0, 800)
    assert {(one.name, one.district, one.begun, one.overdue) for one in found.waiting or ()} == {
        ("丁", "南区", True, False),
        ("丙", "北区", False, False),
    }


def test_a_decision_counts_once_it_is_published_and_its_grade_is_withheld_before(world: World) -> None:
    before = gathered(world, world.administrator(world.body))
    assert sorted((one.withheld, one.grade, one.column("duty", "reviewed")) for one in before.scores) == [
        (False, "A", None),
        (True, None, None),
    ]
    publish(world)
    after = gathered(world, world.administrator(world.body))
    assert [one.column("duty", "holds") for one in after.scores if one.published] == [4000]
    assert after.sections[0, "credit", "duty"] == SectionSum(2, 2000, 1400)
    assert after.items["procedure"] == ItemSum(2, 1, 300, 800)
    assert not any(one.withheld for one in after.scores)


def test_a_district_has_what_lies_below_it_and_nothing_else(world: World) -> None:
    north, south = world.administrator(world.north), world.administrator(world.south)
    assert [one.name for one in gathered(world, north).districts] == ["北区"]
    found = gathered(world, south)
    assert ([one.name for one in found.districts], found.scores, found.sections, found.items) == (["南区"], (), {}, {})
    assert [one.name for one in found.waiting or ()] == ["丁"]
    with pytest.raises(NotFoundError):
        gathered(world, north, world.south)
    whole = world.administrator(world.body)
    assert gathered(world, whole, world.north).items == gathered(world, north).items


def test_a_report_of_one_district_is_not_there_for_another(world: World) -> None:
    north, south, body = (world.administrator(one) for one in (world.north, world.south, world.body))
    of_north, whole = asked(world, north), asked(world, body)
    assert (of_north.top_id, whole.top_id) == (world.north.id, None)

    def there(actor: Actor, report: Report) -> bool:
        try:
            found = district_report.get(world.session, actor=actor, campaign_id=world.campaign_id, report_id=report.id)
        except NotFoundError:
            return False
        return found is report

    assert [there(actor, of_north) for actor in (north, south, body)] == [True, False, True]
    assert [there(actor, whole) for actor in (north, south, body)] == [False, False, True]
    with pytest.raises(NotFoundError):
        district_report.get(world.session, actor=body, campaign_id=uuid.uuid4(), report_id=whole.id)


def test_who_may_not_follow_the_campaign_finds_nothing(world: World) -> None:
    elsewhere = make_authority(world.session, "潍坊市知识产权局", parent=world.operator)
    lead = actor_of(world.session, make_account(world.session, make_organisation(world.session), Role.LEAD))
    for actor in (world.administrator(elsewhere), lead):
        with pytest.raises(NotFoundError):
            asked(world, actor)
    with pytest.raises(NotFoundError):
        asked(world, world.administrator(world.body), elsewhere)


def test_the_same_figures_find_the_same_report(world: World) -> None:
    actor = world.administrator(world.body)
    first = asked(world, actor)
    assert asked(world, world.administrator(world.body)) is first
    told = {"actor": actor, "campaign_id": world.campaign_id, "locale": "zh"}
    assert district_report.latest(world.session, **told) is first  # type: ignore[arg-type]  # of several types
    assert district_report.latest(world.session, top_id=world.north.id, **told) is None  # type: ignore[arg-type]  # likewise
    world.submitted(world.south, "戊")
    assert asked(world, actor) is not first


def test_who_reviews_gets_one_without_names(world: World) -> None:
    named, nameless = asked(world, world.administrator(world.body)), asked(world, world.first)
    assert [one.name for one in content(named).late.rows] == ["丙", "丁"]
    assert (content(nameless).late.rows, nameless.for_reviewers) == ((), True)
    assert "2" in content(nameless).late.lead
    with pytest.raises(NotFoundError):
        district_report.get(world.session, actor=world.first, campaign_id=world.campaign_id, report_id=named.id)


def test_an_administrator_who_works_elsewhere_as_well_is_told_no_names(world: World) -> None:
    account = world.administrator_account(world.north)
    enterprise = make_organisation(world.session, name="己", parent=world.north)
    world.session.add(Membership(account_id=account.id, organisation_id=enterprise.id, role=Role.LEAD))
    world.session.flush()
    assert gathered(world, actor_of(world.session, account)).waiting is None


def test_the_campaign_before_on_the_same_checklist_stands_beside_it(world: World) -> None:
    later = store_campaign(world.session, world.body, None, levels=2, name="下一批")
    later.opens_at, later.closes_at = world.campaign.opens_at + dt.timedelta(days=1), world.campaign.closes_at
    world.campaign, before, world.campaign_id = later, world.campaign, later.id
    world.submitted(world.north, "庚")
    found = gathered(world, world.administrator(world.north)).earlier
    assert found is not None
    assert (found.name, found.total, found.handed_in, len(found.scores)) == (before.name, 3, 2, 2)
    assert found.sections["credit", "duty"] == SectionSum(2, 2000, 2000)
    assert gathered(world, world.administrator(world.body), world.north).earlier == found


def test_it_takes_as_many_queries_whoever_takes_part(world: World, count_queries: CountQueries) -> None:
    actor = world.administrator(world.body)
    gathered(world, actor)
    world.session.expire_all()
    with count_queries() as few:
        gathered(world, actor, world.north)
    for name in "辛壬癸":
        world.submitted(world.north, name)
    world.session.expire_all()
    with count_queries() as many:
        gathered(world, actor, world.north)
    assert len(few) == len(many) <= 16
