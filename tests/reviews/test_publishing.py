"""Publication, appeal and opening again: who, until when, and what the organisation learns."""

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.access.roles import Role
from assess.accounts.models import Account
from assess.assessments.models import Assessment
from assess.assessments.workflow import Status
from assess.audit import log
from assess.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import Appeal, Decision, Publication, VetoWord
from assess.reviews.queries import Outcome
from tests.factories.accounts import actor_of, make_account
from tests.factories.reviews import CLAIMED, Scene, make_authority, refused

D = Decimal
UNTIL = datetime(2026, 12, 2, 16, tzinfo=UTC)  # the end of 2 December in Shanghai: ten days after 22 November


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return Scene(session, now)


def publish(scene: Scene, decision: Decision, actor: Actor | None = None) -> Publication:
    return reviews.publish(scene.session, actor=actor or scene.administrator, decision_id=decision.id, now=scene.now)


def outcome(scene: Scene, *, now: datetime | None = None, actor: Actor | None = None) -> Outcome | None:
    return queries.outcome(scene.session, actor=actor or scene.lead, assessment_id=scene.id, now=now or scene.now)


def appeal(scene: Scene, *, now: datetime | None = None, actor: Actor | None = None, **other: object) -> Appeal:
    given: dict[str, object] = {"grounds": "制度已于去年印发", "items": {"procedure": "见第三条"}}
    return reviews.appeal(
        scene.session,
        actor=actor or scene.lead,
        assessment_id=scene.id,
        now=now or scene.now,
        **(given | other),  # type: ignore[arg-type]  # tests vary some
    )


def status(scene: Scene) -> Status:
    return scene.session.get_one(Assessment, scene.id).status


def test_nothing_is_known_before_publication(scene: Scene) -> None:
    made = scene.decided()
    assert outcome(scene) is None
    with refused(ForbiddenError, "review.not-published"):
        appeal(scene)
    publish(scene, made)
    found = outcome(scene)
    assert found is not None
    assert (found.number, found.statement, found.published_at, found.appeal_until) == (1, "同意。", scene.now, UNTIL)
    assert found.body_name == "临沂市知识产权局"
    assert found.columns.reviewed is not None
    assert found.columns.reviewed.result.duty.final == D("100.0")
    assert {key: mark.points for key, mark in found.marks.items()} == CLAIMED
    assert found.may_appeal


def test_a_campaign_can_publish_at_once(session: Session, now: datetime) -> None:
    scene = Scene(session, now, campaign_given={"publish_at_once": True, "appeal_days": 0})
    scene.decided()
    found = outcome(scene)
    assert found is not None
    assert found.appeal_until == datetime(2026, 11, 22, 16, tzinfo=UTC)


def test_publishing_is_for_administrators_who_reach_the_organiser(scene: Scene) -> None:
    made = scene.decided()
    stranger = make_authority(scene.session, "外市知识产权局")
    outside = actor_of(scene.session, make_account(scene.session, stranger, Role.ADMINISTRATOR))
    above = actor_of(scene.session, make_account(scene.session, scene.operator, Role.ADMINISTRATOR))
    for actor in (scene.lead, scene.first, scene.second, outside):
        with pytest.raises(NotFoundError):
            publish(scene, made, actor)
        with pytest.raises(NotFoundError):
            reviews.publish_all(scene.session, actor=actor, campaign_id=scene.campaign.id, now=scene.now)
    first = publish(scene, made, above)
    assert publish(scene, made) is first  # a second click, by whomever
    assert first.by == above.account_id


def test_a_foreign_organisation_and_a_reviewer_see_no_outcome(scene: Scene) -> None:
    publish(scene, scene.decided())
    for actor in (Scene(scene.session, scene.now).lead, scene.first, scene.administrator):
        with pytest.raises(NotFoundError):
            outcome(scene, actor=actor)


def test_only_a_lead_appeals_once_and_in_time(scene: Scene) -> None:
    publish(scene, scene.decided())
    respondent = actor_of(scene.session, make_account(scene.session, scene.organisation, Role.RESPONDENT))
    found = outcome(scene, actor=respondent)
    assert found is not None
    assert not found.may_appeal
    with refused(ForbiddenError, "forbidden"):
        appeal(scene, actor=respondent)
    with refused(InvalidError, "review.grounds-missing", "grounds"):
        appeal(scene, grounds=" ")
    with refused(InvalidError, "review.no-such-item", "nothing"):
        appeal(scene, items={"nothing": "x"})
    with refused(ForbiddenError, "review.appeal-over"):
        appeal(scene, now=UNTIL)
    late = outcome(scene, now=UNTIL)
    assert late is not None
    assert not late.may_appeal
    appeal(scene, now=UNTIL - timedelta(seconds=1))
    assert status(scene) is Status.APPEALED
    with refused(ForbiddenError, "assessment.locked"):
        appeal(scene)
    shown = outcome(scene)
    assert shown is not None
    assert shown.appeal is not None
    assert (shown.appeal.grounds, shown.appeal.items) == ("制度已于去年印发", {"procedure": "见第三条"})
    assert not shown.may_appeal


