"""Taking up and taking over: one person at a time, two levels two people, never one's own organisation."""

import dataclasses
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.access.roles import Role
from assess.accounts.models import Account, Membership
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit import log
from assess.audit.models import AuditEvent
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import Review, ReviewOutcome
from tests.factories.accounts import actor_of, make_account
from tests.factories.reviews import Scene, make_authority, refused, reviewer_of


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    made = Scene(session, now)
    made.fill()
    made.submit()
    return made


@pytest.fixture
def two(session: Session, now: datetime) -> Scene:
    made = Scene(session, now, levels=2)
    made.fill()
    made.submit()
    return made


def actions(scene: Scene) -> list[str]:
    events = select(AuditEvent.action).where(AuditEvent.stream == scene.id.hex).order_by(AuditEvent.seq)
    return [action for action in scene.session.scalars(events) if action.startswith("review.")]


def status(scene: Scene) -> Status:
    return scene.session.get_one(Assessment, scene.id).status


def test_taking_up_opens_the_review_of_the_first_level(scene: Scene) -> None:
    made = reviews.take_up(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert (made.level, made.turn, made.items, made.reviewer_id) == (1, 1, 3, scene.first.account_id)
    assert (made.taken_at, made.finished_at) == (scene.now, None)
    assert status(scene) is Status.IN_REVIEW
    assert actions(scene) == ["review.taken-up"]
    again = reviews.take_up(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert again is made
    assert actions(scene) == ["review.taken-up"]
    assert log.verify(scene.session, scene.id.hex) is None


def test_nobody_takes_up_what_somebody_has(scene: Scene) -> None:
    scene.take_up(scene.first)
    with pytest.raises(ConflictError) as taken:
        scene.take_up(scene.other)
    assert (taken.value.message, taken.value.params) == ("review.taken", {"name": "张初"})


def test_taking_over_needs_a_reason_and_moves_the_review(scene: Scene) -> None:
    scene.take_up(scene.first)

    def take_over(reason: str) -> Review:
        return reviews.take_over(
            scene.session, actor=scene.other, assessment_id=scene.id, reason=reason, now=scene.now + timedelta(hours=1)
        )

    with refused(InvalidError, "review.reason-missing", "reason"):
        take_over("  ")
    moved = take_over("张初休假")
    assert (moved.reviewer_id, moved.level, moved.turn) == (scene.other.account_id, 1, 1)
    assert take_over("再点一次") is moved
    assert actions(scene) == ["review.taken-up", "review.taken-over"]
    with refused(ConflictError, "review.taken"):
        scene.mark_all(scene.first)


def test_there_is_nothing_to_take_over_where_nobody_is(scene: Scene) -> None:
    with refused(ForbiddenError, "review.not-taken-up"):
        reviews.take_over(scene.session, actor=scene.first, assessment_id=scene.id, reason="急", now=scene.now)


@pytest.mark.parametrize("who", ["lead", "administrator", "second", "stranger", "guest"])
def test_whoever_does_not_review_the_campaign_finds_nothing(scene: Scene, who: str) -> None:
    strangers = make_authority(scene.session, "外市知识产权局")
    actor = {
        "lead": scene.lead,
        "administrator": scene.administrator,
        "second": scene.second,
        "stranger": reviewer_of(scene.session, strangers, "外人"),
        "guest": actor_of(scene.session),
    }[who]
    with pytest.raises(NotFoundError):
        scene.take_up(actor)
    with pytest.raises(NotFoundError):
        queries.desk(scene.session, actor=actor, assessment_id=scene.id, now=scene.now)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reviews_an_organisation_they_belong_to_in_whatever_role(scene: Scene, role: Role) -> None:
    account = make_account(scene.session, scene.body, Role.REVIEWER)
    assert queries.desk(
        scene.session, actor=actor_of(scene.session, account), assessment_id=scene.id, now=scene.now
    ).may
    scene.session.add(Membership(account_id=account.id, organisation_id=scene.organisation.id, role=role))
    scene.session.flush()
    with pytest.raises(NotFoundError):
        scene.take_up(actor_of(scene.session, account))


@pytest.mark.parametrize("shown", [Status.DRAFT, Status.WITHDRAWN])
def test_a_draft_and_what_was_withdrawn_are_nobodys_to_see(scene: Scene, shown: Status) -> None:
    scene.session.get_one(Assessment, scene.id).status = shown
    with pytest.raises(NotFoundError):
        queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)


def test_the_second_body_waits_for_the_first_level(two: Scene) -> None:
    with refused(ForbiddenError, "review.other-body"):
        two.take_up(two.second)
    two.take_up(two.first)
    two.mark_all(two.first)
    reviews.forward(two.session, actor=two.first, assessment_id=two.id, now=two.now)
    assert status(two) is Status.IN_SECOND_REVIEW
    with refused(ForbiddenError, "review.other-body"):
        two.take_up(two.other)
    two.take_up(two.second)
    desk = queries.desk(two.session, actor=two.second, assessment_id=two.id, now=two.now)
    assert [(one.level, one.outcome, one.reviewer_name) for one in desk.reviews] == [
        (1, ReviewOutcome.FORWARDED, "张初"),
        (2, None, "孙复"),
    ]
    assert desk.marks["procedure"][0].by_name == "张初"


def test_the_second_level_is_another_person(session: Session, now: datetime) -> None:
    """One body reviews on both levels."""
    scene = Scene(session, now, levels=2)
    scene.campaign.second_body_id = None
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now)
    with refused(ForbiddenError, "review.same-person"):
        scene.take_up(scene.first)
    scene.take_up(scene.other)
    with refused(ForbiddenError, "review.same-person"):
        reviews.take_over(session, actor=scene.first, assessment_id=scene.id, reason="急", now=now)


