"""Marks: what fits an item, what needs a reason, and two reviewers at the same item."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.assessments import items
from assess.audit import log
from assess.errors import ConflictError, ForbiddenError, InvalidError
from assess.reviews import operations as reviews
from assess.reviews import queries
from assess.reviews.models import ReasonCode, ReviewMark, VetoWord
from assess.reviews.operations import MarkChange
from assess.reviews.queries import Desk
from tests.factories.reviews import ANSWERS, CLAIMED, Scene, refused, taken_up

D = Decimal


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return taken_up(session, now)


def put(scene: Scene, item: str, *, expected: int = 0, actor: Actor | None = None, **change: object) -> ReviewMark:
    return reviews.put_mark(
        scene.session,
        actor=actor or scene.first,
        assessment_id=scene.id,
        item=item,
        change=MarkChange(**change),  # type: ignore[arg-type]  # tests name the fields
        expected=expected,
        now=scene.now,
    )


def desk(scene: Scene, actor: Actor | None = None) -> Desk:
    return queries.desk(scene.session, actor=actor or scene.first, assessment_id=scene.id, now=scene.now)


def test_the_self_score_is_marked_without_a_reason(scene: Scene) -> None:
    made = put(scene, "procedure", points=D(4))
    assert (made.points, made.level, made.revision, made.by) == ("4.00", 1, 1, scene.first.account_id)
    assert (made.reason, made.opinion, made.veto, made.rejects_not_applicable) == (None, "", None, False)
    assert desk(scene).to_do == ("serious-list", "overseas-cover")
    assert log.verify(scene.session, scene.id.hex) is None


@pytest.mark.parametrize(("reason", "opinion"), [(ReasonCode.FACTS_DIFFER, ""), (None, "制度未正式印发")])
def test_another_score_needs_a_reason_code_or_an_opinion(scene: Scene, reason: ReasonCode | None, opinion: str) -> None:
    with refused(InvalidError, "review.reason-needed", "reason"):
        put(scene, "procedure", points=D("3.5"))
    with refused(InvalidError, "review.reason-needed", "reason"):
        put(scene, "procedure", points=D("3.5"), opinion="  ")
    assert put(scene, "procedure", points=D("3.5"), reason=reason, opinion=opinion).points == "3.50"
    assert desk(scene).columns.reviewed is not None


def test_other_needs_an_opinion(scene: Scene) -> None:
    with refused(InvalidError, "review.opinion-needed", "opinion"):
        put(scene, "procedure", points=D(0), reason=ReasonCode.OTHER)
    with refused(InvalidError, "review.opinion-needed", "opinion"):
        put(scene, "procedure", points=D(4), reason=ReasonCode.OTHER)
    assert put(scene, "procedure", points=D(0), reason=ReasonCode.OTHER, opinion="见说明").opinion == "见说明"


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (D("-0.01"), "mark.out-of-range"),
        (D("4.01"), "mark.out-of-range"),
        (D("3.999"), "mark.decimals"),
        (D("NaN"), "mark.not-a-number"),
        (D("Infinity"), "mark.not-a-number"),
        (D("1e999"), "mark.out-of-range"),
    ],
)
def test_points_that_do_not_fit(scene: Scene, points: Decimal, message: str) -> None:
    with refused(InvalidError, message, "points"):
        put(scene, "procedure", points=points, opinion="x")
    assert desk(scene).marks == {}


def test_points_are_kept_with_two_decimals_however_they_are_written(scene: Scene) -> None:
    assert put(scene, "procedure", points=D("4.00000000000000000000000000000"), expected=0).points == "4.00"
    assert put(scene, "serious-list", points=D("-0"), opinion="x").points == "0.00"


def test_what_does_not_fit_the_item(scene: Scene) -> None:
    with refused(InvalidError, "review.no-such-item", "item"):
        put(scene, "nothing", points=D(1))
    with refused(InvalidError, "mark.no-veto", "veto"):
        put(scene, "procedure", points=D(4), veto=VetoWord.SET, opinion="x")
    with refused(InvalidError, "review.not-claimed", "rejects_not_applicable"):
        put(scene, "procedure", points=D(4), rejects_not_applicable=True, opinion="x")
    with refused(InvalidError, "review.mark-empty", "points"):
        put(scene, "procedure", opinion="先看看")
    with refused(InvalidError, "review.text-too-long", "opinion"):
        put(scene, "procedure", points=D(4), opinion="长" * 2001)
    with refused(InvalidError, "value.control-character", "opinion"):
        put(scene, "procedure", points=D(4), opinion="a\0b")


def test_a_veto_that_differs_needs_a_reason(scene: Scene) -> None:
    """The veto of the list is clear by the answers."""
    assert put(scene, "serious-list", points=D(6), veto=VetoWord.CLEARED).veto is VetoWord.CLEARED
    with refused(InvalidError, "review.reason-needed", "reason"):
        put(scene, "serious-list", points=D(6), veto=VetoWord.SET, expected=1)
    put(scene, "serious-list", points=D(6), veto=VetoWord.SET, reason=ReasonCode.LISTED, expected=1)
    found = desk(scene).columns.reviewed
    assert found is not None
    assert (found.result.grade.effective, found.result.grade.forced_by) == ("C", ("serious-list",))
    assert found.unmarked == ("procedure", "overseas-cover")


def test_a_claim_can_be_rejected_and_then_needs_points(session: Session, now: datetime) -> None:
    scene = Scene(session, now)
    scene.fill()
    claim = {"actor": scene.lead, "assessment_id": scene.id, "item": "procedure", "reason": "没有员工", "now": now}
    items.claim_item(session, **claim)  # type: ignore[arg-type]  # as named above
    scene.submit()
    scene.take_up(scene.first)
    assert desk(scene).to_do == ("serious-list", "overseas-cover")
    with refused(InvalidError, "review.points-without-rejecting", "rejects_not_applicable"):
        put(scene, "procedure", points=D(0), opinion="应适用")
    with refused(InvalidError, "review.reason-needed", "reason"):
        put(scene, "procedure", points=D(4), rejects_not_applicable=True)
    put(scene, "procedure", rejects_not_applicable=True, reason=ReasonCode.NOT_APPLICABLE_REJECTED)
    assert desk(scene).to_do == ("serious-list", "procedure", "overseas-cover")
    assert "procedure" in desk(scene).missing
    put(
        scene,
        "procedure",
        points=D(1),
        rejects_not_applicable=True,
        reason=ReasonCode.NOT_APPLICABLE_REJECTED,
        expected=1,
    )
    assert desk(scene).to_do == ("serious-list", "overseas-cover")


def test_what_does_not_count_is_not_marked(session: Session, now: datetime) -> None:
    scene = Scene(session, now)
    scene.assessment.profile = {**scene.assessment.profile, "roles": []}
    scene.fill(dict(ANSWERS) | {"overseas.sells-abroad": "no"})
    scene.submit()
    scene.take_up(scene.first)
    assert desk(scene).to_do == ("serious-list", "procedure")
    with refused(InvalidError, "review.item-not-counted", "item"):
        put(scene, "overseas-cover", points=D(6))


def test_a_stale_mark_gets_both_and_changes_nothing(scene: Scene) -> None:
    put(scene, "procedure", points=D(2), opinion="甲")
    with pytest.raises(ConflictError) as stale:
        put(scene, "procedure", points=D(3), opinion="乙")
    assert stale.value.message == "stale"
    assert stale.value.mine == MarkChange(points=D(3), opinion="乙")
    theirs = stale.value.theirs
    assert isinstance(theirs, ReviewMark)
    assert (theirs.points, theirs.opinion, theirs.revision) == ("2.00", "甲", 1)
    row = desk(scene).mark("procedure", 1)
    assert row is not None
    assert (row.points, row.opinion) == (D(2), "甲")
    put(scene, "procedure", points=D(3), opinion="乙", expected=1)
    assert put(scene, "procedure", points=D(3), opinion="乙", expected=1).revision == 2  # a second click


def test_a_mark_can_be_taken_back(scene: Scene) -> None:
    put(scene, "procedure", points=D(4))
    clear = {"actor": scene.first, "assessment_id": scene.id, "item": "procedure", "now": scene.now}
    with refused(ConflictError, "stale"):
        reviews.clear_mark(scene.session, expected=0, **clear)  # type: ignore[arg-type]  # as named above
    reviews.clear_mark(scene.session, expected=1, **clear)  # type: ignore[arg-type]  # as named above
    reviews.clear_mark(scene.session, expected=1, **clear)  # type: ignore[arg-type]  # as named above
    assert desk(scene).marks == {}


def test_only_whoever_has_it_marks(scene: Scene) -> None:
    with refused(ConflictError, "review.taken"):
        put(scene, "procedure", points=D(4), actor=scene.other)
    scene.mark_all(scene.first)
    reviews.decide(scene.session, actor=scene.first, assessment_id=scene.id, now=scene.now)
    with refused(ForbiddenError, "assessment.locked"):
        put(scene, "procedure", points=D(4), expected=1)


def test_the_second_level_sees_the_first_and_the_last_wins(session: Session, now: datetime) -> None:
    scene = Scene(session, now, levels=2)
    scene.fill()
    scene.submit()
    scene.take_up(scene.first)
    scene.mark_all(scene.first, dict(CLAIMED) | {"procedure": D(3)})
    reviews.forward(session, actor=scene.first, assessment_id=scene.id, now=now)
    scene.take_up(scene.second)
    before = desk(scene, scene.second)
    assert (before.level, before.to_do, before.missing) == (2, tuple(CLAIMED), ())
    assert before.columns.reviewed is not None
    assert before.columns.reviewed.points("procedure") == D(3)
    put(scene, "procedure", points=D(1), reason=ReasonCode.EVIDENCE_MISSING, actor=scene.second)
    after = desk(scene, scene.second)
    assert [(mark.level, mark.points) for mark in after.marks["procedure"]] == [(1, D(3)), (2, D(1))]
    assert after.columns.reviewed is not None
    assert after.columns.reviewed.points("procedure") == D(1)
    assert after.to_do == ("serious-list", "overseas-cover")


def test_deviations_are_below_zero_where_too_much_was_claimed(scene: Scene) -> None:
    put(scene, "procedure", points=D(1), reason=ReasonCode.FACTS_DIFFER)
    put(scene, "serious-list", points=D(6))
    put(scene, "overseas-cover", points=D(6))
    found = {(one.column, one.scope, one.key): one.difference for one in desk(scene).columns.deviations}
    assert found["reviewed", "item", "procedure"] == D(-3)
    assert found["reviewed", "section", "credit"] == D(-3)
    assert found["reviewed", "dial", "duty"] == D(-30)


def test_the_time_of_a_mark_is_kept(scene: Scene) -> None:
    later = scene.now + timedelta(minutes=5)
    scene.mark(scene.first, "procedure", D(4), now=later)
    row = desk(scene).mark("procedure", 1)
    assert row is not None
    assert (row.at, row.by_name) == (later, "张初")