def test_an_appeal_is_answered_by_another_person_with_another_decision(scene: Scene) -> None:
    publish(scene, scene.decided())
    appeal(scene)
    with refused(ForbiddenError, "review.decided-by-you"):
        scene.take_up(scene.first)
    scene.take_up(scene.other)
    desk = queries.desk(scene.session, actor=scene.other, assessment_id=scene.id, now=scene.now)
    assert desk.appeal is not None
    assert (desk.appeal.by_name, desk.appeal.answer, desk.level) == ("李明", "", 1)
    assert [(one.level, one.turn) for one in desk.reviews] == [(1, 1), (1, 2)]
    scene.mark(scene.other, "procedure", D(3))
    answer = {"actor": scene.other, "assessment_id": scene.id, "now": scene.now}
    with refused(InvalidError, "review.answer-missing", "answer"):
        reviews.decide(scene.session, **answer)  # type: ignore[arg-type]  # as named above
    second = reviews.answer_appeal(scene.session, answer="部分采纳", **answer)  # type: ignore[arg-type]  # as above
    assert (second.number, status(scene)) == (2, Status.DECIDED)
    before = outcome(scene)
    assert before is not None
    assert before.appeal is not None
    assert (before.number, before.appeal.answer, before.marks["procedure"].points) == (1, "", D(4))
    publish(scene, second)
    after = outcome(scene)
    assert after is not None
    assert after.appeal is not None
    assert (after.number, after.appeal.answer, after.marks["procedure"].points) == (2, "部分采纳", D(3))
    assert after.may_appeal  # once a decision, and this is another one
    assert log.verify(scene.session, scene.id.hex) is None


def test_whoever_decided_works_on_the_appeal_where_there_is_nobody_else(scene: Scene) -> None:
    publish(scene, scene.decided())
    appeal(scene)
    scene.session.get_one(Account, scene.other.account_id).disabled_at = scene.now
    scene.session.flush()
    scene.take_up(scene.first)
    desk = queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    assert desk.mine


def test_with_two_levels_the_second_body_answers(session: Session, now: datetime) -> None:
    scene = Scene(session, now, levels=2)
    publish(scene, scene.decided())
    appeal(scene)
    with refused(ForbiddenError, "review.other-body"):
        scene.take_up(scene.other)
    scene.take_up(scene.third)
    reviews.answer_appeal(session, actor=scene.third, assessment_id=scene.id, answer="维持原审定", now=now)


def test_a_decision_that_was_replaced_is_not_published_any_more(scene: Scene) -> None:
    first = scene.decided()
    reopen(scene)
    with refused(ForbiddenError, "assessment.locked"):
        publish(scene, first)
    scene.submit()
    scene.take_up(scene.first)
    assert queries.desk(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now).missing == ()
    second = reviews.decide(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    with refused(ConflictError, "review.superseded"):
        publish(scene, first)
    publish(scene, second)
    found = outcome(scene)
    assert found is not None
    assert (found.number, found.submission.number) == (2, 2)


def reopen(scene: Scene, actor: Actor | None = None, reason: str = "材料有误") -> Assessment:
    return reviews.reopen(
        scene.session, actor=actor or scene.administrator, assessment_id=scene.id, reason=reason, now=scene.now
    )


def test_an_administrator_opens_again_with_a_reason_and_time_to_mend(scene: Scene) -> None:
    scene.decided()
    scene.assessment.closes_at = scene.now - timedelta(days=1)
    with refused(InvalidError, "review.reopen-reason", "reason"):
        reopen(scene, reason="")
    for actor in (scene.lead, scene.first):
        with pytest.raises(NotFoundError):
            reopen(scene, actor)
    found = reopen(scene)
    assert (found.status, found.closes_at) == (Status.REOPENED, UNTIL)
    with refused(ForbiddenError, "assessment.locked"):
        reopen(scene)
    scene.fill({"credit.trainings": 5})
    assert scene.submit().number == 2


def test_opening_again_never_shortens_the_time(scene: Scene) -> None:
    scene.decided()
    assert reopen(scene).closes_at == scene.campaign.closes_at


def test_an_administrator_marks_nothing_even_as_a_member_of_the_body(scene: Scene) -> None:
    scene.fill()
    scene.submit()
    with pytest.raises(NotFoundError):
        scene.take_up(scene.administrator)
    scene.take_up(scene.first)
    change = reviews.MarkChange(points=D(6), veto=VetoWord.CLEARED)
    with pytest.raises(NotFoundError):
        reviews.put_mark(
            scene.session,
            actor=scene.administrator,
            assessment_id=scene.id,
            item="serious-list",
            change=change,
            expected=0,
            now=scene.now,
        )


def test_a_lead_without_membership_any_more_finds_nothing(scene: Scene) -> None:
    publish(scene, scene.decided())
    with pytest.raises(NotFoundError):
        appeal(scene, actor=dataclasses.replace(scene.lead, memberships=()))
