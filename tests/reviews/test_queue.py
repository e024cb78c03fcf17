"""The queue: what waits for whom, in which order, in a fixed number of queries."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.queries import Filter, QueuePage, QueueRow, Whose
from tests.conftest import CountQueries
from tests.factories.accounts import START
from tests.factories.reviews import CLAIMED, Scene

D = Decimal
LATE = START + timedelta(days=40)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    """Three organisations in one campaign that should be reviewed by 20 December."""
    first = Scene(session, now, campaign_given={"review_by": date(2026, 12, 20)})
    first.fill()
    first.submit()
    return first


def another(scene: Scene, name: str, hours: int) -> Scene:
    """Let another organisation take part in the same campaign."""
    made = Scene(scene.session, scene.now + timedelta(hours=hours))
    scene.session.get_one(Assessment, made.id).campaign_id = scene.campaign.id
    made.campaign, made.first, made.other, made.body = scene.campaign, scene.first, scene.other, scene.body
    made.organisation.name = name
    scene.session.flush()
    made.fill()
    made.submit()
    return made


def queue(scene: Scene, actor: Actor | None = None, *, now: datetime | None = None, **wanted: object) -> QueuePage:
    return queries.queue(
        scene.session,
        actor=actor or scene.first,
        wanted=Filter(**wanted),  # type: ignore[arg-type]  # tests name the fields
        page=1,
        now=now or scene.now,
    )


def names(page: QueuePage) -> list[str]:
    return [row.organisation_name for row in page.rows]


def row(page: QueuePage) -> QueueRow:
    (found,) = page.rows
    return found


def test_what_a_row_tells(scene: Scene) -> None:
    found = row(queue(scene))
    assert (found.assessment_id, found.status, found.level, found.levels) == (scene.id, Status.SUBMITTED, 1, 1)
    assert (found.organisation_name, found.district_name) == ("临沂示范科技有限公司", "临沂市知识产权局")
    assert (found.region, found.title.zh, found.campaign_name) == (
        "371302",
        "示范市企业自评表",
        "2026 年度知识产权保护自评",
    )
    assert (found.claimed, found.supported, found.reviewed, found.deviation) == (D(100), D(100), None, D(0))
    assert (found.free, found.mine, found.reviewer_name, found.kept) == (True, False, None, False)
    assert (found.due, found.overdue, found.marked, found.total) == (date(2026, 12, 20), False, 0, 3)
    assert row(queue(scene, now=LATE)).overdue


def test_marks_and_the_decision_show(scene: Scene) -> None:
    scene.take_up(scene.first)
    scene.mark_all(scene.first, {"procedure": D(1), "serious-list": D(6)})
    found = row(queue(scene))
    assert (found.marked, found.total, found.mine, found.reviewer_name) == (2, 3, True, "张初")
    assert not found.free
    scene.mark_all(scene.first, {"overseas-cover": D(6)})
    reviews.decide(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    done = row(queue(scene))
    assert (done.reviewed, done.deviation, done.level, done.due) == (D(70), D(-30), None, None)


def test_overdue_first_then_mine_then_the_oldest(scene: Scene) -> None:
    second, third = another(scene, "乙公司", 1), another(scene, "丙公司", 2)
    assert names(queue(scene)) == ["临沂示范科技有限公司", "乙公司", "丙公司"]
    third.take_up(scene.first)
    assert names(queue(scene)) == ["丙公司", "临沂示范科技有限公司", "乙公司"]
    other = Scene(scene.session, scene.now + timedelta(hours=5), campaign_given={"review_by": date(2026, 11, 21)})
    other.campaign.reviewing_body_id = scene.body.id
    other.organisation.name = "丁公司"
    scene.session.flush()
    other.fill()
    other.submit()
    assert names(queue(scene)) == ["丁公司", "丙公司", "临沂示范科技有限公司", "乙公司"]
    assert names(queue(scene, overdue=True)) == ["丁公司"]
    assert names(queue(scene, campaign=scene.campaign.id)) == names(queue(scene))[1:]
    ids = [one.assessment_id for one in queue(scene).rows]
    for number, one in enumerate(ids):
        found = queries.neighbours(scene.session, actor=scene.first, wanted=Filter(), assessment_id=one, now=scene.now)
        assert found == (ids[number - 1] if number else None, ids[number + 1] if number < 3 else None)
    mine = Filter(whose=Whose.MINE)
    given = {"actor": scene.first, "wanted": mine, "now": scene.now}
    assert queries.neighbours(scene.session, assessment_id=second.id, **given) == (None, None)  # type: ignore[arg-type]  # as named


def test_mine_free_and_all(scene: Scene) -> None:
    second = another(scene, "乙公司", 1)
    second.take_up(scene.other)
    assert names(queue(scene, whose=Whose.FREE)) == ["临沂示范科技有限公司"]
    assert names(queue(scene, whose=Whose.MINE)) == []
    assert names(queue(scene, scene.other, whose=Whose.MINE)) == ["乙公司"]
    reviews.send_back(
        scene.session,
        actor=scene.other,
        assessment_id=second.id,
        items={"procedure": "补"},
        message="",
        now=scene.now,
    )
    assert names(queue(scene, scene.other, whose=Whose.MINE)) == []
    second.submit(now=scene.now + timedelta(days=1))
    assert names(queue(scene, scene.other, whose=Whose.MINE)) == ["乙公司"]
    assert names(queue(scene, whose=Whose.FREE)) == ["临沂示范科技有限公司"]  # kept for who began
    found = next(one for one in queue(scene).rows if one.organisation_name == "乙公司")
    assert (found.kept, found.reviewer_name, found.mine, found.free) == (True, "赵初", False, False)


def test_counts_are_by_status_and_filters_narrow(scene: Scene) -> None:
    second = another(scene, "乙公司", 1)
    second.take_up(scene.first)
    second.mark_all(scene.first, dict(CLAIMED) | {"procedure": D(1)})
    reviews.decide(scene.session, actor=scene.first, assessment_id=second.id, now=scene.now)
    page = queue(scene, status=Status.DECIDED)
    assert (names(page), page.total, page.pages) == (["乙公司"], 1, 1)
    assert page.counts == {Status.SUBMITTED: 1, Status.DECIDED: 1}
    assert names(queue(scene, deviation=D(30))) == ["乙公司"]
    assert names(queue(scene, deviation=D("30.01"))) == []
    assert names(queue(scene, text="乙")) == ["乙公司"]
    assert names(queue(scene, text="%")) == []
    reference = queries.desk(
        scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now
    ).submission.reference
    assert names(queue(scene, text=reference.lower())) == ["临沂示范科技有限公司"]
    code = scene.session.get_one(Organisation, second.organisation.id).credit_code
    assert names(queue(scene, text=code)) == ["乙公司"]


def test_districts_and_campaigns_can_be_chosen(scene: Scene) -> None:
    page = queue(scene)
    assert page.districts == ((scene.body.id, "临沂市知识产权局"),)
    assert page.campaigns == ((scene.campaign.id, "2026 年度知识产权保护自评"),)
    assert queue(scene, district=scene.operator.id).total == 1  # everything below
    assert queue(scene, district=scene.second_body.id).total == 0


def test_nobody_sees_what_their_body_does_not_review(scene: Scene) -> None:
    for actor in (scene.second, scene.lead, scene.administrator):
        page = queue(scene, actor)
        assert (page.rows, page.total, page.campaigns, page.districts) == ((), 0, (), ())


def test_a_fixed_number_of_queries_however_many_there_are(scene: Scene, count_queries: CountQueries) -> None:
    queue(scene)
    with count_queries() as one:
        queue(scene)
    for number in range(3):
        another(scene, f"公司{number}", number + 1).take_up(scene.other)
    scene.session.flush()
    scene.session.expire_all()
    with count_queries() as four:
        assert queue(scene).total == 4
    assert len(four) == len(one) <= 9


def test_pages_beyond_the_end_are_the_last(scene: Scene) -> None:
    page = queries.queue(scene.session, actor=scene.first, wanted=Filter(), page=99, now=scene.now)
    assert (page.page, page.pages, len(page.rows)) == (1, 1, 1)