def test_who_marked_before_somebody_took_over_is_no_second_reviewer_either(session: Session, now: datetime) -> None:
    scene = Scene(session, now, levels=2)
    scene.campaign.second_body_id = None
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first)
    reviews.take_over(session, actor=scene.other, assessment_id=scene.id, reason="休假", now=now)
    reviews.forward(session, actor=scene.other, assessment_id=scene.id, now=now)
    for person in (scene.first, scene.other):
        with refused(ForbiddenError, "review.same-person"):
            scene.take_up(person)


def test_a_mended_form_is_offered_to_the_same_person_first(scene: Scene) -> None:
    scene.take_up(scene.first)
    reviews.send_back(
        scene.session, actor=scene.first, assessment_id=scene.id, items={"procedure": "补"}, message="", now=scene.now
    )
    scene.submit(now=scene.now + timedelta(days=1))
    with pytest.raises(ConflictError) as taken:
        scene.take_up(scene.other)
    assert (taken.value.message, taken.value.params) == ("review.kept-for", {"name": "张初"})
    desk = queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert (desk.mine, desk.holder_name) == (True, "张初")
    later = scene.now + timedelta(days=2)
    gained = reviews.take_over(scene.session, actor=scene.other, assessment_id=scene.id, reason="张初休假", now=later)
    assert (gained.reviewer_id, gained.submission_id) == (scene.other.account_id, desk.submission.id)


def test_it_is_kept_for_nobody_who_reviews_no_more(scene: Scene) -> None:
    scene.take_up(scene.first)
    reviews.send_back(
        scene.session, actor=scene.first, assessment_id=scene.id, items={"procedure": "补"}, message="", now=scene.now
    )
    scene.submit(now=scene.now + timedelta(days=1))
    assert scene.first.account_id is not None
    scene.session.get_one(Account, scene.first.account_id).disabled_at = scene.now
    scene.session.flush()
    scene.take_up(scene.other)
    assert status(scene) is Status.IN_REVIEW


def test_a_reviewer_without_the_role_any_more_sees_nothing(scene: Scene) -> None:
    scene.take_up(scene.first)
    gone = dataclasses.replace(scene.first, memberships=())
    with pytest.raises(NotFoundError):
        scene.mark_all(gone)
